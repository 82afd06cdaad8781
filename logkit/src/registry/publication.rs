//! The publication of settings: the thresholds and routes computed from them, stored where call sites
//! read them.

use std::sync::Arc;

#[cfg(feature = "testing")]
use crate::level::LevelFilter;
#[cfg(feature = "control")]
use crate::record::Record;
use crate::registry::route::Route;
use crate::registry::settings::{
    Changed, Destinations, Entry, ROOT, RootEntry, Settings, is_within,
};

impl Settings {
    pub(crate) fn take_changed(&mut self) -> Changed {
        std::mem::take(&mut self.changed)
    }

    /// Every name, for a process that cannot know how far a publication got before the fork.
    pub(crate) fn everything(&self) -> Changed {
        let names = self.entries.iter().map(|(name, _)| name).filter(|name| !name.contains('.'));
        let roots = self.roots.iter().map(|(id, _)| *id);
        Changed { names: names.cloned().collect(), roots: roots.collect(), targets: true }
    }

    /// Computes the threshold and the route of every logger that the changes affect, once each, and
    /// stores them where call sites read them. Returns the routes that are no longer in use.
    pub(crate) fn publish(&self, changed: &Changed) -> Vec<Option<Arc<Route>>> {
        let mut replaced = Vec::new();
        for changed in &changed.names {
            for (name, entry) in self.subtree(changed) {
                self.publish_logger(name, entry, &mut replaced);
            }
        }
        let of_all = |id| changed.targets || changed.roots.contains(id);
        for (_, root) in self.roots.iter().filter(|(id, _)| of_all(id)) {
            let RootEntry { entry, outlet } = &**root;
            let route = Route {
                name: ROOT.into(),
                id: entry.id,
                counters: Arc::clone(&entry.counters),
                handlers: entry.handlers.clone(),
                to_host: false,
                #[cfg(feature = "testing")]
                shown: LevelFilter::TRACE,
            };
            replaced.push(outlet.records.publish(self.root_level(entry).0, Arc::new(route)));
        }
        replaced
    }

    fn publish_logger(
        &self,
        name: &Arc<str>,
        entry: &Entry,
        replaced: &mut Vec<Option<Arc<Route>>>,
    ) {
        if entry.statics.is_empty() {
            return;
        }
        let level = self.level(name).0;
        let route = self.route(name, entry);
        #[cfg(feature = "testing")]
        let (level, route) =
            (self.level_with_captures(name, level), Route { shown: level, ..route });
        let route = Arc::new(route);
        for logger in &entry.statics {
            replaced.push(logger.outlet.publish(level, Arc::clone(&route)));
        }
    }

    /// Gives a record that tells of a logger to its handlers; also for an ancestor that no static
    /// declares, and to those of the roots for anything else.
    #[cfg(feature = "control")]
    pub(crate) fn dispatch_about(&self, name: &str, record: &Record<'_>) {
        match self.find(name).ok().and_then(|at| self.entries.get(at)) {
            Some((name, entry)) if !self.is_root(name) => {
                self.route(name, entry).dispatch(record);
            }
            _ => {
                for (_, _, outlet, _) in self.roots() {
                    outlet.with_route(|route| route.dispatch(record));
                }
            }
        }
    }

    fn route(&self, name: &Arc<str>, entry: &Entry) -> Route {
        let Destinations { handlers, to_host } = self.destinations(name);
        Route {
            name: Arc::clone(name),
            id: entry.id,
            counters: Arc::clone(&entry.counters),
            handlers: handlers.into_iter().map(|(_, handler)| Arc::clone(handler)).collect(),
            to_host,
            #[cfg(feature = "testing")]
            shown: LevelFilter::TRACE,
        }
    }

    /// The entry of `name` and those below it, which follow it directly: `.` sorts before all other
    /// characters of a name.
    fn subtree(&self, name: &str) -> impl Iterator<Item = &(Arc<str>, Arc<Entry>)> {
        let start = self.find(name).unwrap_or_else(|index| index);
        self.entries.iter().skip(start).take_while(move |(key, _)| is_within(key, name))
    }
}

#[cfg(test)]
mod tests {
    use crate::level::Level;
    use crate::registry::precedence::SettingLayer;
    use crate::registry::route::UNRESOLVED;
    use crate::registry::settings::Settings;
    use crate::registry::settings::tests::logger;

    #[test]
    fn many_changes_are_one_publication() {
        let loggers = ["shop", "shop.cart", "shop.cart.items", "shopping"].map(logger);
        let mut settings = Settings::default();
        for logger in loggers {
            settings.attach(logger);
            settings.attach(logger);
        }
        for level in [Level::Trace, Level::Error] {
            settings.set_level("shop", SettingLayer::Call, Some(level.into()));
            settings.set_level("shop.cart", SettingLayer::Call, Some(Level::Debug.into()));
        }
        let thresholds = || loggers.map(|logger| logger.outlet.threshold());
        // No change is visible before all of them are.
        assert_eq!(thresholds(), [UNRESOLVED; 4]);
        let changed = settings.take_changed();
        assert_eq!(settings.publish(&changed).len(), 4);
        assert_eq!(thresholds(), [40, 10, 10, 20]);

        settings.set_level("shop.cart", SettingLayer::Call, None);
        let changed = settings.take_changed();
        assert_eq!(settings.publish(&changed).len(), 2);
        assert_eq!(thresholds(), [40, 40, 40, 20]);
        let everything = settings.everything();
        assert_eq!(settings.publish(&everything).len(), 4);
    }
}
