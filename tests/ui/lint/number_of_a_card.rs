//! For numbers that people recognize by their last digits, the error suggests to show those.

struct Card {
    number: &'static str,
}

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

fn main() {
    let card_number = "4111111111111111";
    let (n, iban) = (card_number, "DE02120300000000202051");
    logkit::info!(card_number, "charging");
    logkit::info!(cardNumber = n, "charging");
    logkit::info!("charging {card_number}");
    logkit::info!("charging {}", iban);
    let card = Card { number: n };
    logkit::info!(?card.number, "charging {}", card.number);
}
