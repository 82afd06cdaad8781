//! The publication of settings: the thresholds and routes computed from them, stored where call sites
//! read them.

use std::sync::Arc;

#[cfg(feature = "testing")]
use crate::level::LevelFilter;
#[cfg(feature = "control")]
use crate::record::Record;
use crate::registry::route::{Attached, Route};
use crate::registry::settings::{Changed, Entry, Settings, is_within};

impl Settings {
    pub(crate) fn take_changed(&mut self) -> Changed {
        std::mem::take(&mut self.changed)
    }

    /// Every name, for a process that cannot know how far a publication got before the fork.
    pub(crate) fn everything(&self) -> Changed {
        let mut names = Vec::new();
        for entry in &self.entries {
            if !entry.name.as_bytes().contains(&b'.') {
                names.push(Arc::clone(&entry.name));
            }
        }
        Changed {
            names,
            #[cfg(feature = "__roots")]
            roots: true,
        }
    }

    /// Computes the threshold and the route of every logger that the changes affect, once each, and
    /// stores them where call sites read them. Returns the routes that are no longer in use.
    pub(crate) fn publish(&self, changed: &Changed) -> Vec<Option<Arc<Route>>> {
        let mut replaced = Vec::new();
        for changed in &changed.names {
            // The loggers below a name follow it directly: `.` sorts before all other characters of a
            // name.
            let (Ok(start) | Err(start)) = self.find(changed);
            for entry in self.entries.get(start..).unwrap_or_default() {
                if !is_within(&entry.name, changed) {
                    break;
                }
                self.publish_logger(entry, &mut replaced);
            }
        }
        #[cfg(feature = "__roots")]
        if changed.roots {
            self.publish_roots(&mut replaced);
        }
        replaced
    }

    fn publish_logger(&self, entry: &Entry, replaced: &mut Vec<Option<Arc<Route>>>) {
        if entry.statics.is_empty() {
            return;
        }
        let level = self.level(&entry.name).0;
        let route = self.route(entry);
        #[cfg(feature = "testing")]
        let (level, route) =
            (self.level_with_captures(&entry.name, level), Route { shown: level, ..route });
        let route = Arc::new(route);
        for logger in &entry.statics {
            replaced.push(logger.outlet.publish(level, Arc::clone(&route)));
        }
    }

    /// Gives a record that tells of a logger to its handlers; also for an ancestor that no static
    /// declares, and to those of the roots for anything else.
    #[cfg(feature = "control")]
    pub(crate) fn dispatch_about(&self, name: &str, record: &Record<'_>) {
        match self.known(name) {
            Some(entry) if !self.is_root(name) => self.route(entry).dispatch(record),
            _ => {
                for root in self.roots() {
                    root.outlet.with_route(|route| route.dispatch(record));
                }
            }
        }
    }

    fn route(&self, entry: &Entry) -> Route {
        let destinations = self.destinations(&entry.name);
        let mut handlers = Vec::new();
        for (_, handler) in &destinations.handlers {
            handlers.push(Arc::clone(handler));
        }
        Route::of(entry, handlers, destinations.to_host)
    }
}

impl Route {
    /// The route of an entry's records to handlers, and to the host.
    pub(super) fn of(entry: &Entry, handlers: Vec<Arc<Attached>>, to_host: bool) -> Self {
        Self {
            name: Arc::clone(&entry.name),
            id: entry.id,
            counters: Arc::clone(&entry.counters),
            handlers,
            to_host,
            #[cfg(feature = "testing")]
            shown: LevelFilter::TRACE,
        }
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
