//! Values that cannot be formatted as requested.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

struct Card;

fn main() {
    let card = Card;
    logkit::info!("charging {}", card);
    logkit::info!("charging {card}");
    logkit::info!("charging {card:>8}");
    logkit::info!("charging {:>1$}", card, 8);
    logkit::info!(%card, "charging");
    logkit::info!(of = %card, "charging");
}
