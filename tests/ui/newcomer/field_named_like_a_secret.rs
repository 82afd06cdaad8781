//! A secret without a mask.

use logkit::Redact;

#[derive(Redact)]
struct Card {
    holder: String,
    password: String,
}

fn main() {}
