//! The tests, which need the feature.

mod append;
#[cfg(all(target_os = "linux", feature = "gzip"))]
mod deaths;
#[cfg(target_os = "linux")]
mod descriptors;
#[cfg(unix)]
mod ends;
mod others;
#[cfg(unix)]
mod processes;
mod rotation;

use logkit::handler::File;
use logkit::sink::Sink as _;
use support::folder::Folder;

/// A folder for one test.
fn new_folder() -> Folder {
    Folder::new(env!("CARGO_TARGET_TMPDIR"))
}

/// Numbers that are random enough for tests, and the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// Says that a test needs a program that is missing.
#[expect(clippy::print_stderr, reason = "the test passes, so its output is the only place")]
fn skip(reason: &str) {
    eprintln!("skipped: {reason}");
}

/// Writes lines as a handler does.
fn write(file: &File, lines: &[&str]) {
    for line in lines {
        file.sink().write_line(format!("{line}\n").as_bytes()).unwrap();
    }
}
