//! `with` names a function of another signature.

use std::fmt;

use logkit::redact::Mask;

fn by_value(_: String, _: &mut Mask<'_>) -> fmt::Result {
    Ok(())
}

fn another_type(_: &u8, _: &mut Mask<'_>) -> fmt::Result {
    Ok(())
}

fn returns_nothing(_: &String, _: &mut Mask<'_>) {}

fn of_an_element(_: &String, _: &mut Mask<'_>) -> fmt::Result {
    Ok(())
}

#[derive(logkit::Redact)]
struct Card {
    #[redact(with = by_value)]
    number: String,
    #[redact(with = another_type)]
    holder: String,
    #[redact(with = returns_nothing)]
    cvv: String,
    #[redact(with = of_an_element)]
    old: Vec<String>,
    #[redact(with = nowhere)]
    lost: String,
}

fn main() {}
