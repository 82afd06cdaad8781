//! A logger and its ancestors: where its records go.

use std::sync::Arc;

use crate::registry::route::Attached;
use crate::registry::settings::{Entry, Settings};

/// The handlers of a logger with the names that they were added to, and whether its records go on
/// to the host.
pub(crate) struct Destinations<'a> {
    pub(crate) handlers: Vec<(&'a str, &'a Arc<Attached>)>,
    pub(crate) to_host: bool,
}

impl Settings {
    pub(crate) fn propagates(&self, name: &str) -> bool {
        self.known(name).is_none_or(Entry::propagates)
    }

    /// Returns the destinations of the logger's records. As in CPython, they go to its own
    /// handlers, then to its parent's as long as `propagate` holds, and finally to the host. Unlike
    /// in CPython, if propagation stops before any handler is found, the handlers of the nearest
    /// ancestor that has some are used.
    pub(crate) fn destinations<'a>(&'a self, name: &'a str) -> Destinations<'a> {
        let mut found = Destinations { handlers: Vec::new(), to_host: true };
        for entry in self.lineage(name) {
            for handler in &entry.handlers {
                // Loggers share the handlers of a file, and each record reaches one once.
                if !found.handlers.iter().any(|(_, other)| Arc::ptr_eq(other, handler)) {
                    found.handlers.push((&entry.name, handler));
                }
            }
            found.to_host &= entry.propagates();
            if !found.to_host && !found.handlers.is_empty() {
                break;
            }
        }
        found
    }

    /// The nearest logger, from the name upwards, whose records do not go on to its parent.
    pub(crate) fn end_of_propagation<'a>(&'a self, name: &'a str) -> &'a str {
        for entry in self.lineage(name) {
            if !entry.propagates() {
                return &entry.name;
            }
        }
        name
    }

    /// The entry of the name, then those of its ancestors, nearest first.
    pub(super) fn lineage(&self, name: &str) -> impl Iterator<Item = &Entry> {
        std::iter::successors(self.nearest(name), |entry| self.nearest(parent(&entry.name)?))
    }

    /// The entry of the name, or else that of its nearest ancestor.
    fn nearest(&self, mut name: &str) -> Option<&Entry> {
        loop {
            if let Some(entry) = self.known(name) {
                return Some(entry);
            }
            name = parent(name)?;
        }
    }
}

fn parent(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(parent, _)| parent)
}
