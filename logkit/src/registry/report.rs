//! `logkit::logger_tree()`: the answer to "why do I not see my line?".

use std::fmt::{self, Write as _};
use std::sync::Arc;

use crate::handler::Handler;
use crate::level::LevelFilter;
#[cfg(feature = "log")]
use crate::log_crate::to_log;
use crate::registry::declaration::Declared;
use crate::registry::disagreement::{DeclaredSettings, Disagreement, disagree};
use crate::registry::lineage::Destinations;
use crate::registry::precedence::{LevelSource, SettingLayer};
#[cfg(feature = "__roots")]
use crate::registry::roots::RootState;
use crate::registry::route::{Attached, HandlerId, Outlet, Stats};
#[cfg(feature = "__roots")]
use crate::registry::settings::ROOT;
use crate::registry::settings::Settings;
use crate::registry::table::TextTable;
#[cfg(feature = "__roots")]
use crate::registry::third_parties::ThirdParties;
use crate::tracing;
use crate::util::catch_panic::catch_panic;

/// The state of every logger at one moment, as [`logger_tree`](crate::logger_tree) returns it.
/// `Display` writes it as a table.
#[derive(Clone, Debug)]
pub struct LoggerTree {
    rows: Vec<LoggerRow>,
    #[cfg(feature = "__roots")]
    third_parties: ThirdParties,
}

impl LoggerTree {
    pub(crate) fn new(settings: &Settings) -> Self {
        let host = Host::of_process();
        let mut rows = Vec::new();
        #[cfg(feature = "__roots")]
        for root in settings.roots() {
            rows.push(LoggerRow::of_root(&root));
        }
        for Declared { declaration, outlet, .. } in settings.loggers() {
            rows.push(LoggerRow::of_logger(settings, declaration.name, outlet, host));
        }
        Self {
            rows,
            #[cfg(feature = "__roots")]
            third_parties: ThirdParties::new(settings),
        }
    }

    /// The loggers, sorted by name; layers come first.
    pub fn rows(&self) -> impl Iterator<Item = &LoggerRow> {
        self.rows.iter()
    }

    /// The rules for third parties' targets, sorted: the target, its level and the source of the level,
    /// `silence` for a call of that function. Empty without a root.
    pub fn targets(&self) -> impl Iterator<Item = (&str, LevelFilter, &str)> {
        #[cfg(feature = "__roots")]
        let targets = self.third_parties.targets();
        #[cfg(not(feature = "__roots"))]
        let targets = std::iter::empty();
        targets
    }

    /// The modules whose statements of `tracing` and `log` are claimed by a logger, each with that
    /// logger's name, sorted. Empty without a root.
    pub fn claims(&self) -> impl Iterator<Item = (&str, &str)> {
        #[cfg(feature = "__roots")]
        let claims = self.third_parties.claims();
        #[cfg(not(feature = "__roots"))]
        let claims = std::iter::empty();
        claims
    }
}

/// One logger in a [`LoggerTree`].
///
/// ```
/// # use logkit::{LevelFilter, Logger, module_logger};
/// # #[module_logger("payments")]
/// # static LOGGER: Logger;
/// let tree = logkit::logger_tree();
/// let row = tree.rows().find(|row| row.name() == "payments").unwrap();
/// assert_eq!((row.level(), row.level_source()), (LevelFilter::INFO, "default"));
/// assert_eq!(row.stats().written, 0);
/// ```
#[derive(Clone, Debug)]
pub struct LoggerRow {
    name: &'static str,
    level: LevelFilter,
    level_source: String,
    propagate: bool,
    stats: Stats,
    /// The handlers with the names of the loggers that they were added to.
    handlers: Vec<(String, HandlerInfo)>,
    host: Option<Host>,
    declarations: Vec<DeclaredSettings>,
}

/// The host's subscriber, or its `log` logger, at the end of a route.
#[derive(Clone, Copy, Debug)]
struct Host {
    name: &'static str,
    listens: bool,
}

impl Host {
    fn of_process() -> Self {
        let listens = tracing::host_listens();
        #[cfg(feature = "log")]
        if !listens && to_log::has_host() {
            return Self { name: "the host's `log` logger", listens: true };
        }
        Self { name: "the host's subscriber", listens }
    }
}

impl LoggerRow {
    fn of_logger(settings: &Settings, name: &'static str, outlet: &Outlet, host: Host) -> Self {
        let Destinations { handlers, to_host } = settings.destinations(name);
        let (level, source, owner) = settings.level(name);
        let mut shown = Vec::new();
        for (owner, handler) in handlers {
            shown.push((owner.to_owned(), HandlerInfo::new(handler)));
        }
        Self {
            name,
            level,
            level_source: shown_source(name, source, owner),
            propagate: settings.propagates(name),
            stats: outlet.stats(),
            handlers: shown,
            host: if to_host { Some(host) } else { None },
            declarations: DeclaredSettings::of(settings, name),
        }
    }

    #[cfg(feature = "__roots")]
    fn of_root(root: &RootState<'_>) -> Self {
        let handler = |handler| (ROOT.to_owned(), HandlerInfo::new(handler));
        Self {
            name: ROOT,
            level: root.level,
            level_source: root.source.to_string(),
            propagate: false,
            stats: root.outlet.stats(),
            handlers: root.handlers.iter().map(handler).collect(),
            host: None,
            declarations: Vec::new(),
        }
    }

    /// The name of the logger.
    pub fn name(&self) -> &str {
        self.name
    }

    /// The threshold in force.
    pub fn level(&self) -> LevelFilter {
        self.level
    }

    /// The origin of the level: `default`, `attribute`, `file`, `environment`, `set_level`, `override`,
    /// or the name of the ancestor that it is taken from.
    pub fn level_source(&self) -> &str {
        &self.level_source
    }

    /// Returns `true` if records go on to the parent's handlers, and finally to the host's subscriber.
    pub fn propagate(&self) -> bool {
        self.propagate
    }

    /// The counts of the logger's records.
    pub fn stats(&self) -> Stats {
        self.stats
    }

    /// The handlers that the logger's records reach, each with the name of the logger that it was
    /// added to.
    pub fn handlers(&self) -> impl Iterator<Item = (&str, &HandlerInfo)> {
        self.handlers.iter().map(|(owner, handler)| (owner.as_str(), handler))
    }

    /// The declarations of the logger. Several crates may declare one logger; the tree says so below
    /// its table if they disagree.
    pub fn declarations(&self) -> impl Iterator<Item = DeclaredSettings> {
        self.declarations.iter().copied()
    }

    fn destinations(&self) -> String {
        let mut text = String::new();
        let mut add = |destination: fmt::Arguments<'_>| {
            let comma = if text.is_empty() { "" } else { ", " };
            let _ = write!(text, "{comma}{destination}");
        };
        for (owner, handler) in &self.handlers {
            let of = if owner == self.name { String::new() } else { format!(" of {owner}") };
            let at = handler.level.map_or(String::new(), |level| format!(" at {level}"));
            let lost = handler.lost();
            add(format_args!("{}{of}{at}{lost}", handler.description));
        }
        if self.handlers.is_empty() && !self.host.is_some_and(|host| host.listens) {
            add(format_args!("stderr (none was given)"));
        }
        if let Some(host) = self.host {
            let passed = match (self.stats.passed, host.listens) {
                (0, true) => String::new(),
                (0, false) => " (none is installed)".to_owned(),
                (passed, _) => format!(" ({passed} passed)"),
            };
            add(format_args!("{}{passed}", host.name));
        }
        text
    }
}

/// One handler of a logger, with its state at the time of the call.
#[derive(Clone, Debug)]
pub struct HandlerInfo {
    id: HandlerId,
    description: String,
    level: Option<LevelFilter>,
    stats: Stats,
}

impl HandlerInfo {
    /// Calls the handler's own `describe` and `level`, which may panic.
    pub(crate) fn new(attached: &Arc<Attached>) -> Self {
        let handler = attached.handler();
        let description = Description(handler).to_string();
        let level = catch_panic(|| handler.level()).unwrap_or_default();
        Self { id: attached.id, description, level, stats: attached.counters.stats() }
    }

    /// ` (2 of 9 lost)`, or nothing.
    pub(crate) fn lost(&self) -> String {
        match self.stats {
            Stats { dropped: 0, .. } => String::new(),
            Stats { dropped, written, .. } => {
                format!(" ({dropped} of {} lost)", dropped.saturating_add(written))
            }
        }
    }

    /// The id by which the handler can be removed.
    pub fn id(&self) -> HandlerId {
        self.id
    }

    /// The handler's own [description](crate::handler::Handler::describe).
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The handler's own level, which holds in addition to its loggers'.
    pub fn level(&self) -> Option<LevelFilter> {
        self.level
    }

    /// The counts of the records that this handler got from any logger.
    pub fn stats(&self) -> Stats {
        self.stats
    }
}

/// The origin of a level: its source, or the name of the ancestor that it was set on.
pub(crate) fn shown_source(name: &str, source: LevelSource, owner: &str) -> String {
    match source {
        LevelSource::Layer(_) | LevelSource::Override if owner != name => owner.to_owned(),
        source => source.to_string(),
    }
}

/// A handler by its own description, or `[panicked]`.
pub(crate) struct Description<'a>(pub(crate) &'a dyn Handler);

impl fmt::Display for Description<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// Calls the handler's `describe`, which needs a formatter.
        struct Described<'a>(&'a dyn Handler);

        impl fmt::Display for Described<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.describe(f)
            }
        }

        let describe = || {
            let mut description = String::new();
            // What the handler wrote before an error is kept.
            let _ = write!(description, "{}", Described(self.0));
            description
        };
        let description = catch_panic(describe);
        for c in description.as_deref().unwrap_or("[panicked]").chars() {
            // A file's path may have any character.
            if c.is_control() { write!(f, "{}", c.escape_debug())? } else { f.write_char(c)? }
        }
        Ok(())
    }
}

impl fmt::Display for LevelSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Default => "default",
            Self::Layer(SettingLayer::Attribute) => "attribute",
            Self::Layer(SettingLayer::File) => "file",
            Self::Layer(SettingLayer::Environment) => "environment",
            Self::Layer(SettingLayer::Call) => "set_level",
            Self::Override => "override",
        })
    }
}

impl fmt::Display for LoggerTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heads = ["LOGGER", "LEVEL", "FROM", "PROPAGATE", "WRITTEN", "DROPPED", "HANDLERS"];
        let mut table = TextTable::new(&heads);
        for row in &self.rows {
            let LoggerRow { name, level, level_source, stats, .. } = row;
            let propagate = if row.propagate { "yes" } else { "no" };
            let destinations = row.destinations();
            table.add(&[
                name,
                level,
                level_source,
                &propagate,
                &stats.written,
                &stats.dropped,
                &destinations,
            ]);
        }
        table.write(f, 4..6)?;
        #[cfg(feature = "__roots")]
        self.third_parties.fmt(f)?;
        for LoggerRow { name, declarations, .. } in &self.rows {
            if disagree(declarations) {
                write!(f, "\n{}\n", Disagreement { name, declarations })?;
            }
        }
        Ok(())
    }
}
