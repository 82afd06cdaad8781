//! A type that masks nothing.

#[derive(logkit::Redact)]
struct Card {
    number: String,
}

#[derive(logkit::Redact)]
enum Login {
    Anonymous,
    Token(String),
}

fn main() {}
