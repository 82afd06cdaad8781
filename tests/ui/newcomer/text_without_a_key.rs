//! The text of a mask without its key.

use logkit::Redact;

#[derive(Redact)]
struct Login {
    #[redact("[hidden]")]
    phrase: String,
}

fn main() {}
