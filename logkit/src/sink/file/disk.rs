//! The calls to the file system and the clock that a log file needs, in one place, so that unit tests
//! can make each of them fail.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
#[cfg(unix)]
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::util::clock;
#[cfg(unix)]
use crate::util::diagnostics;
use crate::util::own_file::OwnFile;

/// The file system and the clock.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    #[cfg(test)]
    pub(super) faults: super::faults::Faults,
}

/// The kinds of calls, for faults in tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DiskCall {
    Open,
    #[cfg_attr(not(test), expect(dead_code, reason = "only unit tests count writes"))]
    Write,
    Read,
    Rename,
    Remove,
    Inspect,
    List,
    Link,
    Sync,
    MakeDir,
    #[cfg(unix)]
    SetMode,
}

/// The file that a link to the current file leads to.
#[derive(Debug)]
pub(super) enum LinkTarget {
    Name(OsString),
    /// There is a file of the link's name, but no link.
    OtherFile,
    Missing,
}

/// Returns `true` if an open file no longer has a name.
pub(super) fn is_unlinked(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::nlink(metadata) == 0;
    #[cfg(not(unix))]
    {
        let _ = metadata;
        false
    }
}

/// The permission bits of a file; on systems without any, the default.
pub(super) fn mode_of(metadata: &Metadata) -> u32 {
    #[cfg(unix)]
    return std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o7777;
    #[cfg(not(unix))]
    {
        let _ = metadata;
        DEFAULT_MODE
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
const NANOS_PER_SECOND: u64 = 1_000_000_000;

/// A moment by a clock that measures pauses, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Uptime(u64);

impl Uptime {
    /// Returns `true` if that much time has passed, in either direction: some clocks are set back.
    #[inline]
    pub(super) fn is_apart(self, other: Self, pause: Duration) -> bool {
        u128::from(self.0.abs_diff(other.0)) >= pause.as_nanos()
    }
}

/// Returns `true` if that much time has passed since the last time, or there was none.
#[inline]
pub(super) fn is_due(last: Option<Uptime>, now: Option<Uptime>, pause: Duration) -> bool {
    match (last, now) {
        (Some(last), Some(now)) => now.is_apart(last, pause),
        _ => true,
    }
}

/// Read and written by the owner only.
pub(super) const DEFAULT_MODE: u32 = 0o600;

impl Disk {
    #[cfg(not(test))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "unit tests inject faults")]
    #[inline]
    fn check(&self, _call: DiskCall) -> io::Result<()> {
        Ok(())
    }

    #[cfg(test)]
    fn check(&self, call: DiskCall) -> io::Result<()> {
        self.faults.check(call)
    }

    /// Returns `true` in unit tests with a clock of their own, which do without background threads.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "unit tests set the clock"))]
    pub(super) fn is_scripted(&self) -> bool {
        #[cfg(test)]
        return self.faults.now().is_some();
        #[cfg(not(test))]
        false
    }

    /// A clock for pauses: cheaper than [`now`](Self::now), and exact to some milliseconds.
    #[inline]
    pub(super) fn uptime(&self) -> Option<Uptime> {
        #[cfg(test)]
        if self.is_scripted() {
            return self.since_epoch();
        }
        #[cfg(any(target_os = "linux", target_os = "android"))]
        {
            use rustix::time::{ClockId, clock_gettime};
            let time = clock_gettime(ClockId::MonotonicCoarse);
            match (u64::try_from(time.tv_sec), u64::try_from(time.tv_nsec)) {
                (Ok(seconds), Ok(nanos)) => {
                    Some(Uptime(seconds.wrapping_mul(NANOS_PER_SECOND).wrapping_add(nanos)))
                }
                _ => self.since_epoch(),
            }
        }
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        self.since_epoch()
    }

    #[cold]
    fn since_epoch(&self) -> Option<Uptime> {
        let time = self.now()?.duration_since(UNIX_EPOCH).ok()?;
        // Until the year 2554.
        u64::try_from(time.as_nanos()).ok().map(Uptime)
    }

    /// The time; `None` on targets without a clock.
    #[inline]
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "unit tests set the clock"))]
    pub(super) fn now(&self) -> Option<SystemTime> {
        #[cfg(test)]
        if let Some(now) = self.faults.now() {
            return Some(now);
        }
        clock::now()
    }

    /// Opens an existing file for appending. Fails for a symbolic link.
    pub(super) fn open_existing(&self, path: &Path) -> io::Result<File> {
        self.check(DiskCall::Open)?;
        no_links(OpenOptions::new().append(true)).open(path)
    }

    /// Creates a file that does not exist, with exactly these permission bits, for appending: other
    /// processes may append to it, too.
    pub(super) fn create_new(&self, path: &Path, mode: u32) -> io::Result<File> {
        self.check(DiskCall::Open)?;
        let mut options = OpenOptions::new();
        options.append(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
        let file = no_links(&mut options).open(path)?;
        #[cfg(unix)]
        if mode_of(&file.metadata()?) != mode {
            // The process's umask took bits away.
            self.set_mode(&file, mode)?;
            report_mode(path, mode, mode_of(&file.metadata()?));
        }
        #[cfg(not(unix))]
        let _ = mode;
        Ok(file)
    }

    /// Sets the permission bits of a file that this process has just created. Only a file system that has
    /// no such bits, or the same ones for all files, does not let it.
    #[cfg(unix)]
    fn set_mode(&self, file: &File, mode: u32) -> io::Result<()> {
        let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
        let set = self.check(DiskCall::SetMode).and_then(|()| file.set_permissions(permissions));
        set.or_else(|error| match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported => Ok(()),
            _ => Err(error),
        })
    }

    /// Opens a file for reading. Fails for a symbolic link.
    pub(super) fn open_to_read(&self, path: &Path) -> io::Result<OwnFile> {
        self.check(DiskCall::Open)?;
        OwnFile::new(no_links(OpenOptions::new().read(true)).open(path)?)
    }

    #[inline]
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "unit tests inject faults"))]
    pub(super) fn write(&self, mut file: &File, bytes: &[u8]) -> io::Result<usize> {
        #[cfg(test)]
        let bytes = self.faults.cut(bytes)?;
        file.write(bytes)
    }

    /// The size beyond which the system ends the process by a signal, unless it ignores that, instead of
    /// making a file longer. Read from `/proc`: services are often denied the system call.
    #[expect(clippy::unused_self, reason = "a call to the system")]
    pub(super) fn size_limit(&self) -> u64 {
        if !cfg!(any(target_os = "linux", target_os = "android")) {
            return u64::MAX;
        }
        let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
        let soft = limits.lines().find_map(|line| line.strip_prefix("Max file size"));
        let soft = soft.and_then(|limits| limits.split_whitespace().next()?.parse().ok());
        soft.unwrap_or(u64::MAX)
    }

    pub(super) fn read(&self, mut file: &File, bytes: &mut [u8]) -> io::Result<usize> {
        self.check(DiskCall::Read)?;
        file.read(bytes)
    }

    /// Returns `true` if the file has text whose last line has no end.
    ///
    /// While another process writes a line, its start may show for a moment. So the line must look the
    /// same after a pause.
    pub(super) fn ends_within_a_line(&self, path: &Path) -> io::Result<bool> {
        let file = self.open_to_read(path)?;
        let Some(size) = self.size_within_a_line(file.get()?)? else { return Ok(false) };
        thread::sleep(Duration::from_millis(2));
        Ok(self.size_within_a_line(file.get()?)? == Some(size))
    }

    /// Returns the size of a file whose last line has no end.
    fn size_within_a_line(&self, mut file: &File) -> io::Result<Option<u64>> {
        if file.metadata()?.len() == 0 {
            return Ok(None);
        }
        let start = file.seek(SeekFrom::End(-1))?;
        let mut last = [b'\n'];
        let is_within = self.read(file, &mut last)? > 0 && last != [b'\n'];
        Ok(is_within.then_some(start))
    }

    /// Renames a file. An existing file of the new name is replaced.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.check(DiskCall::Rename)?;
        fs::rename(from, to)
    }

    pub(super) fn remove(&self, path: &Path) -> io::Result<()> {
        self.check(DiskCall::Remove)?;
        fs::remove_file(path)
    }

    /// Describes the file of a name, without following a symbolic link; `None` if there is no file.
    pub(super) fn inspect(&self, path: &Path) -> io::Result<Option<Metadata>> {
        self.check(DiskCall::Inspect)?;
        match uninterrupted(|| fs::symlink_metadata(path)) {
            Ok(metadata) => Ok(Some(metadata)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) fn inspect_open(&self, file: &File) -> io::Result<Metadata> {
        self.check(DiskCall::Inspect)?;
        uninterrupted(|| file.metadata())
    }

    /// The names in a folder. An error in between is an error of the whole list: a part of it would
    /// hide files.
    pub(super) fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        self.check(DiskCall::List)?;
        uninterrupted(|| fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect())
    }

    /// Creates a folder and its parents, for the owner only.
    pub(super) fn make_folders(&self, folder: &Path) -> io::Result<()> {
        self.check(DiskCall::MakeDir)?;
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder)
    }

    /// Reads a link to the current file. Where systems have no links, it is a small file with the name.
    pub(super) fn read_link(&self, path: &Path) -> io::Result<LinkTarget> {
        let Some(metadata) = self.inspect(path)? else { return Ok(LinkTarget::Missing) };
        #[cfg(unix)]
        let target = metadata.is_symlink().then(|| fs::read_link(path));
        #[cfg(not(unix))]
        let target = (metadata.len() < 1_000).then(|| fs::read_to_string(path));
        match target {
            Some(name) => Ok(LinkTarget::Name(name?.into())),
            None => Ok(LinkTarget::OtherFile),
        }
    }

    /// Makes the link, or replaces it in one step.
    pub(super) fn replace_link(
        &self,
        link: &Path,
        temporary: &Path,
        target: &OsStr,
    ) -> io::Result<()> {
        self.check(DiskCall::Link)?;
        match fs::remove_file(temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(target, temporary)?;
        #[cfg(not(unix))]
        fs::write(temporary, target.as_encoded_bytes())?;
        self.rename(temporary, link)
    }

    /// Waits until the file's content is on the disk.
    pub(super) fn sync(&self, file: &File) -> io::Result<()> {
        self.check(DiskCall::Sync)?;
        file.sync_all()
    }

    /// Waits until the names in a folder are on the disk, where the file system can do that. Some cannot,
    /// those of networks for example; like databases, a log goes on there without.
    pub(super) fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.check(DiskCall::Sync)
            .and_then(|()| {
                if cfg!(unix) {
                    OwnFile::new(File::open(folder)?)?.get()?.sync_all()
                } else {
                    Ok(())
                }
            })
            .or_else(|error| match error.kind() {
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported => Ok(()),
                _ => Err(error),
            })
    }
}

/// Repeats a call that a signal's handler has interrupted, as std does for opening, reading and writing.
/// Only for calls that change nothing: another one may have been completed.
fn uninterrupted<T>(call: impl Fn() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// Reports permission bits that are not those that were asked for: others may read the log. Once in a
/// process, because every new file of the file system has them.
#[cfg(unix)]
fn report_mode(path: &Path, expected: u32, found: u32) {
    static REPORTED: AtomicBool = AtomicBool::new(false);
    if found != expected && !REPORTED.swap(true, Relaxed) {
        let path = path.display();
        diagnostics::report_always(format_args!(
            "log file `{path}`: its file system set mode {found:04o} instead of {expected:04o}"
        ));
    }
}

/// Makes opening a symbolic link an error.
#[cfg(unix)]
fn no_links(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    // NONBLOCK has no effect on regular files. Opening a pipe that has replaced one would wait for
    // its reader.
    let flags =
        rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NOCTTY | rustix::fs::OFlags::NONBLOCK;
    options.custom_flags(i32::try_from(flags.bits()).unwrap_or_default())
}

#[cfg(not(unix))]
fn no_links(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// The folder of a file; `.` for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
