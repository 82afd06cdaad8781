//! The levels of targets: which third parties' events pass a root. `hyper` covers `hyper::client`.

use std::sync::Arc;

use crate::level::LevelFilter;
use crate::registry::precedence::{LevelSource, Setting, SettingLayer};
use crate::registry::settings::{DEFAULT_ROOT_LEVEL, Settings};

/// Rules for targets, which the settings of all roots share.
#[derive(Clone, Default)]
pub(crate) struct TargetRules(Arc<Vec<TargetRule>>);

/// The levels of one target and of those below it. The empty target covers all others.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TargetRule {
    pub(crate) target: Arc<str>,
    levels: Setting<LevelFilter>,
}

impl TargetRules {
    /// The rules that cover the target, the most specific one first.
    pub(crate) fn covering<'a>(&'a self, target: &'a str) -> impl Iterator<Item = &'a TargetRule> {
        self.0.iter().filter(move |rule| covers(&rule.target, target))
    }

    /// All rules, longer ones first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &TargetRule> {
        self.0.iter()
    }

    /// Changes the rule of exactly this target. A rule without a level is removed.
    fn set(&mut self, target: &str, layer: SettingLayer, level: Option<LevelFilter>) {
        let rules = Arc::make_mut(&mut self.0);
        let known = rules.iter_mut().find(|rule| is_same(&rule.target, target));
        match known {
            Some(rule) => rule.levels.set(layer, level),
            None => {
                let mut levels = Setting::default();
                levels.set(layer, level);
                // Of the rules that cover a target, the longer ones are the more specific ones.
                let index = rules.partition_point(|rule| rule.target.len() > target.len());
                rules.insert(index, TargetRule { target: target.into(), levels });
            }
        }
        rules.retain(|rule| rule.levels.highest().is_some());
    }

    fn clear(&mut self, layer: SettingLayer) {
        let rules = Arc::make_mut(&mut self.0);
        rules.iter_mut().for_each(|rule| rule.levels.set(layer, None));
        rules.retain(|rule| rule.levels.highest().is_some());
    }
}

impl PartialEq for TargetRules {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl TargetRule {
    /// The level in force, and its layer.
    pub(crate) fn level(&self) -> Option<(LevelFilter, SettingLayer)> {
        self.levels.highest()
    }

    /// The level that one layer sets.
    pub(crate) fn level_of(&self, layer: SettingLayer) -> Option<LevelFilter> {
        self.levels.get(layer)
    }

    /// The rule covers every target.
    pub(crate) fn is_of_all(&self) -> bool {
        self.target.is_empty()
    }
}

/// Targets.
impl Settings {
    /// Sets the level of a target and of all targets below it that have none of their own, in one
    /// layer. The empty target is that of all roots.
    pub(crate) fn set_target_level(
        &mut self,
        target: &str,
        layer: SettingLayer,
        level: Option<LevelFilter>,
    ) {
        self.targets.set(target, layer, level);
        self.changed.targets = true;
    }

    /// Removes every target's level in one layer.
    pub(crate) fn clear_target_levels(&mut self, layer: SettingLayer) {
        self.targets.clear(layer);
        self.changed.targets = true;
    }

    /// The level in force, its source, and the target that it was set on, which is empty for that
    /// of all roots. The most specific target decides, then the highest layer.
    pub(crate) fn target_level<'a>(
        &'a self,
        target: &'a str,
    ) -> (LevelFilter, LevelSource, &'a str) {
        self.targets
            .covering(target)
            .find_map(|rule| {
                let (level, layer) = rule.level()?;
                Some((level, LevelSource::Layer(layer), &*rule.target))
            })
            .unwrap_or((DEFAULT_ROOT_LEVEL, LevelSource::Default, ""))
    }
}

/// Returns whether the rule's target is the other one or lies above it: segments end at `::` and `.`,
/// and `-` equals `_`, because crates are called by both.
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
    use crate::level::LevelFilter;
    use crate::registry::precedence::{LevelSource, SettingLayer};
    use crate::registry::settings::Settings;

    const ATTRIBUTE: SettingLayer = SettingLayer::Attribute;
    const CALL: SettingLayer = SettingLayer::Call;

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

    #[test]
    fn the_most_specific_target_decides_then_the_highest_layer() {
        let mut settings = Settings::default();
        assert_eq!(
            settings.target_level("hyper"),
            (LevelFilter::WARNING, LevelSource::Default, "")
        );
        settings.set_target_level("hyper", CALL, Some(LevelFilter::ERROR));
        settings.set_target_level("hyper::client", ATTRIBUTE, Some(LevelFilter::DEBUG));
        settings.set_target_level("hyper", ATTRIBUTE, Some(LevelFilter::TRACE));
        settings.set_target_level("", ATTRIBUTE, Some(LevelFilter::INFO));
        let layer = LevelSource::Layer;
        for (target, level, source, rule) in [
            ("hyper", LevelFilter::ERROR, layer(CALL), "hyper"),
            ("hyper::server", LevelFilter::ERROR, layer(CALL), "hyper"),
            ("hyper::client::dns", LevelFilter::DEBUG, layer(ATTRIBUTE), "hyper::client"),
            ("h2", LevelFilter::INFO, layer(ATTRIBUTE), ""),
        ] {
            assert_eq!(settings.target_level(target), (level, source, rule), "{target}");
        }
        settings.clear_target_levels(ATTRIBUTE);
        let error = (LevelFilter::ERROR, layer(CALL), "hyper");
        assert_eq!(settings.target_level("hyper::client::dns"), error);
        settings.set_target_level("hyper", CALL, None);
        assert_eq!(settings.targets.iter().count(), 0);
    }

    #[test]
    fn a_rule_has_one_entry_however_it_is_spelled() {
        let mut settings = Settings::default();
        settings.set_target_level("tower-http", ATTRIBUTE, Some(LevelFilter::ERROR));
        settings.set_target_level("tower_http", CALL, Some(LevelFilter::OFF));
        assert_eq!(settings.target_level("tower_http::trace").0, LevelFilter::OFF);
        assert_eq!(settings.targets.iter().count(), 1);
    }

    #[test]
    fn a_copy_keeps_its_rules() {
        let mut settings = Settings::default();
        settings.set_target_level("hyper", CALL, Some(LevelFilter::ERROR));
        let before = settings.clone();
        settings.set_target_level("hyper", CALL, Some(LevelFilter::DEBUG));
        assert_eq!(before.target_level("hyper").0, LevelFilter::ERROR);
    }
}
