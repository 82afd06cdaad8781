//! A whole mask and half of one.

#[derive(logkit::Redact)]
struct Card {
    #[redact]
    #[redact(keep_last = 4)]
    number: String,
}

fn main() {}
