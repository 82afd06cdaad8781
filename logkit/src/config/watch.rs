//! A thread that applies a file again when it changes.

use std::fs::{self, Metadata};
use std::io;
#[cfg(unix)]
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread::{self, Thread};
use std::time::{Duration, SystemTime};

use crate::config::Config;
use crate::config::error::ConfigError;
use crate::util::diagnostics;

/// The most mistakes of one content that are reported.
const MOST: usize = 10;

/// A watched configuration file, from [`Config::watch`]. Dropping it changes nothing; requires the
/// feature `config`.
#[derive(Debug)]
pub struct ConfigWatch {
    stopped: Arc<AtomicBool>,
    thread: Thread,
}

impl ConfigWatch {
    /// Stops watching. The configuration in force stays.
    pub fn stop(self) {
        self.stopped.store(true, Relaxed);
        self.thread.unpark();
    }
}

/// Starts the thread, which looks at the file once in each interval.
///
/// # Errors
///
/// The thread cannot be started.
pub(super) fn start(path: &Path, text: &str, interval: Duration) -> io::Result<ConfigWatch> {
    let stopped = Arc::new(AtomicBool::new(false));
    let mut file = WatchedFile::new(path, text);
    let for_thread = Arc::clone(&stopped);
    let watch = move || {
        while !for_thread.load(Relaxed) {
            thread::park_timeout(interval);
            if !for_thread.load(Relaxed) {
                file.look();
            }
        }
    };
    let thread = thread::Builder::new().name("logkit-config".to_owned()).spawn(watch)?;
    Ok(ConfigWatch { stopped, thread: thread.thread().clone() })
}

/// A file that is looked at by its path, so that any way to replace it is noticed.
struct WatchedFile {
    path: PathBuf,
    /// The last content that was applied or reported.
    content: Vec<u8>,
    /// The state at the last look; `None` if there was no file.
    seen: Option<Stamp>,
    /// The state whose content has been read.
    done: Done,
}

/// The last state that was acted on.
#[derive(PartialEq, Eq)]
enum Done {
    Nothing,
    Read(Stamp),
    Missing,
}

/// The properties of a file that differ after any change of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    #[cfg(unix)]
    inode: (u64, u64),
    /// The time of the last change of the inode, in seconds and nanoseconds.
    #[cfg(unix)]
    changed: (i64, i64),
    modified: Option<SystemTime>,
    size: u64,
}

impl WatchedFile {
    fn new(path: &Path, text: &str) -> Self {
        let content = text.as_bytes().to_vec();
        Self { path: path.to_owned(), content, seen: None, done: Done::Nothing }
    }

    /// Applies the file if its content is another one. A state is acted on at the second look that finds
    /// it, so that a file that is being written is not read.
    fn look(&mut self) {
        let stamp = Stamp::of(&self.path);
        let is_settled = stamp == self.seen;
        self.seen = stamp;
        if !is_settled {
            return;
        }
        match stamp {
            Some(stamp) if self.done != Done::Read(stamp) => self.read(stamp),
            None if self.done != Done::Missing => {
                self.done = Done::Missing;
                let path = self.path.display();
                diagnostics::report_once(format_args!(
                    "the configuration file {path} is gone; its settings stay in force"
                ));
            }
            _ => {}
        }
    }

    fn read(&mut self, stamp: Stamp) {
        let content = match fs::read(&self.path) {
            Ok(content) => content,
            Err(error) => {
                self.done = Done::Read(stamp);
                let path = self.path.display();
                return diagnostics::report_once(format_args!(
                    "cannot read the configuration file {path}: {error}"
                ));
            }
        };
        if Stamp::of(&self.path) != Some(stamp) {
            // It changed meanwhile.
            return;
        }
        self.done = Done::Read(stamp);
        if content == self.content {
            return;
        }
        self.content = content;
        let config = Config::from_content(&self.path, &self.content);
        if let Err(error) = config.and_then(|config| config.apply()) {
            report(&error);
        }
    }
}

/// Reports the mistakes of a content, once.
fn report(error: &ConfigError) {
    let path = error.path().unwrap_or(Path::new("")).display();
    for mistake in error.mistakes().take(MOST) {
        let space = if mistake.line() > 0 { "" } else { " " };
        diagnostics::report_once(format_args!("{path}:{space}{mistake}"));
    }
    let more = error.mistakes().count().saturating_sub(MOST);
    let more = if more > 0 { format!("{more} more mistakes; ") } else { String::new() };
    diagnostics::report_once(format_args!("{path}: {more}the previous settings stay in force"));
}

impl Stamp {
    /// The state of the file that the path leads to, through links.
    fn of(path: &Path) -> Option<Self> {
        let metadata: Metadata = fs::metadata(path).ok()?;
        Some(Self {
            #[cfg(unix)]
            inode: (metadata.dev(), metadata.ino()),
            #[cfg(unix)]
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            modified: metadata.modified().ok(),
            size: metadata.len(),
        })
    }
}
