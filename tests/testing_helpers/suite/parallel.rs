//! Many captures of one logger at once. `LOGKIT_TEST_ROUNDS=5000` runs the test as often as a release
//! needs it.

use std::thread;

use logkit::handler::Memory;
use logkit::testing::{capture, handover, quiet};
use logkit::{Level, Logger, debug, info, module_logger, trace, warn};

#[module_logger("shared")]
static LOGGER: Logger;

/// The rounds in a run of the suite.
const ROUNDS: usize = 200;
const THREADS: usize = 8;

/// One test among others: it sees exactly its own records.
fn one_test(number: usize) {
    let quiet = quiet().expect("retrying");
    let logs = capture(&LOGGER);
    let infos = capture(&LOGGER).with_level(Level::Info);
    trace!(number, "starting");
    debug!(number, "working");
    let handover = handover();
    thread::scope(|scope| {
        scope.spawn(move || handover.run(|| info!(number, "packed")));
    });
    warn!(number, "retrying");
    let line = |level: &str, text: &str| format!("shared - {level} - {text} number={number}");
    assert_eq!(
        logs.lines(),
        [
            line("TRACE", "starting"),
            line("DEBUG", "working"),
            line("INFO", "packed"),
            line("WARNING", "retrying"),
        ]
    );
    assert_eq!(infos.lines(), [line("INFO", "packed"), line("WARNING", "retrying")]);
    drop(quiet);
}

/// A test without a capture: its handler must not see what others capture.
fn bystander(memory: &Memory) {
    for _ in 0..4 {
        debug!("of a bystander");
    }
    assert!(memory.records().iter().all(|record| record.level() >= Level::Info));
}

#[test]
fn tests_at_the_same_time_do_not_see_each_other() {
    let rounds = std::env::var("LOGKIT_TEST_ROUNDS").ok();
    let rounds = rounds.and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let memory = Memory::new().with_capacity(1_000);
    LOGGER.set_handlers(vec![Box::new(memory.clone())]);
    for round in 0..rounds {
        thread::scope(|scope| {
            for thread in 0..THREADS {
                scope.spawn(move || one_test(round * THREADS + thread));
            }
            scope.spawn(|| bystander(&memory));
        });
    }
    assert!(!LOGGER.is_enabled_for(Level::Debug));
    let written = LOGGER.stats().written;
    assert_eq!(written, 2 * (rounds * THREADS) as u64);
}
