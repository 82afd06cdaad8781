//! A key that does not exist, and a slip of the pen.

#[derive(logkit::Redact)]
struct Card {
    #[redact(keep_frist = 4)]
    number: String,
    #[redact(mask)]
    cvv: String,
}

fn main() {}
