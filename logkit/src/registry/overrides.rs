//! Temporary levels: the guard, and the thread that ends those with a time limit.

use std::collections::BTreeMap;
use std::process;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::level::LevelFilter;
use crate::registry::{self, OverrideId};
use crate::util::diagnostics;

/// Ends an override of a logger's level when it is dropped.
///
/// Overrides stack: the newest holds, whatever the order in which they end.
#[must_use = "the override ends when this is dropped"]
#[derive(Debug)]
pub struct LevelOverride {
    name: &'static str,
    id: OverrideId,
}

impl LevelOverride {
    pub(crate) fn start(name: &'static str, level: LevelFilter) -> Self {
        let id = registry::change(|tree| tree.push_override(name, level));
        Self { name, id }
    }

    /// Lets the override end by itself after `duration`.
    ///
    /// Where no thread can be started to end it, it ends at once: a level that nobody puts back is
    /// worse than one that was not set.
    pub(crate) fn end_after(self, duration: Duration) {
        let Some(end) = Instant::now().checked_add(duration) else {
            // Longer than the clock can tell is for ever.
            std::mem::forget(self);
            return;
        };
        let mut schedule = SCHEDULE.lock();
        if schedule.thread_of != Some(process::id()) {
            let name = "logkit-overrides".to_owned();
            if let Err(error) = thread::Builder::new().name(name).spawn(end_overrides) {
                drop(schedule);
                diagnostics::report(format_args!(
                    "{}: a timed override was not set: {error}",
                    self.name
                ));
                return;
            }
            schedule.thread_of = Some(process::id());
        }
        schedule.ends.entry(end).or_default().push(self);
        drop(schedule);
        SCHEDULE.changed.notify_one();
    }
}

impl Drop for LevelOverride {
    fn drop(&mut self) {
        registry::change(|tree| tree.end_override(self.name, self.id));
    }
}

/// The overrides that end by themselves, by the time they do.
struct Schedule {
    entries: Mutex<Entries>,
    changed: Condvar,
}

struct Entries {
    ends: BTreeMap<Instant, Vec<LevelOverride>>,
    /// The process that the thread runs in: a forked child has none of its parent's.
    thread_of: Option<u32>,
}

static SCHEDULE: Schedule = Schedule {
    entries: Mutex::new(Entries { ends: BTreeMap::new(), thread_of: None }),
    changed: Condvar::new(),
};

impl Schedule {
    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends one override after the other, and the thread with the last.
fn end_overrides() {
    let mut schedule = SCHEDULE.lock();
    while let Some((end, _)) = schedule.ends.first_key_value() {
        let wait = end.saturating_duration_since(Instant::now());
        if wait.is_zero() {
            let due = schedule.ends.pop_first();
            drop(schedule);
            drop(due);
            schedule = SCHEDULE.lock();
        } else {
            let waited = SCHEDULE.changed.wait_timeout(schedule, wait);
            schedule = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
    schedule.thread_of = None;
}
