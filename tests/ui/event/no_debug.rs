//! Values that have no `Debug`.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

struct Card;

fn main() {
    let card = Card;
    logkit::info!("charging {:?}", card);
    logkit::info!("charging {card:?}");
    logkit::info!("charging {card:#?}");
    logkit::info!(?card, "charging");
    logkit::info!(of = ?card, "charging");
}
