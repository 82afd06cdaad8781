//! Every macro, and several values in one statement.

use logkit::{Level, Logger, critical, debug, error, event, info, module_logger, trace, warn};

#[module_logger("payments", strict)]
static LOGGER: Logger;

fn main() {
    let (one, two, three) = (String::new(), String::new(), vec![0.5, 1.5].into_iter());
    trace!(one);
    debug!(one);
    info!(one, two, "{} {three:?} {}", 7, two);
    warn!(one);
    error!(one);
    critical!(one);
    event!(Level::Info, one);
}
