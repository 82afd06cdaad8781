//! Compression of backups in the background. At every instant a backup is whole under its own name or
//! its compressed name; only between the last two steps of the seven, it is under both.
//!
//! 1. The backup is compressed to a temporary name beside it.
//! 2. fsync of that file.
//! 3. Under the log's lock: the backup is looked up by its inode, because a rotation may have renumbered
//!    it meanwhile.
//! 4. The temporary file is renamed to the compressed name.
//! 5. fsync of the directory.
//! 6. Under the lock: the two are looked up again.
//! 7. The backup is deleted.
//!
//! A process that dies leaves a temporary file, which the next one deletes, or a backup under both
//! names, whose uncompressed one the next process deletes if the contents are equal.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use flate2::read::MultiGzDecoder;

use crate::sink::file::Inner;
use crate::sink::file::builder::FileSettings;
use crate::sink::file::disk::{Disk, mode_of};
use crate::sink::file::error::FileError;
use crate::sink::file::gzip_copy::{DiskReader, Temporary, is_equal};
use crate::sink::file::name::{BackupForm, BackupName};
use crate::sink::file::rotation::{Backup, Backups};
use crate::util::catch_panic::catch_panic;
use crate::util::diagnostics;
use crate::util::own_file::{FileId, OwnFile};
use crate::util::process_id::process_id;

/// The time before a backup is compressed. Other processes that append to the log notice within a tenth
/// of a second that it was renamed.
const SETTLE: Duration = Duration::from_millis(300);

/// The background thread of a log, if there is one.
#[derive(Debug, Default)]
pub(super) struct Compressor {
    /// A rotation left a backup to compress.
    due: AtomicBool,
    /// The process whose thread compresses, or 0.
    process: AtomicU32,
}

impl Compressor {
    /// Notes that there are backups to compress, if that was asked for.
    pub(super) fn set_due(&self, settings: &FileSettings) {
        if settings.gzip {
            self.due.store(true, Relaxed);
        }
    }

    #[inline]
    pub(super) fn is_due(&self) -> bool {
        self.due.load(Relaxed)
    }

    /// Starts the thread, unless it is running. It ends when nothing is left to compress.
    #[cold]
    pub(super) fn start(inner: &Arc<Inner>) {
        let (this, process) = (&inner.shared.compressor, process_id());
        if inner.shared.disk.is_scripted() || this.process.swap(process, Relaxed) == process {
            return;
        }
        let weak = Arc::downgrade(inner);
        let work = move || {
            let outcome = catch_panic(|| work(&weak, SETTLE));
            if let Some(inner) = weak.upgrade() {
                inner.shared.compressor.process.store(0, Relaxed);
            }
            if outcome.is_err() {
                diagnostics::report(format_args!("compression of log files panicked"));
            }
        };
        let name = thread::Builder::new().name("logkit-gzip".to_owned());
        if let Err(error) = name.spawn(work) {
            this.process.store(0, Relaxed);
            this.due.store(false, Relaxed);
            let error = FileError::failed(&inner.shared.settings.path, "compress", error);
            diagnostics::report(format_args!("{error}"));
        }
    }
}

/// A backup that is being compressed.
struct Source {
    disk: Disk,
    backups: Backups,
    name: BackupName,
    id: FileId,
    bytes: u64,
}

/// Compresses backups until none is left. One that failed is tried again after the next rotation.
pub(super) fn work(weak: &Weak<Inner>, settle: Duration) {
    let mut failed = Vec::new();
    loop {
        if let Some(inner) = weak.upgrade() {
            inner.shared.compressor.due.store(false, Relaxed);
        }
        thread::sleep(settle);
        let is_complete = compress_each(weak, settle, &mut failed);
        let is_due = weak.upgrade().map(|inner| inner.shared.compressor.is_due());
        match (is_complete, is_due) {
            (Ok(is_complete), Some(is_due)) if is_due || !is_complete => {}
            (Ok(_), _) => return,
            (Err(error), _) => return report(&error),
        }
    }
}

/// Tries to compress every backup once. Returns `false` if one was renamed or changed meanwhile.
fn compress_each(
    weak: &Weak<Inner>,
    settle: Duration,
    failed: &mut Vec<FileId>,
) -> Result<bool, FileError> {
    let (mut seen, mut is_complete) = (failed.clone(), true);
    while let Some(source) = weak.upgrade().map_or(Ok(None), |inner| next(&inner, &seen))? {
        seen.push(source.id);
        match compress(weak, &source, settle) {
            Ok(is_done) => is_complete &= is_done,
            // Further copies would take the room of the lines.
            Err(error) if error.kind() == ErrorKind::StorageFull => return Err(error),
            Err(error) => {
                report(&error);
                failed.push(source.id);
            }
        }
    }
    Ok(is_complete)
}

fn report(error: &FileError) {
    diagnostics::report(format_args!("{error}; the backup stays as it is"));
}

/// The oldest backup that is not compressed and was not seen before.
fn next(inner: &Inner, seen: &[FileId]) -> Result<Option<Source>, FileError> {
    inner.with(|state, shared| {
        let owns_backups = state.owns_backups(shared);
        let (Some(backups), Some(live)) = (&shared.settings.backups, &state.live) else {
            return Ok(None);
        };
        if !owns_backups {
            return Ok(None);
        }
        let listed = backups.list(&shared.disk)?;
        let plain = listed.iter().find(|backup| {
            backup.name.form == BackupForm::Plain
                && backup.id != live.id
                && !seen.contains(&backup.id)
        });
        Ok(plain.map(|plain| Source {
            disk: shared.disk.clone(),
            backups: backups.clone(),
            name: plain.name,
            id: plain.id,
            bytes: plain.bytes,
        }))
    })
}

/// Replaces a backup by a compressed file. Returns `false` if it was renamed or changed meanwhile.
fn compress(weak: &Weak<Inner>, source: &Source, settle: Duration) -> Result<bool, FileError> {
    let path = source.backups.path(source.name);
    let failed = |error| FileError::failed(&path, "compress", error);
    let file = match source.disk.open_to_read(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(failed(error)),
    };
    let inspected = file.get().and_then(|file| source.disk.inspect_open(file));
    let metadata = inspected.map_err(failed)?;
    let has_settled = match (metadata.modified(), source.disk.now()) {
        (Ok(modified), Some(now)) => {
            // A file from the future is old enough, too.
            now.duration_since(modified).unwrap_or_else(|earlier| earlier.duration()) >= settle
        }
        _ => true,
    };
    if FileId::of(&metadata) != source.id || !has_settled {
        return Ok(false);
    }
    let gzip = source.backups.path(BackupName { form: BackupForm::Gzip, ..source.name });
    if source.disk.inspect(&gzip).map_err(failed)?.is_some() {
        return source.delete_copied(weak, &file, &gzip);
    }
    let name = BackupName { form: BackupForm::PartialGzip, ..source.name };
    let path = source.backups.path(name);
    let temporary = Temporary::create(&source.disk, path, mode_of(&metadata)).map_err(failed)?;
    let bytes = temporary.fill(&file).map_err(failed)?;
    temporary.file.get().and_then(|file| source.disk.sync(file)).map_err(failed)?;
    // The lock is not held during any fsync.
    match source.publish(weak, temporary, bytes)? {
        Some(()) => source.delete(weak, bytes),
        None => Ok(false),
    }
}

impl Source {
    /// Renames the complete file to the backup's name with `.gz`. `None` if the backup was deleted or
    /// has grown, or if the name is taken.
    fn publish(
        &self,
        weak: &Weak<Inner>,
        temporary: Temporary<'_>,
        bytes: u64,
    ) -> Result<Option<()>, FileError> {
        let Some(inner) = weak.upgrade() else { return Ok(None) };
        let path = self.backups.path(self.name);
        let failed = |error| FileError::failed(&path, "compress", error);
        let published = inner.with(|state, shared| {
            if !state.owns_backups(shared) || !temporary.is_own().map_err(failed)? {
                return Ok(None);
            }
            let listed = self.backups.list(&self.disk)?;
            let Some(plain) = self.plain(&listed).filter(|plain| plain.bytes == bytes) else {
                return Ok(None);
            };
            let target = self.backups.path(BackupName { form: BackupForm::Gzip, ..plain.name });
            let failed = |error| FileError::failed(&target, "rename a file to it", error);
            if self.disk.inspect(&target).map_err(failed)?.is_some() {
                return Ok(None);
            }
            temporary.rename(&target).map_err(failed)?;
            Ok(Some(()))
        })?;
        let Some(()) = published else { return Ok(None) };
        let folder = self.backups.folder();
        let synced = self.disk.sync_folder(folder);
        synced.map_err(|error| FileError::failed(folder, "sync the directory", error))?;
        Ok(Some(()))
    }

    /// Deletes the backup whose compressed file is on the disk. Returns `false` if something was appended
    /// to it meanwhile: then the compressed file is deleted.
    fn delete(&self, weak: &Weak<Inner>, bytes: u64) -> Result<bool, FileError> {
        let Some(inner) = weak.upgrade() else { return Ok(true) };
        inner.with(|state, shared| {
            if !state.owns_backups(shared) {
                return Ok(false);
            }
            let listed = self.backups.list(&self.disk)?;
            let Some(plain) = self.plain(&listed) else { return Ok(true) };
            let gzip = BackupName { form: BackupForm::Gzip, ..plain.name };
            if !listed.iter().any(|backup| backup.name == gzip) {
                return Ok(false);
            }
            let is_whole = plain.bytes == bytes;
            self.backups.remove(&self.disk, if is_whole { plain.name } else { gzip });
            Ok(is_whole)
        })
    }

    /// The backup under its name of this moment.
    fn plain<'b>(&self, listed: &'b [Backup]) -> Option<&'b Backup> {
        let mut plain = listed.iter().filter(|backup| backup.name.form == BackupForm::Plain);
        plain.find(|backup| backup.id == self.id)
    }

    /// Deletes a backup that a process which died had compressed already. A compressed file of other
    /// content is somebody else's: both stay.
    fn delete_copied(
        &self,
        weak: &Weak<Inner>,
        plain: &OwnFile,
        gzip: &Path,
    ) -> Result<bool, FileError> {
        let failed = |error| FileError::failed(gzip, "read", error);
        let copy = self.disk.open_to_read(gzip).map_err(failed)?;
        let disk = &self.disk;
        let copy = MultiGzDecoder::new(DiskReader { disk, file: &copy });
        let plain = DiskReader { disk, file: plain };
        if !is_equal(plain, copy).map_err(failed)? {
            let reason = format!(
                "expected the lines of `{}`, compressed",
                self.backups.path(self.name).display()
            );
            return Err(FileError::refused(gzip, reason));
        }
        self.disk.sync_folder(self.backups.folder()).map_err(failed)?;
        self.delete(weak, self.bytes)
    }
}
