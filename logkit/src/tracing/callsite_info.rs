//! What is known of a call site that is not ours, made and leaked when it is first met.

use std::ptr;
use std::sync::OnceLock;

use tracing_core::Metadata as TracingMetadata;

use crate::callsite::{FieldName, Location, Metadata};
use crate::level::Level;

/// What `tracing` calls the message among an event's fields.
pub(super) const MESSAGE: &str = "message";

/// A call site of `tracing`'s as one of ours: its message, if it has one, is the only argument.
pub(crate) struct CallsiteInfo {
    pub(crate) site: Metadata,
    pub(crate) target: &'static str,
    /// What each of the metadata's fields is, in their order.
    slots: Box<[FieldRole]>,
}

/// What a field of `tracing`'s is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldRole {
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

impl CallsiteInfo {
    /// The one of these metadata. They are what tells call sites apart: those of `tracing-log`
    /// have no size, and so perhaps one address.
    pub(crate) fn of(metadata: &'static TracingMetadata<'static>) -> &'static Self {
        find(metadata, || Self::new(metadata))
    }

    /// Makes a tracing_callsite of ours known, so that a record that comes back is what it was: its fields
    /// have passed the name scrub, and CRITICAL is no ERROR.
    pub(crate) fn register(
        metadata: &'static TracingMetadata<'static>,
        level: Level,
        place: Location<'static>,
        keys: &'static [FieldName<'static>],
    ) {
        let last = keys.len() + 1;
        find(metadata, || {
            let slot = |index| match index {
                0 => FieldRole::Message,
                index if index < last => FieldRole::Field(index - 1),
                index if index == last => FieldRole::Error,
                _ => FieldRole::Ignored,
            };
            Self {
                site: Metadata::new(level, place, keys, MESSAGE_ONLY, true),
                target: metadata.target(),
                slots: (0..metadata.fields().len()).map(slot).collect(),
            }
        });
    }

    fn new(metadata: &'static TracingMetadata<'static>) -> Self {
        let is_log = metadata.target() == "log" && metadata.fields().field("log.target").is_some();
        let mut keys = Vec::new();
        let mut slot = |name| match name {
            MESSAGE if metadata.is_event() => FieldRole::Message,
            "log.target" if is_log => FieldRole::LogTarget,
            "log.module_path" if is_log => FieldRole::LogModulePath,
            "log.file" if is_log => FieldRole::LogFile,
            "log.line" if is_log => FieldRole::LogLine,
            name => {
                keys.push(FieldName::new(name, ""));
                FieldRole::Field(keys.len() - 1)
            }
        };
        let slots: Box<[FieldRole]> =
            metadata.fields().iter().map(|field| slot(field.name())).collect();
        let message = if slots.contains(&FieldRole::Message) { MESSAGE_ONLY } else { &[] };
        let place = Location {
            name: Some(metadata.name()),
            module_path: metadata.module_path(),
            file: metadata.file(),
            line: metadata.line(),
        };
        Self {
            site: Metadata::new((*metadata.level()).into(), place, leaked(keys), message, true),
            target: metadata.target(),
            slots,
        }
    }

    pub(super) fn slot(&self, index: usize) -> FieldRole {
        self.slots.get(index).copied().unwrap_or(FieldRole::Ignored)
    }
}

/// No literal, one argument.
const MESSAGE_ONLY: &[&str] = &[""];

fn leaked(keys: Vec<FieldName<'static>>) -> &'static [FieldName<'static>] {
    Box::leak(keys.into_boxed_slice())
}

/// A call site in its bucket, and the next one there.
struct Known {
    /// The metadata's address.
    of: usize,
    info: CallsiteInfo,
    next: OnceLock<&'static Self>,
}

const BUCKETS: usize = 512;

/// Every call site that has been met: only ever added to, and read without a lock.
static KNOWN: [OnceLock<&'static Known>; BUCKETS] = [const { OnceLock::new() }; BUCKETS];

fn find(
    metadata: &'static TracingMetadata<'static>,
    make: impl Fn() -> CallsiteInfo,
) -> &'static CallsiteInfo {
    let of = ptr::from_ref(metadata).addr();
    let [first, ..] = &KNOWN;
    // Statics of that size lie at multiples of eight.
    let mut slot = KNOWN.get(of / 8 % BUCKETS).unwrap_or(first);
    loop {
        let known = slot
            .get_or_init(|| Box::leak(Box::new(Known { of, info: make(), next: OnceLock::new() })));
        if known.of == of {
            return &known.info;
        }
        slot = &known.next;
    }
}
