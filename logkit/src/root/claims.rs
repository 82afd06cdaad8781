//! Claims: a third-party statement in a logger's module, `tracing::info!` or `#[instrument(err)]`,
//! makes a record of that logger.

use crate::level::Level;
use crate::record::Record;
use crate::registry;
use crate::registry::declaration::Declared;
use crate::root::Root;

/// The receiver of a third party's record.
#[derive(Clone, Copy)]
pub(crate) enum Receiver {
    /// The root's handlers.
    Root,
    /// The logger in whose module the statement is.
    Logger(Declared),
}

impl Receiver {
    /// The name that the record takes; its own target otherwise.
    pub(crate) fn name(&self) -> Option<&'static str> {
        match self {
            Self::Root => None,
            Self::Logger(logger) => Some(logger.declaration.name),
        }
    }
}

/// Returns the logger that claims statements of a module, for a layer that `claims` any: of several
/// layers of a subscriber, one does.
pub(crate) fn claimant_for(claims: bool, module_path: Option<&str>) -> Option<Declared> {
    if claims { claimant(module_path) } else { None }
}

/// Returns the logger that claims statements of a module.
pub(crate) fn claimant(module_path: Option<&str>) -> Option<Declared> {
    let module_path = module_path?;
    registry::read(|settings| settings.logger_around(module_path))
}

/// Returns whether the logger passes records of `level`.
pub(crate) fn passes(logger: &Declared, level: Level) -> bool {
    level.number() >= logger.outlet.threshold()
}

impl Root {
    /// Returns the receiver of a record, unless its level is too low.
    pub(crate) fn receiver(
        &self,
        claimant: Option<Declared>,
        target: &str,
        level: Level,
    ) -> Option<Receiver> {
        match claimant {
            Some(logger) => passes(&logger, level).then_some(Receiver::Logger(logger)),
            None => self.filter(|filter| filter.enables(target, level)).then_some(Receiver::Root),
        }
    }

    /// Gives a record to its receiver. If that is a logger that propagates, the root gets it, too,
    /// like every record of that logger.
    pub(crate) fn deliver(&self, receiver: Receiver, record: &Record<'_>) {
        match receiver {
            Receiver::Root => self.dispatch(record),
            Receiver::Logger(logger) => {
                let root = |record: &Record<'_>| self.dispatch(record);
                logger.outlet.with_route(|route| route.dispatch_claimed(record, root));
            }
        }
    }
}
