//! Records that skipped a handler because it logged them itself: their number, and the record that
//! announces them to the handler.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use crate::handler::{Delivery, Handler, with_notice};
use crate::record::Record;
use crate::util::catch_panic::catch_panic;
use crate::util::pause::Pause;
use crate::util::reentry;

/// Records must look at the rare conditions: some skipped a handler, or an override ends by itself. One
/// flag, because a check of each condition would be a few instructions in every line.
static LOOKS_CLOSER: AtomicBool = AtomicBool::new(false);

/// Lets records look at the rare conditions from now on.
pub(super) fn look_closer() {
    LOOKS_CLOSER.store(true, Relaxed);
}

/// Returns whether records look at the rare conditions.
#[inline]
pub(super) fn looks_closer() -> bool {
    LOOKS_CLOSER.load(Relaxed)
}

/// The records that skipped one handler since the last announcement.
///
/// They are announced before the next record that the handler gets, at most once a second, and when
/// it is flushed. Records that the handler logs while it handles an announcement may skip it, too;
/// the next announcement counts them.
#[derive(Debug, Default)]
pub(crate) struct Skipped {
    records: AtomicU64,
    pause: Pause,
}

impl Skipped {
    #[cold]
    pub(crate) fn add(&self, records: u64) {
        self.records.fetch_add(records, Relaxed);
        look_closer();
    }

    #[inline]
    pub(crate) fn any(&self) -> bool {
        self.records.load(Relaxed) > 0
    }

    /// Announces the records to their handler, at that address, unless there was an announcement
    /// within the last second.
    #[cold]
    pub(crate) fn announce_if_due(&self, handler: &dyn Handler, address: usize) {
        // Inside a handler an announcement would make it log, and skip records, once more.
        if self.any() && !reentry::in_handler() && self.pause.end() {
            self.announce(handler, address);
        }
    }

    /// Announces the records to their handler. If it fails, the next announcement counts them again.
    pub(crate) fn announce(&self, handler: &dyn Handler, address: usize) {
        if reentry::in_handler() || !self.any() {
            return;
        }
        let Some(_scope) = reentry::enter_handler(address) else { return };
        let skipped = self.records.swap(0, Relaxed);
        let deliver = |record: &Record<'_>| match handler.level() {
            Some(level) if !level.enables(record.level()) => Ok(()),
            _ => handler.deliver(record, &Delivery::new()),
        };
        let announced = catch_panic(|| with_notice(&SkippedNotice(skipped), deliver));
        if !matches!(announced, Ok(Ok(()))) {
            self.add(skipped);
        }
    }
}

/// The message of an announcement.
struct SkippedNotice(u64);

impl fmt::Display for SkippedNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.0 == 1 { "" } else { "s" };
        let reason = "logged by a handler while it handled what a handler had logged";
        write!(f, "{} record{plural} lost: {reason}", self.0)
    }
}
