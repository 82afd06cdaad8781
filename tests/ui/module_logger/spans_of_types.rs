//! Errors about types are at the statements, not at the attribute.

struct Card;

#[logkit::module_logger("payments")]
mod payments {
    use crate::Card;

    static NUMBER: u8 = 5;

    pub fn charge(card: &Card, sizes: Vec<u32>) {
        info!(?card, "charging {}", card);
        info!(card, sizes, "charging");
        info!(logger: NUMBER, "charging");
        exception!(card, "charging");
        event!(sizes, "charging");
    }
}

#[logkit::module_logger("accounts", strict)]
mod accounts {
    pub fn open(name: String) {
        info!(name, "opening {name}");
        exception!(std::io::Error::other(name), "opening");
    }
}

fn main() {}
