//! The levels of targets: which third parties' events pass a root. `hyper` covers `hyper::client`.

use std::sync::Arc;

use crate::level::LevelFilter;
#[cfg(feature = "control")]
use crate::registry::precedence::Overrides;
use crate::registry::precedence::{LevelSource, SettingLayer, SettingLayers};

/// The level of targets for which nothing sets one.
pub(crate) const DEFAULT_ROOT_LEVEL: LevelFilter = LevelFilter::WARNING;

/// Rules for targets, which the settings of all roots share.
#[derive(Clone, Default)]
pub(crate) struct TargetRules(Option<Arc<Vec<TargetRule>>>);

/// The levels of one target and of those below it. The empty target covers all others.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TargetRule {
    pub(crate) target: Arc<str>,
    levels: SettingLayers<LevelFilter>,
    #[cfg(feature = "control")]
    overrides: Overrides,
}

impl TargetRules {
    /// No rules.
    #[cfg(feature = "layer")]
    pub(crate) const EMPTY: Self = Self(None);

    /// The rules that cover the target, the most specific one first.
    #[cfg(any(feature = "layer", feature = "control"))]
    pub(crate) fn covering<'a>(&'a self, target: &'a str) -> impl Iterator<Item = &'a TargetRule> {
        self.iter().filter(move |rule| covers(&rule.target, target))
    }

    /// All rules, longer ones first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &TargetRule> {
        self.0.iter().flat_map(|rules| rules.iter())
    }

    /// The levels of the empty target.
    pub(super) fn of_all(&self) -> Option<SettingLayers<LevelFilter>> {
        self.iter().find(|rule| rule.is_of_all()).map(|rule| rule.levels)
    }

    /// Changes the rule of exactly this target. A rule without a level is removed.
    pub(super) fn set(&mut self, target: &str, layer: SettingLayer, level: Option<LevelFilter>) {
        self.change(target, |rule| rule.levels.set(layer, level));
    }

    pub(super) fn clear(&mut self, layer: SettingLayer) {
        let rules = Arc::make_mut(self.0.get_or_insert_default());
        for rule in rules.iter_mut() {
            rule.levels.set(layer, None);
        }
        rules.retain(|rule| rule.level().is_some());
    }

    /// Changes the rule of exactly this target, which may be a new one.
    fn change(&mut self, target: &str, change: impl FnOnce(&mut TargetRule)) {
        let found = self.find(target);
        let rules = Arc::make_mut(self.0.get_or_insert_default());
        let index = found.unwrap_or_else(|index| {
            rules.insert(index, TargetRule::new(target));
            index
        });
        let Some(rule) = rules.get_mut(index) else { return };
        change(rule);
        if rule.level().is_none() {
            rules.remove(index);
        }
    }

    /// The index of the rule of exactly this target, or else the one at which to insert it. Of the rules
    /// that cover a target, the longer ones are the more specific ones, so they come first.
    fn find(&self, target: &str) -> Result<usize, usize> {
        let rules = self.0.as_deref().map(|rules| &**rules).unwrap_or_default();
        rules.binary_search_by(|rule| {
            let by_length = target.len().cmp(&rule.target.len());
            by_length.then_with(|| plain(&rule.target).cmp(plain(target)))
        })
    }
}

/// Overrides, which operators set.
#[cfg(feature = "control")]
impl TargetRules {
    pub(super) fn push_override(&mut self, target: &str, id: u64, level: LevelFilter) {
        self.change(target, |rule| rule.overrides.push(id, level));
    }

    /// Returns false if the target has no such override.
    pub(super) fn remove_override(&mut self, target: &str, id: u64) -> bool {
        let is_known = self.of(target).is_some_and(|rule| rule.overrides.contains(id));
        if is_known {
            self.change(target, |rule| rule.overrides.remove(id));
        }
        is_known
    }

    /// The rule of exactly this target, in either spelling.
    pub(super) fn of(&self, target: &str) -> Option<&TargetRule> {
        self.0.as_deref()?.get(self.find(target).ok()?)
    }
}

impl PartialEq for TargetRules {
    fn eq(&self, other: &Self) -> bool {
        let is_shared = match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        is_shared || self.iter().eq(other.iter())
    }
}

impl TargetRule {
    /// A rule that sets no level yet.
    fn new(target: &str) -> Self {
        Self {
            target: target.into(),
            levels: SettingLayers::default(),
            #[cfg(feature = "control")]
            overrides: Overrides::default(),
        }
    }

    /// The level in force, and its origin.
    pub(crate) fn level(&self) -> Option<(LevelFilter, LevelSource)> {
        #[cfg(feature = "control")]
        if let Some(level) = self.overrides.newest() {
            return Some((level, LevelSource::Override));
        }
        self.levels.highest().map(|(level, layer)| (level, LevelSource::Layer(layer)))
    }

    /// The origin of the level of a target that the rule covers: the rule's, as the tree calls it, or
    /// the rule's own target if that lies above.
    #[cfg(any(feature = "layer", feature = "control"))]
    pub(crate) fn source_for(&self, target: &str) -> Option<&str> {
        let (_, source) = self.level()?;
        Some(if is_same(&self.target, target) { name_of(source) } else { &self.target })
    }

    /// The rule covers every target.
    pub(crate) fn is_of_all(&self) -> bool {
        self.target.is_empty()
    }
}

/// The origin of a target's level, as the tree calls it.
pub(super) fn name_of(source: LevelSource) -> &'static str {
    match source {
        LevelSource::Default => "default",
        LevelSource::Layer(SettingLayer::Attribute) => "silence",
        LevelSource::Layer(SettingLayer::File) => "file",
        LevelSource::Layer(SettingLayer::Environment) => "environment",
        LevelSource::Layer(SettingLayer::Call) => "call",
        LevelSource::Override => "override",
    }
}

/// Returns whether the rule's target is the other one or lies above it: segments end at `::` and `.`,
/// and `-` equals `_`, because crates are called by both.
#[cfg(any(feature = "layer", feature = "control", test))]
fn covers(rule: &str, target: &str) -> bool {
    let Some((start, rest)) = target.split_at_checked(rule.len()) else { return false };
    is_same(rule, start)
        && (rule.is_empty() || rest.is_empty() || rest.starts_with("::") || rest.starts_with('.'))
}

#[cfg(any(feature = "layer", feature = "control", test))]
fn is_same(one: &str, other: &str) -> bool {
    one.len() == other.len() && plain(one).eq(plain(other))
}

/// The bytes of a target, the same for both spellings.
fn plain(target: &str) -> impl Iterator<Item = u8> {
    target.bytes().map(|byte| if byte == b'-' { b'_' } else { byte })
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_rule_covers_whole_segments() {
        for (rule, target, expected) in [
            ("hyper", "hyper", true),
            ("hyper", "hyper::client::pool", true),
            ("hyper::client", "hyper", false),
            ("hyper", "hyperx", false),
            ("hyper", "hyper_util::client", false),
            ("hyper", "hyper:x", false),
            ("payments", "payments.gateway", true),
            ("tokio-postgres", "tokio_postgres::connection", true),
            ("tower_http", "tower-http", true),
            ("", "anything", true),
            ("größe", "größe::x", true),
            ("gr", "größe", false),
            ("grö", "gr\u{f6}ße", false),
        ] {
            assert_eq!(covers(rule, target), expected, "{rule} {target}");
        }
    }
}
