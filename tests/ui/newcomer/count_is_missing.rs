//! A count is missing.

use logkit::Redact;

#[derive(Redact)]
struct Card {
    holder: String,
    #[redact(keep_last)]
    number: String,
}

fn main() {}
