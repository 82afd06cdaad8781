//! A word for `skip`.

use logkit::Redact;

#[derive(Redact)]
struct Card {
    holder: String,
    #[redact(ignore)]
    cvv: String,
    #[redact]
    number: String,
}

fn main() {}
