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
/// link in its directories is followed. A device such as `/dev/null` is accepted. A relative path stays
/// in the directory in which it was opened if the process changes to another one.
///
/// # Rotation
///
/// ```
/// use logkit::handler::{File, Rotation};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = std::env::temp_dir().join(format!("logkit-doc-{}", std::process::id()));
/// # let path = |name| folder.join(name);
/// // At most a megabyte, and app.log.1 to app.log.3.
/// File::builder(path("app.log"))
///     .with_max_bytes(1_000_000)
///     .with_backup_count(3)
/// #   .with_create_dirs()
///     .build()?;
/// // A file for each day, and those of the last two weeks, but at most a gigabyte.
/// File::builder(path("audit.log"))
///     .with_rotation(Rotation::Daily)
///     .with_keep(14)
///     .with_max_bytes(50_000_000)
///     .with_keep_bytes(1_000_000_000)
///     .build()?;
/// # std::fs::remove_dir_all(folder)?;
/// # Ok(())
/// # }
/// ```
///
/// A rotation renames all files or none: if a step fails, the earlier ones are undone, lines go on to
/// the old file, and the rotation is tried again after a second. It touches only regular files whose
/// whole name the settings write; [`would_delete`](FileBuilder::would_delete) lists what would go.
/// Anything else with such a name, a directory for example, is an error when the file is opened.
///
/// One handler of one process rotates a file; a second one that would is refused when it is opened.
/// Others may append. The child of a fork appends, too, and rotates once its parent has ended.
///
/// With `with_gzip` (feature `gzip`), a backup is compressed when it has not been written to for 300
/// milliseconds. If a log rotates several times a second, backups may be deleted before that.
///
/// # Moved, deleted and truncated files
///
/// Ten times a second, a line first checks that the path still leads to the open file. After a rename
/// (logrotate's default) lines go on to a new file, after truncation (`copytruncate`) to the start of
/// the same one. Lines that were written to a file after its deletion are announced as lost in the
/// next one. If the program has closed the file's descriptor, as daemons do, lines go on under a new
/// one. If another file of the program has got its number, lines since the last check may have gone
/// there, so a notice tells how many at most. That file is not closed with the handler.
///
/// With `copytruncate`, lines that are written between logrotate's copy and its truncation are lost, and
/// no program that writes can count them. A rename loses nothing.
///
/// # Lost lines
///
/// A line that cannot be written, because the disk is full for example, counts as lost for its logger.
/// As soon as lines can be written again, a warning of the logger `logkit` announces how many were
/// lost and why. Until then, a line on stderr, at most once a second, names the logger, the file and the
/// reason; [`logger_tree`](crate::logger_tree) and [`Logger::stats`](crate::Logger::stats) have the
/// counts. A line that was cut short, by a full disk or by the death of an earlier process, does
/// not get glued to the next one.
///
/// A network disk can accept lines and refuse them later, when it is full for example. On NFS, CIFS, FUSE
/// and the like, a `File` asks for that once per file, when it leaves it: at a rotation, a reopening, and
/// the end of the handler or the process (Linux). A report on stderr, and a notice in the log as soon as it
/// takes lines again, tell how many lines were lost at most. To know earlier, and elsewhere, set
/// [`with_sync_interval`](FileBuilder::with_sync_interval). A local disk refuses a line at once when it is
/// full; to learn that it has failed needs that setting, too.
///
/// On Linux, a limit of the file size (`ulimit -f`) that is in force when the file is opened is like a full
/// disk: nothing is written beyond it, which would end the process by the signal SIGXFSZ. Elsewhere, or if
/// other processes append to the file, ignore that signal, as CPython does; so should programs that
/// write to a [`Stream`](crate::handler::Stream) over a `std::fs::File`, which knows no limit.
pub type File = Lines<FileSink>;

impl File {
    /// Opens a file for appending, or creates it.
    ///
    /// # Errors
    ///
    /// The file cannot be opened, or is not a regular file.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, FileError> {
        Self::builder(path).build()
    }

    /// Returns the settings of a file that is not opened yet.
    pub fn builder(path: impl AsRef<Path>) -> FileBuilder {
        FileBuilder::new(path.as_ref())
    }
}
