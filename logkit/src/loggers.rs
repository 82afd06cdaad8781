//! The loggers of the program: a list, look-ups, and reports about them.

#[cfg(feature = "panics")]
use std::cmp::Reverse;

use crate::level::Level;
#[cfg(feature = "panics")]
use crate::logger::Registration;
use crate::logger::{Logger, read};
#[cfg(feature = "panics")]
use crate::registry::declaration::Containment;
use crate::registry::declaration::Declared;
use crate::registry::explain::Explanation;
#[cfg(feature = "panics")]
use crate::registry::level_rules::is_below;
use crate::registry::report::LoggerTree;
use crate::registry::settings::Settings;

/// Returns every logger of the program, one static for each name, sorted by name. Loggers that have
/// not logged yet are included.
///
/// ```
/// use logkit::{Logger, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// for logger in logkit::loggers() {
///     println!("{}: {}", logger.name(), logger.level());
/// }
/// # assert!(logkit::loggers().any(|logger| logger.name() == "payments"));
/// ```
pub fn loggers() -> impl Iterator<Item = &'static Logger> {
    let mut loggers = Vec::new();
    for declared in read(Settings::loggers) {
        if let Some(logger) = downcast(declared) {
            loggers.push(logger);
        }
    }
    loggers.into_iter()
}

/// Returns the logger of that name, if the program has one.
///
/// ```
/// use logkit::{Level, Logger, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// if let Some(payments) = logkit::logger("payments") {
///     payments.set_level(Level::Debug);
/// }
/// assert!(logkit::logger("payment").is_none());
/// ```
pub fn logger(name: &str) -> Option<&'static Logger> {
    read(|settings| settings.logger(name).and_then(downcast))
}

/// Describes every logger: its threshold and the source of it, whether it propagates, its handlers,
/// and its counts.
///
/// ```
/// use logkit::{LevelFilter, Logger, module_logger};
///
/// #[module_logger("payments")]
/// static PAYMENTS: Logger;
///
/// #[module_logger("payments.gateway", level = "debug")]
/// static GATEWAY: Logger;
///
/// let tree = logkit::logger_tree();
/// println!("{tree}");
/// # let text = tree.to_string();
/// # let mut lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
/// # assert!(lines.any(|line| line.starts_with(&["payments.gateway", "DEBUG", "attribute"])), "{text}");
/// let gateway = tree.rows().find(|row| row.name() == "payments.gateway").unwrap();
/// assert_eq!((gateway.level(), gateway.level_source()), (LevelFilter::DEBUG, "attribute"));
/// ```
/// ```text
/// LOGGER            LEVEL  FROM       PROPAGATE  WRITTEN  DROPPED  HANDLERS
/// payments          INFO   default    no               0        0  stderr (none was given)
/// payments.gateway  DEBUG  attribute  no               0        0  stderr (none was given)
/// ```
///
/// Each `logkit::layer()` of the process has a row as well, named `root`.
pub fn logger_tree() -> LoggerTree {
    read(LoggerTree::new)
}

/// Answers the question whether a record would be shown, and if not, why.
///
/// ```
/// use logkit::{Level, Logger, module_logger};
///
/// #[module_logger("payments")]
/// static PAYMENTS: Logger;
///
/// let explanation = logkit::explain("payments", Level::Debug);
/// assert!(!explanation.is_shown());
/// println!("{explanation}");
/// # assert!(explanation.to_string().contains("  no   threshold INFO, from default\n"));
/// ```
/// ```text
/// DEBUG of payments is not shown
///   no   threshold INFO, from default
///   yes  stderr, because no handler was given
///   no   the host's subscriber: payments does not propagate
/// ```
///
/// The host's subscriber is asked on a thread that it starts for the question.
pub fn explain(name: &str, level: Level) -> Explanation {
    read(|settings| Explanation::new(settings, name, level))
}

/// Returns the logger whose module contains a line of a file, the innermost one. Of several statics in
/// one file it is that of the file's own module, which lies around all others. Without such a one the
/// lines of their modules are not known, and none of them is it.
#[cfg(feature = "panics")]
pub(crate) fn logger_at(file: &str, line: u32) -> Option<&'static Logger> {
    let contained = || {
        inventory::iter::<Registration>.into_iter().filter_map(|Registration(logger)| {
            Some((logger.declaration.contains(file, line)?, &logger.declaration, logger))
        })
    };
    let (containment, module, logger) =
        contained().max_by_key(|(containment, declaration, _)| {
            (*containment, !declaration.secondary, Reverse(declaration.module_path.len()))
        })?;
    let is_of_file = contained()
        .filter(|(other, ..)| containment == Containment::File && *other == containment)
        .all(|(_, other, _)| is_below(other.module_path, module.module_path, "::"));
    is_of_file.then_some(logger)
}

/// Returns the static that a registry entry refers to.
fn downcast(declared: Declared) -> Option<&'static Logger> {
    declared.logger.downcast_ref()
}
