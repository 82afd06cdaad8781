//! A field of a type that needs a sigil.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

#[derive(Debug)]
struct Card;

fn main() {
    let card = Card;
    logkit::info!(card, "charging");
    logkit::info!(of = Some(&card), "charging");
    logkit::info!(error = std::fmt::Error, "charging");
}
