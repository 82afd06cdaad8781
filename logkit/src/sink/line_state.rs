//! The state between two lines of one destination: a line that was cut short, and lines that were lost.

use std::io::{self, ErrorKind, Write};
use std::thread;
use std::time::Duration;

use crate::sink::batch::LineBatch;
use crate::sink::drops::{DroppedLines, Drops};

/// The number of retries, a millisecond apart, after a writer returned `WouldBlock`. It is 0
/// where threads cannot sleep.
const RETRIES: u32 = if cfg!(all(target_family = "wasm", target_os = "unknown")) { 0 } else { 100 };

/// The state that earlier writes left behind. The lock that guards the writer guards this, too.
#[derive(Debug, Default)]
pub(super) struct LineState {
    /// The last line was cut short, so the next one must start on a line of its own. The line is one
    /// of the dropped ones, or recovery is requested: one comparison finds both.
    partial_line: bool,
    /// Lines lost since the last notice, and the last reason.
    dropped: u64,
    reason: Option<io::Error>,
    /// Some of them may have been written.
    is_at_most: bool,
    /// The number of bytes that the last attempt wrote, if it failed.
    written: usize,
}

impl LineState {
    /// Writes one record's line, after a notice where lines were lost before.
    ///
    /// # Errors
    ///
    /// The line was lost, or a part of it.
    #[inline]
    pub(super) fn write<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        line: &[u8],
        drops: &Drops,
    ) -> io::Result<()> {
        if self.must_recover(drops) {
            return self.recover_and_write(writer, line, drops);
        }
        self.write_bytes(writer, line, 1)
    }

    /// Writes lines together. After a failure the rest of them are tried one by one, so that the number
    /// of lost lines is exact.
    pub(super) fn write_batch<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        batch: &mut LineBatch<'_>,
        drops: &Drops,
    ) {
        while !batch.is_empty() {
            if !self.must_recover(drops) {
                let lines = batch.len() as u64;
                let Err(error) = self.write_bytes(writer, batch.take_all(), lines) else { return };
                self.partial_line = batch.give_back(self.written);
                self.dropped -= lines - 1;
                if let Some((_, receipt)) = batch.next_line() {
                    receipt.add_dropped(1, &error);
                }
            }
            let Some((line, receipt)) = batch.next_line() else { return };
            if let Err(error) = self.write(writer, line, drops) {
                receipt.add_dropped(1, &error);
            }
        }
    }

    #[inline]
    pub(super) fn must_recover(&self, drops: &Drops) -> bool {
        self.dropped > 0 || drops.any()
    }

    /// Goes on in another file, whose last line may have no end.
    #[cfg(feature = "file")]
    pub(super) fn start_within_a_line(&mut self, partial_line: bool, drops: &Drops) {
        self.partial_line = partial_line;
        if partial_line {
            drops.request_recovery();
        }
    }

    /// Adds lines that were written and then lost to the next notice.
    #[cfg(feature = "file")]
    pub(super) fn add_lost(&mut self, lines: u64, reason: io::Error) {
        if lines > 0 {
            self.dropped += lines;
            self.reason = Some(reason);
        }
    }

    /// Adds lines that were written, of which some may have been lost, to the next notice.
    #[cfg(feature = "file")]
    pub(super) fn add_at_most(&mut self, lines: u64, reason: io::Error) {
        self.is_at_most |= lines > 0;
        self.add_lost(lines, reason);
    }

    /// Takes back the loss of the last line, which is tried again. Returns `false` if a part of it was
    /// written.
    #[cfg(feature = "file")]
    pub(super) fn take_back(&mut self) -> bool {
        let is_unwritten = self.written == 0;
        self.dropped -= u64::from(is_unwritten);
        is_unwritten
    }

    /// Announces lost lines, if there are any.
    ///
    /// # Errors
    ///
    /// The notice could not be written. The next line tries again.
    pub(super) fn announce<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        drops: &Drops,
    ) -> io::Result<()> {
        if self.dropped > 0 || drops.any() { self.recover(writer, drops) } else { Ok(()) }
    }

    /// Recovers, then writes a line. If only the notice cannot be written, the line is still tried; but
    /// it must not be glued to a line that was cut short.
    #[cold]
    fn recover_and_write<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        line: &[u8],
        drops: &Drops,
    ) -> io::Result<()> {
        let recovered = self.recover(writer, drops);
        self.write_recovered(writer, line, recovered)
    }

    /// Writes a line when there is nothing to recover from.
    #[cfg(feature = "file")]
    #[inline]
    pub(super) fn write_next<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        line: &[u8],
    ) -> io::Result<()> {
        self.write_bytes(writer, line, 1)
    }

    /// Writes a line after the attempt to announce lost ones.
    #[cold]
    pub(super) fn write_recovered<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        line: &[u8],
        recovered: io::Result<()>,
    ) -> io::Result<()> {
        match recovered {
            Err(error) if self.partial_line => {
                self.dropped += 1;
                Err(error)
            }
            _ => self.write_bytes(writer, line, 1),
        }
    }

    /// Ends a line that was cut short, and announces lost lines.
    #[cold]
    fn recover<W: Write + ?Sized>(&mut self, writer: &mut W, drops: &Drops) -> io::Result<()> {
        let unwritten = drops.take();
        if unwritten > 0 {
            self.dropped += unwritten;
            self.reason.get_or_insert_with(|| ErrorKind::ResourceBusy.into());
        }
        let mut bytes = Vec::new();
        if self.partial_line {
            bytes.push(b'\n');
        }
        let announced = self.dropped;
        if announced > 0 {
            let dropped = DroppedLines::new(announced, self.reason.take());
            let dropped = if self.is_at_most { dropped.at_most() } else { dropped };
            drops.push_notice(&mut bytes, &dropped);
            self.reason = dropped.into_reason();
        }
        if let Err(error) = self.write_bytes(writer, &bytes, 0) {
            drops.request_recovery();
            return Err(error);
        }
        self.dropped -= announced;
        self.reason = None;
        self.is_at_most = false;
        Ok(())
    }

    /// Writes bytes whole. `lines` is how many lines to count as lost on failure, 0 for a notice.
    #[inline]
    fn write_bytes<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        bytes: &[u8],
        lines: u64,
    ) -> io::Result<()> {
        let was_partial = self.partial_line;
        // If the writer panics, this is the state that remains.
        self.partial_line = true;
        self.dropped += lines;
        match writer.write(bytes) {
            Ok(count) if count >= bytes.len() => {}
            first => self.write_rest(writer, bytes, first, (was_partial, lines))?,
        }
        self.partial_line = false;
        self.dropped -= lines;
        Ok(())
    }

    /// Continues after a first write that did not take everything.
    #[cold]
    fn write_rest<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        bytes: &[u8],
        first: io::Result<usize>,
        (was_partial, lines): (bool, u64),
    ) -> io::Result<()> {
        // Only the first line of an outage is tried again, or every log call would take that long.
        let mut retries = if self.dropped > lines { 0 } else { RETRIES };
        let mut written = 0_usize;
        let mut outcome = first;
        let error = loop {
            match outcome {
                Ok(0) => break ErrorKind::WriteZero.into(),
                // A writer that claims more than it was given has written everything.
                Ok(count) => written = written.saturating_add(count),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock && retries > 0 => {
                    retries -= 1;
                    thread::sleep(Duration::from_millis(1));
                }
                Err(error) => break error,
            }
            let Some(rest @ [_, ..]) = bytes.get(written..) else { return Ok(()) };
            outcome = writer.write(rest);
        };
        self.partial_line = was_partial || written > 0;
        self.written = written;
        self.reason = Some(match error.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code),
            None => error.kind().into(),
        });
        Err(error)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::io::{self, ErrorKind, Write};

    use super::LineState;
    use crate::sink::drops::{Drops, Notice};
    use crate::util::catch_panic::catch_panic;

    /// Takes as many bytes as the next answer says, or claims to, or errs, or panics; without answers,
    /// all.
    struct Scripted {
        answers: VecDeque<Answer>,
        text: Vec<u8>,
    }

    #[derive(Clone, Copy)]
    enum Answer {
        Take(usize),
        Claim(usize),
        Fail(ErrorKind),
        Panic,
    }

    impl Write for Scripted {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let count = match self.answers.pop_front() {
                None => bytes.len(),
                Some(Answer::Take(count)) => count.min(bytes.len()),
                Some(Answer::Claim(count)) => return Ok(count),
                Some(Answer::Fail(kind)) => return Err(kind.into()),
                Some(Answer::Panic) => panic!("scripted"),
            };
            self.text.extend_from_slice(&bytes[..count]);
            Ok(count)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn drops() -> Drops {
        let drops = Drops::default();
        drops.set_notice(Notice::new(|out, dropped| writeln!(out, "({dropped})").unwrap()));
        drops
    }

    /// Writes "one" to "five" with the answers; returns the text, and which writes succeeded.
    fn run(answers: &[Answer]) -> (String, [bool; 5]) {
        let mut writer = Scripted { answers: answers.iter().copied().collect(), text: Vec::new() };
        let (mut state, drops) = (LineState::default(), drops());
        let succeeded = ["one\n", "two\n", "three\n", "four\n", "five\n"].map(|line| {
            let write = || state.write(&mut writer, line.as_bytes(), &drops);
            matches!(catch_panic(write), Ok(Ok(())))
        });
        (String::from_utf8(writer.text).unwrap(), succeeded)
    }

    #[test]
    fn short_and_interrupted_writes_continue() {
        use Answer::{Fail, Take};
        let (text, succeeded) =
            run(&[Take(1), Fail(ErrorKind::Interrupted), Take(2), Fail(ErrorKind::WouldBlock)]);
        assert_eq!(text, "one\ntwo\nthree\nfour\nfive\n");
        assert_eq!(succeeded, [true; 5]);
    }

    #[test]
    fn lost_lines_are_announced_and_counted_once() {
        use Answer::{Fail, Take};
        // "two" fails, the notice before "three" fails and so does "three".
        let (text, succeeded) = run(&[
            Take(4),
            Fail(ErrorKind::StorageFull),
            Fail(ErrorKind::StorageFull),
            Fail(ErrorKind::StorageFull),
        ]);
        assert_eq!(text, "one\n(2 lines lost: no storage space)\nfour\nfive\n");
        assert_eq!(succeeded, [true, false, false, true, true]);
    }

    #[test]
    fn a_notice_that_fails_is_tried_again() {
        use Answer::{Fail, Take};
        // "two" fails, the notice before "three" fails, "three" does not.
        let (text, succeeded) =
            run(&[Take(4), Fail(ErrorKind::StorageFull), Fail(ErrorKind::StorageFull)]);
        assert_eq!(text, "one\nthree\n(1 line lost: no storage space)\nfour\nfive\n");
        assert_eq!(succeeded, [true, false, true, true, true]);
    }

    #[test]
    fn a_line_that_was_cut_short_never_glues() {
        use Answer::{Fail, Take};
        let (text, succeeded) = run(&[Take(2), Fail(ErrorKind::StorageFull)]);
        assert_eq!(text, "on\n(1 line lost: no storage space)\ntwo\nthree\nfour\nfive\n");
        assert_eq!(succeeded, [false, true, true, true, true]);

        // Neither does the next one if its newline cannot be written.
        let full = Fail(ErrorKind::StorageFull);
        let (text, succeeded) = run(&[Take(2), full, full]);
        assert_eq!(text, "on\n(2 lines lost: no storage space)\nthree\nfour\nfive\n");
        assert_eq!(succeeded, [false, false, true, true, true]);
    }

    #[test]
    fn a_writer_that_takes_nothing_does_not_hang() {
        let (text, _) = run(&[Answer::Take(0)]);
        assert_eq!(text, "(1 line lost: write zero)\ntwo\nthree\nfour\nfive\n");
    }

    #[test]
    fn a_writer_that_claims_more_than_it_was_given_does_not_overflow() {
        let (text, succeeded) = run(&[Answer::Take(1), Answer::Claim(usize::MAX)]);
        assert_eq!(text, "otwo\nthree\nfour\nfive\n");
        assert_eq!(succeeded, [true; 5]);
    }

    #[test]
    fn a_writer_that_panics_once_is_used_again() {
        let (text, succeeded) = run(&[Answer::Panic]);
        assert_eq!(text, "\n(1 line lost)\ntwo\nthree\nfour\nfive\n");
        assert_eq!(succeeded, [false, true, true, true, true]);
    }

    #[test]
    fn lines_that_never_reached_the_writer_are_announced() {
        let mut writer = Scripted { answers: VecDeque::new(), text: Vec::new() };
        let (mut state, drops) = (LineState::default(), drops());
        drops.add(1);
        state.write(&mut writer, b"one\n", &drops).unwrap();
        drops.add(2);
        state.announce(&mut writer, &drops).unwrap();
        state.announce(&mut writer, &drops).unwrap();
        let text = String::from_utf8(writer.text).unwrap();
        assert_eq!(text, "(1 line lost: resource busy)\none\n(2 lines lost: resource busy)\n");
    }
}
