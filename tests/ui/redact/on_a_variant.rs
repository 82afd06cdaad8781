//! `#[redact]` above a variant.

#[derive(logkit::Redact)]
enum Login {
    Anonymous,
    #[redact]
    Token(String),
}

fn main() {}
