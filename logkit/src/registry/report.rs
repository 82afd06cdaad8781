//! `logkit::logger_tree()`: the answer to "why do I not see my line?".

use std::fmt;
use std::sync::Arc;

use crate::handler::Handler;
use crate::level::LevelFilter;
use crate::logger::attach_all;
use crate::registry::dispatch::{Node, Stats};
use crate::registry::{self, LevelSource};
use crate::tracing;
use crate::util::catch_panic::catch_panic;

/// Every logger with its threshold and where that comes from, whether it propagates, where its
/// records go, and how many went.
///
/// ```
/// # use logkit::{Logger, module_logger};
/// # #[module_logger("payments")]
/// # static PAYMENTS: Logger;
/// # #[module_logger("payments.gateway", level = "debug")]
/// # static GATEWAY: Logger;
/// println!("{}", logkit::logger_tree());
/// # let tree = logkit::logger_tree().to_string();
/// # assert!(tree.contains("payments.gateway  DEBUG  attribute"), "{tree}");
/// ```
/// ```text
/// LOGGER            LEVEL  FROM       PROPAGATE  WRITTEN  LOST  HANDLERS
/// payments          INFO   default    no               0     0  stderr (none was given)
/// payments.gateway  DEBUG  attribute  no               0     0  stderr (none was given)
/// ```
pub fn logger_tree() -> impl fmt::Display {
    attach_all();
    let rows = registry::change(|tree| {
        let row = |(name, node): (&'static str, &'static Node)| {
            let (route, owners) = tree.route(name);
            let (level, source, owner) = tree.effective(name);
            Row {
                name,
                level,
                from: match source {
                    LevelSource::Default => "default".to_owned(),
                    _ if owner != name => owner.to_owned(),
                    LevelSource::Override => "override".to_owned(),
                    LevelSource::Set => "set_level".to_owned(),
                    LevelSource::Attribute => "attribute".to_owned(),
                },
                propagate: tree.propagate(name),
                stats: node.stats(),
                handlers: owners.into_iter().zip(route.handlers).collect(),
                root: route.root,
            }
        };
        tree.loggers().map(row).collect()
    });
    Overview { rows }
}

struct Overview {
    rows: Vec<Row>,
}

struct Row {
    name: &'static str,
    level: LevelFilter,
    from: String,
    propagate: bool,
    stats: Stats,
    /// With the name of the logger that each was added to.
    handlers: Vec<(&'static str, Arc<dyn Handler>)>,
    root: bool,
}

impl Row {
    /// Left of the handlers.
    fn cells(&self) -> [String; 6] {
        [
            self.name.to_owned(),
            self.level.to_string(),
            self.from.clone(),
            if self.propagate { "yes" } else { "no" }.to_owned(),
            self.stats.written.to_string(),
            self.stats.dropped.to_string(),
        ]
    }

    fn destinations(&self) -> String {
        let describe = |(owner, handler): &(&str, Arc<dyn Handler>)| {
            let of = if *owner == self.name { String::new() } else { format!(" of {owner}") };
            let at = handler.level().map_or(String::new(), |level| format!(" at {level}"));
            format!("{}{of}{at}", Described(&**handler))
        };
        let mut destinations: Vec<String> = self
            .handlers
            .iter()
            // The handler's own code.
            .map(|handler| {
                catch_panic(|| describe(handler)).unwrap_or_else(|_| "[panicked]".to_owned())
            })
            .collect();
        let listens = tracing::host_listens();
        if destinations.is_empty() && !(self.root && listens) {
            destinations.push("stderr (none was given)".to_owned());
        }
        if self.root {
            let none = if listens { "" } else { " (none is installed)" };
            destinations.push(format!("the host's subscriber{none}"));
        }
        destinations.join(", ")
    }
}

struct Described<'a>(&'a dyn Handler);

impl fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.describe(f)
    }
}

impl fmt::Display for Overview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heads = ["LOGGER", "LEVEL", "FROM", "PROPAGATE", "WRITTEN", "LOST"].map(str::to_owned);
        let mut lines = vec![(heads, "HANDLERS".to_owned())];
        lines.extend(self.rows.iter().map(|row| (row.cells(), row.destinations())));
        let width = |column: usize| {
            lines.iter().map(|(cells, _)| cells[column].len()).max().unwrap_or_default()
        };
        let widths = [0, 1, 2, 3, 4, 5].map(width);
        lines.iter().try_for_each(|(cells, handlers)| {
            for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
                match column {
                    4 | 5 => write!(f, "{cell:>width$}  ")?,
                    _ => write!(f, "{cell:<width$}  ")?,
                }
            }
            writeln!(f, "{handlers}")
        })
    }
}
