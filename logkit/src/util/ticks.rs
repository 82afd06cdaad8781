//! The system's time from the processor's counter. One of three files with `unsafe`.
//!
//! Each line asks for the time. The system's answer waits until all earlier instructions are done, and
//! takes up to a third of the time of a line into a buffer. So the system is asked once a millisecond;
//! in between, the counter tells how much time has passed. A new setting of the system's clock takes
//! effect within a millisecond.

#![expect(unsafe_code, reason = "std does not read the counter")]

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicU32, AtomicU64, fence};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The longest time for which a reading counts, in nanoseconds.
const VALID: u64 = 1_000_000;
/// The least time between two readings that the rate is measured by, in nanoseconds.
const SPAN: u64 = 5_000_000;
/// The counter advances less during an exact reading: then the kernel has computed the time from the
/// counter, without a system call, which it does only while the counters of all processors agree.
const EXACT: u64 = 250;
/// The number of readings in a row that are not exact, after which the counter is not used any more.
const MOST_INEXACT: u32 = 64;
/// Rates are nanoseconds per tick in units of 2^-32, so that a shift replaces a division.
const UNIT: u32 = 32;
/// A counter of 100 MHz; no rate may be higher.
const HIGHEST_RATE: u64 = 10 << UNIT;

/// Values of `valid`: the rate is not known; the counter is not used in this process.
const UNKNOWN: u64 = 0;
const NEVER: u64 = 1;

static CLOCK: TickClock = TickClock::new();
static INEXACT: AtomicU32 = AtomicU32::new(0);

/// Returns the current time.
#[inline(never)]
pub(crate) fn now() -> SystemTime {
    match CLOCK.valid.load(Relaxed) {
        NEVER => SystemTime::now(),
        UNKNOWN => read(),
        _ => match CLOCK.time(counter) {
            Some(nanos) => UNIX_EPOCH + Duration::from_nanos(nanos),
            None => read(),
        },
    }
}

/// Asks the system, and keeps its answer if the counter's value at that moment is known.
#[cold]
#[inline(never)]
fn read() -> SystemTime {
    let before = counter();
    let time = SystemTime::now();
    let took = counter().wrapping_sub(before);
    if took >= EXACT {
        if INEXACT.fetch_add(1, Relaxed) >= MOST_INEXACT {
            CLOCK.valid.store(NEVER, Relaxed);
        }
    } else if let Ok(since) = time.duration_since(UNIX_EPOCH) {
        if INEXACT.load(Relaxed) > 0 {
            INEXACT.store(0, Relaxed);
        }
        if let Ok(nanos) = u64::try_from(since.as_nanos()) {
            // The count before it: rather a little late than before a time that the caller has read.
            CLOCK.set(before, nanos);
        }
    }
    time
}

#[inline]
fn counter() -> u64 {
    // SAFETY: every processor of this architecture has the instruction, and it has no effect. A
    // process that forbids it to itself (`PR_SET_TSC`) cannot ask for the time, either.
    unsafe { std::arch::x86_64::_rdtsc() }
}

/// The last reading of the system's clock, and the rate at which time passes.
///
/// No thread waits for another one. While one changes the values, the others ask the system; so does a
/// child that was forked meanwhile, for its whole life.
#[repr(align(64))]
struct TickClock {
    /// Odd while a thread changes the values.
    version: AtomicU64,
    /// The number of ticks for which the reading counts, or [`UNKNOWN`], or [`NEVER`].
    valid: AtomicU64,
    /// The last reading.
    reading: Reading,
    rate: AtomicU64,
    /// The reading from which the rate is measured next, and the rate that was measured last.
    start: Reading,
    measured: AtomicU64,
}

/// A time in nanoseconds since the epoch, and the counter at that moment.
struct Reading {
    ticks: AtomicU64,
    nanos: AtomicU64,
}

impl TickClock {
    const fn new() -> Self {
        Self {
            version: AtomicU64::new(0),
            valid: AtomicU64::new(UNKNOWN),
            reading: Reading::new(),
            rate: AtomicU64::new(0),
            start: Reading::new(),
            measured: AtomicU64::new(0),
        }
    }

    /// Returns the time, unless the system must be asked.
    #[inline]
    fn time(&self, counter: impl FnOnce() -> u64) -> Option<u64> {
        let version = self.version.load(Acquire);
        // An earlier count than the reading's becomes a large number.
        let ticks = counter().wrapping_sub(self.reading.ticks.load(Relaxed));
        let passed = ticks.wrapping_mul(self.rate.load(Relaxed)) >> UNIT;
        let time = self.reading.nanos.load(Relaxed).wrapping_add(passed);
        let is_valid = ticks < self.valid.load(Relaxed);
        fence(Acquire);
        let is_one_version = version % 2 == 0 && self.version.load(Relaxed) == version;
        (is_one_version && is_valid).then_some(time)
    }

    /// Keeps a reading.
    fn set(&self, ticks: u64, nanos: u64) {
        // A large number if the clock was set back.
        let span = nanos.wrapping_sub(self.start.nanos.load(Relaxed));
        let (before, version) = (self.valid.load(Relaxed), self.version.load(Relaxed));
        if before == NEVER || before == UNKNOWN && span < SPAN || version % 2 == 1 {
            return;
        }
        if self.version.compare_exchange(version, version + 1, Acquire, Relaxed).is_err() {
            return;
        }
        fence(Release);
        self.reading.set(ticks, nanos);
        if span >= SPAN {
            let ticks_of_span = ticks.wrapping_sub(self.start.ticks.load(Relaxed));
            let rate = rate(span, ticks_of_span);
            self.start.set(ticks, nanos);
            // If two spans agree, the clock was not set, and the counter did not change its pace.
            let agrees = rate.abs_diff(self.measured.swap(rate, Relaxed)) <= rate >> 10;
            let valid = match (VALID << UNIT).checked_div(rate) {
                Some(valid) if agrees => valid,
                _ => UNKNOWN,
            };
            self.rate.store(rate, Relaxed);
            self.valid.store(valid, Relaxed);
        }
        self.version.store(version + 2, Release);
    }
}

impl Reading {
    const fn new() -> Self {
        Self { ticks: AtomicU64::new(0), nanos: AtomicU64::new(0) }
    }

    fn set(&self, ticks: u64, nanos: u64) {
        self.ticks.store(ticks, Relaxed);
        self.nanos.store(nanos, Relaxed);
    }
}

/// Returns nanoseconds per tick; 0 if that is no rate of a counter.
fn rate(nanos: u64, ticks: u64) -> u64 {
    let rate = (u128::from(nanos) << UNIT).checked_div(ticks.into());
    let rate = rate.and_then(|rate| u64::try_from(rate).ok());
    rate.filter(|rate| *rate <= HIGHEST_RATE).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::{Duration, SystemTime};

    use super::{CLOCK, TickClock, now};

    /// Nanoseconds since the epoch.
    const START: u64 = 1_795_332_660_000_000_000;
    /// Ticks per nanosecond of the processor below.
    const PACE: u64 = 3;

    /// A clock that knows the rate; its last reading is `START`, at count 0.
    fn known() -> TickClock {
        let clock = TickClock::new();
        for millis in (0..=10).rev().step_by(5) {
            let before = millis * 1_000_000;
            clock.set(0_u64.wrapping_sub(before * PACE), START - before);
        }
        clock
    }

    #[test]
    fn the_time_goes_on_with_the_counter_for_a_millisecond() {
        let clock = known();
        for nanos in [0, 1, 999, 123_456, 999_000] {
            let time = clock.time(|| nanos * PACE).unwrap();
            assert!(time.abs_diff(START + nanos) <= 1, "{nanos}: {time}");
        }
        for ticks in [1_000_001 * PACE, 0_u64.wrapping_sub(1), u64::MAX / 2, 1 << 60] {
            assert_eq!(clock.time(|| ticks), None);
        }
    }

    #[test]
    fn a_new_setting_of_the_clock_counts_with_the_next_reading() {
        for set in [START + 3_600_000_000_000, START - 3_600_000_000_000, START - 1, 0] {
            let clock = known();
            clock.set(2_000_000 * PACE, set);
            let time = clock.time(|| 2_000_000 * PACE);
            assert!(time.is_none_or(|time| time == set), "{set}: {time:?}");
        }
    }

    #[test]
    fn the_counter_is_used_when_two_spans_have_the_same_rate() {
        let clock = TickClock::new();
        let uses = |millis: u64, pace: u64| {
            let (ticks, time) = (millis * 1_000_000 * pace, START + millis * 1_000_000);
            clock.set(ticks, time);
            clock.time(|| ticks) == Some(time)
        };
        assert_eq!([0, 4, 5, 9].map(|millis| uses(millis, PACE)), [false; 4]);
        assert_eq!([10, 11, 15].map(|millis| uses(millis, PACE)), [true; 3]);
        // As after a move to another machine.
        assert_eq!([20, 25, 30].map(|millis| uses(millis, 2 * PACE)), [false, false, true]);
    }

    #[test]
    fn a_frozen_counter_and_a_thread_that_never_comes_back_do_no_harm() {
        let clock = TickClock::new();
        for millis in 0..5 {
            clock.set(7, START + millis * 10_000_000);
            assert_eq!(clock.time(|| 7), None);
        }
        let clock = known();
        clock.version.fetch_add(1, super::Relaxed);
        assert_eq!(clock.time(|| 1), None);
        clock.set(1_000_000 * PACE, START + 1_000_000);
        assert_eq!(clock.time(|| 1_000_000 * PACE), None);
    }

    /// The oracle is the system's clock, read before and after.
    #[test]
    fn the_time_is_the_systems_on_all_threads() {
        const TOLERANCE: Duration = Duration::from_micros(20);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..200_000 {
                        let (before, time, after) = (SystemTime::now(), now(), SystemTime::now());
                        assert!(time + TOLERANCE >= before, "{time:?} is before {before:?}");
                        assert!(time <= after + TOLERANCE, "{time:?} is after {after:?}");
                    }
                });
            }
        });
        // Without a trusted counter, the system was asked each time.
        assert_ne!(CLOCK.valid.load(super::Relaxed), super::UNKNOWN);
    }
}
