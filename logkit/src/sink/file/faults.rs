//! Faults for unit tests: the Nth call to the file system fails, once or from then on, and the clock
//! shows the test's time.

use std::fmt;
use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::sink::file::disk::DiskCall;

/// The faults of one [`Disk`](super::disk::Disk) and its clones.
#[derive(Clone, Default)]
pub(super) struct Faults(Arc<Mutex<FaultScript>>);

#[derive(Default)]
struct FaultScript {
    calls: Vec<DiskCall>,
    fault: Option<(usize, Fault)>,
    now: Option<SystemTime>,
    refuses_late: bool,
}

/// The manner in which a call fails.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    /// The call fails, later ones do not.
    Once(ErrorKind),
    /// The call and all later ones fail.
    From(ErrorKind),
    /// Calls of this kind fail from that call on.
    Kind(DiskCall, ErrorKind),
    /// A write takes half of its bytes, later ones none: the disk is full.
    Half,
}

impl Faults {
    /// Makes the call with this number fail, counted from now on.
    pub(super) fn fail(&self, call: usize, fault: Fault) {
        let mut script = self.script();
        script.calls.clear();
        script.fault = Some((call, fault));
    }

    /// Ends the faults.
    pub(super) fn mend(&self) {
        self.script().fault = None;
    }

    /// Returns the calls since the last [`fail`](Self::fail).
    pub(super) fn calls(&self) -> Vec<DiskCall> {
        self.script().calls.clone()
    }

    pub(super) fn set_now(&self, now: SystemTime) {
        self.script().now = Some(now);
    }

    pub(super) fn now(&self) -> Option<SystemTime> {
        self.script().now
    }

    /// Makes the file system one of a network.
    pub(super) fn set_refuses_late(&self) {
        self.script().refuses_late = true;
    }

    pub(super) fn refuses_late(&self) -> bool {
        self.script().refuses_late
    }

    pub(super) fn check(&self, call: DiskCall) -> io::Result<()> {
        self.script().check(call)
    }

    /// Returns the part of the bytes that a write takes.
    pub(super) fn cut<'a>(&self, bytes: &'a [u8]) -> io::Result<&'a [u8]> {
        let mut script = self.script();
        let number = script.calls.len();
        match script.fault {
            Some((at, Fault::Half)) if number == at => {
                script.calls.push(DiskCall::Write);
                Ok(&bytes[..bytes.len() / 2])
            }
            _ => script.check(DiskCall::Write).map(|()| bytes),
        }
    }

    fn script(&self) -> MutexGuard<'_, FaultScript> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FaultScript {
    fn check(&mut self, call: DiskCall) -> io::Result<()> {
        let number = self.calls.len();
        self.calls.push(call);
        let failure = match self.fault {
            Some((at, Fault::Once(kind))) if number == at => Some(kind),
            Some((at, Fault::From(kind))) if number >= at => Some(kind),
            Some((at, Fault::Kind(of, kind))) if number >= at && call == of => Some(kind),
            Some((at, Fault::Half)) if number > at && call == DiskCall::Write => {
                Some(ErrorKind::StorageFull)
            }
            _ => None,
        };
        failure.map_or(Ok(()), |kind| Err(kind.into()))
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Faults")
    }
}
