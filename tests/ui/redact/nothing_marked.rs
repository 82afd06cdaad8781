//! A type that masks nothing.

#[derive(logkit::Redact)]
struct Card {
    number: String,
}

#[derive(logkit::Redact)]
enum Login {
    Anonymous,
    Known(String),
}

fn main() {}
