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

// With names of their own, the fields are still those of the variant.
#[derive(logkit::Redact)]
enum Credential {
    Password { value: String },
    AccessToken { text: String, issued: u64 },
    r#ApiKey { id: &'static str, of: Option<String> },
    Pin { digits: [u8; 4] },
    // The field's own name is enough for one error.
    Passphrase { passphrase: String },
    // What is beside a shown field is still undecided.
    Otp { #[redact(skip)] hint: String, value: String },
    Tokens(#[redact(skip)] u64, String),
    // These are decided.
    Cookie { #[redact] value: String, domain: String },
    Mnemonic { #[redact(skip)] words: String, #[redact(skip)] language: String },
    SecretCount { value: u64 },
    Bearer { token: bool, is_set: bool },
    // A truth decides nothing about what is beside it.
    Secrets { is_set: bool, value: String },
    Secret {},
    #[redact]
    Jwt { value: String },
    #[redact(name)]
    PrivateKey { value: String },
}

// In a nested type the fields must mask themselves.
#[derive(logkit::Redact)]
#[redact(nested)]
enum Nested {
    Password { value: String },
    Token { value: logkit::Sensitive<String>, kind: u8 },
    Pin { #[redact(skip)] value: u16 },
}

#[derive(logkit::Redact)]
#[redact(nested)]
struct Password {
    value: String,
}

fn main() {}
