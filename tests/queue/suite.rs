//! The tests, which need the feature.

mod failures;
#[cfg(unix)]
mod forks;
mod load;
mod order;

use std::time::{Duration, Instant};

use logkit::Stats;
use support::alone::PATIENCE;

fn counted(stats: Stats) -> (u64, u64) {
    (stats.written, stats.dropped)
}

/// Waits until something holds.
fn eventually(what: impl Fn() -> bool) {
    let started = Instant::now();
    while !what() {
        assert!(started.elapsed() < PATIENCE, "it never holds");
        std::thread::sleep(Duration::from_millis(1));
    }
}
