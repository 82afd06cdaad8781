//! The root: the records of third parties, which `init` and `layer` bring to logkit's handlers.

pub(crate) mod claims;
pub(crate) mod global;
pub(crate) mod init;
pub(crate) mod noise;
pub(crate) mod slow_spans;

use std::fmt;
use std::sync::Arc;

use crate::handler::Handler;
use crate::level::LevelFilter;
use crate::logger::attach_all;
use crate::record::Record;
use crate::registry::root_filter::{RootFilter, RootOutlet};
use crate::registry::roots::RootId;
use crate::registry::route::{Attached, Route, Stats};
use crate::registry::{self, SettingLayer};

/// The registry's entry of a layer, which a [`LogBridge`](crate::LogBridge) may share.
pub(crate) struct Root {
    id: RootId,
    outlet: Arc<RootOutlet>,
}

impl Root {
    pub(crate) fn new() -> Self {
        // Statements of the loggers' modules may be claimed.
        attach_all();
        let outlet = Arc::new(RootOutlet::new());
        let id = registry::update(|settings| settings.add_root(Arc::clone(&outlet)));
        Self { id, outlet }
    }

    pub(crate) fn add_handler(&self, handler: impl Handler) {
        let handler = Attached::new(Box::new(handler));
        registry::update(|settings| settings.add_root_handler(self.id, handler));
    }

    pub(crate) fn set_level(&self, level: LevelFilter) {
        let (layer, level) = (SettingLayer::Attribute, Some(level));
        registry::update(|settings| settings.set_root_level(self.id, layer, level));
    }

    /// Notes that the layer of this root turns call sites off for the whole process.
    pub(crate) fn set_global(&self) {
        self.outlet.set_global();
    }

    /// Runs `question` on the levels in force.
    #[inline]
    pub(crate) fn filter<R>(&self, question: impl FnOnce(&RootFilter) -> R) -> R {
        self.outlet.filter(question)
    }

    /// Dispatches a record to the root's handlers.
    pub(crate) fn dispatch(&self, record: &Record<'_>) {
        self.outlet.records.with_route(|route| route.dispatch(record));
    }

    pub(crate) fn flush(&self) {
        self.outlet.records.with_route(Route::flush);
    }

    pub(crate) fn count_masked(&self, values: u64) {
        if values > 0 {
            self.outlet.records.with_route(|route| route.counters.add_masked(values));
        }
    }

    pub(crate) fn stats(&self) -> Stats {
        self.outlet.records.stats()
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        registry::update(|settings| settings.remove_root(self.id));
    }
}

impl fmt::Debug for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Root").field("id", &self.id).finish_non_exhaustive()
    }
}
