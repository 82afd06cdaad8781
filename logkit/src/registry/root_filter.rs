//! The filter of a root, and the cell that its layer reads it from.

#[cfg(feature = "layer")]
use std::sync::Arc;
#[cfg(feature = "layer")]
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

#[cfg(feature = "layer")]
use crate::level::{Level, LevelFilter};
use crate::registry::route::Outlet;
#[cfg(feature = "layer")]
use crate::registry::targets::{DEFAULT_ROOT_LEVEL, TargetRules};
#[cfg(feature = "layer")]
use crate::util::arc_cell::ArcCell;

/// The part of a root that its layer reads.
pub(crate) struct RootOutlet {
    pub(crate) records: Outlet,
    #[cfg(feature = "layer")]
    filter: ArcCell<RootFilter>,
    /// The layer turns call sites off for the whole process.
    #[cfg(feature = "layer")]
    is_global: AtomicBool,
}

/// The levels that decide which records of third parties pass a root.
#[cfg(feature = "layer")]
#[derive(Clone, PartialEq)]
pub(crate) struct RootFilter {
    /// The level of targets that no rule covers.
    pub(super) level: LevelFilter,
    pub(super) rules: TargetRules,
    /// The lowest threshold of all loggers: statements of their modules may be claimed, and spans of
    /// that level may be around their records.
    pub(super) loggers: LevelFilter,
}

#[cfg(feature = "layer")]
impl RootFilter {
    /// Passes what any root passes by default, before the first publication.
    const DEFAULT: &'static Self =
        &Self { level: DEFAULT_ROOT_LEVEL, rules: TargetRules::EMPTY, loggers: LevelFilter::OFF };

    /// Returns whether a record of the target passes.
    pub(crate) fn enables(&self, target: &str, level: Level) -> bool {
        self.rule(target).unwrap_or(self.level).enables(level)
    }

    /// Returns whether spans of the target are kept: those whose records pass, and, unless a rule
    /// says otherwise, those of levels at which loggers log.
    pub(crate) fn enables_span(&self, target: &str, level: Level) -> bool {
        self.rule(target).unwrap_or(self.level.min(self.loggers)).enables(level)
    }

    /// The lowest level that any record or span needs.
    pub(crate) fn lowest(&self) -> LevelFilter {
        let rules = self.rules.iter().filter_map(|rule| Some(rule.level()?.0));
        rules.chain([self.level, self.loggers]).min().unwrap_or(self.level)
    }

    fn rule(&self, target: &str) -> Option<LevelFilter> {
        let mut rules = self.rules.covering(target).filter(|rule| !rule.is_of_all());
        rules.find_map(|rule| Some(rule.level()?.0))
    }
}

impl RootOutlet {
    #[cfg(feature = "layer")]
    pub(crate) fn new() -> Self {
        Self { records: Outlet::new(), filter: ArcCell::empty(), is_global: AtomicBool::new(false) }
    }

    /// Runs `question` on the filter in force.
    #[cfg(feature = "layer")]
    pub(crate) fn filter<R>(&self, question: impl FnOnce(&RootFilter) -> R) -> R {
        self.filter.with(|filter| question(filter.unwrap_or(RootFilter::DEFAULT)))
    }

    /// Replaces the filter. Returns whether that may change what a call site of the process is wanted
    /// for.
    #[cfg(feature = "layer")]
    pub(super) fn publish(&self, filter: RootFilter) -> bool {
        let is_new = self.filter.with(|current| current != Some(&filter));
        if is_new {
            let _ = self.filter.swap(Arc::new(filter));
        }
        is_new && self.is_global.load(Relaxed)
    }

    /// Notes that the layer turns call sites off for the whole process.
    #[cfg(feature = "layer")]
    pub(crate) fn set_global(&self) {
        self.is_global.store(true, Relaxed);
    }
}
