//! A count in quotes.

use logkit::Redact;

#[derive(Redact)]
struct Card {
    holder: String,
    #[redact(keep_last = "4")]
    number: String,
}

fn main() {}
