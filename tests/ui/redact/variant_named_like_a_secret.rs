//! The content of a variant is named by the variant, and needs an attribute if that names a secret.

#[derive(logkit::Redact)]
enum Login {
    Anonymous,
    Password(String),
    Tokens(u64, String),
    // These only resemble the names of secrets.
    TokenCount(u64),
    Secret,
    // The attribute makes it explicit.
    Pin(#[redact(skip)] u64),
    AccessToken(u64, #[redact] String),
    #[redact]
    Cookie(String),
    #[redact(name)]
    Otp(String),
}

fn main() {}
