//! What logkit itself has to say: at most one line a second, on descriptor 2, never the record's
//! data.

use std::fmt;
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::sink::std_stream::StdFd;
use crate::util::clock;

/// Milliseconds between two reports.
const PAUSE: u64 = 1_000;

/// When something was said last, in milliseconds since the epoch, and what was left unsaid since.
static LAST: AtomicU64 = AtomicU64::new(0);
static UNSAID: AtomicU64 = AtomicU64::new(0);

/// Says `what` unless something was said within the last second; the next line then tells how many
/// were left out. Whether descriptor 2 takes it is nobody's business.
pub(crate) fn report(what: fmt::Arguments<'_>) {
    let since_epoch = |now: SystemTime| now.duration_since(UNIX_EPOCH).ok();
    let now = clock::now().and_then(since_epoch).unwrap_or_default().as_millis();
    let now = u64::try_from(now).unwrap_or(u64::MAX);
    let last = LAST.load(Relaxed);
    // A clock that was set back by more than the pause does not silence anybody.
    if now.abs_diff(last) < PAUSE || LAST.compare_exchange(last, now, Relaxed, Relaxed).is_err() {
        UNSAID.fetch_add(1, Relaxed);
        return;
    }
    let mut line = Vec::new();
    // Writing to a vector cannot fail.
    let _ = match UNSAID.swap(0, Relaxed) {
        0 => writeln!(line, "logkit: {what}"),
        unsaid => writeln!(line, "logkit: {what} ({unsaid} more reports since the last)"),
    };
    let _ = StdFd::Stderr.write(&line);
}

/// An error without anything that the writer's author may have put into its text.
pub(crate) struct Reason<'a>(pub(crate) &'a io::Error);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.raw_os_error() {
            // The operating system's own words.
            Some(code) => io::Error::from_raw_os_error(code).fmt(f),
            None => self.0.kind().fmt(f),
        }
    }
}
