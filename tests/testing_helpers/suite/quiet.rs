//! Checks for warnings.

use std::thread;

use logkit::testing::{handover, quiet};
use logkit::{Level, Logger, critical, error, info, masked, module_logger, warn};

use super::panic_of;

#[module_logger("noisy")]
static LOGGER: Logger;

#[test]
fn a_quiet_test_passes() {
    let _quiet = quiet();
    info!("packed");
}

#[test]
fn an_unexpected_warning_fails_the_test() {
    let line = line!() + 2;
    let failure = panic_of(|| {
        let _quiet = quiet();
        info!("packed");
        warn!(attempt = 2, password = masked("hunter2"), "retrying");
    });
    assert_eq!(
        failure,
        format!(
            "not quiet since {}:{line}:22\nlogged unexpectedly:\n    noisy - WARNING - retrying \
             attempt=2 password=[redacted]",
            file!()
        )
    );
    let failure = panic_of(|| {
        let _quiet = quiet().expect("retrying");
        error!("failed");
        critical!("down");
    });
    let (_, failure) = failure.split_once('\n').unwrap();
    assert_eq!(
        failure,
        "logged unexpectedly, 2 records:\n    noisy - ERROR - failed\n    noisy - CRITICAL - \
         down\nexpected, but not logged: retrying"
    );
}

#[test]
fn expected_and_allowed_records_pass() {
    let _quiet = quiet().expect("retrying attempt=").allow("slow").allow("noisy - ERROR");
    warn!(attempt = 2, "retrying");
    warn!(attempt = 3, "retrying");
    error!("anything");
}

#[test]
fn another_level_can_be_checked() {
    let failure = panic_of(|| {
        let _quiet = quiet().with_level(Level::Info);
        info!("packed");
    });
    assert!(failure.ends_with("noisy - INFO - packed"), "{failure}");
    let _quiet = quiet().with_level(Level::Error);
    warn!("below");
}

#[test]
fn threads_count_if_they_are_handed_over() {
    let _quiet = quiet();
    thread::scope(|scope| {
        scope.spawn(|| warn!("not of this test"));
    });
    // On a thread of its own, because the check of this one is not to be handed over.
    let failing = thread::spawn(|| {
        panic_of(|| {
            let _quiet = quiet();
            let handover = handover();
            thread::scope(|scope| {
                scope.spawn(|| handover.run(|| warn!("handed over")));
            });
        })
    });
    let failure = failing.join().unwrap();
    assert!(failure.ends_with("noisy - WARNING - handed over"), "{failure}");
}

#[test]
fn a_test_that_fails_already_fails_with_its_own_message() {
    let failure = panic_of(|| {
        let _quiet = quiet();
        warn!("unexpected");
        panic!("the test's own");
    });
    assert_eq!(failure, "the test's own");
}
