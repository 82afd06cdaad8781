//! Searches output for one secret, and reports leaks without quoting it.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use crate::format::escape;
use crate::testing::search::{Leak, SecretPiece, SecretSearch};
use crate::util::catch_panic::catch_panic;
use crate::util::reentry;

/// The number of leaks that a report describes; it counts the others.
const MAX_DESCRIBED: usize = 12;
/// The number of characters quoted on each side of a leak.
const CONTEXT: usize = 40;
/// Size limit, in bytes, of the texts whose search results are cached.
const MAX_CACHED: usize = 1024 * 1024;

/// Searches every text it is given for one secret.
#[derive(Debug)]
pub(super) struct LeakDetector {
    secret: SecretSearch,
    report: RefCell<LeakReport>,
    /// Search results by text: most format flags do not change the output.
    cache: RefCell<HashMap<String, Rc<[Leak]>>>,
    /// Messages of panics that have not been searched yet.
    panics: RefCell<Vec<String>>,
}

impl LeakDetector {
    pub(super) fn new(secret: &str) -> Self {
        Self {
            secret: SecretSearch::new(secret),
            report: RefCell::default(),
            cache: RefCell::default(),
            panics: RefCell::default(),
        }
    }

    /// Searches `text`, the output of `way`, ignoring matches that also occur in `baseline`.
    pub(super) fn search(&self, way: &str, text: &str, baseline: &str) {
        let leaks = self.find(text);
        if leaks.is_empty() {
            return;
        }
        let mut known = self.find(baseline).to_vec();
        let mut shown = leaks.to_vec();
        shown.retain(|leak| {
            let same = known.iter().position(|other| other.piece == leak.piece);
            same.map(|index| known.swap_remove(index)).is_none()
        });
        let mut report = self.report.borrow_mut();
        for leak in &shown {
            report.add(way, text, leak, &leaks, self.secret.total());
        }
    }

    fn find(&self, text: &str) -> Rc<[Leak]> {
        if let Some(cached) = self.cache.borrow().get(text) {
            return Rc::clone(cached);
        }
        let leaks = Rc::from(self.secret.find(text));
        let mut cache = self.cache.borrow_mut();
        if cache.keys().map(String::len).sum::<usize>() + text.len() <= MAX_CACHED {
            cache.insert(text.to_owned(), Rc::clone(&leaks));
        }
        leaks
    }

    /// Searches the output of `write`, including output before a failure.
    pub(super) fn search_written(
        &self,
        way: &str,
        baseline: &str,
        write: impl FnOnce(&mut String) -> fmt::Result,
    ) {
        self.search(way, &written(write), baseline);
        self.search_panics(way);
    }

    /// Searches the messages of the panics caught on this thread since the last call.
    pub(super) fn search_panics(&self, way: &str) {
        for message in self.panics.take() {
            self.search(&format!("a panic's message in {way}"), &message, "");
        }
    }

    /// Searches the message with which `code` panics.
    pub(super) fn search_panic_of(
        &self,
        way: &str,
        code: impl Fn(&dyn fmt::Debug),
        value: &dyn fmt::Debug,
    ) {
        let message_of = |value: &dyn fmt::Debug| {
            let payload = catch_unwind(AssertUnwindSafe(|| code(value))).err();
            // The hook has recorded the same message.
            self.panics.take();
            payload.as_deref().and_then(panic_message).unwrap_or_default().to_owned()
        };
        self.search(way, &message_of(value), &message_of(&Empty));
    }

    /// Stores a panic's message until the next [`search_panics`](Self::search_panics).
    pub(super) fn push_panic(&self, message: String) {
        if let Ok(mut panics) = self.panics.try_borrow_mut() {
            panics.push(message);
        }
    }

    /// Returns the message of the panic stored last.
    pub(super) fn last_panic(&self) -> Option<String> {
        self.panics.borrow().last().cloned()
    }

    /// Records that the closure under test panicked.
    pub(super) fn closure_panicked(&self, message: String) {
        self.report.borrow_mut().closure_panicked = Some(message);
    }

    /// Returns the failure message, if there is a failure.
    pub(super) fn failure(&self) -> Option<String> {
        self.report.take().message(&self.secret)
    }
}

/// Returns the output of `write`, including output before an error or a panic.
pub(super) fn written(write: impl FnOnce(&mut String) -> fmt::Result) -> String {
    let mut text = String::new();
    if let Some(_scope) = reentry::enter_value() {
        // The panic hook records the message of a panic.
        let _ = catch_panic(|| write(&mut text));
    }
    text
}

/// Returns the message of a panic's payload, if it is text.
pub(super) fn panic_message(payload: &(dyn Any + Send)) -> Option<&str> {
    match payload.downcast_ref::<String>() {
        Some(message) => Some(message),
        None => payload.downcast_ref::<&str>().copied(),
    }
}

/// Replaces a value to produce the baseline of an output.
pub(super) struct Empty;

impl fmt::Debug for Empty {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl fmt::Display for Empty {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

/// The leaks found so far.
#[derive(Debug, Default)]
struct LeakReport {
    described: Vec<String>,
    last: Option<(String, SecretPiece)>,
    more: usize,
    closure_panicked: Option<String>,
}

impl LeakReport {
    /// Adds `leak`. `leaks` are all leaks in the text, to be masked; `total` is the length of the
    /// secret in characters.
    fn add(&mut self, way: &str, text: &str, leak: &Leak, leaks: &[Leak], total: usize) {
        let piece = &leak.piece;
        if self.described.len() >= MAX_DESCRIBED {
            self.more += 1;
            return;
        }
        // The same piece again in the same text adds no information.
        if self.last.as_ref().is_some_and(|(other, same)| other == way && same == piece) {
            return;
        }
        self.last = Some((way.to_owned(), piece.clone()));
        let part = match (piece.count, piece.first + 1) {
            (count, _) if count == total => "all of it".to_owned(),
            (count, first) => format!("{count} of its {total} characters from number {first} on"),
        };
        let context = context(text, leak, leaks);
        self.described.push(format!("in {way}: {part}, {}: {context}", piece.form));
    }

    fn message(self, secret: &SecretSearch) -> Option<String> {
        let count = self.described.len() + self.more;
        if count == 0 && self.closure_panicked.is_none() {
            return None;
        }
        let mut text = String::new();
        // Writing to a string cannot fail.
        if count > 0 {
            let _ = write!(text, "the secret shows, {count} times");
            self.described.iter().for_each(|leak| text.extend(["\n  ", leak]));
        }
        if self.more > 0 {
            let _ = write!(text, "\n  and {} times more", self.more);
        }
        if let Some(message) = self.closure_panicked {
            let between = if count > 0 { "\n" } else { "" };
            let _ = write!(text, "{between}the closure panicked: {message}");
        }
        Some(secret.cleaned(text))
    }
}

/// Returns the text around the leak, escaped onto one line, with every leak masked.
fn context(text: &str, leak: &Leak, leaks: &[Leak]) -> String {
    let mut start = text
        .get(..leak.at.start)
        .map_or(0, |before| before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at));
    let mut end = text.get(leak.at.end..).map_or(text.len(), |after| {
        after.char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| leak.at.end + at)
    });
    // A leak cut in two would not be masked: widen the range to include it whole.
    for other in leaks {
        if other.at.start < start && start < other.at.end {
            start = other.at.start;
        }
        if other.at.start < end && end < other.at.end {
            end = other.at.end;
        }
    }
    let within = |other: &&Leak| start <= other.at.start && other.at.end <= end;
    let shift = |other: &Leak| Leak {
        at: other.at.start - start..other.at.end - start,
        piece: other.piece.clone(),
    };
    let shifted: Vec<_> = leaks.iter().filter(within).map(shift).collect();
    let masked = SecretSearch::mask(text.get(start..end).unwrap_or_default(), &shifted);
    let mut line = Vec::new();
    escape::push(&mut line, &masked);
    String::from_utf8_lossy(&line).into_owned()
}
