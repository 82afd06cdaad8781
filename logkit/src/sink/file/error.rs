//! The error of a log file: the path, and the reason.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::util::debug_as_display::debug_as_display;

/// The error of a log file that cannot be opened or rotated, or of settings that do not fit together.
///
/// Displays as ``log file `logs/app.log`: cannot open: permission denied``.
///
/// ```
/// let error = logkit::handler::File::open("/").unwrap_err();
/// assert_eq!(error.path(), std::path::Path::new("/"));
/// assert_eq!(error.to_string(), "log file `/`: the path has no file name");
/// ```
pub struct FileError {
    path: PathBuf,
    action: Option<&'static str>,
    error: io::Error,
}

impl FileError {
    /// The failure of a call to the system: `cannot open`.
    pub(super) fn failed(path: &Path, action: &'static str, error: io::Error) -> Self {
        Self { path: path.to_owned(), action: Some(action), error }
    }

    /// A path or settings that no call to the system can make work.
    pub(super) fn refused(path: &Path, reason: impl Into<String>) -> Self {
        let error = io::Error::new(io::ErrorKind::InvalidInput, reason.into());
        Self { path: path.to_owned(), action: None, error }
    }

    /// A file or a directory that does not exist.
    pub(super) fn missing(path: &Path, reason: String) -> Self {
        let error = io::Error::new(io::ErrorKind::NotFound, reason);
        Self { path: path.to_owned(), action: None, error }
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The kind of the failure; [`InvalidInput`](io::ErrorKind::InvalidInput) for settings.
    pub fn kind(&self) -> io::ErrorKind {
        self.error.kind()
    }

    /// Returns the system's error, for the loss of a line because of it.
    pub(super) fn to_io(&self) -> io::Error {
        copy(&self.error)
    }
}

/// Returns the same error, without the text of a custom one.
pub(super) fn copy(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => error.kind().into(),
    }
}

/// The system's error for a file that has reached the limit of its size.
#[cold]
pub(super) fn too_large() -> io::Error {
    #[cfg(unix)]
    return rustix::io::Errno::FBIG.into();
    #[cfg(not(unix))]
    return io::ErrorKind::FileTooLarge.into();
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "log file `{}`: ", self.path.display())?;
        if let Some(action) = self.action {
            write!(f, "cannot {action}: ")?;
        }
        self.error.fmt(f)
    }
}

debug_as_display!(FileError);

impl Error for FileError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.error)
    }
}

impl From<FileError> for io::Error {
    fn from(error: FileError) -> Self {
        Self::new(error.kind(), error)
    }
}
