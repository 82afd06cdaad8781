//! The key of a type on a variant.

use logkit::Redact;

#[derive(Redact)]
enum Login {
    Anonymous,
    #[redact(all)]
    Basic { user: String, phrase: String },
}

fn main() {}
