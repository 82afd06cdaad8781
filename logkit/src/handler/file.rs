//! The handler that appends lines to a file.

use std::path::Path;

use crate::handler::lines::Lines;
use crate::sink::{FileBuilder, FileError, FileSink};

/// Appends each record as one line to a file, in one write, before the log call returns.
///
/// ```
/// use logkit::handler::File;
/// use logkit::{Logger, info, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let path = std::env::temp_dir().join(format!("logkit-doc-{}.log", std::process::id()));
/// LOGGER.add_handler(File::open(&path)?);
/// info!(order_id = 7, "charging");
/// assert!(std::fs::read_to_string(&path)?.ends_with(" - payments - INFO - charging order_id=7\n"));
/// # std::fs::remove_file(path)?;
/// # Ok(())
/// # }
/// ```
///
/// Clones share the file. Several processes may append to one file: their lines stay whole.
///
/// # Which files
///
/// A new file has mode `0600` unless [`with_mode`](FileBuilder::with_mode) says otherwise. The path
/// must not contain `..`; a symbolic link, a directory, a pipe or a socket in its place is refused. A
/// link in its directories is followed. A device such as `/dev/null` is accepted.
///
/// # Moved, deleted and truncated files
///
/// Ten times a second, a line first checks that the path still leads to the open file. After a rename
/// (logrotate's default) lines go on to a new file, after truncation (`copytruncate`) to the start of
/// the same one. Lines that were written to a file after its deletion are announced as lost in the
/// next one.
///
/// # Lost lines
///
/// A line that cannot be written, because the disk is full for example, counts as lost for its logger.
/// As soon as lines can be written again, a warning of the logger `logkit` announces how many were
/// lost and why. A line that was cut short, by a full disk or by the death of an earlier process, does
/// not get glued to the next one.
pub type File = Lines<FileSink>;

impl File {
    /// Opens a file for appending, or creates it.
    ///
    /// # Errors
    ///
    /// The file cannot be opened, or is no regular file.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, FileError> {
        Self::builder(path).build()
    }

    /// Returns the settings of a file that is not opened yet.
    pub fn builder(path: impl AsRef<Path>) -> FileBuilder {
        FileBuilder::new(path.as_ref())
    }
}
