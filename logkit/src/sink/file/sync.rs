//! Waiting for the disk: when a log file is synced, and what an error means for its lines.

use std::io::{self, ErrorKind};

use crate::level::LevelFilter;
use crate::sink::file::Shared;
use crate::sink::file::disk::folder_of;
use crate::sink::file::error::{FileError, copy};
use crate::sink::file::state::FileState;
use crate::util::diagnostics;
use crate::util::own_file::Descriptor;

impl FileState {
    /// Writes the buffer, and waits until the lines are on the disk.
    pub(super) fn sync(&mut self, shared: &Shared) -> io::Result<()> {
        self.flush(shared)?;
        match &self.live {
            Some(live) if self.unsynced() > 0 && live.is_regular => {
                if let Err(error) = shared.disk.sync(&live.file) {
                    self.lose_unsynced(&error);
                    return Err(error);
                }
                if self.is_new {
                    shared.disk.sync_folder(folder_of(&live.path))?;
                    self.is_new = false;
                }
                self.count_at_sync = self.count;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Returns `true` if the open file is synced before it is left: because that was asked for, or because
    /// its file system tells only then of lines that it has refused. (Closing the file waits for such a file
    /// system as long, but std hides its error.)
    pub(super) fn asks_at_end(&self, shared: &Shared) -> bool {
        let settings = &shared.settings;
        let is_wanted = settings.sync_level != LevelFilter::OFF || settings.sync_every.is_some();
        self.live.as_ref().is_some_and(|live| live.is_regular && (is_wanted || live.refuses_late))
    }

    /// Waits until the lines in a file that is about to be left are on the disk, if that is called for: the
    /// next fsync is another file's.
    pub(super) fn sync_former(&mut self, shared: &Shared) {
        if !self.asks_at_end(shared) || self.unsynced() == 0 {
            return;
        }
        let Some(live) = self.live.as_ref().filter(|live| live.descriptor() == Descriptor::Own)
        else {
            return;
        };
        if let Err(error) = shared.disk.sync(&live.file) {
            self.lose_unsynced(&error);
            report_unwritten(shared, error);
        }
        self.count_at_sync = self.count.saturating_sub(self.buffer.lines());
    }

    /// Counts the lines since the last fsync, which the system may have dropped: it reports that once, and
    /// the next fsync succeeds without them. A file system that has no fsync has not dropped them.
    #[cold]
    fn lose_unsynced(&mut self, error: &io::Error) {
        if !matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) {
            self.lines.add_at_most(self.unsynced(), copy(error));
            self.count_at_sync = self.count;
        }
    }

    /// The number of lines that were written after the last fsync.
    #[inline]
    pub(super) fn unsynced(&self) -> u64 {
        (self.count - self.count_at_sync).saturating_sub(self.buffer.lines())
    }
}

#[cold]
pub(super) fn report_unwritten(shared: &Shared, error: io::Error) {
    let error = FileError::failed(&shared.settings.path, "write to the disk", error);
    diagnostics::report(format_args!("{error}"));
}
