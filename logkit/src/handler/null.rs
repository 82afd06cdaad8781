//! The handler that discards records.

use std::fmt;
use std::io;

use crate::handler::Handler;
use crate::record::Record;

/// Discards records. A logger with `Null` is silent, whereas a logger without handlers writes to
/// stderr.
///
/// ```
/// use logkit::handler::Null;
/// use logkit::{Logger, info, module_logger};
///
/// #[module_logger("quiet")]
/// static LOGGER: Logger;
///
/// LOGGER.set_handlers(vec![Box::new(Null)]);
/// info!("discarded");
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Null;

impl Handler for Null {
    fn emit(&self, _record: &Record<'_>) -> io::Result<()> {
        Ok(())
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null")
    }
}
