//! The levels that operators have set: one override for each logger, its end, and the log line that
//! tells of each change.

use std::io;
use std::time::{Duration, SystemTime};

use crate::level::{Level, LevelFilter};
use crate::record::Record;
use crate::record::metadata::{Location, Metadata};
use crate::record::value::Value;
use crate::registry;
use crate::registry::overrides::{self, LevelOverride};
use crate::registry::settings::Settings;
use crate::util::clock;
use crate::util::duration::ShownDuration;
use crate::util::fork_mutex::ForkMutex;
use crate::util::intern::Interner;

/// A level that an operator has set.
#[derive(Clone, Copy, Debug)]
pub(super) struct LevelChange {
    /// The name of the logger, or the target.
    logger: &'static str,
    /// The id of the override.
    id: u64,
    pub(super) level: LevelFilter,
    /// The time at which the level is reverted; `None` is never.
    pub(super) until: Option<SystemTime>,
}

/// The changes in force, at most one for each logger. The child of a fork may start without any.
static CHANGES: ForkMutex<Vec<LevelChange>> = ForkMutex::new();

/// Sets the level of a logger or of a target that the registry knows, in place of one that was set before.
///
/// # Errors
///
/// No thread can be started to revert it. The level is as before.
pub(super) fn set(logger: &str, level: LevelFilter, duration: Option<Duration>) -> io::Result<()> {
    overrides::call_at_end(revert);
    let logger = intern(logger);
    let (previous, level_override) = registry::update(|settings| {
        let previous = level_of(settings, logger);
        let is_target = !settings.is_root(logger) && !settings.knows(logger);
        let start = if is_target { LevelOverride::start_of_target } else { LevelOverride::start };
        (previous, start(settings, logger, level))
    });
    let id = level_override.id();
    let now = clock::now();
    let until = duration.and_then(|duration| now?.checked_add(duration));
    let change = LevelChange { logger, id, level, until };
    let replaced = CHANGES.with(|changes| replace(changes, change));
    // Before the end is scheduled, so that the lines are in the order of what they tell.
    announce(logger, &Told::Changed { level, previous, duration, until });
    match duration {
        Some(duration) => {
            if let Err(error) = level_override.try_end_after(duration) {
                CHANGES.with(|changes| {
                    extract(changes, |change| change.id == id);
                    changes.extend(replaced);
                });
                announce_revert(logger);
                return Err(error);
            }
        }
        None => level_override.keep(),
    }
    for replaced in replaced {
        overrides::cancel(replaced.logger, replaced.id);
    }
    Ok(())
}

/// Reverts the level that an operator has set, if there is one.
pub(super) fn reset(logger: &str) {
    let taken = take(|change| change.logger == logger);
    for change in &taken {
        overrides::cancel(change.logger, change.id);
    }
    if let Some(change) = taken.first() {
        announce_revert(change.logger);
    }
}

/// The level that an operator has set on a logger.
pub(super) fn change_of(logger: &str) -> Option<LevelChange> {
    CHANGES.with(|changes| changes.iter().find(|change| change.logger == logger).copied())
}

/// Adds a change. Returns the changes that it replaces: of two that are made at once the one with the
/// newer override stays.
fn replace(changes: &mut Vec<LevelChange>, change: LevelChange) -> Vec<LevelChange> {
    changes.push(change);
    let of_logger = changes.iter().filter(|other| other.logger == change.logger);
    let newest = of_logger.map(|other| other.id).max().unwrap_or(change.id);
    extract(changes, |other| other.logger == change.logger && other.id != newest)
}

fn take(is: impl Fn(&LevelChange) -> bool) -> Vec<LevelChange> {
    CHANGES.with(|changes| extract(changes, is))
}

fn extract(changes: &mut Vec<LevelChange>, is: impl Fn(&LevelChange) -> bool) -> Vec<LevelChange> {
    let taken = changes.iter().filter(|change| is(change)).copied().collect();
    changes.retain(|change| !is(change));
    taken
}

/// Called with the ids of overrides that have ended by themselves.
fn revert(ended: &[u64]) {
    for change in take(|change| ended.contains(&change.id)) {
        announce_revert(change.logger);
    }
}

fn announce_revert(logger: &'static str) {
    let level = registry::read(|settings| level_of(settings, logger));
    announce(logger, &Told::Reverted { level });
}

fn level_of(settings: &Settings, logger: &str) -> LevelFilter {
    let of_root = settings.lowest_root_level().filter(|_| settings.is_root(logger));
    match (of_root, settings.target_level(logger)) {
        (Some((level, _)), _) => level,
        (None, Some(target)) if !settings.knows(logger) => target.effective,
        (None, _) => settings.level(logger).0,
    }
}

/// A change as the log tells it.
enum Told {
    Changed {
        level: LevelFilter,
        previous: LevelFilter,
        duration: Option<Duration>,
        until: Option<SystemTime>,
    },
    Reverted {
        level: LevelFilter,
    },
}

/// Logs a change to the handlers of the logger, past its threshold: a warning of the logger `logkit`.
fn announce(logger: &'static str, told: &Told) {
    static CHANGED: Metadata = Metadata::new(
        Level::Warning,
        Location::new(module_path!(), file!(), line!()),
        5,
        &["logger", "level", "previous", "duration", "until", "an operator changed a level"],
    );
    static REVERTED: Metadata = Metadata::new(
        Level::Warning,
        Location::new(module_path!(), file!(), line!()),
        2,
        &["logger", "level", "a level that an operator had changed was reverted"],
    );
    let give = |metadata, values: &[Value<'_>]| {
        let record = Record::new("logkit", metadata, values);
        registry::read(|settings| settings.dispatch_about(logger, &record));
    };
    match *told {
        Told::Changed { level, previous, duration, until } => {
            let [level, previous] = [level, previous].map(|level| level.to_string());
            let duration = duration.map(|duration| ShownDuration(duration).to_string());
            let until = until.map(super::json::time);
            give(
                &CHANGED,
                &[
                    Value::Str(logger),
                    Value::Str(&level),
                    Value::Str(&previous),
                    duration.as_deref().map_or(Value::Str("forever"), Value::Str),
                    until.as_deref().map_or(Value::Empty, Value::Str),
                ],
            );
        }
        Told::Reverted { level } => {
            give(&REVERTED, &[Value::Str(logger), Value::Str(&level.to_string())]);
        }
    }
}

/// A copy of a name that lives as long as the process. The names of ancestors without a static are
/// texts of the registry.
fn intern(name: &str) -> &'static str {
    static NAMES: Interner<String> = Interner::new();
    let make = || -> &'static String { Box::leak(Box::new(name.to_owned())) };
    let hash = name.bytes().fold(0_usize, |hash, byte| hash.wrapping_mul(31) ^ usize::from(byte));
    NAMES.find_or_add(hash, &|known| known == name, &make).unwrap_or_else(make)
}
