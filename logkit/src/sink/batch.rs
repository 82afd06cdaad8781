//! Several finished lines that a sink takes in one call.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use crate::sink::Receipt;

/// Lines for [`Sink::write_batch`](crate::sink::Sink::write_batch), in order, each with the receipt of
/// its record.
///
/// A sink that writes line by line takes them one at a time, as the default method does:
///
/// ```
/// use logkit::sink::{LineBatch, Receipt, Sink};
///
/// fn write_batch(sink: &impl Sink, batch: &mut LineBatch<'_>) {
///     while let Some((line, receipt)) = batch.next_line() {
///         if let Err(error) = sink.accept_line(line, receipt) {
///             receipt.add_dropped(1, &error);
///         }
///     }
/// }
/// # let sink = logkit::sink::WriterSink::new(Vec::new());
/// # let lines = [(4, Receipt::default()), (8, Receipt::default())];
/// # let mut batch = LineBatch::new(b"one\ntwo\n", &lines);
/// # write_batch(&sink, &mut batch);
/// # assert!(batch.is_empty());
/// ```
///
/// A sink that writes all of them at once calls [`take_all`](Self::take_all) and, after a failure,
/// [`give_back`](Self::give_back) for the lines that were not tried.
///
/// If the sink panics, the lines that it took last are counted as lost.
pub struct LineBatch<'a> {
    bytes: &'a [u8],
    /// The end of each line in `bytes`.
    lines: &'a [(usize, Receipt)],
    /// The number of lines that the sink took.
    taken: usize,
    /// The number of those whose outcome is known.
    settled: usize,
    stop: Option<&'a AtomicBool>,
}

impl<'a> LineBatch<'a> {
    /// Returns a batch of the lines in `bytes`; each ends where its pair of `lines` says, in
    /// ascending order.
    pub fn new(bytes: &'a [u8], lines: &'a [(usize, Receipt)]) -> Self {
        Self { bytes, lines, taken: 0, settled: 0, stop: None }
    }

    /// Returns the batch, whose lines can no longer be taken once `stop` is set.
    #[cfg(feature = "queue")]
    pub(crate) fn until(self, stop: &'a AtomicBool) -> Self {
        Self { stop: Some(stop), ..self }
    }

    /// The number of lines that can be taken.
    pub fn len(&self) -> usize {
        self.lines.len() - self.taken
    }

    /// Returns `true` if every line was taken.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes a line; `None` after the last one, and when a queue gives up at its deadline. The queue
    /// counts the lines that are left then.
    pub fn next_line(&mut self) -> Option<(&'a [u8], Receipt)> {
        self.settled = self.taken;
        if self.stop.is_some_and(|stop| stop.load(Relaxed)) {
            return None;
        }
        let (start, (end, receipt)) = (self.end_of_taken(), *self.lines.get(self.taken)?);
        self.taken += 1;
        Some((self.bytes.get(start..end).unwrap_or_default(), receipt))
    }

    /// Takes all lines that are left, and returns them one after the other.
    pub fn take_all(&mut self) -> &'a [u8] {
        self.settled = self.taken;
        let start = self.end_of_taken();
        self.taken = self.lines.len();
        self.bytes.get(start..self.end_of_taken()).unwrap_or_default()
    }

    /// Gives back the lines that were taken last, except those whose bytes are all among the first
    /// `written` bytes of them. Returns `true` if a part of a line was written.
    pub fn give_back(&mut self, written: usize) -> bool {
        let before = self.settled.checked_sub(1).and_then(|last| self.lines.get(last));
        let end = before.map_or(0, |(end, _)| *end) + written;
        let whole = self.lines.iter().skip(self.settled).take_while(|line| line.0 <= end).count();
        self.settled += whole;
        self.taken = self.settled;
        self.end_of_taken() < end
    }

    /// The number of lines that were taken.
    #[cfg(feature = "queue")]
    pub(crate) fn taken(&self) -> usize {
        self.taken
    }

    /// Counts the lines that were taken last as lost, because the sink panicked.
    #[cfg(feature = "queue")]
    pub(crate) fn record_panic(&mut self) {
        let lost = self.lines.get(self.settled..self.taken).unwrap_or_default();
        for (_, receipt) in lost {
            receipt.add_dropped(1, &std::io::ErrorKind::Other.into());
        }
        self.settled = self.taken;
    }

    /// Takes all lines that are left and counts them as lost.
    #[cfg(feature = "queue")]
    pub(crate) fn record_loss(&mut self, reason: &std::io::Error) {
        self.settled = self.taken;
        for (_, receipt) in self.lines.get(self.taken..).unwrap_or_default() {
            receipt.add_dropped(1, reason);
        }
        self.taken = self.lines.len();
    }

    fn end_of_taken(&self) -> usize {
        let last = self.taken.checked_sub(1).and_then(|last| self.lines.get(last));
        last.map_or(0, |(end, _)| *end)
    }
}

impl fmt::Debug for LineBatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineBatch").field("len", &self.len()).finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "queue"))]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

    use super::LineBatch;
    use crate::sink::Receipt;

    const BYTES: &[u8] = b"a\nbb\nccc\n";
    const LINES: &[(usize, Receipt)] =
        &[(2, Receipt::UNKNOWN), (5, Receipt::UNKNOWN), (9, Receipt::UNKNOWN)];

    fn next<'a>(batch: &mut LineBatch<'a>) -> Option<&'a [u8]> {
        batch.next_line().map(|(line, _)| line)
    }

    #[test]
    fn lines_are_taken_in_order() {
        let mut batch = LineBatch::new(BYTES, LINES);
        assert_eq!(next(&mut batch), Some(&b"a\n"[..]));
        assert_eq!((batch.len(), batch.take_all()), (2, &b"bb\nccc\n"[..]));
        assert_eq!((batch.take_all(), next(&mut batch)), (&b""[..], None));
    }

    #[test]
    fn lines_after_the_written_bytes_are_given_back() {
        for (written, rest) in [(0, &BYTES[2..]), (2, &BYTES[2..]), (3, &BYTES[5..]), (7, b"")] {
            let mut batch = LineBatch::new(BYTES, LINES);
            next(&mut batch);
            batch.take_all();
            assert_eq!(batch.give_back(written), written == 2, "{written}");
            assert_eq!(batch.take_all(), rest, "{written}");
        }
    }

    #[test]
    fn a_panic_costs_the_lines_that_were_taken_last() {
        let mut batch = LineBatch::new(BYTES, LINES);
        next(&mut batch);
        next(&mut batch);
        batch.record_panic();
        assert_eq!((batch.taken(), batch.settled), (2, 2));
        assert_eq!(next(&mut batch), Some(&b"ccc\n"[..]));
    }

    #[test]
    fn lines_are_left_once_it_is_stopped() {
        let stop = AtomicBool::new(false);
        let mut batch = LineBatch::new(BYTES, LINES).until(&stop);
        assert!(batch.next_line().is_some());
        stop.store(true, Relaxed);
        assert_eq!((next(&mut batch), batch.len()), (None, 2));
    }
}
