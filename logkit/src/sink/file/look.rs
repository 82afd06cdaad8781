//! The check that the name of a log file still leads to the open file, and its descriptor, too.

use std::fs::Metadata;
use std::io::ErrorKind;
use std::mem;

use crate::sink::file::Shared;
use crate::sink::file::disk::{Uptime, is_unlinked, mode_of};
use crate::sink::file::state::FileState;
use crate::util::diagnostics;
use crate::util::own_file::{self, Descriptor, FileId};

impl FileState {
    /// Checks that the path still leads to the open file, and opens the file again if not. A file that
    /// was renamed is written to until the new one can be opened; one that was deleted is not.
    #[cold]
    pub(super) fn look(&mut self, shared: &Shared, uptime: Option<Uptime>) {
        self.looked = uptime;
        let Some(live) = &mut self.live else {
            self.open_again(shared);
            return;
        };
        let open = match shared.disk.inspect_open(&live.file) {
            Ok(open) if FileId::of(&open) == live.id => open,
            // The program has closed the descriptor, or the file system has come back without it.
            _ => {
                self.leave_descriptor();
                return self.open_again(shared);
            }
        };
        if shared.settings.leads_elsewhere(shared, &live.path) {
            // Another process has begun the next file.
            self.moved(shared, &open);
            return;
        }
        match shared.disk.inspect(&live.path) {
            // The folder cannot be searched at the moment.
            Err(_) => {}
            Ok(Some(found)) if FileId::of(&found) == live.id => {
                // Others append to the file or truncate it.
                live.size = found.len().saturating_add(self.buffer.len() as u64);
                if found.len() >= live.limit {
                    live.limit = shared.disk.size_limit();
                }
                live.mode = mode_of(&found);
                self.mode = Some(live.mode);
                self.count_at_look = self.count;
            }
            Ok(_) => self.moved(shared, &open),
        }
        self.check_reserve(shared);
    }

    /// Leaves a file that was renamed, deleted or replaced.
    #[cold]
    fn moved(&mut self, shared: &Shared, open: &Metadata) {
        if is_unlinked(open) {
            let lost = self.lines_since_look();
            self.lines.add_lost(lost, ErrorKind::NotFound.into());
            self.live = None;
        }
        self.open_again(shared);
    }

    /// Leaves a descriptor that the program has closed, as daemons do with all they know nothing of, and
    /// that may be another file of the program now.
    #[cold]
    pub(super) fn leave_descriptor(&mut self) {
        let Some(live) = self.live.take_if(|live| live.descriptor() != Descriptor::Own) else {
            return;
        };
        if live.descriptor() == Descriptor::Foreign {
            // Some may have been written before it was closed.
            let lost = self.lines_since_look();
            self.lines.add_at_most(lost, own_file::not_open());
        }
        live.close();
    }

    /// Returns the number of lines since the last check that are not in the buffer, and begins to count
    /// again.
    fn lines_since_look(&mut self) -> u64 {
        let since = self.count - mem::replace(&mut self.count_at_look, self.count);
        since.saturating_sub(self.buffer.lines())
    }

    pub(super) fn open_again(&mut self, shared: &Shared) {
        if let Err(error) = self.reopen(shared) {
            diagnostics::report(format_args!("{error}"));
            self.closed = Some(error.to_io());
        }
    }
}
