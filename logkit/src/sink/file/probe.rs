//! The attempt to open the file of a configuration before anything changes because of it: a rotation
//! deletes backups as soon as its file is open.

use crate::sink::file::builder::FileBuilder;
use crate::sink::file::disk::Disk;
use crate::sink::file::error::FileError;
use crate::sink::file::live::{LiveFile, Opened};
use crate::util::own_file::FileId;

/// A file that can be opened, and was created if there was none.
#[derive(Debug)]
pub(crate) struct ProbedFile {
    /// `None` if it was there before.
    created: Option<LiveFile>,
    disk: Disk,
}

impl ProbedFile {
    /// Opens the file of a builder. A file with direct names has no name before it is built.
    ///
    /// # Errors
    ///
    /// The file cannot be opened.
    pub(crate) fn open(builder: &FileBuilder) -> Result<Self, FileError> {
        let (settings, disk) = builder.parts();
        let created = if settings.direct {
            None
        } else {
            let opened = LiveFile::open(disk, &settings.path, settings.mode, settings.create_dirs)?;
            let Opened { live, is_new, .. } = opened;
            is_new.then_some(live)
        };
        Ok(Self { created, disk: disk.clone() })
    }

    /// Removes the file if it was created, and nothing has been written to it.
    pub(crate) fn discard(self) {
        let Some(live) = self.created else { return };
        let is_empty = self.disk.inspect_open(&live.file).is_ok_and(|open| open.len() == 0);
        let found = self.disk.inspect(&live.path).ok().flatten();
        if is_empty && found.is_some_and(|found| FileId::of(&found) == live.id) {
            // An empty file is left, which harms nothing.
            let _ = self.disk.remove(&live.path);
        }
    }
}
