//! The settings of roots, whose records come from third parties, and of those parties' targets.

use std::sync::Arc;

use crate::level::LevelFilter;
use crate::registry::precedence::{LevelSource, SettingLayer};
#[cfg(feature = "layer")]
use crate::registry::root_filter::{RootFilter, RootOutlet};
use crate::registry::route::{Attached, Outlet, Route};
#[cfg(feature = "layer")]
use crate::registry::settings::ROOT;
use crate::registry::settings::{Entry, RootEntry, Settings};
use crate::registry::targets::DEFAULT_ROOT_LEVEL;
#[cfg(any(feature = "layer", feature = "control"))]
use crate::registry::targets::TargetRule;

/// The level in force of a root, and where its records go.
pub(crate) struct RootState<'a> {
    pub(crate) level: LevelFilter,
    pub(crate) source: LevelSource,
    pub(crate) outlet: &'a Outlet,
    pub(crate) handlers: &'a [Arc<Attached>],
}

/// One root of the process.
#[cfg(feature = "layer")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RootId(u64);

/// Changes to roots, which the layers that a host adds make.
#[cfg(feature = "layer")]
impl Settings {
    /// Adds a root that publishes to `outlet`.
    pub(crate) fn add_root(&mut self, outlet: Arc<RootOutlet>) -> RootId {
        let id = RootId(self.next_id());
        let entry = Entry::new(ROOT, id.0);
        #[cfg(feature = "config")]
        let entry = Entry { handlers: self.root_handlers.clone(), ..entry };
        self.roots.push(Arc::new(RootEntry { entry, outlet }));
        self.changed.roots = true;
        id
    }

    pub(crate) fn remove_root(&mut self, id: RootId) {
        self.roots.retain(|root| root.entry.id != id.0);
    }

    pub(crate) fn set_root_level(
        &mut self,
        id: RootId,
        layer: SettingLayer,
        level: Option<LevelFilter>,
    ) {
        if let Some(entry) = self.root(id) {
            entry.levels.set(layer, level);
        }
    }

    pub(crate) fn add_root_handler(&mut self, id: RootId, handler: Attached) {
        let handler = self.with_id(handler);
        if let Some(entry) = self.root(id) {
            entry.handlers.push(handler);
        }
    }

    fn root(&mut self, id: RootId) -> Option<&mut Entry> {
        let root = self.roots.iter_mut().find(|root| root.entry.id == id.0)?;
        self.changed.roots = true;
        Some(&mut Arc::make_mut(root).entry)
    }

    /// Publishes the filter of every root. Returns whether call sites that were turned off, or on,
    /// for the whole process may have to be asked again.
    pub(super) fn publish_filters(&self) -> bool {
        let mut may_change = false;
        if self.roots.is_empty() {
            return false;
        }
        let loggers = self.lowest_threshold();
        for root in &self.roots {
            let level = self.root_level(&root.entry).0;
            let filter = RootFilter { level, rules: self.targets.clone(), loggers };
            may_change |= root.outlet.publish(filter);
        }
        may_change
    }

    /// The lowest threshold of the loggers that a module declares.
    fn lowest_threshold(&self) -> LevelFilter {
        let is_declared = |entry: &Entry| {
            entry.statics.iter().any(|known| !known.declaration.module_path.is_empty())
        };
        let declared = self.entries.iter().filter(|entry| is_declared(entry));
        declared.map(|entry| self.level(&entry.name).0).min().unwrap_or(LevelFilter::OFF)
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
        self.changed.roots = true;
    }

    /// Replaces every target's level in one layer.
    pub(super) fn replace_target_levels<'a>(
        &mut self,
        layer: SettingLayer,
        levels: impl Iterator<Item = (&'a str, LevelFilter)>,
    ) {
        self.targets.clear(layer);
        self.changed.roots = true;
        for (target, level) in levels {
            self.set_target_level(target, layer, Some(level));
        }
    }
}

/// The publication of roots.
impl Settings {
    /// Stores the level and the route of every root where its layer reads them.
    pub(super) fn publish_roots(&self, replaced: &mut Vec<Option<Arc<Route>>>) {
        for root in &self.roots {
            let RootEntry { entry, outlet } = &**root;
            let route = Route::of(entry, entry.handlers.clone(), false);
            replaced.push(outlet.records.publish(self.root_level(entry).0, Arc::new(route)));
        }
    }
}

/// Queries.
impl Settings {
    /// The level of a root's records whose target has no rule: its own or that of all roots,
    /// whichever is of the higher layer.
    fn root_level(&self, entry: &Entry) -> (LevelFilter, LevelSource) {
        if let Some(level) = entry.overrides.newest() {
            return (level, LevelSource::Override);
        }
        let levels = entry.levels.or(self.targets.of_all().unwrap_or_default());
        match levels.highest() {
            Some((level, layer)) => (level, LevelSource::Layer(layer)),
            None => (DEFAULT_ROOT_LEVEL, LevelSource::Default),
        }
    }

    /// Returns whether any layer gets third parties' events.
    #[cfg(any(feature = "layer", feature = "control"))]
    pub(crate) fn has_roots(&self) -> bool {
        !self.roots.is_empty()
    }

    /// The most specific rule that covers a target.
    #[cfg(any(feature = "layer", feature = "control"))]
    pub(crate) fn target_rule<'a>(&'a self, target: &'a str) -> Option<&'a TargetRule> {
        self.targets.covering(target).find(|rule| !rule.is_of_all())
    }

    /// The targets with rules, longer ones first, with their levels and the origins of these.
    pub(crate) fn target_rules(&self) -> impl Iterator<Item = (&str, LevelFilter, LevelSource)> {
        let rules = self.targets.iter().filter(|rule| !rule.is_of_all());
        rules.filter_map(|rule| rule.level().map(|(level, source)| (&*rule.target, level, source)))
    }

    /// Every root, with the level in force.
    pub(crate) fn roots(&self) -> impl Iterator<Item = RootState<'_>> {
        self.roots.iter().map(|root| {
            let (level, source) = self.root_level(&root.entry);
            let (outlet, handlers) = (&root.outlet.records, &*root.entry.handlers);
            RootState { level, source, outlet, handlers }
        })
    }
}

#[cfg(all(test, feature = "layer"))]
mod tests {
    use std::sync::Arc;

    use crate::level::{Level, LevelFilter};
    use crate::registry::precedence::{LevelSource, SettingLayer};
    use crate::registry::root_filter::{RootFilter, RootOutlet};
    use crate::registry::roots::RootId;
    use crate::registry::settings::Settings;
    use crate::registry::settings::tests::logger_in;

    const ATTRIBUTE: SettingLayer = SettingLayer::Attribute;
    const CALL: SettingLayer = SettingLayer::Call;

    /// Settings with a root, and its outlet.
    fn with_root() -> (Settings, RootId, Arc<RootOutlet>) {
        let (mut settings, outlet) = (Settings::default(), Arc::new(RootOutlet::new()));
        let id = settings.add_root(Arc::clone(&outlet));
        outlet.set_global();
        assert!(settings.publish_filters());
        (settings, id, outlet)
    }

    #[test]
    fn the_root_has_the_level_of_the_empty_target_by_layer() {
        let (mut settings, id, _outlet) = with_root();
        let level =
            |settings: &Settings| settings.roots().map(|root| (root.level, root.source)).next();
        assert_eq!(level(&settings), Some((LevelFilter::WARNING, LevelSource::Default)));
        settings.set_root_level(id, ATTRIBUTE, Some(LevelFilter::DEBUG));
        settings.set_target_level("", ATTRIBUTE, Some(LevelFilter::ERROR));
        let source = LevelSource::Layer;
        assert_eq!(level(&settings), Some((LevelFilter::DEBUG, source(ATTRIBUTE))));
        settings.set_target_level("", CALL, Some(LevelFilter::INFO));
        assert_eq!(level(&settings), Some((LevelFilter::INFO, source(CALL))));
    }

    #[test]
    fn a_filter_is_published_when_it_changes() {
        let (mut settings, _id, outlet) = with_root();
        let passes = |target, level| outlet.filter(|filter| filter.enables(target, level));
        assert!(!settings.publish_filters());
        assert!(passes("hyper::client", Level::Warning) && !passes("hyper", Level::Info));
        settings.set_target_level("hyper", CALL, Some(LevelFilter::ERROR));
        assert!(passes("hyper::client", Level::Warning));
        assert!(settings.publish_filters());
        assert!(!passes("hyper::client", Level::Warning) && passes("hyperx", Level::Warning));
        assert!(!settings.publish_filters());
        settings.set_target_level("h2", CALL, Some(LevelFilter::DEBUG));
        assert!(settings.publish_filters());
        assert_eq!(outlet.filter(RootFilter::lowest), LevelFilter::DEBUG);
    }

    #[test]
    fn spans_pass_at_the_levels_of_loggers_unless_a_rule_covers_them() {
        let (mut settings, _id, outlet) = with_root();
        let passes = |target, level| outlet.filter(|filter| filter.enables_span(target, level));
        assert!(passes("app", Level::Warning) && !passes("app", Level::Info));
        settings.attach(logger_in("payments", "app::payments"));
        assert!(settings.publish_filters());
        assert!(passes("app", Level::Info) && !passes("app", Level::Debug));
        settings.set_level("payments", CALL, Some(LevelFilter::TRACE));
        settings.set_target_level("h2", CALL, Some(LevelFilter::ERROR));
        assert!(settings.publish_filters());
        assert!(passes("app", Level::Trace) && !passes("h2::codec", Level::Warning));
        assert!(!outlet.filter(|filter| filter.enables("app", Level::Info)));
    }

    /// The level in force, its source, and the target that it was set on.
    fn target_level<'a>(
        settings: &'a Settings,
        target: &'a str,
    ) -> (LevelFilter, LevelSource, &'a str) {
        let level = settings.targets.covering(target).find_map(|rule| {
            let (level, source) = rule.level()?;
            Some((level, source, &*rule.target))
        });
        level.unwrap_or((LevelFilter::WARNING, LevelSource::Default, ""))
    }

    #[test]
    fn the_most_specific_target_decides_then_the_highest_layer() {
        let mut settings = Settings::default();
        assert_eq!(
            target_level(&settings, "hyper"),
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
            assert_eq!(target_level(&settings, target), (level, source, rule), "{target}");
        }
        settings.replace_target_levels(ATTRIBUTE, std::iter::empty());
        let error = (LevelFilter::ERROR, layer(CALL), "hyper");
        assert_eq!(target_level(&settings, "hyper::client::dns"), error);
        settings.set_target_level("hyper", CALL, None);
        assert_eq!(settings.targets.iter().count(), 0);
    }

    #[test]
    fn a_rule_has_one_entry_however_it_is_spelled() {
        let mut settings = Settings::default();
        settings.set_target_level("tower-http", ATTRIBUTE, Some(LevelFilter::ERROR));
        settings.set_target_level("tower_http", CALL, Some(LevelFilter::OFF));
        assert_eq!(target_level(&settings, "tower_http::trace").0, LevelFilter::OFF);
        assert_eq!(settings.targets.iter().count(), 1);
    }

    #[test]
    fn a_copy_keeps_its_rules() {
        let mut settings = Settings::default();
        settings.set_target_level("hyper", CALL, Some(LevelFilter::ERROR));
        let before = settings.clone();
        settings.set_target_level("hyper", CALL, Some(LevelFilter::DEBUG));
        assert_eq!(target_level(&before, "hyper").0, LevelFilter::ERROR);
    }
}
