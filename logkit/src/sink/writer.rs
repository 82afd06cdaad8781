//! Where lines leave: one write a line, whole or counted, announced when it can be written again.

use std::any::Any;
use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use crate::sink::std_stream::StdFd;
use crate::util::diagnostics::Reason;
use crate::util::reentry;

/// How often a lock that may never come free is tried, a millisecond apart.
const TRIES: usize = 20;
/// How long a line waits for a writer that says "would block", in milliseconds.
const RETRIES: u32 = 100;

/// A writer for whole lines, shared by threads.
pub(crate) struct Sink {
    state: Mutex<State>,
    /// The process that made the sink: in its forked child the lock may be held by nobody.
    owner: u32,
    /// What is behind it, where that works without the lock.
    unlocked: Option<Unlocked>,
}

/// What takes a whole line in one call to the system, from any thread of any process.
#[derive(Clone, Debug)]
enum Unlocked {
    Std(StdFd),
    File(Arc<File>),
}

struct State {
    writer: Box<dyn Write + Send>,
    /// The last line was cut short, so the next one has to start on its own.
    partial_line: bool,
    /// Lines lost since the last one that was written, and why.
    lost: u64,
    reason: Option<io::Error>,
}

impl Sink {
    pub(crate) fn new(writer: impl Write + Send + 'static) -> Self {
        let mut slot = Some(writer);
        let any: &mut dyn Any = &mut slot;
        let file = any.downcast_mut::<Option<File>>().and_then(Option::take).map(Arc::new);
        match (file, slot) {
            (Some(file), _) => Self::with(Box::new(Arc::clone(&file)), Some(Unlocked::File(file))),
            (None, Some(writer)) => Self::with(Box::new(writer), None),
            // Only a file is taken out of its slot.
            (None, None) => Self::with(Box::new(io::sink()), None),
        }
    }

    pub(crate) fn std(stream: StdFd) -> Self {
        Self::with(Box::new(stream), Some(Unlocked::Std(stream)))
    }

    fn with(writer: Box<dyn Write + Send>, unlocked: Option<Unlocked>) -> Self {
        Self { state: Mutex::new(State::new(writer)), owner: process::id(), unlocked }
    }

    pub(crate) fn stream(&self) -> Option<StdFd> {
        match self.unlocked {
            Some(Unlocked::Std(stream)) => Some(stream),
            _ => None,
        }
    }

    /// Writes one record's line. Where lines were lost before it, `notice` first makes the line
    /// that says so.
    ///
    /// # Errors
    ///
    /// The line was lost, or a part of it.
    pub(crate) fn write(
        &self,
        line: &[u8],
        notice: impl FnOnce(&mut Vec<u8>, DroppedLines<'_>),
    ) -> io::Result<()> {
        let Some(mut state) = self.lock() else {
            // Without the lock nothing is known of the lines before: a state of its own does.
            let writer: Box<dyn Write + Send> = match &self.unlocked {
                Some(Unlocked::Std(stream)) => Box::new(*stream),
                Some(Unlocked::File(file)) => Box::new(Arc::clone(file)),
                None => return Err(ErrorKind::Deadlock.into()),
            };
            return State::new(writer).write_bytes(line, 1);
        };
        let _scope = reentry::enter_sink();
        state.write(line, notice)
    }

    /// Flushes the writer.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub(crate) fn flush(&self) -> io::Result<()> {
        let mut state = self.lock().ok_or(ErrorKind::Deadlock)?;
        let _scope = reentry::enter_sink();
        state.writer.flush()
    }

    /// Waits for the lock; but not for ever where the thread that holds it may be this one (a
    /// writer that logs) or does not exist (the child of a fork).
    #[inline]
    fn lock(&self) -> Option<MutexGuard<'_, State>> {
        try_lock(&self.state).or_else(|| self.wait())
    }

    #[cold]
    fn wait(&self) -> Option<MutexGuard<'_, State>> {
        let forked = process::id() != self.owner;
        if !reentry::is_in_sink() && !forked {
            return Some(self.state.lock().unwrap_or_else(PoisonError::into_inner));
        }
        // A child would wait in vain for every line, where it can do without.
        let tries = if forked && self.unlocked.is_some() { 0 } else { TRIES };
        (0..tries).find_map(|_| {
            thread::sleep(Duration::from_millis(1));
            try_lock(&self.state)
        })
    }
}

/// A writer that panicked leaves a state that says so; the lock is as good as ever.
#[inline]
fn try_lock(state: &Mutex<State>) -> Option<MutexGuard<'_, State>> {
    match state.try_lock() {
        Ok(state) => Some(state),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

impl fmt::Debug for Sink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sink").field("unlocked", &self.unlocked).finish_non_exhaustive()
    }
}

/// What a sink could not write.
pub(crate) struct DroppedLines<'a> {
    lines: u64,
    reason: Option<&'a io::Error>,
}

impl fmt::Display for DroppedLines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.lines == 1 { "" } else { "s" };
        write!(f, "{} line{plural} lost", self.lines)?;
        self.reason.map_or(Ok(()), |reason| write!(f, ": {}", Reason(reason)))
    }
}

impl State {
    fn new(writer: Box<dyn Write + Send>) -> Self {
        Self { writer, partial_line: false, lost: 0, reason: None }
    }

    fn write(
        &mut self,
        line: &[u8],
        notice: impl FnOnce(&mut Vec<u8>, DroppedLines<'_>),
    ) -> io::Result<()> {
        if self.partial_line || self.lost > 0 {
            // Whether this gets through or not, the line after it is tried, and counted.
            let _ = self.recover(notice);
        }
        self.write_bytes(line, 1)
    }

    /// Ends a line that was cut short, and says what was lost.
    #[cold]
    fn recover(&mut self, notice: impl FnOnce(&mut Vec<u8>, DroppedLines<'_>)) -> io::Result<()> {
        let mut bytes = Vec::new();
        if self.partial_line {
            bytes.push(b'\n');
        }
        if self.lost > 0 {
            notice(&mut bytes, DroppedLines { lines: self.lost, reason: self.reason.as_ref() });
        }
        self.write_bytes(&bytes, 0)?;
        self.reason = None;
        Ok(())
    }

    /// `lines` is what is lost if this is not written: nobody misses a notice, it is tried again.
    fn write_bytes(&mut self, bytes: &[u8], lines: u64) -> io::Result<()> {
        let before = (self.partial_line, self.lost);
        // Should the writer panic, this is what is known.
        (self.partial_line, self.lost) = (true, self.lost + lines);
        match self.writer.write(bytes) {
            Ok(count) if count >= bytes.len() => {
                (self.partial_line, self.lost) = (false, 0);
                Ok(())
            }
            first => self.write_rest(bytes, first, before),
        }
    }

    /// Goes on after a first write that did not take everything.
    #[cold]
    fn write_rest(
        &mut self,
        bytes: &[u8],
        first: io::Result<usize>,
        (was_torn, was_lost): (bool, u64),
    ) -> io::Result<()> {
        // Only the first line of an outage waits, or every call would.
        let mut retries = if was_lost == 0 { RETRIES } else { 0 };
        let mut written = 0;
        let mut outcome = first;
        let error = loop {
            match outcome {
                Ok(0) => break ErrorKind::WriteZero.into(),
                Ok(count) => written += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock && retries > 0 => {
                    retries -= 1;
                    thread::sleep(Duration::from_millis(1));
                }
                Err(error) => break error,
            }
            let Some(rest @ [_, ..]) = bytes.get(written..) else {
                (self.partial_line, self.lost) = (false, 0);
                return Ok(());
            };
            outcome = self.writer.write(rest);
        };
        self.partial_line = was_torn || written > 0;
        self.reason = Some(match error.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code),
            None => error.kind().into(),
        });
        Err(error)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, ErrorKind, Write};
    use std::sync::{Arc, Mutex};

    use super::Sink;

    /// Takes as many bytes as the next answer says, or errs, or panics; without answers, all.
    #[derive(Clone, Default)]
    struct Scripted {
        answers: Arc<Mutex<Vec<Answer>>>,
        text: Arc<Mutex<Vec<u8>>>,
    }

    #[derive(Clone, Copy)]
    enum Answer {
        Take(usize),
        Fail(ErrorKind),
        Panic,
    }

    impl Write for Scripted {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut answers = self.answers.lock().unwrap();
            let answer = if answers.is_empty() { None } else { Some(answers.remove(0)) };
            drop(answers);
            let count = match answer {
                None => bytes.len(),
                Some(Answer::Take(count)) => count.min(bytes.len()),
                Some(Answer::Fail(kind)) => return Err(kind.into()),
                Some(Answer::Panic) => panic!("scripted"),
            };
            self.text.lock().unwrap().extend_from_slice(&bytes[..count]);
            Ok(count)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Writes "one" to "five" with the answers; what arrived, and which writes succeeded.
    fn run(answers: &[Answer]) -> (String, [bool; 5]) {
        let writer = Scripted::default();
        *writer.answers.lock().unwrap() = answers.to_vec();
        let sink = Sink::new(writer.clone());
        let succeeded = ["one\n", "two\n", "three\n", "four\n", "five\n"].map(|line| {
            let write = || {
                sink.write(line.as_bytes(), |out, losses| {
                    writeln!(out, "({losses})").unwrap();
                })
            };
            matches!(crate::util::catch_panic::catch_panic(write), Ok(Ok(())))
        });
        let text = writer.text.lock().unwrap().clone();
        (String::from_utf8(text).unwrap(), succeeded)
    }

    #[test]
    fn short_and_interrupted_writes_go_on() {
        use Answer::{Fail, Take};
        let (text, succeeded) =
            run(&[Take(1), Fail(ErrorKind::Interrupted), Take(2), Fail(ErrorKind::WouldBlock)]);
        assert_eq!(text, "one\ntwo\nthree\nfour\nfive\n");
        assert_eq!(succeeded, [true; 5]);
    }

    #[test]
    fn what_was_lost_is_said_and_counted_once() {
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
    fn a_line_that_was_cut_short_never_glues() {
        use Answer::{Fail, Take};
        let (text, succeeded) = run(&[Take(2), Fail(ErrorKind::StorageFull)]);
        assert_eq!(text, "on\n(1 line lost: no storage space)\ntwo\nthree\nfour\nfive\n");
        assert_eq!(succeeded, [false, true, true, true, true]);
    }

    #[test]
    fn a_writer_that_takes_nothing_does_not_hang() {
        let (text, _) = run(&[Answer::Take(0)]);
        assert_eq!(text, "(1 line lost: write zero)\ntwo\nthree\nfour\nfive\n");
    }

    #[test]
    fn a_writer_that_panics_once_is_used_again() {
        let (text, succeeded) = run(&[Answer::Panic]);
        assert_eq!(text, "\n(1 line lost)\ntwo\nthree\nfour\nfive\n");
        assert_eq!(succeeded, [false, true, true, true, true]);
    }
}
