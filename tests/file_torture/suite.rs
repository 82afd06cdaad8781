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

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
#[cfg(feature = "gzip")]
use std::thread;
#[cfg(feature = "gzip")]
use std::time::{Duration, Instant};

#[cfg(not(feature = "gzip"))]
#[test]
#[ignore = "the feature `gzip` is off; run `cargo test --all-features`"]
fn each_call() {}

/// A folder for one test, deleted at its end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("torture-{}-{}", std::process::id(), NEXT.fetch_add(1, Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The names of all files, sorted.
    fn names(&self) -> Vec<String> {
        let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        let mut names: Vec<_> =
            fs::read_dir(&self.0).unwrap().map(|entry| name(entry.unwrap())).collect();
        names.sort();
        names
    }

    /// Waits until all backups are compressed, and no other file is left.
    #[cfg(feature = "gzip")]
    fn wait_for_compression(&self) {
        let start = Instant::now();
        let is_final =
            |name: &String| name == "app.log" || Path::new(name).extension() == Some("gz".as_ref());
        while !self.names().iter().all(is_final) {
            assert!(start.elapsed() < support::alone::PATIENCE, "{:?}", self.names());
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
