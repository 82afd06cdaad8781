//! Overrides: their order, their end, and the loggers and handlers that they reach.

use std::thread;
use std::time::{Duration, Instant};

use logkit::handler::Memory;
use logkit::{Level, LevelFilter, LevelOverride, Logger, debug, enabled, info, trace};

use crate::{AUDIT, GATEWAY, PAY, PAYMENTS, RETRY, at};
use support::alone::alone;

#[test]
fn overrides_end_in_any_order() {
    alone(|| {
        let levels = [Level::Debug, Level::Error, Level::Trace];
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        for order in orders {
            let mut guards: Vec<Option<LevelOverride>> =
                levels.iter().map(|level| Some(PAY.override_level(*level))).collect();
            assert_eq!(PAY.level(), at(Level::Trace));
            for ended in order {
                guards[ended] = None;
                let newest = guards.iter().rposition(Option::is_some);
                let expected = newest.map_or(Level::Info, |newest| levels[newest]);
                assert_eq!(PAY.level(), at(expected), "{order:?} {ended}");
            }
        }
    });
}

#[test]
fn an_override_outranks_a_level_set_later() {
    alone(|| {
        let guard = AUDIT.override_level(Level::Trace);
        AUDIT.set_level(Level::Critical);
        assert_eq!(AUDIT.level(), at(Level::Trace));
        drop(guard);
        assert_eq!(AUDIT.level(), at(Level::Critical));
        let guard = AUDIT.override_level(LevelFilter::Off);
        AUDIT.clear_level();
        assert_eq!(AUDIT.level(), LevelFilter::Off);
        drop(guard);
        assert_eq!(AUDIT.level(), at(Level::Warning));
    });
}

#[test]
fn an_override_reaches_loggers_that_inherit_the_level() {
    alone(|| {
        let memory = Memory::new();
        PAY.add_handler(memory.clone());
        let guard = PAY.override_level(Level::Debug);
        debug!(logger: PAY, "shown");
        debug!(logger: GATEWAY, "shown");
        debug!(logger: RETRY, "shown");
        debug!(logger: AUDIT, "has a level of its own");
        debug!(logger: PAYMENTS, "is no child");
        drop(guard);
        debug!(logger: RETRY, "over");
        let shown: Vec<String> = memory
            .records()
            .iter()
            .map(|record| format!("{}: {}", record.name(), record.message()))
            .collect();
        assert_eq!(shown, ["pay: shown", "pay.gateway: shown", "pay.gateway.http.retry: shown"]);
    });
}

#[test]
fn a_handler_without_a_level_shows_an_override_s_lines() {
    alone(|| {
        let (follows, own) = (Memory::new(), Memory::new().with_level(Level::Info));
        PAY.add_handler(follows.clone());
        PAY.add_handler(own.clone());
        let _guard = PAY.override_level(Level::Trace);
        trace!(logger: PAY, "one");
        info!(logger: PAY, "two");
        assert_eq!((follows.records().len(), own.records().len()), (2, 1));
        // A handler's level does not lower its logger's.
        let _quieter = PAY.override_level(Level::Error);
        info!(logger: PAY, "three");
        assert_eq!((follows.records().len(), own.records().len()), (2, 1));
    });
}

/// Waits until the level has a value, for ten seconds at most.
fn eventually(logger: &'static Logger, level: impl Into<LevelFilter>) {
    let (level, started) = (level.into(), Instant::now());
    while logger.level() != level {
        assert!(started.elapsed() < Duration::from_secs(10), "{} {level}", logger.level());
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_timed_override_ends_by_itself() {
    alone(|| {
        let short = Duration::from_millis(5);
        for level in [LevelFilter::At(Level::Trace), LevelFilter::Off] {
            PAY.override_level_for(level, short);
            eventually(&PAY, Level::Info);
        }
        assert!(enabled!(logger: PAY, Level::Info));
        assert!(!enabled!(logger: PAY, Level::Debug));
    });
}

#[test]
fn timed_overrides_end_each_at_its_own_time() {
    alone(|| {
        let (short, long) = (Duration::from_millis(5), Duration::from_secs(3_600));
        // The later one is set first; the earlier one must not wait for it.
        PAY.override_level_for(Level::Debug, long);
        PAY.override_level_for(Level::Error, short);
        eventually(&PAY, Level::Debug);
        // The end of one override does not end another.
        AUDIT.override_level_for(Level::Trace, short);
        eventually(&AUDIT, Level::Warning);
        assert_eq!(PAY.level(), at(Level::Debug));
        // No overflow.
        GATEWAY.override_level_for(Level::Critical, Duration::MAX);
        assert_eq!(GATEWAY.level(), at(Level::Critical));
        GATEWAY.override_level_for(Level::Trace, Duration::ZERO);
        eventually(&GATEWAY, Level::Critical);
    });
}

#[test]
fn a_timed_override_can_be_cancelled_and_outlives_its_handle() {
    alone(|| {
        let long = Duration::from_secs(3_600);
        let loud = PAY.override_level_for(Level::Trace, long);
        let quiet = PAY.override_level_for(Level::Error, long);
        loud.cancel();
        assert_eq!(PAY.level(), at(Level::Error));
        quiet.cancel();
        // A second call has no effect, not even on an override that was set after the first.
        let _ = PAY.override_level_for(Level::Debug, long);
        loud.cancel();
        quiet.cancel();
        assert_eq!(PAY.level(), at(Level::Debug));
        // An override that never ends can be cancelled, too.
        let endless = PAY.override_level_for(Level::Critical, Duration::MAX);
        assert_eq!(PAY.level(), at(Level::Critical));
        endless.cancel();
        assert_eq!(PAY.level(), at(Level::Debug));
    });
}

/// It does not have the thread that ends them.
#[cfg(unix)]
#[test]
fn the_child_of_a_fork_ends_its_parents_timed_overrides() {
    use support::fork::in_child;

    alone(|| {
        let (short, long) = (Duration::from_millis(100), Duration::from_secs(3_600));
        let set = || {
            PAY.override_level_for(Level::Debug, short);
            AUDIT.override_level_for(Level::Critical, short);
        };
        GATEWAY.override_level_for(Level::Error, long);
        let memory = Memory::new();
        PAYMENTS.add_handler(memory.clone());
        set();
        assert!(in_child(|| {
            thread::sleep(short * 2);
            // A record of any logger ends them.
            info!(logger: PAYMENTS, "in the child");
            assert!(!enabled!(logger: PAY, Level::Debug));
            assert!(enabled!(logger: AUDIT, Level::Warning));
            assert_eq!(GATEWAY.level(), at(Level::Error));
            assert_eq!(memory.records().len(), 1);
        }));
        set();
        assert!(in_child(|| {
            thread::sleep(short * 2);
            assert_eq!((PAY.level(), AUDIT.level()), (at(Level::Info), at(Level::Warning)));
        }));
        set();
        assert!(in_child(|| {
            // One of the child's own starts the thread, which ends those of the parent, too.
            RETRY.override_level_for(Level::Trace, short);
            while enabled!(logger: PAY, Level::Debug) || !enabled!(logger: AUDIT, Level::Warning) {
                thread::sleep(Duration::from_millis(1));
            }
        }));
        eventually(&PAY, Level::Info);
    });
}
