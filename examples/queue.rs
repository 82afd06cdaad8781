//! A queue: log calls return at once, and a thread of the queue writes. No guard is needed: the last
//! lines are written even though the program exits. Needs the feature `queue`:
//! `cargo run --example queue --features queue`.
//!
//! ```text
//! 2026-11-22 07:31:00,123 - orders - INFO - packed order_id=1
//! 2026-11-22 07:31:00,124 - orders - INFO - packed order_id=2
//! 2026-11-22 07:31:00,124 - orders - INFO - packed order_id=3
//!
//! LOGGER  LEVEL  FROM     PROPAGATE  WRITTEN  DROPPED  HANDLERS
//! orders  INFO   default  no               3        0  queued stderr
//!
//! 2026-11-22 07:31:00,125 - orders - WARNING - closing the shop
//! ```

use std::io::{self, Write as _};
use std::time::Duration;

use logkit::handler::{OnFull, Queued, Stream};
use logkit::module_logger;

#[module_logger("orders")]
mod orders {
    pub(crate) fn pack() {
        for order_id in 1..=3 {
            info!(order_id, "packed");
        }
    }

    pub(crate) fn close() {
        warn!("closing the shop");
    }
}

fn main() -> io::Result<()> {
    let queue = Queued::new(Stream::stderr())
        // A record that finds a full queue waits; with `OnFull::Drop` it would be lost, counted, and
        // announced in the log.
        .with_on_full(OnFull::Wait)
        .with_capacity(1024 * 1024)
        // The end of the process waits no longer than this, and reports what it left.
        .with_deadline(Duration::from_secs(2));
    orders::LOGGER.add_handler(queue);
    orders::pack();
    // Only to see the lines above the table.
    orders::LOGGER.flush();
    write!(io::stdout(), "\n{}\n", logkit::logger_tree())?;
    orders::close();
    std::process::exit(0)
}
