//! The mask as a key.

use logkit::Redact;

#[derive(Redact)]
struct Card {
    holder: String,
    #[redact(mask)]
    cvv: String,
}

fn main() {}
