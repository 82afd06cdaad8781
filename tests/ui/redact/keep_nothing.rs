//! A mask that keeps no character.

#[derive(logkit::Redact)]
struct Card {
    #[redact(keep_first = 0)]
    number: String,
    #[redact(keep_first = 2, keep_last = 0)]
    holder: String,
}

fn main() {}
