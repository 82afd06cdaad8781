//! A key that needs a number.

#[derive(logkit::Redact)]
struct Card {
    #[redact(partial)]
    number: String,
}

fn main() {}
