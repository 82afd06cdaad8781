//! Listens to one thread: what it logs, what it panics with, and what a value says when it is asked.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::rc::Rc;
use std::sync::Once;
use std::thread;

use crate::record::Record;
use crate::registry::tap;
use crate::testing::drive;
use crate::testing::report::Report;
use crate::testing::secret::{Leak, Secret};
use crate::util::catch_panic::catch_panic;
use crate::util::reentry;

/// What is logged while a heard record is looked at is heard, too; what is logged then is not.
const MAX_HEARING: u8 = 2;

/// Texts of so many bytes together are remembered.
const MAX_KNOWN: usize = 1024 * 1024;

thread_local! {
    /// The innermost last.
    static LOOKOUTS: RefCell<Vec<Rc<Lookout>>> = const { RefCell::new(Vec::new()) };
    static HEARING: Cell<u8> = const { Cell::new(0) };
}

/// One search, from the call of the closure to the verdict.
pub struct Watch {
    lookout: Rc<Lookout>,
}

/// Looks for one secret wherever a text comes along.
#[derive(Debug)]
pub(super) struct Lookout {
    secret: Secret,
    report: RefCell<Report>,
    /// What was found in texts that came along before: most flags change nothing.
    known: RefCell<HashMap<String, Rc<[Leak]>>>,
    /// Messages of panics that nobody has looked at yet.
    panics: RefCell<Vec<String>>,
}

impl Watch {
    /// Starts to listen to this thread.
    ///
    /// # Panics
    ///
    /// The secret is empty.
    #[track_caller]
    pub fn new(secret: &str) -> Self {
        assert!(
            !secret.is_empty(),
            "`assert_never_logged` was given an empty secret, which every line contains; give it \
             the text that must not show, or one of `logkit::testing::canaries()`"
        );
        hush();
        tap::install(overhear);
        let lookout = Rc::new(Lookout {
            secret: Secret::new(secret),
            report: RefCell::default(),
            known: RefCell::default(),
            panics: RefCell::default(),
        });
        LOOKOUTS.with_borrow_mut(|lookouts| lookouts.push(Rc::clone(&lookout)));
        Self { lookout }
    }

    /// Calls the closure and asks what it returns for its `Debug`, in every way there is.
    pub fn call<T: fmt::Debug>(&self, make: impl FnOnce() -> T) -> Option<T> {
        match catch_unwind(AssertUnwindSafe(make)) {
            Ok(value) => {
                self.lookout.look_at_panics("the closure");
                drive::debug(&self.lookout, &value);
                Some(value)
            }
            Err(payload) => {
                let message = match self.lookout.panics.borrow().last() {
                    Some(message) => message.clone(),
                    // Somebody has set a hook of his own, which was told in the place of ours.
                    None => message(&*payload).unwrap_or_default().to_owned(),
                };
                let _ = catch_panic(|| drop(payload));
                self.lookout.look("a panic's message in the closure", &message, "");
                self.lookout.look_at_panics("the closure");
                self.lookout.report.borrow_mut().panicked(message);
                None
            }
        }
    }

    pub(super) fn lookout(&self) -> &Lookout {
        &self.lookout
    }

    /// Drops the value, stops listening and gives the verdict.
    ///
    /// # Panics
    ///
    /// The secret showed, or the closure panicked.
    #[track_caller]
    pub fn finish<T>(self, value: Option<T>) {
        let _ = catch_panic(|| drop(value));
        self.lookout.look_at_panics("the value's destructor");
        let report = self.lookout.report.take();
        let verdict = report.verdict(&self.lookout.secret);
        // The test's own panic is everybody's to see.
        drop(self);
        if let Some(verdict) = verdict {
            panic!("{verdict}");
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = LOOKOUTS.try_with(|lookouts| {
            lookouts.borrow_mut().retain(|other| !Rc::ptr_eq(other, &self.lookout));
        });
    }
}

impl Lookout {
    /// Looks into `text`, which came out `way`; what shows in `frame` as well was there before any
    /// value was.
    pub(super) fn look(&self, way: &str, text: &str, frame: &str) {
        let leaks = self.find(text);
        if leaks.is_empty() {
            return;
        }
        let mut known = self.find(frame).to_vec();
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
        if let Some(known) = self.known.borrow().get(text) {
            return Rc::clone(known);
        }
        let leaks = Rc::from(self.secret.find(text));
        let mut known = self.known.borrow_mut();
        if known.keys().map(String::len).sum::<usize>() + text.len() <= MAX_KNOWN {
            known.insert(text.to_owned(), Rc::clone(&leaks));
        }
        leaks
    }

    /// Looks into what `write` writes, also where it fails half-way.
    pub(super) fn look_at(
        &self,
        way: &str,
        frame: &str,
        write: impl FnOnce(&mut String) -> fmt::Result,
    ) {
        self.look(way, &written(write), frame);
        self.look_at_panics(way);
    }

    /// Looks into the messages of the panics that were caught on this thread.
    pub(super) fn look_at_panics(&self, way: &str) {
        for message in self.panics.take() {
            self.look(&format!("a panic's message in {way}"), &message, "");
        }
    }

    /// Looks into the message of the panic that `code` ends in.
    pub(super) fn look_at_panic(
        &self,
        way: &str,
        code: impl Fn(&dyn fmt::Debug),
        value: &dyn fmt::Debug,
    ) {
        let told = |value: &dyn fmt::Debug| {
            let payload = catch_unwind(AssertUnwindSafe(|| code(value))).err();
            // The hook has heard the same.
            self.panics.take();
            payload.as_deref().and_then(message).unwrap_or_default().to_owned()
        };
        self.look(way, &told(value), &told(&Blank));
    }
}

/// What `write` writes, be it that it fails then: that is in the text, too.
pub(super) fn written(write: impl FnOnce(&mut String) -> fmt::Result) -> String {
    let mut text = String::new();
    if let Some(_scope) = reentry::enter_value() {
        // How it ends is all the same; a panic's message is looked at where the hook has heard it.
        let _ = catch_panic(|| write(&mut text));
    }
    text
}

/// Stands in a value's place to show what a text says without it.
pub(super) struct Blank;

impl fmt::Debug for Blank {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl fmt::Display for Blank {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

fn lookouts() -> Vec<Rc<Lookout>> {
    LOOKOUTS
        .try_with(|lookouts| lookouts.try_borrow().map(|lookouts| lookouts.clone()))
        .map_or_else(|_| Vec::new(), Result::unwrap_or_default)
}

/// Takes a record of this thread on its way to the handlers.
#[cold]
#[inline(never)]
fn overhear(record: &Record<'_>) {
    let depth = HEARING.get();
    if depth >= MAX_HEARING {
        return;
    }
    HEARING.set(depth + 1);
    for lookout in lookouts() {
        // Nothing in there panics but what is caught there.
        drive::record(&lookout, record);
    }
    HEARING.set(depth);
}

/// Takes the messages of panics on threads that are listened to, and keeps them off stderr. All
/// others go where they went before.
fn hush() {
    static HOOK: Once = Once::new();
    // A panicking thread may not set a hook.
    if thread::panicking() {
        return;
    }
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !overhear_panic(info) {
                before(info);
            }
        }));
    });
}

/// Whether anybody listens to this thread.
fn overhear_panic(info: &PanicHookInfo<'_>) -> bool {
    let lookouts = lookouts();
    for lookout in &lookouts {
        let message = message(info.payload()).unwrap_or_default();
        let place = info.location().map(|place| format!(" (at {place})")).unwrap_or_default();
        if let Ok(mut panics) = lookout.panics.try_borrow_mut() {
            panics.push(format!("{message}{place}"));
        }
    }
    !lookouts.is_empty()
}

fn message(payload: &(dyn Any + Send)) -> Option<&str> {
    match payload.downcast_ref::<String>() {
        Some(message) => Some(message),
        None => payload.downcast_ref::<&str>().copied(),
    }
}
