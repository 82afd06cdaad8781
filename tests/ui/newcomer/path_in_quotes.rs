//! The path of a function in quotes.

use std::fmt::Write;

use logkit::Redact;

#[derive(Redact)]
struct Card {
    holder: String,
    #[redact(with = "initial")]
    number: String,
}

fn initial(_: &String, mask: &mut logkit::redact::Mask<'_>) -> std::fmt::Result {
    mask.write_str("*")
}

fn main() {}
