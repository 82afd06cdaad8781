//! Overrides of the level of third parties' events, which hold for all roots.

use std::sync::Arc;

use crate::level::LevelFilter;
use crate::registry::precedence::{LevelSource, Overrides};
use crate::registry::settings::{ROOT, Settings};

impl Settings {
    /// Returns whether a name is that of the roots, and not of a logger.
    pub(crate) fn is_root(&self, name: &str) -> bool {
        name == ROOT && !self.roots.is_empty() && self.logger(ROOT).is_none()
    }

    /// The most verbose level of all roots, with its source.
    pub(crate) fn lowest_root_level(&self) -> Option<(LevelFilter, LevelSource)> {
        self.roots().map(|(level, source, ..)| (level, source)).min_by_key(|(level, _)| *level)
    }

    pub(super) fn change_root_overrides(&mut self, change: impl Fn(&mut Overrides)) {
        for root in &mut self.roots {
            change(&mut Arc::make_mut(root).entry.overrides);
        }
        self.changed.roots = true;
    }
}
