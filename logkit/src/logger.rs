//! The logger: a named static that the attribute declares, and the way in for its call sites.

use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};
use std::sync::{Arc, Once, OnceLock};
use std::time::Duration;

use crate::handler::Handler;
use crate::level::{Level, LevelFilter};
use crate::registry::dispatch::{Node, Stats};
use crate::registry::overrides::LevelOverride;
use crate::registry::{self, HandlerId};

/// A named logger; declared with [`module_logger`](macro@crate::module_logger), never made by hand.
///
/// ```
/// use logkit::handler::Memory;
/// use logkit::{Level, Logger, debug, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// let memory = Memory::new();
/// LOGGER.add_handler(memory.clone());
///
/// debug!("not shown: the level is INFO unless something says otherwise");
/// LOGGER.set_level(Level::Debug);
/// debug!("shown");
/// assert_eq!(memory.records().len(), 1);
/// ```
///
/// Loggers form a tree by the dots in their names. `payments.gateway` takes level and handlers of
/// its nearest ancestor that has some, as long as it has none of its own. Several statics of one
/// name, in whatever crates, are one logger.
pub struct Logger {
    declaration: Declaration,
    node: OnceLock<&'static Node>,
}

/// How a static makes itself known before `main`.
pub struct Registration(pub &'static Logger);

inventory::collect!(Registration);

impl Logger {
    /// The name, as declared.
    pub const fn name(&self) -> &'static str {
        self.declaration.name
    }

    /// The threshold in force, wherever it comes from.
    pub fn level(&'static self) -> LevelFilter {
        self.node();
        registry::change(|tree| tree.effective(self.name()).0)
    }

    /// Sets the level of this logger, and so of all below it that have none of their own.
    pub fn set_level(&'static self, level: impl Into<LevelFilter>) {
        self.node();
        let level = level.into();
        registry::change(|tree| tree.set_level(self.name(), Some(level)));
    }

    /// Takes back what [`set_level`](Self::set_level) set: the attribute's level holds again, or
    /// the nearest ancestor's.
    pub fn clear_level(&'static self) {
        self.node();
        registry::change(|tree| tree.set_level(self.name(), None));
    }

    /// Whether a record of `level` would be let pass.
    #[inline]
    pub fn is_enabled_for(&'static self, level: Level) -> bool {
        let threshold = self.declaration.threshold();
        level.number() >= threshold && (threshold != UNRESOLVED || self.resolve_level(level))
    }

    /// Sets the level until the guard is dropped.
    ///
    /// ```
    /// # use logkit::{Level, LevelFilter, Logger, module_logger};
    /// # #[module_logger("payments")]
    /// # static LOGGER: Logger;
    /// let debugging = LOGGER.override_level(Level::Debug);
    /// assert_eq!(LOGGER.level(), LevelFilter::At(Level::Debug));
    /// drop(debugging);
    /// assert_eq!(LOGGER.level(), LevelFilter::At(Level::Info));
    /// ```
    ///
    /// Overrides stack, the newest holds, and they may end in any order.
    pub fn override_level(&'static self, level: impl Into<LevelFilter>) -> LevelOverride {
        self.node();
        LevelOverride::start(self.name(), level.into())
    }

    /// Sets the level for a time; it ends by itself, on a thread that lives as long as there are
    /// such overrides. If that thread cannot be started, the override is not set, and stderr says
    /// so.
    pub fn override_level_for(&'static self, level: impl Into<LevelFilter>, duration: Duration) {
        self.override_level(level).end_after(duration);
    }

    /// Whether records go on to the parent's handlers, and at last to the host's subscriber.
    pub fn propagate(&'static self) -> bool {
        self.node();
        registry::change(|tree| tree.propagate(self.name()))
    }

    /// Opens or closes the door to the parent's handlers and to the host's subscriber.
    pub fn set_propagate(&'static self, propagate: bool) {
        self.node();
        registry::change(|tree| tree.set_propagate(self.name(), propagate));
    }

    /// Adds a handler; the logger no longer uses those of its ancestors, unless it propagates.
    pub fn add_handler(&'static self, handler: impl Handler) -> HandlerId {
        self.node();
        let handler = Arc::new(handler);
        registry::change(|tree| tree.add_handler(self.name(), handler))
    }

    /// Removes a handler of this logger; whether it was one. Records that other threads are
    /// logging may still reach it.
    pub fn remove_handler(&'static self, id: HandlerId) -> bool {
        self.replace_handlers(|other| other == id, Vec::new()).0 > 0
    }

    /// Puts these handlers in place of all that the logger has, in one step: no record goes
    /// between the old and the new ones, and none goes to both.
    pub fn set_handlers(&'static self, handlers: Vec<Box<dyn Handler>>) -> Vec<HandlerId> {
        let handlers = handlers.into_iter().map(Arc::from).collect();
        self.replace_handlers(|_| true, handlers).1
    }

    /// Removes all handlers of this logger; it uses its nearest ancestor's again, or stderr.
    pub fn clear_handlers(&'static self) {
        self.replace_handlers(|_| true, Vec::new());
    }

    fn replace_handlers(
        &'static self,
        remove: impl Fn(HandlerId) -> bool,
        add: Vec<Arc<dyn Handler>>,
    ) -> (usize, Vec<HandlerId>) {
        self.node();
        registry::change(|tree| tree.replace_handlers(self.name(), remove, add))
    }

    /// Flushes every handler that this logger's records reach.
    pub fn flush(&'static self) {
        self.node().flush();
    }

    /// What became of this logger's records.
    pub fn stats(&'static self) -> Stats {
        self.node().stats()
    }

    /// The first question of all: finds the threshold out, and sets it by the way.
    #[cold]
    fn resolve_level(&'static self, level: Level) -> bool {
        self.node();
        level.number() >= self.declaration.threshold()
    }

    /// The node of this logger's name. The first call of all makes every logger of the program
    /// known, so that each finds its ancestors.
    #[inline]
    pub(crate) fn node(&'static self) -> &'static Node {
        self.node.get().copied().unwrap_or_else(|| self.attach())
    }

    #[cold]
    fn attach(&'static self) -> &'static Node {
        attach_all();
        let node = registry::change(|tree| tree.attach(&self.declaration));
        self.node.get_or_init(|| node)
    }
}

impl fmt::Debug for Logger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Logger").field("name", &self.name()).finish_non_exhaustive()
    }
}

/// For expansions of `#[module_logger]`: the static's initial value.
pub const fn declare(declaration: Declaration) -> Logger {
    Logger { declaration, node: OnceLock::new() }
}

/// Makes every logger that was linked into the program known to the tree, and to itself: from then
/// on its records need no lock, whoever is forked while another thread holds it.
pub(crate) fn attach_all() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        registry::change(|tree| {
            for Registration(logger) in inventory::iter::<Registration> {
                let node = tree.attach(&logger.declaration);
                logger.node.get_or_init(|| node);
            }
        });
    });
}

/// Every logger of the program, by name, also those that have not logged yet; one for each name.
pub fn loggers() -> impl Iterator<Item = &'static Logger> {
    let mut loggers: Vec<&'static Logger> =
        inventory::iter::<Registration>.into_iter().map(|registration| registration.0).collect();
    loggers.sort_by_key(|logger| logger.name());
    loggers.dedup_by_key(|logger| logger.name());
    loggers.into_iter()
}

/// The logger of that name, if the program has one.
///
/// ```
/// # use logkit::{Level, Logger, module_logger};
/// # #[module_logger("payments")]
/// # static LOGGER: Logger;
/// if let Some(payments) = logkit::logger("payments") {
///     payments.set_level(Level::Debug);
/// }
/// assert!(logkit::logger("payment").is_none());
/// ```
pub fn logger(name: &str) -> Option<&'static Logger> {
    loggers().find(|logger| logger.name() == name)
}

/// The threshold of a logger that nobody has asked yet: every level passes the call site's
/// comparison, and the first call finds out.
pub(crate) const UNRESOLVED: u8 = 0;

/// A logger as declared.
#[derive(Debug)]
pub struct Declaration {
    pub(crate) name: &'static str,
    pub(crate) level: Option<LevelFilter>,
    pub(crate) propagate: bool,
    threshold: AtomicU8,
}

impl Declaration {
    /// `name` has been checked by the macro.
    pub const fn new(name: &'static str, level: Option<LevelFilter>, propagate: bool) -> Self {
        Self { name, level, propagate, threshold: AtomicU8::new(UNRESOLVED) }
    }

    /// The number that a level has to reach; [`UNRESOLVED`] until somebody has asked.
    #[inline]
    pub(crate) fn threshold(&self) -> u8 {
        self.threshold.load(Relaxed)
    }

    pub(crate) fn set_threshold(&self, level: LevelFilter) {
        self.threshold.store(level.threshold(), Relaxed);
    }
}

/// The last segment of a module's path, `match` for `r#match`: the name of a logger that was given
/// none.
///
/// # Panics
///
/// At compile time, where that is no logger name.
pub const fn name_of_module(path: &'static str) -> &'static str {
    let bytes = path.as_bytes();
    let mut start = bytes.len();
    while start > 0 && !matches!(bytes[start - 1], b':' | b'#') {
        start -= 1;
        assert!(
            matches!(bytes[start], b'a'..=b'z' | b'0'..=b'9' | b'_'),
            "the module's name is no logger name (lowercase letters, digits and underscores); \
             write `#[module_logger(\"some.name\")]`"
        );
    }
    let (_, name) = bytes.split_at(start);
    match std::str::from_utf8(name) {
        Ok(name) => name,
        // It is ASCII, as has just been looked at.
        Err(_) => path,
    }
}

#[cfg(test)]
mod tests {
    use super::name_of_module;

    #[test]
    fn a_module_gives_its_last_segment() {
        assert_eq!(name_of_module("shop"), "shop");
        assert_eq!(name_of_module("shop::payments::gateway_2"), "gateway_2");
        assert_eq!(name_of_module("shop::r#match"), "match");
    }

    #[test]
    #[should_panic(expected = "the module's name is no logger name")]
    fn what_is_no_name_is_refused() {
        name_of_module("shop::Payments");
    }
}
