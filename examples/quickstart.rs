//! Three modules of a plugin process a file of orders, each with its own logger, in a process whose
//! log belongs to a host.
//!
//! ```sh
//! cargo run --example quickstart
//! ```
//!
//! README.md shows the output. Lines with a date are written by the modules, to stderr; those
//! without one by the host, to stdout. On a terminal the modules' lines are colored.
//!
//! Orders and people are made up, and the cards are the networks' own test numbers.

#[path = "quickstart/ledger.rs"]
mod ledger;

use std::fs;
use std::io::{self, Write as _};

use logkit::handler::Stream;
use logkit::{Level, module_logger};

/// Reads orders, and reports lines that are not orders.
// One attribute on an inline module brings `LOGGER` and the level macros into scope.
#[module_logger("shop.intake", level = "debug")]
mod intake {
    use std::error::Error;
    use std::fmt;

    use serde::Deserialize;

    use crate::payments::Card;

    #[derive(Deserialize)]
    pub(crate) struct Order {
        pub(crate) id: String,
        pub(crate) placed: String,
        pub(crate) customer: String,
        pub(crate) email: String,
        pub(crate) card: Card,
        pub(crate) currency: String,
        items: Vec<Item>,
    }

    #[derive(Deserialize)]
    struct Item {
        sku: String,
        quantity: u64,
        unit_cents: u64,
    }

    impl Order {
        pub(crate) fn cents(&self) -> u64 {
            self.items.iter().map(|item| item.quantity * item.unit_cents).sum()
        }
    }

    pub(crate) fn read(line: usize, text: &str) -> Option<Order> {
        if text.is_empty() {
            debug!(line, "empty");
            return None;
        }
        match parse(text) {
            Ok(order) => Some(order),
            Err(err) => {
                // At ERROR, with the whole chain of `source()`.
                exception!(err, "left out", line);
                None
            }
        }
    }

    fn parse(text: &str) -> Result<Order, BadOrder> {
        let mut order: Order = serde_json::from_str(text).map_err(BadOrder::Json)?;
        if let Some(item) = order.items.iter().find(|item| !(1..=100).contains(&item.quantity)) {
            return Err(BadOrder::Quantity(item.quantity, item.sku.clone()));
        }
        let upper = order.currency.to_ascii_uppercase();
        if !["CHF", "EUR", "GBP", "USD"].contains(&upper.as_str()) {
            return Err(BadOrder::Currency(upper));
        }
        if order.currency != upper {
            debug!(order = order.id, currency = order.currency, "changed to {upper}");
            order.currency = upper;
        }
        Ok(order)
    }

    #[derive(Debug)]
    enum BadOrder {
        Json(serde_json::Error),
        Quantity(u64, String),
        Currency(String),
    }

    impl fmt::Display for BadOrder {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self {
                Self::Json(_) => write!(f, "not an order"),
                Self::Quantity(quantity, sku) => write!(f, "{quantity} pieces of {sku}"),
                Self::Currency(currency) => write!(f, "the shop does not take {currency}"),
            }
        }
    }

    impl Error for BadOrder {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            match self {
                Self::Json(err) => Some(err),
                Self::Quantity(..) | Self::Currency(_) => None,
            }
        }
    }
}

/// Charges cards.
// `propagate`: records that pass this logger's level also go to the host's subscriber.
#[module_logger("shop.payments", propagate = true)]
mod payments {
    use serde::Deserialize;

    use crate::intake::Order;

    // `Redact` replaces `Debug`, so that `dbg!`, `unwrap` and every other logger print the mask,
    // too.
    #[derive(Deserialize, logkit::Redact)]
    pub(crate) struct Card {
        holder: String,
        #[redact(keep_last = 4)]
        number: String,
        #[redact]
        cvv: String,
        expires: String,
    }

    pub(crate) fn charge(order: &Order) -> bool {
        let card = &order.card;
        debug!(order = order.id, ?card, cents = order.cents(), "charging");
        match ask_gateway(card, &order.placed) {
            Ok(()) => {
                debug!(order = order.id, "charged");
                true
            }
            Err(reason) => {
                warn!(order = order.id, ?card, "refused: {reason}");
                false
            }
        }
    }

    /// Answers as a payment gateway would.
    fn ask_gateway(card: &Card, now: &str) -> Result<(), &'static str> {
        let details = [&card.holder, &card.number, &card.cvv];
        if details.into_iter().any(String::is_empty) {
            Err("details are missing")
        } else if *card.expires < *now {
            // `2026-09` sorts before `2026-11-21T..`
            Err("the card has expired")
        } else {
            Ok(())
        }
    }
}

/// The order whose processing is to be traced.
const ASKED_ABOUT: &str = "SO-10117";

fn main() -> io::Result<()> {
    // The host's own log, in its own format. The modules do not depend on it.
    tracing_subscriber::fmt().compact().without_time().with_ansi(false).init();
    tracing::info!("the host runs its plugin");

    // A logger without handlers writes to stderr. One that propagates writes only to the host,
    // unless it has a handler of its own.
    payments::LOGGER.add_handler(Stream::stderr());

    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/orders.jsonl");
    let mut ledger = ledger::Ledger::default();
    for (index, line) in fs::read_to_string(path)?.lines().enumerate() {
        let Some(order) = intake::read(index + 1, line) else { continue };
        // DEBUG while the guard exists. This also works in a running service.
        let _debugging =
            (order.id == ASKED_ABOUT).then(|| payments::LOGGER.override_level(Level::Debug));
        if payments::charge(&order) {
            ledger.book(&order);
        }
    }
    ledger.close();

    tracing::info!("the host goes on");
    write!(io::stdout(), "\n{}", logkit::logger_tree())
}
