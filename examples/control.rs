//! A program with a door for operators. It packs an order each second; its socket is `control.sock` in the
//! current directory. Give it more seconds, and change its levels from another terminal:
//!
//! ```sh
//! cargo run --example control --features control -- 60
//! curl --unix-socket control.sock http://localhost/tree
//! curl --unix-socket control.sock http://localhost/loggers/orders \
//!     --json '{"configuredLevel": "DEBUG", "for": "2 s"}'
//! cargo run --example logkitctl --features control -- control.sock level orders DEBUG "5 min"
//! ```
//!
//! Without any operator, and with one that sets DEBUG through the same door for a moment:
//!
//! ```text
//! 2026-11-22 07:31:00,123 - orders - INFO - packed order_id=1
//! 2026-11-22 07:31:01,123 - logkit - WARNING - an operator changed a level logger=orders level=DEBUG previous=INFO duration=forever
//! 2026-11-22 07:31:01,123 - orders - DEBUG - looking for a box order_id=2
//! 2026-11-22 07:31:01,124 - orders - INFO - packed order_id=2
//! 2026-11-22 07:31:01,124 - logkit - WARNING - a level that an operator had changed was reverted logger=orders level=INFO
//! ```

use std::error::Error;

use logkit::module_logger;

#[module_logger("orders")]
mod orders {
    pub(crate) fn pack(order_id: u64) {
        debug!(order_id, "looking for a box");
        info!(order_id, "packed");
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let door = logkit::control();
    // Removed when it is dropped.
    #[cfg(unix)]
    let _socket = door.serve_unix("control.sock")?;
    let seconds = std::env::args().nth(1).map(|seconds| seconds.parse()).transpose()?;
    if let Some(seconds) = seconds {
        for order_id in 1..=seconds {
            orders::pack(order_id);
            std::thread::sleep(std::time::Duration::from_secs(1));
        }
        return Ok(());
    }

    // The operator of the header, without a socket.
    orders::pack(1);
    door.handle("POST", "/loggers/orders", r#"{"configuredLevel": "DEBUG", "for": "forever"}"#);
    orders::pack(2);
    door.handle("POST", "/loggers/orders", r#"{"configuredLevel": null}"#);
    Ok(())
}
