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
use crate::config::content;
use crate::config::error::{ConfigError, escaped};
use crate::util::diagnostics;

/// The most mistakes of one content that are reported.
const MOST: usize = 10;
/// The shortest time between two looks.
const SHORTEST: Duration = Duration::from_millis(1);

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

/// Starts the thread, which looks at the file once in each interval. `folder` is that of relative paths.
///
/// # Errors
///
/// The thread cannot be started, or the directory of the process is gone.
pub(super) fn start(
    path: &Path,
    text: &str,
    folder: &Path,
    interval: Duration,
) -> io::Result<ConfigWatch> {
    let stopped = Arc::new(AtomicBool::new(false));
    // The program may change its directory, or has done so since it read the file.
    let mut file = WatchedFile::new(&std::path::absolute(folder.join(path))?, text);
    let (path, folder) = (path.to_owned(), folder.to_owned());
    let interval = interval.max(SHORTEST);
    let for_thread = Arc::clone(&stopped);
    let watch = move || {
        while !for_thread.load(Relaxed) {
            thread::park_timeout(interval);
            if !for_thread.load(Relaxed) {
                act_on(&path, &folder, file.look());
            }
        }
    };
    let thread = thread::Builder::new().name("logkit-config".to_owned()).spawn(watch)?;
    Ok(ConfigWatch { stopped, thread: thread.thread().clone() })
}

/// Applies a new content, or reports why that cannot be done.
fn act_on(path: &Path, folder: &Path, finding: Option<FileChange>) {
    let shown = escaped(&path.display().to_string());
    match finding {
        None => {}
        Some(FileChange::Content(content)) => {
            let config = Config::from_content(path, &content, folder.to_owned());
            if let Err(error) = config.and_then(|config| config.apply()) {
                report(&error);
            }
        }
        Some(FileChange::Gone) => diagnostics::report_always(format_args!(
            "the configuration file {shown} is gone; its settings stay in force"
        )),
        Some(FileChange::Empty) => diagnostics::report_always(format_args!(
            "the configuration file {shown} is empty; its settings stay in force"
        )),
        Some(FileChange::Unreadable(error)) => diagnostics::report_always(format_args!(
            "cannot read the configuration file {shown}: {error}; its settings stay in force"
        )),
    }
}

/// A file that is looked at by its path, so that any way to replace it is noticed.
struct WatchedFile {
    path: PathBuf,
    /// The last content that was found.
    content: Vec<u8>,
    /// The state at the last look; `None` if there was no file.
    seen: Option<FileVersion>,
    done: Done,
}

/// The last state that led to a finding, or to none because its content was known.
#[derive(PartialEq, Eq)]
enum Done {
    Nothing,
    Read(FileVersion),
    Missing,
}

/// A change of the file.
#[derive(Debug)]
enum FileChange {
    Content(Vec<u8>),
    Gone,
    /// Many programs empty a file before they write it, so this is not a configuration without settings.
    Empty,
    Unreadable(io::Error),
}

/// The properties of a file that differ after any change of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileVersion {
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

    /// Returns the change since the last look, if the file was the same at that look: one that is being
    /// written is not read.
    fn look(&mut self) -> Option<FileChange> {
        let version = FileVersion::of(&self.path);
        let is_settled = version == self.seen;
        self.seen = version;
        if !is_settled {
            return None;
        }
        match version {
            Some(version) if self.done != Done::Read(version) => self.read(version),
            None if self.done != Done::Missing => {
                self.done = Done::Missing;
                Some(FileChange::Gone)
            }
            _ => None,
        }
    }

    fn read(&mut self, version: FileVersion) -> Option<FileChange> {
        let content = match content::read(&self.path) {
            Ok(content) => content,
            Err(error) => {
                self.done = Done::Read(version);
                return Some(FileChange::Unreadable(error));
            }
        };
        if FileVersion::of(&self.path) != Some(version) {
            // It changed meanwhile.
            return None;
        }
        self.done = Done::Read(version);
        if content == self.content {
            return None;
        }
        if content.trim_ascii().is_empty() {
            return Some(FileChange::Empty);
        }
        self.content.clone_from(&content);
        Some(FileChange::Content(content))
    }
}

/// Reports the mistakes of a content, once.
fn report(error: &ConfigError) {
    let path = error.path().unwrap_or(Path::new(""));
    let path = escaped(&path.display().to_string());
    for mistake in error.mistakes().take(MOST) {
        let space = if mistake.line() > 0 { "" } else { " " };
        diagnostics::report_always(format_args!("{path}:{space}{mistake}"));
    }
    let more = error.mistakes().count().saturating_sub(MOST);
    let more = if more > 0 { format!("{more} more mistakes; ") } else { String::new() };
    diagnostics::report_always(format_args!("{path}: {more}the previous settings stay in force"));
}

impl FileVersion {
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;
    use std::path::{Path, PathBuf};

    use super::{FileChange, WatchedFile};

    /// A folder for one test, deleted at its end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("logkit-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.join(name)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    /// Some looks: the finding of each, without those that found nothing.
    fn looks(file: &mut WatchedFile) -> Vec<String> {
        let shown = |finding| match finding {
            FileChange::Content(content) => String::from_utf8(content).unwrap(),
            FileChange::Gone => "(gone)".to_owned(),
            FileChange::Empty => "(empty)".to_owned(),
            FileChange::Unreadable(_) => "(unreadable)".to_owned(),
        };
        (0..4).filter_map(|_| file.look()).map(shown).collect()
    }

    fn watched(path: &Path, text: &str) -> WatchedFile {
        fs::write(path, text).unwrap();
        let mut file = WatchedFile::new(path, text);
        assert!(looks(&mut file).is_empty());
        file
    }

    #[test]
    fn each_state_is_found_once() {
        let folder = Folder::new("watch");
        let path = folder.path("log.toml");
        let mut file = watched(&path, "one");
        fs::write(&path, "two").unwrap();
        assert_eq!(looks(&mut file), ["two"]);
        // Another file with the same content.
        fs::write(folder.path("new"), "two").unwrap();
        fs::rename(folder.path("new"), &path).unwrap();
        assert!(looks(&mut file).is_empty());
        fs::write(folder.path("new"), "six").unwrap();
        fs::rename(folder.path("new"), &path).unwrap();
        assert_eq!(looks(&mut file), ["six"]);
        fs::remove_file(&path).unwrap();
        assert_eq!(looks(&mut file), ["(gone)"]);
        fs::write(&path, "six").unwrap();
        assert!(looks(&mut file).is_empty());
        fs::write(&path, " \n").unwrap();
        assert_eq!(looks(&mut file), ["(empty)"]);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_eq!(looks(&mut file), ["(unreadable)"]);
        fs::remove_dir(&path).unwrap();
        fs::write(&path, "ten").unwrap();
        assert_eq!(looks(&mut file), ["ten"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_named_pipe_is_not_opened() {
        let folder = Folder::new("watch-pipe");
        let path = folder.path("log.toml");
        let mut file = watched(&path, "one");
        fs::remove_file(&path).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert_eq!(looks(&mut file), ["(unreadable)"]);
        fs::remove_file(&path).unwrap();
        fs::write(&path, "two").unwrap();
        assert_eq!(looks(&mut file), ["two"]);
    }

    #[test]
    fn a_file_that_is_being_written_is_not_read() {
        let folder = Folder::new("watch-writing");
        let path = folder.path("log.toml");
        let mut watched = watched(&path, "one");
        let mut file = fs::File::create(&path).unwrap();
        assert!(watched.look().is_none());
        for piece in ["level", " = ", "'info'"] {
            file.write_all(piece.as_bytes()).unwrap();
            assert!(watched.look().is_none());
        }
        assert_eq!(looks(&mut watched), ["level = 'info'"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_to_its_end() {
        use std::os::unix::fs::symlink;

        let folder = Folder::new("watch-links");
        for name in ["a", "b", "c"] {
            fs::create_dir(folder.path(name)).unwrap();
            fs::write(folder.path(name).join("log.toml"), name).unwrap();
        }
        let swap = |target: &str| {
            symlink(target, folder.path("new")).unwrap();
            fs::rename(folder.path("new"), folder.path("data")).unwrap();
        };
        swap("a");
        symlink("data/log.toml", folder.path("log.toml")).unwrap();
        let mut file = WatchedFile::new(&folder.path("log.toml"), "a");
        assert!(looks(&mut file).is_empty());
        swap("b");
        fs::remove_dir_all(folder.path("a")).unwrap();
        assert_eq!(looks(&mut file), ["b"]);
        fs::remove_file(folder.path("log.toml")).unwrap();
        symlink("c/log.toml", folder.path("log.toml")).unwrap();
        assert_eq!(looks(&mut file), ["c"]);
        fs::remove_dir_all(folder.path("c")).unwrap();
        assert_eq!(looks(&mut file), ["(gone)"]);
    }
}
