//! A field that is named like a secret needs an attribute.

#[derive(logkit::Redact)]
struct Login {
    user: String,
    #[redact]
    password: String,
    access_token: String,
    // These only resemble the names of secrets.
    author: String,
    token_count: u64,
    // The attribute makes it explicit.
    #[redact(skip)]
    secret: String,
}

fn main() {}
