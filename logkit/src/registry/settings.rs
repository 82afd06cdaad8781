//! The settings of every logger name, as plain data: changes to a copy, and queries.

use std::sync::Arc;

use crate::level::LevelFilter;
use crate::registry::declaration::{Declaration, Declared};
use crate::registry::level_rules::{LevelRules, is_below};
#[cfg(feature = "__roots")]
use crate::registry::modules::Modules;
use crate::registry::precedence::{Overrides, SettingLayer, SettingLayers};
#[cfg(feature = "__roots")]
use crate::registry::root_filter::RootOutlet;
use crate::registry::route::{Attached, Counters, HandlerId};
#[cfg(feature = "__roots")]
use crate::registry::targets::TargetRules;
use crate::sink::Receipt;

/// The name of every root.
#[cfg(feature = "__roots")]
pub(crate) const ROOT: &str = "root";

/// All settings at one moment.
///
/// Changes are made to a clone, which shares all entries that it does not touch, so readers never
/// see a half-done change.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    /// The loggers, and placeholders for those of their ancestors that no static declares, in the
    /// order of their names. Lists, because each change copies them, and a tree has more code.
    pub(super) entries: Vec<Arc<Entry>>,
    #[cfg(feature = "__roots")]
    pub(super) roots: Vec<Arc<RootEntry>>,
    /// The levels of third parties' targets.
    #[cfg(feature = "__roots")]
    pub(super) targets: TargetRules,
    /// The levels of the environment; `None` before it has been read.
    pub(super) environment: Option<Arc<LevelRules>>,
    /// The levels of a configuration file.
    #[cfg(feature = "config")]
    pub(super) file: Arc<LevelRules>,
    /// The handlers that a configuration file gives every root.
    #[cfg(feature = "config")]
    pub(super) root_handlers: Vec<Arc<Attached>>,
    #[cfg(feature = "__roots")]
    pub(super) modules: Modules,
    last_id: u64,
    pub(super) changed: Changed,
}

/// The parts of the settings that were changed since they were published.
#[derive(Clone, Default)]
pub(crate) struct Changed {
    /// Each covers the logger of that name and all below it; none is below another.
    pub(super) names: Vec<Arc<str>>,
    /// A root, or the level of a target, which all roots share.
    #[cfg(feature = "__roots")]
    pub(super) roots: bool,
}

/// The settings of one name.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) name: Arc<str>,
    /// Identifies the entry in the receipts of its records.
    pub(super) id: u64,
    pub(super) levels: SettingLayers<LevelFilter>,
    pub(super) propagate: SettingLayers<bool>,
    pub(super) overrides: Overrides,
    /// The captures of tests that need every record.
    #[cfg(feature = "testing")]
    pub(super) captures: u32,
    pub(super) handlers: Vec<Arc<Attached>>,
    pub(super) counters: Arc<Counters>,
    /// The statics that declare the name. Several crates may declare one logger; a placeholder has
    /// none.
    pub(super) statics: Vec<Declared>,
}

/// A root: an entry whose records come from third parties. It cannot be looked up by name, because
/// a host may have several layers, each with its own handlers.
#[cfg(feature = "__roots")]
#[derive(Clone)]
pub(super) struct RootEntry {
    pub(super) entry: Entry,
    pub(super) outlet: Arc<RootOutlet>,
}

/// Changes to loggers.
impl Settings {
    /// Adds a logger, with placeholders for the ancestors that are not declared.
    pub(crate) fn attach(&mut self, logger: Declared) {
        let name = logger.declaration.name;
        if let Some(entry) = self.known(name) {
            if entry.statics.iter().any(|known| std::ptr::eq(known.outlet, logger.outlet)) {
                return;
            }
        }
        for (at, _) in name.match_indices('.') {
            if let Some(ancestor) = name.get(..at) {
                self.ensure_entry(ancestor);
            }
        }
        #[cfg(feature = "__roots")]
        self.modules.add(logger);
        let entry = self.entry(name);
        entry.statics.push(logger);
        // If several statics declare the name, the most verbose level holds and one that propagates
        // is enough, so that the linker's order does not matter.
        let declared = logger.declaration.level;
        let level = match (entry.levels.get(SettingLayer::Attribute), declared) {
            (Some(level), Some(declared)) => Some(level.min(declared)),
            (level, declared) => level.or(declared),
        };
        entry.levels.set(SettingLayer::Attribute, level);
        let propagate = entry.propagate.get(SettingLayer::Attribute).unwrap_or_default();
        entry
            .propagate
            .set(SettingLayer::Attribute, Some(propagate || logger.declaration.propagate));
    }

    pub(crate) fn set_level(
        &mut self,
        name: &str,
        layer: SettingLayer,
        level: Option<LevelFilter>,
    ) {
        self.entry(name).levels.set(layer, level);
    }

    pub(crate) fn set_propagate(
        &mut self,
        name: &str,
        layer: SettingLayer,
        propagate: Option<bool>,
    ) {
        self.entry(name).propagate.set(layer, propagate);
    }

    /// Puts an override on top of those of the name.
    pub(crate) fn push_override(&mut self, name: &str, level: LevelFilter) -> u64 {
        let id = self.next_id();
        #[cfg(feature = "control")]
        if self.is_root(name) {
            self.change_root_overrides(|overrides| overrides.push(id, level));
            return id;
        }
        self.entry(name).overrides.push(id, level);
        id
    }

    /// Removes an override, unless that has been done before.
    pub(crate) fn end_override(&mut self, name: &str, id: u64) {
        #[cfg(feature = "control")]
        if self.is_root(name) {
            return self.change_root_overrides(|overrides| overrides.remove(id));
        }
        #[cfg(feature = "control")]
        if self.end_target_override(name, id) || self.known(name).is_none() {
            return;
        }
        self.entry(name).overrides.remove(id);
    }

    pub(crate) fn add_handler(&mut self, name: &str, handler: Attached) -> HandlerId {
        let handler = self.with_id(handler);
        let id = handler.id;
        self.entry(name).handlers.push(handler);
        id
    }

    /// Removes the handlers that `remove` picks and adds others; returns how many were removed.
    pub(crate) fn replace_handlers(
        &mut self,
        name: &str,
        remove: &dyn Fn(HandlerId) -> bool,
        add: Vec<Attached>,
    ) -> (usize, Vec<HandlerId>) {
        let add: Vec<_> = add.into_iter().map(|handler| self.with_id(handler)).collect();
        let ids = add.iter().map(|handler| handler.id).collect();
        let handlers = &mut self.entry(name).handlers;
        let before = handlers.len();
        handlers.retain(|handler| !remove(handler.id));
        let removed = before - handlers.len();
        handlers.extend(add);
        (removed, ids)
    }

    pub(super) fn with_id(&mut self, mut handler: Attached) -> Arc<Attached> {
        handler.id = HandlerId(self.next_id());
        Arc::new(handler)
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// The entry of the name, to be changed.
    pub(super) fn entry(&mut self, name: &str) -> &mut Entry {
        let index = self.ensure_entry(name);
        let entry = &mut self.entries[index];
        self.changed.add(&entry.name);
        Arc::make_mut(entry)
    }

    /// Returns the index of the name's entry, which is a placeholder if it is new.
    fn ensure_entry(&mut self, name: &str) -> usize {
        match self.find(name) {
            Ok(index) => index,
            Err(index) => {
                let entry = Entry::new(name, self.next_id());
                self.entries.insert(index, Arc::new(entry));
                index
            }
        }
    }
}

/// Queries.
impl Settings {
    /// The loggers in the order of their names: one static of each.
    pub(crate) fn loggers(&self) -> Vec<Declared> {
        let mut loggers = Vec::new();
        for entry in &self.entries {
            if let Some(logger) = entry.statics.first() {
                loggers.push(*logger);
            }
        }
        loggers
    }

    /// The declarations of all statics, in the order of their names.
    pub(crate) fn declarations(&self) -> Vec<&'static Declaration> {
        let mut declarations = Vec::new();
        for entry in &self.entries {
            for logger in &entry.statics {
                declarations.push(logger.declaration);
            }
        }
        declarations
    }

    /// The names of the loggers, in their order.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for logger in self.loggers() {
            names.push(logger.declaration.name);
        }
        names
    }

    /// The logger of that name, unless the name is unknown or a placeholder's.
    pub(crate) fn logger(&self, name: &str) -> Option<Declared> {
        self.known(name)?.statics.first().copied()
    }

    /// The statics that declare the name.
    pub(crate) fn statics(&self, name: &str) -> &[Declared] {
        self.known(name).map_or(&[], |entry| &entry.statics)
    }

    /// The logger of the innermost module around the path.
    #[cfg(any(feature = "layer", feature = "control"))]
    pub(crate) fn logger_around(&self, module_path: &str) -> Option<Declared> {
        self.modules.around(module_path)
    }

    /// The logger's own handlers.
    pub(crate) fn handlers_of(&self, name: &str) -> &[Arc<Attached>] {
        self.known(name).map_or(&[], |entry| &entry.handlers)
    }

    /// Every handler of the process, each once, with the name that it was added to.
    pub(crate) fn handlers(&self) -> Vec<(Arc<str>, Arc<Attached>)> {
        let mut handlers: Vec<(Arc<str>, Arc<Attached>)> = Vec::new();
        for entry in self.all_entries() {
            for handler in &entry.handlers {
                if !handlers.iter().any(|(_, other)| Arc::ptr_eq(other, handler)) {
                    handlers.push((Arc::clone(&entry.name), Arc::clone(handler)));
                }
            }
        }
        handlers
    }

    /// The name and the counters of the logger that accepted a record.
    pub(crate) fn logger_of(&self, receipt: Receipt) -> Option<(&str, &Counters)> {
        for entry in self.all_entries() {
            if receipt.is_of_logger(entry.id) {
                return Some((&entry.name, &entry.counters));
            }
        }
        None
    }

    /// The handler that accepted a record, unless it was removed.
    pub(crate) fn handler_of(&self, receipt: Receipt) -> Option<&Attached> {
        for entry in self.all_entries() {
            for handler in &entry.handlers {
                if receipt.is_of_handler(handler.id.0) {
                    return Some(handler);
                }
            }
        }
        None
    }

    /// The entries of all names and of all roots.
    fn all_entries(&self) -> impl Iterator<Item = &Entry> {
        let entries = self.entries.iter().map(|entry| &**entry);
        #[cfg(feature = "__roots")]
        let entries = entries.chain(self.roots.iter().map(|root| &root.entry));
        entries
    }

    pub(super) fn known(&self, name: &str) -> Option<&Entry> {
        let index = self.find(name).ok()?;
        self.entries.get(index).map(|entry| &**entry)
    }

    /// The index of the name, or else the index at which to insert it.
    pub(super) fn find(&self, name: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| (*entry.name).cmp(name))
    }
}

impl Changed {
    fn add(&mut self, name: &Arc<str>) {
        if !self.names.iter().any(|above| is_within(name, above)) {
            self.names.retain(|below| !is_within(below, name));
            self.names.push(Arc::clone(name));
        }
    }
}

impl Entry {
    pub(super) fn new(name: &str, id: u64) -> Self {
        Self {
            name: name.into(),
            id,
            levels: SettingLayers::default(),
            propagate: SettingLayers::default(),
            overrides: Overrides::default(),
            #[cfg(feature = "testing")]
            captures: 0,
            handlers: Vec::new(),
            counters: Arc::default(),
            statics: Vec::new(),
        }
    }

    /// Returns `true` if records go on to the parent. Those of a placeholder always do.
    pub(super) fn propagates(&self) -> bool {
        self.propagate.highest().is_none_or(|(propagate, _)| propagate)
    }
}

/// Returns `true` if `name` is `ancestor` or lies below it.
pub(super) fn is_within(name: &str, ancestor: &str) -> bool {
    is_below(name, ancestor, ".")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::Settings;
    use crate::level::LevelFilter;
    use crate::registry::declaration::{Declaration, Declared};
    use crate::registry::precedence::{LevelSource, SettingLayer};
    use crate::registry::route::Outlet;

    pub(crate) fn logger(name: &'static str) -> Declared {
        logger_in(name, "")
    }

    pub(crate) fn logger_in(name: &'static str, module_path: &'static str) -> Declared {
        let declaration = Declaration::new(name, None, false).at(module_path, "");
        let declaration = Box::leak(Box::new(declaration));
        let outlet = Box::leak(Box::new(Outlet::new()));
        Declared { declaration, outlet, logger: &() }
    }

    #[test]
    fn a_copy_does_not_change_with_the_original() {
        let mut settings = Settings::default();
        settings.attach(logger("shop.cart"));
        let before = settings.clone();
        settings.set_level("shop", SettingLayer::Call, Some(LevelFilter::OFF));
        let _ = settings.push_override("shop.cart", LevelFilter::TRACE);
        assert_eq!(before.level("shop.cart"), (LevelFilter::INFO, LevelSource::Default, ""));
        let overridden = (LevelFilter::TRACE, LevelSource::Override, "shop.cart");
        assert_eq!(settings.level("shop.cart"), overridden);
        // A name that has settings but no static is not a logger.
        assert!(settings.logger("shop").is_none());
        assert_eq!(settings.names(), ["shop.cart"]);
    }
}
