//! Lines that a sink lost: how many, why, and the line that announces them.

use std::fmt;
use std::io::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::sink::journal::JournalStream;
use crate::sink::std_stream::StdFd;
use crate::util::arc_cell::ArcCell;
use crate::util::diagnostics::Reason;

/// The number of lines that a sink could not write, and the last reason.
///
/// ```
/// use std::io::ErrorKind;
///
/// use logkit::sink::DroppedLines;
///
/// let dropped = DroppedLines::new(2, Some(ErrorKind::StorageFull.into()));
/// assert_eq!(dropped.to_string(), "2 lines lost: no storage space");
/// ```
///
/// Displays as `2 lines lost: no storage space`. Only the kind of an error, or the operating
/// system's text, is shown: the text of a custom error may contain the record's data.
#[derive(Debug)]
pub struct DroppedLines {
    lines: u64,
    reason: Option<io::Error>,
    /// They were lost by a queue that does not wait.
    by_full_queue: bool,
    /// Some of them may have been written.
    is_at_most: bool,
}

impl DroppedLines {
    /// Lines that were lost for a reason, where there is one.
    pub fn new(lines: u64, reason: Option<io::Error>) -> Self {
        Self { lines, reason, by_full_queue: false, is_at_most: false }
    }

    /// Lines that were lost because a queue was full.
    #[cfg(feature = "queue")]
    pub(crate) fn by_full_queue(lines: u64) -> Self {
        Self { by_full_queue: true, ..Self::new(lines, None) }
    }

    /// The same lines, of which some may have been written.
    pub(super) fn at_most(self) -> Self {
        Self { is_at_most: true, ..self }
    }

    /// The number of lines; if some of them may have been written, the most that were lost.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// Returns the reason, for the next notice if this one cannot be written.
    pub(super) fn into_reason(self) -> Option<io::Error> {
        self.reason
    }
}

impl fmt::Display for DroppedLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.lines == 1 { "" } else { "s" };
        let most = if self.is_at_most { "up to " } else { "" };
        write!(f, "{most}{} line{plural} lost", self.lines)?;
        if self.by_full_queue {
            return f.write_str(": the queue was full");
        }
        self.reason.as_ref().map_or(Ok(()), |reason| write!(f, ": {}", Reason(reason)))
    }
}

/// The layout of the line that announces lost lines, in the format of the handler that writes to the
/// sink.
#[derive(Clone)]
pub struct Notice(Arc<PushNotice>);

/// Appends the line that announces the losses; the flag says that it is for the journal.
type PushNotice = dyn Fn(&mut Vec<u8>, &DroppedLines, bool) + Send + Sync;

impl Notice {
    /// A notice that `layout` appends to the bytes, with its `\n`.
    pub fn new(layout: impl Fn(&mut Vec<u8>, &DroppedLines) + Send + Sync + 'static) -> Self {
        Self::of_lines(move |out, dropped, _| layout(out, dropped))
    }

    /// A notice whose layout depends on whether the line is for the journal.
    pub(crate) fn of_lines(
        layout: impl Fn(&mut Vec<u8>, &DroppedLines, bool) + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(layout))
    }

    /// Appends the line.
    pub fn push(&self, out: &mut Vec<u8>, dropped: &DroppedLines) {
        (self.0)(out, dropped, false);
    }
}

impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Notice")
    }
}

/// The part of a sink's losses that needs no lock: the layout of the notice, the journal that it may
/// be for, and the number of lines that were lost because the writer was not available. The next thread
/// that writes takes that number over and announces it.
#[derive(Default)]
pub(super) struct Drops {
    unwritten: AtomicU64,
    notice: ArcCell<Notice>,
    journal: Option<JournalStream>,
}

/// The bit of `unwritten` that requests recovery.
const RECOVERY: u64 = 1 << 63;

impl Drops {
    /// The losses of a standard stream, which may be connected to the journal.
    pub(super) fn of_stream(stream: StdFd) -> Self {
        Self { journal: JournalStream::of(stream), ..Self::default() }
    }

    /// Returns whether the destination is the journal.
    #[inline]
    pub(super) fn is_journal(&self) -> bool {
        self.journal.is_some_and(JournalStream::is_connected)
    }

    pub(super) fn set_notice(&self, notice: Notice) {
        self.notice.swap(Arc::new(notice));
    }

    /// Counts a line that never reached the writer.
    #[cold]
    pub(super) fn add(&self, lines: u64) {
        self.unwritten.fetch_add(lines, Relaxed);
    }

    /// Makes the next line recover first, although no line was lost.
    #[cold]
    pub(super) fn request_recovery(&self) {
        self.unwritten.fetch_or(RECOVERY, Relaxed);
    }

    /// Returns `true` if lines were counted that [`take`](Self::take) has not returned, or recovery is
    /// requested.
    #[inline]
    pub(super) fn any(&self) -> bool {
        self.unwritten.load(Relaxed) > 0
    }

    /// Returns the number of lines counted, and resets it to zero.
    #[cold]
    pub(super) fn take(&self) -> u64 {
        self.unwritten.swap(0, Relaxed) & !RECOVERY
    }

    /// Appends the line that announces `dropped`.
    #[cold]
    pub(super) fn push_notice(&self, out: &mut Vec<u8>, dropped: &DroppedLines) {
        match self.notice.load() {
            Some(notice) => (notice.0)(out, dropped, self.is_journal()),
            // Writing to a vector cannot fail.
            None => drop(writeln!(out, "logkit: {dropped}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, ErrorKind};

    use super::{DroppedLines, Drops, Notice};

    fn text(drops: &Drops, dropped: &DroppedLines) -> String {
        let mut out = Vec::new();
        drops.push_notice(&mut out, dropped);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_notice_has_the_number_of_lines_and_the_kind_of_error() {
        let drops = Drops::default();
        let one = DroppedLines::new(1, None);
        assert_eq!(text(&drops, &one), "logkit: 1 line lost\n");
        let error = io::Error::new(ErrorKind::TimedOut, "the text of a secret");
        let two = DroppedLines::new(2, Some(error));
        drops.set_notice(Notice::new(|out, dropped| {
            out.extend_from_slice(format!("({dropped})\n").as_bytes());
        }));
        assert_eq!(text(&drops, &two), "(2 lines lost: timed out)\n");
    }

    #[test]
    fn lines_are_taken_once() {
        let drops = Drops::default();
        assert!(!drops.any());
        drops.add(2);
        drops.add(1);
        assert!(drops.any());
        assert_eq!((drops.take(), drops.take()), (3, 0));
    }
}
