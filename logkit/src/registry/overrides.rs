//! Temporary levels: the guard, and the thread that ends those with a time limit.

use std::io;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use crate::level::LevelFilter;
use crate::registry;
use crate::registry::settings::Settings;
use crate::registry::skipped;
use crate::util::clock;
use crate::util::diagnostics;
use crate::util::fork_mutex::ForkMutex;
#[cfg(feature = "control")]
use crate::util::once::TryOnce;
use crate::util::process_id::process_id;

/// Ends an override of a logger's level when it is dropped.
///
/// ```
/// use logkit::{Level, LevelFilter};
/// # use logkit::{Logger, module_logger};
/// # #[module_logger("payments")]
/// # static LOGGER: Logger;
///
/// let debugging = LOGGER.override_level(Level::Debug);
/// let quiet = LOGGER.override_level(Level::Error);
/// drop(debugging);
/// assert_eq!(LOGGER.level(), LevelFilter::ERROR);
/// drop(quiet);
/// assert_eq!(LOGGER.level(), LevelFilter::INFO);
/// ```
///
/// Overrides stack: the newest one holds, and they may end in any order.
#[must_use = "the override ends when this is dropped; bind it to a name such as `_debugging`, because \
              `let _ =` drops it at once"]
#[derive(Debug)]
pub struct LevelOverride(Override);

/// An override of a logger's level that ends by itself.
///
/// Dropping it changes nothing: the override lasts for its whole duration.
///
/// ```
/// # use std::time::Duration;
/// # use logkit::{Level, LevelFilter, Logger, module_logger};
/// # #[module_logger("payments")]
/// # static LOGGER: Logger;
/// let quiet = LOGGER.override_level_for(Level::Error, Duration::from_secs(600));
/// let _ = LOGGER.override_level_for(Level::Trace, Duration::from_secs(60));
/// quiet.cancel();
/// assert_eq!(LOGGER.level(), LevelFilter::TRACE);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TimedOverride {
    level: Override,
    /// The time at which it ends; `None` is never.
    end: Option<Instant>,
}

/// One override of one logger's level.
#[derive(Clone, Copy, Debug)]
struct Override {
    logger: &'static str,
    id: u64,
}

impl Override {
    fn end(self) {
        registry::update(|settings| settings.end_override(self.logger, self.id));
    }
}

impl LevelOverride {
    /// Starts an override, as a part of a change of the settings.
    pub(crate) fn start(settings: &mut Settings, logger: &'static str, level: LevelFilter) -> Self {
        let id = settings.push_override(logger, level);
        Self(Override { logger, id })
    }

    /// Lets the override end by itself. If nothing can end it, because no thread can be started or the
    /// target has no clock, it ends at once: a level that is never restored is worse than one that
    /// was not set.
    pub(crate) fn end_after(self, duration: Duration) -> TimedOverride {
        let level = self.0;
        self.try_end_after(duration).unwrap_or_else(|error| {
            let logger = level.logger;
            diagnostics::report(format_args!("{logger}: a timed override was not set: {error}"));
            TimedOverride { level, end: None }
        })
    }

    /// Lets the override end by itself.
    ///
    /// # Errors
    ///
    /// Nothing can end it, so it has ended.
    pub(crate) fn try_end_after(self, duration: Duration) -> io::Result<TimedOverride> {
        let level = self.0;
        // From here on the agenda ends it.
        std::mem::forget(self);
        schedule_after(duration, level)
            .map(|end| TimedOverride { level, end })
            .inspect_err(|_| level.end())
    }
}

/// Overrides that are ended by their ids.
#[cfg(feature = "control")]
impl LevelOverride {
    /// Starts an override of the level of a third party's target.
    pub(crate) fn start_of_target(
        settings: &mut Settings,
        target: &'static str,
        level: LevelFilter,
    ) -> Self {
        let id = settings.push_target_override(target, level);
        Self(Override { logger: target, id })
    }

    /// The id of the override.
    pub(crate) fn id(&self) -> u64 {
        self.0.id
    }

    /// Lets the override last until it is [cancelled](cancel).
    pub(crate) fn keep(self) {
        std::mem::forget(self);
    }
}

/// Ends an override now, unless it has ended already.
#[cfg(feature = "control")]
pub(crate) fn cancel(logger: &'static str, id: u64) {
    let level = Override { logger, id };
    AGENDA.with(|agenda| agenda.forget(level));
    level.end();
}

/// Called with the ids of overrides that have ended by themselves, after the levels have changed.
#[cfg(feature = "control")]
static AT_END: TryOnce<fn(&[u64])> = TryOnce::new();

/// Sets the one function to call with the ids of overrides that have ended by themselves.
#[cfg(feature = "control")]
pub(crate) fn call_at_end(call: fn(&[u64])) {
    let _ = AT_END.get_or_try_init(|| call);
}

impl Drop for LevelOverride {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl TimedOverride {
    /// Ends the override now, unless it has ended already.
    pub fn cancel(self) {
        if self.end.is_some() {
            AGENDA.with(|agenda| agenda.forget(self.level));
        }
        self.level.end();
    }
}

/// The overrides that end by themselves, and the thread that ends them.
#[derive(Default)]
struct Agenda {
    /// The overrides with the times at which they end. There are few of them, in no order.
    due: Vec<(Instant, Override)>,
    /// The thread and the id of its process: the child of a fork does not have its parent's
    /// threads.
    thread: Option<(u32, Thread)>,
}

impl Agenda {
    fn forget(&mut self, level: Override) {
        self.due.retain(|(_, other)| other.id != level.id);
    }

    /// Notes that there are no overrides to end, if that is so.
    fn note_end(&self) {
        if self.due.is_empty() {
            ENDED_BY.store(0, Relaxed);
        }
    }

    /// The earliest end.
    fn next(&self) -> Option<Instant> {
        let mut next = None;
        for (end, _) in &self.due {
            if next.is_none_or(|next| *end < next) {
                next = Some(*end);
            }
        }
        next
    }

    /// Takes the overrides that have ended by `now`.
    fn take_over(&mut self, now: Instant) -> Vec<Override> {
        let (mut over, mut index) = (Vec::new(), 0);
        while let Some((end, level)) = self.due.get(index) {
            if *end <= now {
                over.push(*level);
                self.due.swap_remove(index);
            } else {
                index += 1;
            }
        }
        over
    }
}

static AGENDA: ForkMutex<Agenda> = ForkMutex::new();

/// The process whose thread ends the overrides of the agenda; 0 if there are none.
static ENDED_BY: AtomicU32 = AtomicU32::new(0);

/// Ends the overrides that are over in the child of a fork, which does not have the thread of its parent.
/// Called with each record and each look at levels, without a lock.
#[cold]
pub(crate) fn end_those_of_parent() {
    let process = process_id();
    if [0, process].contains(&ENDED_BY.load(Relaxed)) {
        return;
    }
    let Some(now) = clock::monotonic() else { return };
    let over = AGENDA.with_as(process, |agenda| {
        let over = agenda.take_over(now);
        agenda.note_end();
        over
    });
    if !over.is_empty() {
        end_all(&over);
    }
}

/// Schedules the end of an override, unless it is too far away to be reached. Returns the end.
///
/// # Errors
///
/// The target has no clock, or no thread can be started.
fn schedule_after(duration: Duration, level: Override) -> io::Result<Option<Instant>> {
    let now = clock::monotonic().ok_or(io::ErrorKind::Unsupported)?;
    let end = now.checked_add(duration);
    if let Some(end) = end {
        schedule(end, level)?;
    }
    Ok(end)
}

/// Schedules the end of an override.
///
/// # Errors
///
/// No thread can be started.
fn schedule(end: Instant, level: Override) -> io::Result<()> {
    let process = process_id();
    let running = AGENDA.with_as(process, |agenda| {
        agenda.due.push((end, level));
        // The child of a fork leaves it as it is until it has a thread.
        let _ = ENDED_BY.compare_exchange(0, process, Relaxed, Relaxed);
        skipped::look_closer();
        agenda.thread.clone().filter(|(of, _)| *of == process)
    });
    if let Some((_, thread)) = running {
        thread.unpark();
        return Ok(());
    }
    // Two threads may be started at once; one of them finds the other and ends.
    let name = "logkit-overrides".to_owned();
    // A box, so that `spawn` is compiled once for all threads.
    let work: Box<dyn FnOnce() + Send> = Box::new(end_overrides);
    if let Err(error) = thread::Builder::new().name(name).spawn(work) {
        AGENDA.with_as(process, |agenda| {
            agenda.forget(level);
            agenda.note_end();
        });
        return Err(error);
    }
    Ok(())
}

/// Ends overrides as they fall due, and returns after the last one.
fn end_overrides() {
    let process = process_id();
    let is_first = AGENDA.with_as(process, |agenda| match &agenda.thread {
        Some((of, _)) if *of == process => false,
        _ => {
            agenda.thread = Some((process, thread::current()));
            ENDED_BY.store(process, Relaxed);
            true
        }
    });
    if !is_first {
        return;
    }
    loop {
        let step = AGENDA.with_as(process, |agenda| {
            let over = agenda.take_over(Instant::now());
            let next = agenda.next();
            if over.is_empty() && next.is_none() {
                agenda.thread = None;
                agenda.note_end();
            }
            (over, next)
        });
        match step {
            (over, _) if !over.is_empty() => end_all(&over),
            (_, Some(next)) => thread::park_timeout(next.saturating_duration_since(Instant::now())),
            (_, None) => return,
        }
    }
}

fn end_all(over: &[Override]) {
    registry::update(|settings| {
        for level in over {
            settings.end_override(level.logger, level.id);
        }
    });
    #[cfg(feature = "control")]
    if let Some(call) = AT_END.get() {
        call(&over.iter().map(|level| level.id).collect::<Vec<_>>());
    }
}
