//! What is known of a call site that is not ours, made and leaked when it is first met.

use std::ptr;
use std::sync::OnceLock;

use tracing_core::Metadata;

use crate::level::Level;
use crate::site::{Key, Place, Site};

/// What `tracing` calls the message among an event's fields.
pub(super) const MESSAGE: &str = "message";

/// A call site of `tracing`'s as one of ours: its message, if it has one, is the only argument.
pub(crate) struct Foreign {
    pub(crate) site: Site,
    pub(crate) target: &'static str,
    /// What each of the metadata's fields is, in their order.
    slots: Box<[Slot]>,
}

/// What a field of `tracing`'s is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Message,
    /// The site's field of that index.
    Field(usize),
    /// The error of a record of ours that has crossed.
    Error,
    /// Where a record of `log` comes from, as `tracing-log` says it.
    LogTarget,
    LogModulePath,
    LogFile,
    LogLine,
    /// Nothing.
    Ignored,
}

impl Foreign {
    /// The one of these metadata. They are what tells call sites apart: those of `tracing-log`
    /// have no size, and so perhaps one address.
    pub(crate) fn of(metadata: &'static Metadata<'static>) -> &'static Self {
        find(metadata, || Self::new(metadata))
    }

    /// Makes a crossing of ours known, so that a record that comes back is what it was: its fields
    /// have passed the name scrub, and CRITICAL is no ERROR.
    pub(crate) fn adopt(
        metadata: &'static Metadata<'static>,
        level: Level,
        place: Place<'static>,
        keys: &'static [Key<'static>],
    ) {
        let last = keys.len() + 1;
        find(metadata, || {
            let slot = |index| match index {
                0 => Slot::Message,
                index if index < last => Slot::Field(index - 1),
                index if index == last => Slot::Error,
                _ => Slot::Ignored,
            };
            Self {
                site: Site::new(level, place, keys, MESSAGE_ONLY, true),
                target: metadata.target(),
                slots: (0..metadata.fields().len()).map(slot).collect(),
            }
        });
    }

    fn new(metadata: &'static Metadata<'static>) -> Self {
        let is_log = metadata.target() == "log" && metadata.fields().field("log.target").is_some();
        let mut keys = Vec::new();
        let mut slot = |name| match name {
            MESSAGE if metadata.is_event() => Slot::Message,
            "log.target" if is_log => Slot::LogTarget,
            "log.module_path" if is_log => Slot::LogModulePath,
            "log.file" if is_log => Slot::LogFile,
            "log.line" if is_log => Slot::LogLine,
            name => {
                keys.push(Key::new(name, ""));
                Slot::Field(keys.len() - 1)
            }
        };
        let slots: Box<[Slot]> = metadata.fields().iter().map(|field| slot(field.name())).collect();
        let message = if slots.contains(&Slot::Message) { MESSAGE_ONLY } else { &[] };
        let place = Place {
            name: Some(metadata.name()),
            module_path: metadata.module_path(),
            file: metadata.file(),
            line: metadata.line(),
        };
        Self {
            site: Site::new((*metadata.level()).into(), place, leaked(keys), message, true),
            target: metadata.target(),
            slots,
        }
    }

    pub(super) fn slot(&self, index: usize) -> Slot {
        self.slots.get(index).copied().unwrap_or(Slot::Ignored)
    }
}

/// No literal, one argument.
const MESSAGE_ONLY: &[&str] = &[""];

fn leaked(keys: Vec<Key<'static>>) -> &'static [Key<'static>] {
    Box::leak(keys.into_boxed_slice())
}

/// A call site in its bucket, and the next one there.
struct Known {
    /// The metadata's address.
    of: usize,
    foreign: Foreign,
    next: OnceLock<&'static Self>,
}

const BUCKETS: usize = 512;

/// Every call site that has been met: only ever added to, and read without a lock.
static KNOWN: [OnceLock<&'static Known>; BUCKETS] = [const { OnceLock::new() }; BUCKETS];

fn find(metadata: &'static Metadata<'static>, make: impl Fn() -> Foreign) -> &'static Foreign {
    let of = ptr::from_ref(metadata).addr();
    let [first, ..] = &KNOWN;
    // Statics of that size lie at multiples of eight.
    let mut slot = KNOWN.get(of / 8 % BUCKETS).unwrap_or(first);
    loop {
        let known = slot.get_or_init(|| {
            Box::leak(Box::new(Known { of, foreign: make(), next: OnceLock::new() }))
        });
        if known.of == of {
            return &known.foreign;
        }
        slot = &known.next;
    }
}
