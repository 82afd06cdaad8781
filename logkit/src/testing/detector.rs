//! Searches output for one secret, and reports leaks without quoting any output.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::ops::Range;
use std::rc::Rc;

use crate::testing::search::{Leak, SecretPiece, SecretSearch};
use crate::util::catch_panic::catch_panic;
use crate::util::reentry;

/// The number of leaks that a report describes; it counts the others.
const MAX_DESCRIBED: usize = 12;
/// Size limit, in bytes, of the texts whose search results are cached.
const MAX_CACHED: usize = 1024 * 1024;

/// Searches every text it is given for one secret.
#[derive(Debug)]
pub(super) struct LeakDetector {
    secret: SecretSearch,
    report: RefCell<LeakReport>,
    /// Search results by text: most format flags do not change the output.
    cache: RefCell<HashMap<String, Rc<[Leak]>>>,
    /// Panics whose messages have not been searched yet.
    panics: RefCell<Vec<SeenPanic>>,
}

/// A panic of the observed thread.
#[derive(Debug)]
pub(super) struct SeenPanic {
    pub(super) message: String,
    /// Its place in the source, `file:line:column`; `None` if no hook saw the panic.
    pub(super) place: Option<String>,
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
        self.search_at(way, None, text, baseline);
    }

    fn search_at(&self, way: &str, place: Option<&str>, text: &str, baseline: &str) {
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
            report.add(way, place, text.len(), leak, self.secret.total());
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
        for panic in self.panics.take() {
            self.search_panic(way, &panic);
        }
    }

    fn search_panic(&self, way: &str, panic: &SeenPanic) {
        let way = format!("a panic's message in {way}");
        self.search_at(&way, panic.place.as_deref(), &panic.message, "");
    }

    /// Stores a panic until the next [`search_panics`](Self::search_panics).
    pub(super) fn push_panic(&self, panic: SeenPanic) {
        if let Ok(mut panics) = self.panics.try_borrow_mut() {
            panics.push(panic);
        }
    }

    /// Searches the message with which the closure under test panicked, and those before. `message` is
    /// that of the payload.
    pub(super) fn closure_panicked(&self, message: &str) {
        let mut panics = self.panics.take();
        // Without a stored panic, the program has replaced the panic hook.
        let last =
            panics.pop().unwrap_or_else(|| SeenPanic { message: message.to_owned(), place: None });
        self.search_panic("the closure", &last);
        for panic in &panics {
            self.search_panic("the closure", panic);
        }
        self.report.borrow_mut().closure_panicked =
            Some(last.place.map(|place| format!(" at {place}")).unwrap_or_default());
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
    /// The place of the closure's panic, ` at file:line:column`, or nothing if it is not known.
    closure_panicked: Option<String>,
}

impl LeakReport {
    /// Adds `leak`, found in a text of `length` bytes, which comes from `place` in the source. `total` is
    /// the length of the secret in characters. The text is not quoted: it may hold the secret in a form
    /// that the search does not know, too.
    fn add(&mut self, way: &str, place: Option<&str>, length: usize, leak: &Leak, total: usize) {
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
        let Range { start, end } = &leak.at;
        let form = &piece.form;
        let place = place.map(|place| format!(" (at {place})")).unwrap_or_default();
        self.described
            .push(format!("in {way}: {part}, {form}: bytes {start}..{end} of {length}{place}"));
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
        if let Some(place) = self.closure_panicked {
            let between = if count > 0 { "\n" } else { "" };
            let _ = write!(
                text,
                "{between}the closure panicked{place}; its message is not printed, because it may hold \
                 the secret"
            );
        }
        Some(secret.cleaned(text))
    }
}
