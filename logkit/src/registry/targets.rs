//! The levels of targets: which third parties' events pass a root. `hyper` covers `hyper::client`.

use std::sync::Arc;

use crate::level::LevelFilter;
use crate::registry::precedence::{Setting, SettingLayer};

/// The level of targets for which nothing sets one.
pub(crate) const DEFAULT_ROOT_LEVEL: LevelFilter = LevelFilter::WARNING;

/// Rules for targets, which the settings of all roots share.
#[derive(Clone, Default)]
pub(crate) struct TargetRules(Option<Arc<Vec<TargetRule>>>);

/// The levels of one target and of those below it. The empty target covers all others.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TargetRule {
    pub(crate) target: Arc<str>,
    levels: Setting<LevelFilter>,
}

impl TargetRules {
    /// No rules.
    #[cfg(feature = "layer")]
    pub(crate) const EMPTY: Self = Self(None);

    /// The rules that cover the target, the most specific one first.
    #[cfg(feature = "layer")]
    pub(crate) fn covering<'a>(&'a self, target: &'a str) -> impl Iterator<Item = &'a TargetRule> {
        self.iter().filter(move |rule| covers(&rule.target, target))
    }

    /// All rules, longer ones first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &TargetRule> {
        self.0.iter().flat_map(|rules| rules.iter())
    }

    /// The levels of the empty target.
    pub(super) fn of_all(&self) -> Option<Setting<LevelFilter>> {
        self.iter().find(|rule| rule.is_of_all()).map(|rule| rule.levels)
    }

    /// Changes the rule of exactly this target. A rule without a level is removed.
    pub(super) fn set(&mut self, target: &str, layer: SettingLayer, level: Option<LevelFilter>) {
        let rules = Arc::make_mut(self.0.get_or_insert_default());
        let known = rules.iter_mut().find(|rule| is_same(&rule.target, target));
        if let Some(rule) = known {
            rule.levels.set(layer, level);
        } else {
            let mut levels = Setting::default();
            levels.set(layer, level);
            // Of the rules that cover a target, the longer ones are the more specific ones.
            let index = rules.partition_point(|rule| rule.target.len() > target.len());
            rules.insert(index, TargetRule { target: target.into(), levels });
        }
        rules.retain(|rule| rule.levels.highest().is_some());
    }

    pub(super) fn clear(&mut self, layer: SettingLayer) {
        let rules = Arc::make_mut(self.0.get_or_insert_default());
        for rule in rules.iter_mut() {
            rule.levels.set(layer, None);
        }
        rules.retain(|rule| rule.levels.highest().is_some());
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
    /// The level in force, and its layer.
    pub(crate) fn level(&self) -> Option<(LevelFilter, SettingLayer)> {
        self.levels.highest()
    }

    /// The rule covers every target.
    pub(crate) fn is_of_all(&self) -> bool {
        self.target.is_empty()
    }
}

/// Returns whether the rule's target is the other one or lies above it: segments end at `::` and `.`,
/// and `-` equals `_`, because crates are called by both.
#[cfg(any(feature = "layer", test))]
fn covers(rule: &str, target: &str) -> bool {
    let Some((start, rest)) = target.split_at_checked(rule.len()) else { return false };
    is_same(rule, start)
        && (rule.is_empty() || rest.is_empty() || rest.starts_with("::") || rest.starts_with('.'))
}

fn is_same(one: &str, other: &str) -> bool {
    let plain = |byte| if byte == b'-' { b'_' } else { byte };
    one.len() == other.len() && one.bytes().map(plain).eq(other.bytes().map(plain))
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
