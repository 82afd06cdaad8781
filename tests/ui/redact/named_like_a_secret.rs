//! A field that is named like a secret has to be decided.

#[derive(logkit::Redact)]
struct Login {
    user: String,
    #[redact]
    password: String,
    access_token: String,
    // Not secrets, for all they sound like it.
    author: String,
    token_count: u64,
    // Decided.
    #[redact(skip)]
    secret: String,
}

fn main() {}
