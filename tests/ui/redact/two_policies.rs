//! Two masks for one field, in two attributes or in one.

use std::fmt;

use logkit::redact::Mask;

fn mask(_: &String, _: &mut Mask<'_>) -> fmt::Result {
    Ok(())
}

#[derive(logkit::Redact)]
struct Card {
    #[redact]
    #[redact(keep_last = 4)]
    number: String,
    #[redact(keep_first = 4, text = "card")]
    holder: String,
    #[redact(text = "card", with = mask, keep_last = 1)]
    cvv: String,
}

fn main() {}
