//! The level in force: where it comes from, and the statements that it passes.

use std::cell::Cell;

use logkit::handler::{Memory, MemoryRecord, Null};
use logkit::{Level, LevelFilter, Logger, ParseLevelError, debug, enabled, event, info};

use crate::{AUDIT, GATEWAY, PAY, PAYMENTS, RETRY, at, quieter_twin, twin, twin_elsewhere};
use support::alone::alone;

#[test]
fn the_nearest_level_holds() {
    alone(|| {
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
    });
}

#[test]
fn a_level_passes_itself_and_more_severe_levels() {
    alone(|| {
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
    });
}

#[test]
fn arguments_of_disabled_statements_are_not_evaluated() {
    alone(|| {
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
    });
}

#[test]
fn levels_of_tracing_may_be_set() {
    alone(|| {
        PAY.set_level(tracing::Level::DEBUG);
        assert_eq!(PAY.level(), LevelFilter::DEBUG);
        PAY.set_level(tracing::level_filters::LevelFilter::OFF);
        assert_eq!(PAY.level(), LevelFilter::OFF);
        let _guard = PAY.override_level(tracing::Level::WARN);
        assert_eq!(PAY.level(), LevelFilter::WARNING);
        assert_eq!("warn".parse(), Ok(LevelFilter::WARNING));
    });
}

#[test]
fn statics_of_one_name_are_one_logger() {
    alone(|| {
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
    });
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
