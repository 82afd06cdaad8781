//! Under `strict` every field is decided.

#[derive(logkit::Redact)]
#[redact(strict)]
struct Card {
    number: String,
    #[redact]
    cvv: String,
    holder: String,
}

#[derive(logkit::Redact)]
#[redact(strict)]
enum Login {
    Token(String),
    #[redact]
    Password(String),
}

#[derive(logkit::Redact)]
#[redact(strict, all)]
struct Both(String);

fn main() {}
