//! What a variant holds goes by the variant's name, and under that of a secret has to be decided.

#[derive(logkit::Redact)]
enum Login {
    Anonymous,
    Password(String),
    Tokens(u64, String),
    // Not secrets, for all they sound like it.
    TokenCount(u64),
    Secret,
    // Decided.
    Pin(#[redact(skip)] u64),
    AccessToken(u64, #[redact] String),
    #[redact]
    Cookie(String),
    #[redact(name)]
    Otp(String),
}

fn main() {}
