//! The level in force of a logger, from all layers.

use std::sync::Arc;

use crate::level::{Level, LevelFilter};
use crate::registry::level_rules::{LevelRules, is_below};
use crate::registry::precedence::{LevelSource, SettingLayer};
use crate::registry::settings::{Entry, Settings};

/// The level of a logger for which nothing sets one.
const DEFAULT_LEVEL: LevelFilter = LevelFilter::At(Level::Info);

impl Settings {
    pub(crate) fn has_environment(&self) -> bool {
        self.environment.is_some()
    }

    /// Replaces the levels that the environment sets.
    pub(crate) fn set_environment(&mut self, levels: LevelRules) {
        #[cfg(feature = "__roots")]
        {
            let everywhere = levels.everywhere.map(|level| ("", level));
            let targets = levels.rules.iter().map(|rule| (&*rule.subject, rule.level));
            let targets = everywhere.into_iter().chain(targets);
            self.replace_target_levels(SettingLayer::Environment, targets);
        }
        self.environment = Some(Arc::new(levels));
        self.changed = self.everything();
    }

    /// The level in force, its source, and the name that it was set on, which is empty for the
    /// default.
    pub(crate) fn level<'a>(&'a self, name: &'a str) -> (LevelFilter, LevelSource, &'a str) {
        // A call reaches the loggers below that have no level of their own.
        for entry in self.lineage(name) {
            if let Some((level, source)) = entry.called_level() {
                return (level, source, &entry.name);
            }
            let mut has_own = entry.declared_level().is_some();
            for (_, rules) in self.rules() {
                has_own |= rules.names(&entry.name);
            }
            if has_own {
                break;
            }
        }
        // Attributes are defaults: a file or the environment replaces them at any depth.
        for (layer, rules) in self.rules() {
            if let Some(level) = rules.level(name, self.statics(name)) {
                return (level, LevelSource::Layer(layer), name);
            }
        }
        for entry in self.lineage(name) {
            if let Some(level) = entry.declared_level() {
                return (level, LevelSource::Layer(SettingLayer::Attribute), &entry.name);
            }
        }
        (DEFAULT_LEVEL, LevelSource::Default, "")
    }

    /// The names of all loggers, and of their ancestors that no static declares, each with the level
    /// that is set on it.
    #[cfg(feature = "control")]
    pub(crate) fn own_levels(&self) -> impl Iterator<Item = (&str, Option<LevelFilter>)> {
        self.entries.iter().map(|entry| (&*entry.name, self.own_level(entry)))
    }

    /// Returns whether a logger, or an ancestor of one, has the name.
    #[cfg(feature = "control")]
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.known(name).is_some()
    }

    /// The level that is set on a logger, or on an ancestor of one.
    #[cfg(feature = "control")]
    pub(crate) fn own_level_of(&self, name: &str) -> Option<LevelFilter> {
        self.own_level(self.known(name)?)
    }

    #[cfg(feature = "control")]
    fn own_level(&self, entry: &Entry) -> Option<LevelFilter> {
        let named = |(_, rules): (_, &LevelRules)| {
            rules.level(&entry.name, &entry.statics).filter(|_| rules.names(&entry.name))
        };
        let called = entry.called_level().map(|(level, _)| level);
        called.or_else(|| self.rules().find_map(named)).or_else(|| entry.declared_level())
    }

    /// Returns `true` if a logger has the name, or one that lies below it, or is declared in a module at
    /// the path or below it.
    pub(crate) fn has_logger_below(&self, subject: &str) -> bool {
        self.declarations().iter().any(|declaration| {
            is_below(declaration.name, subject, ".")
                || is_below(declaration.module_path, subject, "::")
        })
    }

    /// The levels of the layers that are read as a whole, highest first.
    fn rules(&self) -> impl Iterator<Item = (SettingLayer, &LevelRules)> {
        let rules = self.environment.iter().map(|rules| (SettingLayer::Environment, &**rules));
        #[cfg(feature = "config")]
        let rules = rules.chain([(SettingLayer::File, &*self.file)]);
        rules
    }
}

impl Entry {
    /// The level of an override or of a call.
    fn called_level(&self) -> Option<(LevelFilter, LevelSource)> {
        if let Some(level) = self.overrides.newest() {
            return Some((level, LevelSource::Override));
        }
        let level = self.levels.get(SettingLayer::Call)?;
        Some((level, LevelSource::Layer(SettingLayer::Call)))
    }

    /// The level of the attribute.
    fn declared_level(&self) -> Option<LevelFilter> {
        self.levels.get(SettingLayer::Attribute)
    }
}
