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

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use logkit::handler::File;
use logkit::sink::Sink as _;

/// A folder for one test, deleted at its end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("files-{}-{}", std::process::id(), NEXT.fetch_add(1, Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// The names and contents of all files, sorted by name.
    fn files(&self) -> Vec<(String, String)> {
        let mut files: Vec<_> = fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let content = fs::read(entry.path()).unwrap_or_default();
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                (text(entry.file_name().as_encoded_bytes()), text(&content))
            })
            .collect();
        files.sort();
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
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
