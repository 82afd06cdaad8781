//! Levels: their sources, changes at run time, the effect on parents, children and handlers, and
//! the destination of lines without a handler.

use std::cell::Cell;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use logkit::handler::{Handler, Memory, MemoryRecord, Null, Stream};
use logkit::{
    Level, LevelFilter, LevelOverride, Logger, ParseLevelError, Record, debug, enabled, error,
    event, info, module_logger, trace, warn,
};

use support::alone::alone;
use support::host::Host;
use support::shared::Shared;

#[module_logger("pay")]
static PAY: Logger;

#[module_logger("pay.gateway")]
static GATEWAY: Logger;

/// No static declares `pay.gateway.http`.
#[module_logger("pay.gateway.http.retry")]
static RETRY: Logger;

#[module_logger("pay.audit", level = "warning")]
static AUDIT: Logger;

/// Not related to `pay`, though it begins with the same letters.
#[module_logger("payments", propagate = true)]
static PAYMENTS: Logger;

#[module_logger("twin")]
mod twin {
    pub(crate) fn debug() {
        debug!("one");
    }
}

#[module_logger("twin", level = "warning")]
mod quieter_twin {
    pub(crate) fn debug() {
        debug!("a third");
    }
}

#[module_logger("twin", level = "debug")]
mod twin_elsewhere {
    pub(crate) fn debug() {
        debug!("other");
    }
}

fn at(level: Level) -> LevelFilter {
    LevelFilter::At(level)
}

#[test]
fn the_nearest_level_holds() {
    let Some(_) = alone(|| {
        let levels = || [&PAY, &GATEWAY, &RETRY, &AUDIT, &PAYMENTS].map(Logger::level);
        let (info, warning, debug) = (at(Level::Info), at(Level::Warning), at(Level::Debug));
        assert_eq!(levels(), [info, info, info, warning, info]);
        PAY.set_level(Level::Debug);
        assert_eq!(levels(), [debug, debug, debug, warning, info]);
        GATEWAY.set_level(LevelFilter::Off);
        assert_eq!(levels(), [debug, LevelFilter::Off, LevelFilter::Off, warning, info]);
        RETRY.set_level(Level::Info);
        assert_eq!(levels(), [debug, LevelFilter::Off, info, warning, info]);
        AUDIT.set_level(Level::Debug);
        AUDIT.clear_level();
        GATEWAY.clear_level();
        RETRY.clear_level();
        PAY.clear_level();
        assert_eq!(levels(), [info, info, info, warning, info]);
    }) else {
        return;
    };
}

#[test]
fn a_level_passes_itself_and_more_severe_levels() {
    let Some(_) = alone(|| {
        let memory = Memory::new();
        PAY.add_handler(memory.clone());
        let filters = Level::ALL.map(LevelFilter::At).into_iter().chain([LevelFilter::Off]);
        for (quieter, filter) in filters.enumerate() {
            PAY.set_level(filter);
            memory.clear();
            for level in Level::ALL {
                event!(logger: PAY, level, "record");
                assert_eq!(PAY.is_enabled_for(level), filter.enables(level));
                assert_eq!(enabled!(logger: PAY, level), filter.enables(level));
            }
            let levels: Vec<Level> = memory.records().iter().map(MemoryRecord::level).collect();
            assert_eq!(levels, Level::ALL[quieter..]);
        }
    }) else {
        return;
    };
}

#[test]
fn arguments_of_disabled_statements_are_not_evaluated() {
    let Some(_) = alone(|| {
        let evaluated = Cell::new(0);
        let count = || {
            evaluated.set(evaluated.get() + 1);
            evaluated.get()
        };
        // The first call resolves the level, and does not evaluate its arguments either.
        debug!(logger: PAY, field = count(), "{}", count());
        event!(logger: GATEWAY, Level::Debug, field = count(), "{}", count());
        assert!(!enabled!(logger: AUDIT, Level::Info));
        assert_eq!(evaluated.get(), 0);
        debug!(logger: PAY, field = count(), "{}", count());
        assert_eq!(evaluated.get(), 0);
        PAY.add_handler(Null);
        info!(logger: PAY, field = count(), "{}", count());
        assert_eq!(evaluated.get(), 2);
    }) else {
        return;
    };
}

#[test]
fn overrides_end_in_any_order() {
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
}

#[test]
fn an_override_outranks_a_level_set_later() {
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
}

#[test]
fn an_override_reaches_loggers_that_inherit_the_level() {
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
}

#[test]
fn a_handler_without_a_level_shows_an_override_s_lines() {
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
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
    let Some(_) = alone(|| {
        let short = Duration::from_millis(5);
        for level in [LevelFilter::At(Level::Trace), LevelFilter::Off] {
            PAY.override_level_for(level, short);
            eventually(&PAY, Level::Info);
        }
        assert!(enabled!(logger: PAY, Level::Info));
        assert!(!enabled!(logger: PAY, Level::Debug));
    }) else {
        return;
    };
}

#[test]
fn timed_overrides_end_each_at_its_own_time() {
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
}

#[test]
fn a_timed_override_can_be_cancelled_and_outlives_its_handle() {
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
}

#[test]
fn levels_of_tracing_may_be_set() {
    let Some(_) = alone(|| {
        PAY.set_level(tracing::Level::DEBUG);
        assert_eq!(PAY.level(), LevelFilter::DEBUG);
        PAY.set_level(tracing::level_filters::LevelFilter::OFF);
        assert_eq!(PAY.level(), LevelFilter::OFF);
        let _guard = PAY.override_level(tracing::Level::WARN);
        assert_eq!(PAY.level(), LevelFilter::WARNING);
        assert_eq!("warn".parse(), Ok(LevelFilter::WARNING));
    }) else {
        return;
    };
}

#[test]
fn statics_of_one_name_are_one_logger() {
    let Some(_) = alone(|| {
        // Declared with levels and without one: the most verbose level holds for all.
        assert_eq!(twin::LOGGER.level(), at(Level::Debug));
        let memory = Memory::new();
        twin::LOGGER.add_handler(memory.clone());
        twin::debug();
        quieter_twin::debug();
        twin_elsewhere::debug();
        assert_eq!(memory.records().len(), 3);
        twin::LOGGER.set_level(Level::Info);
        twin::debug();
        quieter_twin::debug();
        twin_elsewhere::debug();
        assert_eq!(memory.records().len(), 3);
        let _guard = twin_elsewhere::LOGGER.override_level(Level::Debug);
        twin::debug();
        assert_eq!(memory.records().len(), 4);
        assert_eq!(twin::LOGGER.stats(), twin_elsewhere::LOGGER.stats());
    }) else {
        return;
    };
}

#[test]
fn every_logger_is_known_before_the_first_line() {
    let Some(seen) = alone(|| {
        let names: Vec<&str> = logkit::loggers().map(Logger::name).collect();
        assert_eq!(
            names,
            ["pay", "pay.audit", "pay.gateway", "pay.gateway.http.retry", "payments", "twin"]
        );
        assert!(std::ptr::eq(logkit::logger("pay.gateway").unwrap(), &raw const GATEWAY));
        // A part of a name, and a placeholder, are not loggers.
        for name in
            ["", "pa", "paym", "pay.", "pay.gateway.http", "PAY", "pay.gateway.http.retry.x"]
        {
            assert!(logkit::logger(name).is_none(), "{name}");
        }
        logkit::logger("pay").unwrap().set_level(Level::Debug);
        assert_eq!(RETRY.level(), at(Level::Debug));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn the_tree_shows_levels_sources_and_handlers() {
    let Some(seen) = alone(|| {
        assert_eq!(
            logkit::logger_tree().to_string(),
            "\
LOGGER                  LEVEL    FROM       PROPAGATE  WRITTEN  DROPPED  HANDLERS
pay                     INFO     default    no               0        0  stderr (none was given)
pay.audit               WARNING  attribute  no               0        0  stderr (none was given)
pay.gateway             INFO     default    no               0        0  stderr (none was given)
pay.gateway.http.retry  INFO     default    no               0        0  stderr (none was given)
payments                INFO     default    yes              0        0  stderr (none was given), the host's subscriber (none is installed)
twin                    DEBUG    attribute  no               0        0  stderr (none was given)

twin has 3 declarations that disagree: level DEBUG and no propagate in levels::twin_elsewhere; level \
WARNING and no propagate in levels::quieter_twin; no level and no propagate in levels::twin. The most verbose level holds, and one that propagates is enough.
"
        );
        PAY.add_handler(Stream::stdout().with_level(Level::Error));
        PAY.add_handler(Memory::new());
        AUDIT.add_handler(Stream::new(io::sink()));
        AUDIT.set_propagate(true);
        AUDIT.set_level(Level::Info);
        PAYMENTS.set_handlers(vec![Box::new(Null)]);
        let _guard = GATEWAY.override_level(LevelFilter::Off);
        for _ in 0..12 {
            info!(logger: PAY, "to the memory only");
        }
        assert_eq!(
            logkit::logger_tree().to_string(),
            "\
LOGGER                  LEVEL  FROM         PROPAGATE  WRITTEN  DROPPED  HANDLERS
pay                     INFO   default      no              12        0  stdout at ERROR, memory
pay.audit               INFO   set_level    yes              0        0  stream, stdout of pay at ERROR, memory of pay
pay.gateway             OFF    override     no               0        0  stdout of pay at ERROR, memory of pay
pay.gateway.http.retry  OFF    pay.gateway  no               0        0  stdout of pay at ERROR, memory of pay
payments                INFO   default      yes              0        0  null, the host's subscriber (none is installed)
twin                    DEBUG  attribute    no               0        0  stderr (none was given)

twin has 3 declarations that disagree: level DEBUG and no propagate in levels::twin_elsewhere; level \
WARNING and no propagate in levels::quieter_twin; no level and no propagate in levels::twin. The most verbose level holds, and one that propagates is enough.
"
        );
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn the_tree_can_be_inspected_row_by_row() {
    let Some(_) = alone(|| {
        let id = PAY.add_handler(Memory::new().with_level(Level::Error));
        AUDIT.add_handler(Null);
        AUDIT.set_propagate(true);
        let _guard = GATEWAY.override_level(Level::Debug);
        error!(logger: PAY, "counted");
        let tree = logkit::logger_tree();
        let row = |name| tree.rows().find(|row| row.name() == name).unwrap();
        let (audit, retry) = (row("pay.audit"), row("pay.gateway.http.retry"));
        assert_eq!((audit.level(), audit.level_source()), (LevelFilter::WARNING, "attribute"));
        assert_eq!((retry.level(), retry.level_source()), (LevelFilter::DEBUG, "pay.gateway"));
        assert!(audit.propagate() && !retry.propagate());
        assert_eq!(row("pay").stats().written, 1);
        let handlers: Vec<_> = audit
            .handlers()
            .map(|(owner, handler)| (owner, handler.description(), handler.level()))
            .collect();
        let memory = ("pay", "memory", Some(LevelFilter::ERROR));
        assert_eq!(handlers, [("pay.audit", "null", None), memory]);
        let [memory] = &PAY.handlers()[..] else { panic!("there is one") };
        assert_eq!((memory.id(), memory.stats().written), (id, 1));
    }) else {
        return;
    };
}

#[test]
fn everything_is_flushed_once() {
    /// Counts its flushes.
    struct Flushed(Arc<AtomicU32>);

    impl Handler for Flushed {
        fn emit(&self, _: &Record<'_>) -> io::Result<()> {
            Ok(())
        }

        fn flush(&self) -> io::Result<()> {
            self.0.fetch_add(1, Relaxed);
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    let Some(seen) = alone(|| {
        let counts = [(); 3].map(|()| Arc::new(AtomicU32::new(0)));
        let [of_parent, of_child, of_host] = counts.each_ref().map(|count| Flushed(count.clone()));
        PAY.add_handler(of_parent);
        // Its records reach the parent's handler as well.
        AUDIT.add_handler(of_child);
        AUDIT.set_propagate(true);
        let layer = logkit::layer().with_handler(of_host);
        logkit::flush_all();
        assert_eq!(counts.each_ref().map(|count| count.load(Relaxed)), [1, 1, 1]);
        drop(layer);
        logkit::flush_all();
        assert_eq!(counts.each_ref().map(|count| count.load(Relaxed)), [2, 2, 1]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "logkit: pay: flushing failed: broken pipe\n");
}

#[test]
fn levels_are_parsed_in_any_case_and_by_number() {
    for (level, words) in [
        (Level::Trace, ["trace", "TRACE", "5"]),
        (Level::Debug, ["debug", "dEbUg", "10"]),
        (Level::Info, ["info", " INFO ", "20"]),
        (Level::Warning, ["warning", "Warn", "30"]),
        (Level::Error, ["error", "ERROR\n", "40"]),
        (Level::Critical, ["critical", "Critical", "050"]),
    ] {
        for word in words {
            assert_eq!(word.parse(), Ok(level), "{word:?}");
            assert_eq!(word.parse(), Ok(LevelFilter::At(level)), "{word:?}");
        }
        assert_eq!(level.to_string().parse(), Ok(level));
    }
    assert_eq!("Off".parse(), Ok(LevelFilter::Off));
    assert_eq!(LevelFilter::Off.to_string(), "OFF");
    for word in
        ["", " ", "off", "15", "0", "-5", "1000", "inf", "info,", "warnin", "fatal", "ｉnfo"]
    {
        let error: ParseLevelError = word.parse::<Level>().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "unknown level `{word}`; expected one of trace, debug, info, warning, error, critical"
            )
        );
    }
    assert_eq!(
        "a\nb".parse::<LevelFilter>().unwrap_err().to_string(),
        "unknown level `a\\nb`; expected one of trace, debug, info, warning, error, critical, off"
    );
}

#[test]
fn lines_without_a_handler_go_to_stderr() {
    let Some(seen) = alone(|| {
        info!(logger: PAY, cents = 1999, "charging {}", "Ada");
        debug!(logger: PAY, "below the level");
        warn!(logger: RETRY, why = "timed out", "trying again");
        warn!(logger: PAYMENTS, "there is no host");
    }) else {
        return;
    };
    assert_eq!(
        seen.errors(),
        [
            "pay - INFO - charging Ada cents=1999",
            "pay.gateway.http.retry - WARNING - trying again why=\"timed out\"",
            "payments - WARNING - there is no host",
        ]
    );
    // No colors without a terminal.
    assert!(!seen.stderr.contains('\x1b'));
}

#[test]
fn null_silences() {
    let Some(seen) = alone(|| {
        PAY.set_handlers(vec![Box::new(Null)]);
        info!(logger: PAY, "discarded");
        info!(logger: RETRY, "nor this");
        assert_eq!(PAY.stats().written + RETRY.stats().written, 2);
        PAY.clear_handlers();
        info!(logger: PAY, "but this");
    }) else {
        return;
    };
    assert_eq!(seen.errors(), ["pay - INFO - but this"]);
}

#[test]
fn a_handler_that_refuses_a_record_still_replaces_stderr() {
    let Some(seen) = alone(|| {
        PAY.add_handler(Memory::new().with_level(Level::Error));
        info!(logger: PAY, "refused, and not taken by stderr instead");
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_host_that_a_logger_propagates_to_is_its_handler() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        assert!(
            logkit::logger_tree()
                .to_string()
                .contains("yes              0        0  the host's subscriber\n")
        );
        info!(logger: PAYMENTS, "to the host");
        info!(logger: PAY, "not to the host");
        assert_eq!(host.messages(), ["to the host"]);
    }) else {
        return;
    };
    assert_eq!(seen.errors(), ["pay - INFO - not to the host"]);
}

#[test]
fn a_child_without_handlers_uses_its_nearest_ancestor_s() {
    let Some(seen) = alone(|| {
        let (lines, nearer) = (Shared::default(), Shared::default());
        PAY.add_handler(Stream::new(lines.clone()));
        info!(logger: RETRY, "one");
        let id = GATEWAY.add_handler(Stream::new(nearer.clone()));
        info!(logger: RETRY, "two");
        assert!(GATEWAY.remove_handler(id));
        assert!(!GATEWAY.remove_handler(id));
        info!(logger: RETRY, "three");
        info!(logger: PAYMENTS, "four");
        let name = "pay.gateway.http.retry - INFO -";
        assert_eq!(lines.lines(), [format!("{name} one"), format!("{name} three")]);
        assert_eq!(nearer.lines(), [format!("{name} two")]);
    }) else {
        return;
    };
    assert_eq!(seen.errors(), ["payments - INFO - four"]);
}
