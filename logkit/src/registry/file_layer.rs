//! The settings of a configuration file, which replace those of the one before as a whole.

use std::sync::Arc;

use crate::level::LevelFilter;
use crate::registry::level_rules::LevelRules;
use crate::registry::precedence::SettingLayer;
use crate::registry::route::Attached;
use crate::registry::settings::Settings;

/// All settings of a file.
#[derive(Debug, Default)]
pub(crate) struct FileLayer {
    pub(crate) levels: LevelRules,
    /// The levels of third parties' targets.
    pub(crate) targets: Vec<(String, LevelFilter)>,
    pub(crate) propagate: Vec<(String, bool)>,
    /// The handlers of each logger.
    pub(crate) handlers: Vec<(String, Vec<Arc<Attached>>)>,
    /// The handlers of every root.
    pub(crate) root_handlers: Vec<Arc<Attached>>,
}

impl Settings {
    /// Makes a handler of a file that any number of loggers may share.
    pub(crate) fn adopt(&mut self, mut handler: Attached) -> Arc<Attached> {
        handler.is_of_file = true;
        self.with_id(handler)
    }

    /// Replaces the settings of the file. Handlers that the program added itself stay.
    pub(crate) fn replace_file_layer(&mut self, layer: FileLayer) {
        let FileLayer { levels, targets, propagate, handlers, root_handlers } = layer;
        let targets = targets.iter().map(|(target, level)| (&**target, *level));
        self.replace_target_levels(SettingLayer::File, targets);
        self.file = Arc::new(levels);
        let names: Vec<Arc<str>> =
            self.entries.iter().map(|entry| Arc::clone(&entry.name)).collect();
        for name in names {
            let entry = self.entry(&name);
            entry.handlers.retain(|handler| !handler.is_of_file);
            entry.propagate.set(SettingLayer::File, None);
        }
        for (name, propagate) in propagate {
            self.set_propagate(&name, SettingLayer::File, Some(propagate));
        }
        for (name, mut handlers) in handlers {
            self.entry(&name).handlers.append(&mut handlers);
        }
        for root in &mut self.roots {
            let handlers = &mut Arc::make_mut(root).entry.handlers;
            handlers.retain(|handler| !handler.is_of_file);
            handlers.extend(root_handlers.iter().cloned());
        }
        self.root_handlers = root_handlers;
        self.changed = self.everything();
    }
}
