//! The sink over a log file: who owns it, and how threads and processes share it.

mod buffer;
mod builder;
#[cfg(feature = "gzip")]
mod compress;
mod direct;
mod disk;
mod due;
mod error;
#[cfg(test)]
mod faults;
#[cfg(feature = "gzip")]
mod gzip_copy;
mod late_errors;
mod live;
mod live_buffers;
mod look;
mod name;
mod out;
#[cfg(feature = "config")]
mod probe;
mod retention;
mod rotation;
mod schedule;
mod stamp;
mod state;
mod sync;
#[cfg(test)]
mod tests;
mod timer;
mod transaction;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use self::builder::FileBuilder;
use self::builder::FileSettings;
use self::disk::Disk;
pub use self::error::FileError;
#[cfg(feature = "config")]
use self::live::LiveFile;
#[cfg(feature = "config")]
pub(crate) use self::probe::ProbedFile;
pub use self::stamp::Rotation;
use self::state::FileState;
use crate::level::{Level, LevelFilter};
use crate::sink::child_lock::ChildLock;
use crate::sink::drops::Drops;
use crate::sink::{LineBatch, Notice, Receipt, Sink};
use crate::util::diagnostics;

/// Appends lines to a file: the sink of a [`handler::File`](crate::handler::File). Clones share the
/// file.
#[derive(Clone)]
pub struct FileSink(Arc<Inner>);

struct Inner {
    shared: Shared,
    state: ChildLock<FileState>,
}

/// The part that needs no lock.
struct Shared {
    settings: FileSettings,
    /// The lowest level whose lines are flushed or synced.
    flush_level: LevelFilter,
    disk: Disk,
    drops: Drops,
    #[cfg(feature = "gzip")]
    compressor: compress::Compressor,
}

impl FileSink {
    fn open(settings: FileSettings, disk: Disk) -> Result<Self, FileError> {
        let shared = Shared {
            flush_level: settings.flush_level.min(settings.sync_level),
            settings,
            disk,
            drops: Drops::default(),
            #[cfg(feature = "gzip")]
            compressor: compress::Compressor::default(),
        };
        let state = FileState::open(&shared)?;
        let ends_late = shared.settings.interval.is_some() || state.asks_at_end(&shared);
        let this = Self(Arc::new(Inner { shared, state: ChildLock::new(state) }));
        if ends_late {
            live_buffers::install();
            live_buffers::register(&this.0);
        }
        this.compress();
        Ok(this)
    }

    /// Starts the compression of backups if a rotation, or an earlier run, left some.
    #[inline]
    #[cfg_attr(
        not(feature = "gzip"),
        expect(clippy::unused_self, reason = "nothing is compressed")
    )]
    fn compress(&self) {
        #[cfg(feature = "gzip")]
        if self.0.shared.compressor.is_due() {
            compress::Compressor::start(&self.0);
        }
    }

    /// The absolute path that the file was opened by.
    pub fn path(&self) -> &Path {
        &self.0.shared.settings.path
    }

    /// Lists the files that the next rotation would delete, oldest first: backups of this log beyond
    /// the limits, and no others. The live file, which the rotation makes a backup, can be the last.
    ///
    /// # Errors
    ///
    /// The directory cannot be read.
    pub fn would_delete(&self) -> Result<Vec<PathBuf>, FileError> {
        let live = self.0.with(|state, _| state.live.as_ref().map(|live| live.path.clone()));
        self.0.shared.settings.would_delete(&self.0.shared.disk, live.as_deref())
    }

    /// Opens the file again by its path, as other programs do on a signal after their file was renamed.
    /// The next line would notice within 100 milliseconds; this does it at once.
    ///
    /// # Errors
    ///
    /// The file could not be opened. Lines go on to the previous one.
    pub fn reopen(&self) -> Result<(), FileError> {
        let reopened = self.0.with(FileState::reopen);
        self.compress();
        reopened
    }

    /// Leaves the rotation to another handler of the file, which is about to be opened.
    #[cfg(feature = "config")]
    pub(crate) fn release_rotation(&self) {
        self.0.with(|state, _| state.live.iter_mut().for_each(LiveFile::unlock));
    }
}

impl Inner {
    #[inline]
    fn with<'a, R>(&'a self, work: impl FnOnce(&mut FileState, &'a Shared) -> R) -> R {
        self.state.with(|state| work(state, &self.shared))
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.state.with(|state| state.close(&self.shared));
    }
}

impl Sink for FileSink {
    #[inline]
    fn write_line(&self, line: &[u8]) -> io::Result<()> {
        self.accept_line(line, Receipt::default())
    }

    #[inline]
    fn accept_line(&self, line: &[u8], receipt: Receipt) -> io::Result<()> {
        let (written, timer) = self.0.with(|state, shared| {
            (state.write_line(shared, line, receipt), state.wants_timer(shared))
        });
        if let Some(interval) = timer {
            timer::start(&self.0, interval);
        }
        self.compress();
        written
    }

    /// Writes the lines in blocks of 64 KiB; a rotation ends a block.
    fn write_batch(&self, batch: &mut LineBatch<'_>) {
        let timer = self.0.with(|state, shared| {
            state.write_batch(shared, batch);
            state.wants_timer(shared)
        });
        if let Some(interval) = timer {
            timer::start(&self.0, interval);
        }
        self.compress();
    }

    #[inline]
    fn after_line(&self, level: Level) {
        if self.0.shared.flush_level.enables(level) {
            let done = self.0.with(|state, shared| state.after_line(shared, level));
            if let Err(error) = done {
                let error = FileError::failed(self.path(), "write to the disk", error);
                diagnostics::report(format_args!("{error}"));
            }
        }
    }

    fn flush(&self) -> io::Result<()> {
        self.0.with(FileState::flush)
    }

    fn reopen(&self) -> io::Result<()> {
        self.reopen().map_err(io::Error::from)
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file {}", self.path().display())
    }

    fn set_notice(&self, notice: Notice) {
        self.0.shared.drops.set_notice(notice);
    }
}

impl fmt::Debug for FileSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FileSink").field(&self.path()).finish()
    }
}
