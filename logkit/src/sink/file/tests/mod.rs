//! Unit tests of a log file with a clock and faults of their own.

mod batch;
mod buffer;
mod direct;
mod failures;
#[cfg(feature = "gzip")]
mod gzip;
mod retention;
mod time;

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::sink::file::disk::Disk;
use crate::sink::file::{FileBuilder, FileSink};

/// A folder for one test, deleted at its end.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Relaxed);
        let path = std::env::temp_dir().join(format!("logkit-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(super) fn put(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(super) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(super) fn names(&self) -> Vec<String> {
        let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        let mut names: Vec<_> =
            fs::read_dir(&self.0).unwrap().map(|entry| name(entry.unwrap())).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A clock that shows two seconds more for each line, so that each line checks the path and tries a
/// rotation that failed again.
pub(super) struct Ticks(Disk, SystemTime);

impl Ticks {
    pub(super) fn new(disk: &Disk) -> Self {
        let ticks = Self(disk.clone(), UNIX_EPOCH + Duration::from_secs(1_795_332_660));
        ticks.0.faults.set_now(ticks.1);
        ticks
    }

    pub(super) fn tick(&mut self) {
        self.forward(2);
    }

    pub(super) fn forward(&mut self, seconds: u64) {
        self.set(self.1 + Duration::from_secs(seconds));
    }

    pub(super) fn back(&mut self, seconds: u64) {
        self.set(self.1 - Duration::from_secs(seconds));
    }

    fn set(&mut self, now: SystemTime) {
        self.1 = now;
        self.0.faults.set_now(now);
    }
}

pub(super) fn open(builder: FileBuilder, disk: &Disk) -> FileSink {
    builder.with_disk(disk.clone()).build().unwrap().sink().clone()
}
