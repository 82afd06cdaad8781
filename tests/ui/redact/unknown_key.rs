//! A key that does not exist, and a misspelled one.

#[derive(logkit::Redact)]
struct Card {
    #[redact(keep_frist = 4)]
    number: String,
    #[redact(mask)]
    cvv: String,
}

fn main() {}
