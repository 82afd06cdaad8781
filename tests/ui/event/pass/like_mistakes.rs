//! Statements that are right although they look like mistakes.

use logkit::macros::*;
use logkit::{Level, Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

const AUDIT: &str = "audit";
const REQUEST_LOG: &str = "requests.log";

mod severity {
    pub enum Level {
        Warn,
    }

    impl From<Level> for logkit::Level {
        fn from(_: Level) -> Self {
            Self::Warning
        }
    }
}

fn main() {
    let (root_span, warning, order_id) = (7_u64, Level::Warning, 8);
    info!(REQUEST_LOG, "opened");
    info!(logger = AUDIT, "opened");
    info!(parent = root_span, target = "payments", "packed");
    event!(severity::Level::Warn, "packed");
    event!(warning, "packed");
    let (info, error, debugging) = (Level::Info, Level::Error, Level::Debug);
    event!((info), "packed");
    event!({ error }, enabled = enabled!((info)), "packed");
    event!(debugging, info = 1, "packed");
    info!("{} {0:?} {name}", order_id, name = "100 %s");
    info!("{{\"id\": {order_id}}}");
    info!(concat!("packed ", "{}"), order_id);
    info!(of = if order_id > 7 { "a" } else { "b" }, "packed {:>1$}", order_id, 8);
    info!("packed {}", Some(order_id).map_or(0, |id: i32| id - 1));
    info!("order-id" = order_id, r#type = 'c', "packed; {}", { let more = 1; more });
    exception!(std::fmt::Error, "packed {}", order_id, customer = "ada");
}
