//! Observers of records: those of one thread, of threads that they were handed over to, or of all.

use std::cell::RefCell;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering::Relaxed};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};

use crate::format::{Format, Style};
use crate::level::LevelFilter;
use crate::record::Record;
use crate::record::owned_record::OwnedRecord;
use crate::registry::tap::{self, Tap};
use crate::util::fork_mutex::ForkMutex;
use crate::util::line::with_line;
use crate::util::live_list::LiveList;

thread_local! {
    /// The observers of this thread.
    static OF_THREAD: RefCell<Vec<Weak<Observer>>> = const { RefCell::new(Vec::new()) };
}

/// The observers of all threads.
static OF_ALL: LiveList<Observer> = LiveList::new();
/// There have been observers of all threads.
static ANY_OF_ALL: AtomicBool = AtomicBool::new(false);

/// Keeps copies of the records that it is interested in.
pub(super) struct Observer {
    /// The logger whose records it keeps, those of loggers below included; `None` is every logger.
    name: Option<String>,
    threshold: AtomicU8,
    records: ForkMutex<Vec<OwnedRecord>>,
}

impl Observer {
    /// Starts to observe this thread.
    pub(super) fn start(name: Option<&str>, level: LevelFilter) -> Arc<Self> {
        tap::install(Tap::Observers, on_record);
        let observer = Arc::new(Self {
            name: name.map(str::to_owned),
            threshold: AtomicU8::new(level.threshold()),
            records: ForkMutex::new(),
        });
        add_to_thread(&[Arc::downgrade(&observer)]);
        observer
    }

    /// Observes all threads from now on.
    pub(super) fn observe_all(self: &Arc<Self>) {
        remove_from_thread(&[Arc::downgrade(self)]);
        OF_ALL.add(self);
        ANY_OF_ALL.store(true, Relaxed);
    }

    pub(super) fn set_level(&self, level: LevelFilter) {
        self.threshold.store(level.threshold(), Relaxed);
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub(super) fn records(&self) -> Vec<OwnedRecord> {
        self.records.with(|records| records.clone())
    }

    pub(super) fn take(&self) -> Vec<OwnedRecord> {
        self.records.with(std::mem::take)
    }

    fn wants(&self, record: &Record<'_>) -> bool {
        let is_within = |name: &String| {
            record.name().strip_prefix(name.as_str()).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('.') || rest.starts_with("::")
            })
        };
        record.level().number() >= self.threshold.load(Relaxed)
            && self.name.as_ref().is_none_or(is_within)
    }
}

/// Called with each record that passes a logger's threshold, on the thread that logs it.
#[cold]
#[inline(never)]
fn on_record(record: &Record<'_>) {
    let mut observers: Vec<Arc<Observer>> = Vec::new();
    let mut add = |observer: Arc<Observer>| {
        let is_new = !observers.iter().any(|other| Arc::ptr_eq(other, &observer));
        if is_new && observer.wants(record) {
            observers.push(observer);
        }
    };
    // There is no list while the thread ends.
    let _ = OF_THREAD.try_with(|list| {
        list.try_borrow().map(|list| list.iter().filter_map(Weak::upgrade).for_each(&mut add))
    });
    if ANY_OF_ALL.load(Relaxed) {
        OF_ALL.all().into_iter().for_each(add);
    }
    if observers.is_empty() {
        return;
    }
    // User code, which may log: no list is borrowed and no lock is held.
    let copy = record.to_owned();
    for observer in observers {
        observer.records.with(|records| records.push(copy.clone()));
    }
}

/// A record as a line without its time: `payments - INFO - charging cents=1999`.
pub(super) fn line_of(record: &OwnedRecord) -> String {
    record.with_record(|record| {
        with_line(|line| {
            Format::standard().push_line(line, record, Style::Plain, false, None);
            line.text()
        })
    })
}

fn add_to_thread(observers: &[Weak<Observer>]) {
    let _ = OF_THREAD.try_with(|list| {
        let mut list = list.borrow_mut();
        list.retain(|other| other.strong_count() > 0);
        list.extend_from_slice(observers);
    });
}

/// Removes each of the observers once: several may have handed the same one over.
fn remove_from_thread(observers: &[Weak<Observer>]) {
    let _ = OF_THREAD.try_with(|list| {
        let mut list = list.borrow_mut();
        for observer in observers {
            if let Some(index) = list.iter().rposition(|other| other.ptr_eq(observer)) {
                list.remove(index);
            }
        }
    });
}

/// The captures and the checks of one thread, for other threads.
///
/// ```
/// use logkit::testing::{capture, handover};
/// use logkit::{Logger, info, module_logger};
///
/// #[module_logger("shop")]
/// static LOGGER: Logger;
///
/// let logs = capture(&LOGGER);
/// let handover = handover();
/// std::thread::spawn(move || handover.run(|| info!("packed"))).join().unwrap();
/// assert!(logs.contains("packed"));
/// ```
///
/// It may be used by any number of threads, and keeps no capture alive.
#[derive(Clone)]
pub struct Handover(Vec<Weak<Observer>>);

/// Returns the [captures](crate::testing::capture) and the [checks](crate::testing::quiet) that observe
/// this thread, to hand them over to threads and tasks that it starts.
pub fn handover() -> Handover {
    let list = OF_THREAD.try_with(|list| list.borrow().clone());
    Handover(list.unwrap_or_default())
}

impl Handover {
    /// Runs code whose records on this thread are observed as well.
    pub fn run<R>(&self, code: impl FnOnce() -> R) -> R {
        let _entered = self.enter();
        code()
    }

    /// Returns a future whose records are observed, whichever thread polls it.
    ///
    /// ```
    /// # use logkit::testing::{capture, handover};
    /// # use logkit::{Logger, info, module_logger};
    /// # #[module_logger("shop")]
    /// # static LOGGER: Logger;
    /// # fn spawn(future: impl Future<Output = ()> + Send + 'static) {
    /// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// #     let poll = move || Box::pin(future).as_mut().poll(&mut context).is_ready();
    /// #     drop(poll);
    /// # }
    /// // `spawn` is that of any runtime.
    /// spawn(handover().follow(async { info!("packed") }));
    /// ```
    pub fn follow<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        Followed { handover: self.clone(), future: Box::pin(future) }
    }

    fn enter(&self) -> Entered<'_> {
        add_to_thread(&self.0);
        Entered(&self.0)
    }
}

impl fmt::Debug for Handover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handover").field("observers", &self.0.len()).finish()
    }
}

/// Ends the observation of a thread.
struct Entered<'a>(&'a [Weak<Observer>]);

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        remove_from_thread(self.0);
    }
}

struct Followed<F> {
    handover: Handover,
    future: Pin<Box<F>>,
}

impl<F: Future> Future for Followed<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.get_mut();
        let _entered = this.handover.enter();
        this.future.as_mut().poll(context)
    }
}
