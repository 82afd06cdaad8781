//! Under `strict`, every field needs an attribute.

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
