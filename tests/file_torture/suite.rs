//! The tests, which need the feature.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "children report to their parent, and a test says that it was skipped"
)]

#[cfg(all(feature = "gzip", target_os = "linux"))]
mod each_call;
mod found;
#[cfg(target_os = "linux")]
mod kernel;
mod load;
#[cfg(unix)]
mod logrotate;
#[cfg(target_os = "linux")]
mod network;
#[cfg(target_os = "linux")]
mod shim;

#[cfg(feature = "gzip")]
use std::path::Path;
#[cfg(feature = "gzip")]
use std::thread;
#[cfg(feature = "gzip")]
use std::time::{Duration, Instant};

use support::folder::Folder;

#[cfg(not(feature = "gzip"))]
#[test]
#[ignore = "the feature `gzip` is off; run `cargo test --all-features`"]
fn each_call() {}

/// A folder for one test.
fn new_folder() -> Folder {
    Folder::new(env!("CARGO_TARGET_TMPDIR"))
}

/// Waits until all backups are compressed, and no other file is left.
#[cfg(feature = "gzip")]
fn wait_until_compressed(folder: &Folder) {
    let start = Instant::now();
    let is_final =
        |name: &String| name == "app.log" || Path::new(name).extension() == Some("gz".as_ref());
    while !folder.names().iter().all(is_final) {
        assert!(start.elapsed() < support::alone::PATIENCE, "{:?}", folder.names());
        thread::sleep(Duration::from_millis(10));
    }
}
