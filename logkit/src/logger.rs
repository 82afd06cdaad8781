//! The logger: a named static that the attribute declares, and the entrance for its call sites.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::handler::Handler;
use crate::level::{IntoLevelFilter, Level, LevelFilter};
use crate::record::Record;
use crate::registry::declaration::{Declaration, Declared};
use crate::registry::overrides::{self, LevelOverride, TimedOverride};
use crate::registry::report::HandlerInfo;
use crate::registry::route::{Attached, HandlerId, Outlet, Route, Stats, UNRESOLVED};
use crate::registry::settings::Settings;
use crate::registry::{self, SettingLayer};
use crate::util::sync::Guard;

/// A named logger. Declare one with [`module_logger`](macro@crate::module_logger).
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
/// Loggers form a tree by the dots in their names. While `payments.gateway` has no level or no
/// handlers of its own, it takes them from the nearest ancestor that has some. Statics with the
/// same name are one logger, even in different crates.
pub struct Logger {
    pub(crate) declaration: Declaration,
    outlet: Outlet,
}

/// The entry by which a static is found before `main`.
pub struct Registration(pub &'static Logger);

inventory::collect!(Registration);

impl Logger {
    /// The name that the attribute declares.
    pub const fn name(&self) -> &'static str {
        self.declaration.name
    }

    /// The threshold in force, set on this logger or inherited.
    pub fn level(&'static self) -> LevelFilter {
        self.read(|settings| settings.level(self.name()).0)
    }

    /// Sets the level of this logger, and of all loggers below it that have none of their own.
    ///
    /// ```
    /// # use logkit::{Level, LevelFilter, Logger, ParseLevelError, module_logger};
    /// # #[module_logger("payments")]
    /// # static LOGGER: Logger;
    /// # fn main() -> Result<(), ParseLevelError> {
    /// LOGGER.set_level(Level::Debug);
    /// LOGGER.set_level(LevelFilter::OFF);
    /// LOGGER.set_level(tracing::Level::INFO);
    /// // Text may be wrong, so parse it first.
    /// LOGGER.set_level("warning".parse::<LevelFilter>()?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_level(&'static self, level: impl IntoLevelFilter) {
        let level = level.into();
        self.update(|settings, name| settings.set_level(name, SettingLayer::Call, Some(level)));
    }

    /// Undoes [`set_level`](Self::set_level): the level of the environment, of a configuration file or of
    /// the attribute holds again, or that of the nearest ancestor.
    pub fn clear_level(&'static self) {
        self.update(|settings, name| settings.set_level(name, SettingLayer::Call, None));
    }

    /// Returns whether a record of `level` would pass the threshold.
    #[inline]
    pub fn is_enabled_for(&'static self, level: Level) -> bool {
        let threshold = self.outlet.threshold();
        let number = level.number();
        number >= threshold && (threshold != UNRESOLVED || number >= self.resolve_threshold())
    }

    /// Sets the level until the guard is dropped.
    ///
    /// ```
    /// # use logkit::{Level, LevelFilter, Logger, module_logger};
    /// # #[module_logger("payments")]
    /// # static LOGGER: Logger;
    /// let debugging = LOGGER.override_level(Level::Debug);
    /// assert_eq!(LOGGER.level(), LevelFilter::DEBUG);
    /// drop(debugging);
    /// assert_eq!(LOGGER.level(), LevelFilter::INFO);
    /// ```
    ///
    /// Overrides stack: the newest one holds, and they may end in any order.
    pub fn override_level(&'static self, level: impl IntoLevelFilter) -> LevelOverride {
        let level = level.into();
        self.update(|settings, name| LevelOverride::start(settings, name, level))
    }

    /// Sets the level for a duration, or until the override is [cancelled](TimedOverride::cancel).
    /// Dropping the returned value changes nothing.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use logkit::{Level, LevelFilter, Logger, module_logger};
    /// # #[module_logger("payments")]
    /// # static LOGGER: Logger;
    /// let debugging = LOGGER.override_level_for(Level::Debug, Duration::from_secs(600));
    /// assert_eq!(LOGGER.level(), LevelFilter::DEBUG);
    /// debugging.cancel();
    /// assert_eq!(LOGGER.level(), LevelFilter::INFO);
    /// ```
    ///
    /// A thread ends the override; it lives as long as there are such overrides. If that thread
    /// cannot be started, the override is not set, and a line on stderr reports it. The child of a
    /// fork has no such thread until it sets a timed override of its own: there, one of the parent whose
    /// time is over ends when the child logs the next record of any logger or asks for levels.
    pub fn override_level_for(
        &'static self,
        level: impl IntoLevelFilter,
        duration: Duration,
    ) -> TimedOverride {
        self.override_level(level).end_after(duration)
    }

    /// Returns whether records go on to the parent's handlers, and finally to the host's
    /// subscriber.
    pub fn propagate(&'static self) -> bool {
        self.read(|settings| settings.propagates(self.name()))
    }

    /// Sets whether records go on to the parent's handlers, and finally to the host's subscriber.
    pub fn set_propagate(&'static self, propagate: bool) {
        self.update(|settings, name| {
            settings.set_propagate(name, SettingLayer::Call, Some(propagate));
        });
    }

    /// Adds a handler. The logger no longer uses its ancestors' handlers, unless it propagates.
    pub fn add_handler(&'static self, handler: impl Handler) -> HandlerId {
        let handler = Attached::new(Box::new(handler));
        self.update(|settings, name| settings.add_handler(name, handler))
    }

    /// Removes a handler of this logger, and returns whether there was one with that id. Records
    /// that other threads are logging may still reach it.
    pub fn remove_handler(&'static self, id: HandlerId) -> bool {
        self.replace_handlers(&|other| other == id, Vec::new()).0 > 0
    }

    /// Replaces all handlers of this logger in one step: every record goes either to the old ones
    /// or to the new ones.
    pub fn set_handlers(&'static self, handlers: Vec<Box<dyn Handler>>) -> Vec<HandlerId> {
        self.replace_handlers(&|_| true, handlers).1
    }

    /// Removes all handlers of this logger, which then uses those of its nearest ancestor, or
    /// stderr.
    pub fn clear_handlers(&'static self) {
        self.replace_handlers(&|_| true, Vec::new());
    }

    fn replace_handlers(
        &'static self,
        remove: &dyn Fn(HandlerId) -> bool,
        add: Vec<Box<dyn Handler>>,
    ) -> (usize, Vec<HandlerId>) {
        let mut attached = Vec::new();
        for handler in add {
            attached.push(Attached::new(handler));
        }
        self.update(|settings, name| settings.replace_handlers(name, remove, attached))
    }

    /// Lists the handlers that were added to this logger, in the order in which they are called.
    ///
    /// ```
    /// # use logkit::handler::Memory;
    /// # use logkit::{LevelFilter, Logger, info, module_logger};
    /// # #[module_logger("payments")]
    /// # static LOGGER: Logger;
    /// let id = LOGGER.add_handler(Memory::new());
    /// info!("charging");
    ///
    /// let [memory] = &LOGGER.handlers()[..] else { panic!("there is one handler") };
    /// assert_eq!((memory.id(), memory.description()), (id, "memory"));
    /// assert_eq!(memory.stats().written, 1);
    /// ```
    pub fn handlers(&'static self) -> Vec<HandlerInfo> {
        let mut handlers = Vec::new();
        self.read(|settings| {
            for handler in settings.handlers_of(self.name()) {
                handlers.push(HandlerInfo::new(handler));
            }
        });
        handlers
    }

    /// Flushes every handler that this logger's records reach.
    pub fn flush(&'static self) {
        if let Some(route) = self.route().as_deref() {
            route.flush();
        }
    }

    /// Returns the counts of this logger's records.
    pub fn stats(&'static self) -> Stats {
        self.route().as_deref().map(|route| route.counters.stats()).unwrap_or_default()
    }

    /// Resolves the threshold at the first check. Every statement tests for an unresolved one inline: a
    /// single call for both comparisons would save and restore the registers of the arguments, which
    /// makes a statement 57 bytes longer. The level is not an argument: passing it takes more bytes than
    /// comparing it again.
    #[cold]
    #[inline(never)]
    fn resolve_threshold(&'static self) -> u8 {
        self.attach();
        self.outlet.threshold()
    }

    /// Gives a record to everything on the logger's route.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "the two functions that call it do little else")]
    pub(crate) fn dispatch(&'static self, record: &Record<'_>) {
        match self.outlet.route().as_deref() {
            Some(route) => route.dispatch(record),
            None => self.dispatch_first(record),
        }
    }

    /// Gives the first record to the route, which does not exist yet.
    #[cold]
    #[inline(never)]
    fn dispatch_first(&'static self, record: &Record<'_>) {
        if let Some(route) = self.route().as_deref() {
            route.dispatch(record);
        }
    }

    /// The route. The first call in the process attaches every logger of the program.
    #[inline]
    fn route(&'static self) -> Guard<Option<Arc<Route>>> {
        let route = self.outlet.route();
        if route.is_some() {
            return route;
        }
        self.attach();
        self.outlet.route()
    }

    /// Registers the logger, even if its static was not among those linked into the program.
    #[cold]
    fn attach(&'static self) {
        attach_all();
        if !self.is_attached() {
            registry::update(|settings| settings.attach(self.declared()));
        }
    }

    fn attached(&'static self) {
        if !self.is_attached() {
            self.attach();
        }
    }

    fn is_attached(&'static self) -> bool {
        self.outlet.with_route(|_| ()).is_some()
    }

    fn read<R>(&'static self, question: impl FnOnce(&Settings) -> R) -> R {
        self.attached();
        overrides::end_those_of_parent();
        registry::read(question)
    }

    fn update<R>(&'static self, change: impl FnOnce(&mut Settings, &'static str) -> R) -> R {
        self.attached();
        registry::update(|settings| change(settings, self.name()))
    }

    fn declared(&'static self) -> Declared {
        Declared { declaration: &self.declaration, outlet: &self.outlet, logger: self }
    }
}

impl fmt::Debug for Logger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Logger").field("name", &self.name()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Registration").field(self.0).finish()
    }
}

/// The initial value of a logger's static; for expansions of `#[module_logger]`.
pub const fn declare(declaration: Declaration) -> Logger {
    Logger { declaration, outlet: Outlet::new() }
}

/// Registers every logger that was linked into the program, so that each finds its ancestors.
/// Several threads may do so at once; the later ones change nothing.
pub(crate) fn attach_all() {
    static DONE: AtomicBool = AtomicBool::new(false);
    if !DONE.load(Ordering::Acquire) {
        registry::update(|settings| {
            for Registration(logger) in inventory::iter::<Registration> {
                settings.attach(logger.declared());
            }
        });
        DONE.store(true, Ordering::Release);
    }
}

/// Reads the settings after all loggers of the program are registered.
pub(crate) fn read<R>(question: impl FnOnce(&Settings) -> R) -> R {
    attach_all();
    overrides::end_those_of_parent();
    registry::read(question)
}

/// Changes the settings after all loggers of the program are registered.
#[cfg(feature = "testing")]
pub(crate) fn update(change: impl FnOnce(&mut Settings)) {
    attach_all();
    registry::update(change);
}
