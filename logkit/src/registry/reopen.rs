//! Reopening of every destination of the process, for log files that other programs rotate.

use std::fmt;

use crate::registry;
use crate::registry::report::HandlerInfo;
use crate::registry::settings::Settings;
use crate::util::catch_panic::catch_panic;
use crate::util::diagnostics::{self, Reason};

/// Opens the destinations of all handlers of the process again by their names, as other programs do on
/// SIGHUP after their log files were renamed.
///
/// ```
/// use logkit::handler::Stream;
/// use logkit::{Logger, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// LOGGER.add_handler(Stream::stderr());
/// // Does nothing here: only files have names.
/// logkit::reopen_all();
/// ```
///
/// A [`File`](crate::handler) notices a rename by itself within 100 milliseconds; this does it at once. A
/// failure is reported on stderr, and lines go on to the file that is open. Not for signal handlers: call it
/// in the thread or task to which the signal is handed, or in logrotate's `postrotate` by the request
/// `POST /reopen` of `logkit::control()`.
pub fn reopen_all() {
    reopen_handlers(&mut |failure| diagnostics::report(format_args!("{failure}")));
}

/// A handler whose destination could not be opened again.
pub(crate) struct ReopenFailure {
    logger: String,
    handler: String,
    reason: String,
}

impl fmt::Display for ReopenFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} was not reopened: {}", self.logger, self.handler, self.reason)
    }
}

/// Reopens the destination of each handler; returns the number of handlers that were asked.
pub(crate) fn reopen_handlers(failed: &mut dyn FnMut(ReopenFailure)) -> usize {
    let handlers = registry::read(Settings::handlers);
    for (logger, attached) in &handlers {
        let reason = match catch_panic(|| attached.handler().reopen()) {
            Ok(Ok(())) => continue,
            Ok(Err(error)) => Reason(&error).to_string(),
            Err(_) => "it panicked".to_owned(),
        };
        let handler = HandlerInfo::new(attached).description().to_owned();
        failed(ReopenFailure { logger: logger.to_string(), handler, reason });
    }
    handlers.len()
}
