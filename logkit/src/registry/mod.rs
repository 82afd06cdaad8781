//! The loggers by name, and the one transaction that changes them.
//!
//! All settings are in one immutable snapshot. [`update`] changes a copy of it, computes the
//! threshold and the [`Route`](route::Route) of each affected logger once, and publishes both: the
//! snapshot for queries, thresholds and routes for call sites. Nothing on a record's path takes a
//! lock.

#[cfg(feature = "testing")]
mod captures;
pub(crate) mod declaration;
pub(crate) mod disagreement;
pub(crate) mod dispatch;
pub(crate) mod explain;
#[cfg(feature = "config")]
pub(crate) mod file_layer;
pub(crate) mod level_rules;
mod levels;
mod lineage;
#[cfg(all(test, logkit_shuttle))]
mod model;
#[cfg(feature = "__roots")]
mod modules;
pub(crate) mod overrides;
mod precedence;
mod publication;
pub(crate) mod reopen;
pub(crate) mod report;
#[cfg(feature = "__roots")]
pub(crate) mod root_filter;
#[cfg(feature = "__roots")]
pub(crate) mod roots;
pub(crate) mod route;
pub(crate) mod settings;
mod skipped;
mod table;
#[cfg(feature = "testing")]
pub(crate) mod tap;
pub(crate) mod target_form;
#[cfg(feature = "control")]
pub(crate) mod target_overrides;
#[cfg(feature = "__roots")]
pub(crate) mod targets;
#[cfg(feature = "__roots")]
mod third_parties;

use std::io;
use std::sync::Arc;

pub(crate) use self::precedence::SettingLayer;
use self::route::Route;
use self::settings::Settings;
use crate::directives::Directives;
use crate::sink::captured;
use crate::sink::receipt::{self, Receipt};
use crate::util::arc_cell::ArcCell;
use crate::util::fork_mutex::{ForkGuard, ForkMutex};
#[cfg(feature = "layer")]
use crate::util::once::TryOnce;
use crate::util::process_id::process_id;

static REGISTRY: Registry = Registry::new();

struct Registry {
    /// The settings in force; empty before the first change.
    settings: ArcCell<Settings>,
    /// Serializes changes. If a child of a fork finds it held by a thread of its parent, it takes a
    /// fresh one, and repeats the publication in which that thread may have been interrupted.
    changes: ForkMutex<Publisher>,
}

#[derive(Default)]
struct Publisher {
    /// Every logger's threshold and route agree with the snapshot.
    in_step: bool,
}

/// Changes any number of settings in one step: each logger that is affected gets its new threshold
/// and route once.
///
/// `change` must not run user code. Handlers that it removes are dropped after the lock is
/// released.
pub(crate) fn update<R>(change: impl FnOnce(&mut Settings) -> R) -> R {
    // Compiled for each change, so it is short.
    let mut update = begin();
    let result = change(&mut update.settings);
    finish(update);
    result
}

fn begin() -> Update<'static> {
    receipt::install(count_loss);
    // A stream that a child of a fork makes later is not for the parent's test.
    captured::is_first_process();
    REGISTRY.begin(process_id())
}

fn finish(mut update: Update<'_>) {
    let settings = &mut update.settings;
    // After the change, because the first one adds the loggers.
    if settings.has_environment() {
        return update.publish();
    }
    let Directives { levels, mistakes } = Directives::read(settings);
    settings.set_environment(levels);
    update.publish();
    mistakes.report();
}

/// The routes and settings that were replaced.
struct Retired {
    _routes: Vec<Option<Arc<Route>>>,
    _settings: Option<Arc<Settings>>,
    /// Call sites of third parties may have to be asked again.
    #[cfg(feature = "layer")]
    filters_changed: bool,
}

impl Registry {
    const fn new() -> Self {
        Self { settings: ArcCell::empty(), changes: ForkMutex::new() }
    }

    /// Starts a change, as a thread of the process. No other can start until this one is published.
    fn begin(&self, process: u32) -> Update<'_> {
        let mut held = self.changes.hold(process);
        let (settings, was_in_step) = held.value().get_or_insert_default().begin(&self.settings);
        Update { held, current: &self.settings, settings, was_in_step }
    }

    /// Changes the settings, as a thread of the process.
    #[cfg(all(test, logkit_shuttle))]
    fn update_in<R>(&self, process: u32, change: impl FnOnce(&mut Settings) -> R) -> R {
        let mut update = self.begin(process);
        let result = change(&mut update.settings);
        update.publish();
        result
    }
}

/// A change of the settings that is not visible yet.
struct Update<'a> {
    held: ForkGuard<'a, Publisher>,
    current: &'a ArcCell<Settings>,
    settings: Settings,
    was_in_step: bool,
}

impl Update<'_> {
    fn publish(self) {
        let Self { mut held, current, settings, was_in_step } = self;
        let publisher = held.value().get_or_insert_default();
        let retired = publisher.publish(current, settings, was_in_step);
        drop(held);
        #[cfg(feature = "layer")]
        if retired.filters_changed {
            after_filters_changed();
        }
        // Destructors of handlers are user code, so they run here, outside the lock.
        drop(retired);
    }
}

impl Publisher {
    /// Returns a copy of the settings to change, and whether every logger agrees with them. From
    /// here until the publication it does not count as doing so.
    fn begin(&mut self, current: &ArcCell<Settings>) -> (Settings, bool) {
        let was_in_step = std::mem::take(&mut self.in_step);
        (current.load().as_deref().cloned().unwrap_or_default(), was_in_step)
    }

    fn publish(
        &mut self,
        current: &ArcCell<Settings>,
        mut settings: Settings,
        was_in_step: bool,
    ) -> Retired {
        let changed = settings.take_changed();
        let changed = if was_in_step { changed } else { settings.everything() };
        let routes = settings.publish(&changed);
        #[cfg(feature = "layer")]
        let filters_changed = settings.publish_filters() || !was_in_step;
        let before = current.swap(Arc::new(settings));
        self.in_step = true;
        Retired {
            _routes: routes,
            _settings: before,
            #[cfg(feature = "layer")]
            filters_changed,
        }
    }
}

/// Counts accepted records as lost for the logger and the handler of a receipt, and reports them.
fn count_loss(receipt: Receipt, records: u64, reason: &io::Error) {
    read(|settings| {
        if let Some(handler) = settings.handler_of(receipt) {
            handler.counters.add_lost_later(records);
        }
        let logger = settings.logger_of(receipt);
        if let Some((_, counters)) = logger {
            counters.add_lost_later(records);
        }
        receipt::report(logger.map(|(name, _)| name), records, reason);
    });
}

/// The function that the process's root has installed, for changes of the filters of third parties'
/// events.
#[cfg(feature = "layer")]
static AFTER_FILTERS_CHANGED: TryOnce<fn()> = TryOnce::new();

/// Sets the function that is called after each change of the filters, without a lock.
#[cfg(feature = "layer")]
pub(crate) fn call_after_filters_changed(call: fn()) {
    AFTER_FILTERS_CHANGED.get_or_try_init(|| call);
}

#[cfg(feature = "layer")]
fn after_filters_changed() {
    if let Some(call) = AFTER_FILTERS_CHANGED.get() {
        call();
    }
}

/// Runs `question` on the settings in force.
pub(crate) fn read<R>(question: impl FnOnce(&Settings) -> R) -> R {
    question(&in_force())
}

/// Compiled once for all questions.
fn in_force() -> Arc<Settings> {
    REGISTRY.settings.load().unwrap_or_default()
}
