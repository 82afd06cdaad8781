//! In a `nested` type a field that is named like a secret must mask itself.

#[derive(logkit::Redact)]
#[redact(nested)]
struct Login {
    user: u64,
    password: String,
}

fn main() {}
