//! A handler of your own, beside stderr: it passes critical records on to a pager.
//!
//! ```text
//! 2026-11-22 07:31:00,123 - store - WARNING - slow took_ms=812
//! 2026-11-22 07:31:00,124 - store - CRITICAL - cannot write free_bytes=0 path="/var/lib/my store"
//! on call: store: cannot write
//!     free_bytes: 0
//!     path: /var/lib/my store
//!
//! LOGGER  LEVEL  FROM     PROPAGATE  WRITTEN  DROPPED  HANDLERS
//! store   INFO   default  no               3        0  stderr, on call at CRITICAL
//! ```

use std::fmt;
use std::io::{self, Write as _};

use logkit::handler::{Handler, Stream};
use logkit::{Level, LevelFilter, Record, module_logger};

struct OnCall;

impl Handler for OnCall {
    // If this returns an error or panics, the record counts as lost and a line on stderr reports
    // it; the log call returns normally.
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "on call: {}: {}", record.name(), record.message())?;
        for (key, value) in record.fields() {
            writeln!(out, "    {key}: {value}")?;
        }
        Ok(())
    }

    // Without this method, a handler follows its logger's level, overrides included.
    fn level(&self) -> Option<LevelFilter> {
        Some(Level::Critical.into())
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("on call")
    }
}

#[module_logger("store")]
mod store {
    pub(crate) fn save() {
        warn!(took_ms = 812, "slow");
        critical!(free_bytes = 0, path = "/var/lib/my store", "cannot write");
    }
}

fn main() -> io::Result<()> {
    store::LOGGER.set_handlers(vec![Box::new(Stream::stderr()), Box::new(OnCall)]);
    store::save();
    // The tree shows why a line does not appear.
    write!(io::stdout(), "\n{}", logkit::logger_tree())
}
