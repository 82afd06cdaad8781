//! Overrides of the levels of third parties' events: of all, which the roots hold, and of targets, with
//! the targets that may have one.

use std::sync::Arc;

use crate::level::LevelFilter;
use crate::registry::precedence::{LevelSource, Overrides};
use crate::registry::settings::{ROOT, Settings};
use crate::registry::target_form::is_target;
use crate::registry::targets::TargetRule;
use crate::util::nearest::nearest;

/// The most bytes of a target that an operator may name.
const LONGEST: usize = 256;

/// The level of a target: its own and the one in force.
pub(crate) struct TargetLevel<'a> {
    /// The level of the rule for exactly this target.
    pub(crate) own: Option<LevelFilter>,
    pub(crate) effective: LevelFilter,
    /// The origin of the level in force, or the name that it is taken from.
    pub(crate) source: &'a str,
}

/// A name that no target may have.
pub(crate) enum NoTarget<'a> {
    /// No layer gets third parties' events, the text looks like no target, or it is like the name of a
    /// logger and was hardly meant for a target.
    Unknown,
    /// This logger claims the statements of the module of that name.
    Claimed(&'a str),
}

impl Settings {
    /// Returns whether a name is that of the roots, and not of a logger.
    pub(crate) fn is_root(&self, name: &str) -> bool {
        name == ROOT && !self.roots.is_empty() && self.logger(ROOT).is_none()
    }

    /// The most verbose level of all roots, with its source.
    pub(crate) fn lowest_root_level(&self) -> Option<(LevelFilter, LevelSource)> {
        self.roots().map(|root| (root.level, root.source)).min_by_key(|(level, _)| *level)
    }

    pub(super) fn change_root_overrides(&mut self, change: impl Fn(&mut Overrides)) {
        for root in &mut self.roots {
            change(&mut Arc::make_mut(root).entry.overrides);
        }
        self.changed.roots = true;
    }

    /// Returns a target as its rule spells it, if the name is one.
    pub(crate) fn target<'a>(&'a self, name: &'a str) -> Result<&'a str, NoTarget<'a>> {
        if !self.has_roots() {
            return Err(NoTarget::Unknown);
        }
        if let Some(rule) = self.targets.of(name).filter(|rule| !rule.is_of_all()) {
            return Ok(&rule.target);
        }
        if !looks_like_target(name) {
            return Err(NoTarget::Unknown);
        }
        if let Some(logger) = self.logger_around(name) {
            return Err(NoTarget::Claimed(logger.declaration.name));
        }
        let loggers = self.entries.iter().map(|entry| &*entry.name);
        if nearest(name, loggers).is_some() {
            return Err(NoTarget::Unknown);
        }
        Ok(name)
    }

    /// The level of a target; `None` if no layer gets third parties' events.
    pub(crate) fn target_level<'a>(&'a self, target: &'a str) -> Option<TargetLevel<'a>> {
        let own = self.targets.of(target).and_then(TargetRule::level).map(|(level, _)| level);
        let rule = self.target_rule(target);
        let ruled = rule.and_then(|rule| Some((rule.level()?.0, rule.source_for(target)?)));
        let of_root = || Some((self.lowest_root_level()?.0, ROOT));
        let (effective, source) = ruled.or_else(of_root)?;
        Some(TargetLevel { own, effective, source })
    }

    /// Puts an override on top of those of a target.
    pub(crate) fn push_target_override(&mut self, target: &str, level: LevelFilter) -> u64 {
        let id = self.next_id();
        self.targets.push_override(target, id, level);
        self.changed.roots = true;
        id
    }

    /// Removes an override of a target. Returns false if the target has no such override.
    pub(super) fn end_target_override(&mut self, target: &str, id: u64) -> bool {
        let is_known = self.targets.remove_override(target, id);
        self.changed.roots |= is_known;
        is_known
    }
}

/// Returns whether a text has the form of a target: a path of words, which `::`, `.` and `-` join.
fn looks_like_target(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.');
    let is_start = |c: char| c.is_alphanumeric() || c == '_';
    text.len() <= LONGEST
        && text.starts_with(is_start)
        && text.chars().all(is_part)
        && is_target(text)
}
