//! Reports of logkit's own failures: at most one line a second, on descriptor 2, and never with the
//! data of a record.

use std::fmt;
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::sink::std_stream::StdFd;
use crate::util::pause::Pause;

static PAUSE: Pause = Pause::new();
/// Reports that were suppressed since the last one.
static SUPPRESSED: AtomicU64 = AtomicU64::new(0);

/// Reports `what`, unless there was a report within the last second; the next line then tells how
/// many were suppressed. Errors writing to stderr are ignored.
pub(crate) fn report(what: fmt::Arguments<'_>) {
    if !PAUSE.end() {
        SUPPRESSED.fetch_add(1, Relaxed);
        return;
    }
    report_always(what);
}

/// Reports `what` in any case. For reports of which a process has a limited number: mistakes in its
/// configuration, and losses at its end, when there may be no later report that tells that one was
/// suppressed.
pub(crate) fn report_always(what: fmt::Arguments<'_>) {
    let mut line = Vec::new();
    // Writing to a vector cannot fail.
    let _ = match SUPPRESSED.swap(0, Relaxed) {
        0 => writeln!(line, "logkit: {what}"),
        more => writeln!(line, "logkit: {what} ({more} more reports since the last)"),
    };
    let _ = StdFd::Stderr.write(&line);
}

/// The kind of an error, without the text of a custom error, which may contain the record's data.
pub(crate) struct Reason<'a>(pub(crate) &'a io::Error);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.raw_os_error() {
            // The text is the operating system's.
            Some(code) => io::Error::from_raw_os_error(code).fmt(f),
            // Of a full queue, or of a writer that is not a file.
            None if self.0.kind() == io::ErrorKind::WouldBlock => f.write_str("there was no room"),
            None => self.0.kind().fmt(f),
        }
    }
}
