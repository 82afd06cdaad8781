//! The `tracing` call sites of records that come from none of ours: what they say of where they come
//! from tells them apart.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::callsite::{FieldName, Location};
use crate::record::{DynamicMetadata, Record};
use crate::tracing::callsite::TracingCallsite;

/// One that has crossed, in its bucket, and the next one there.
struct DynamicCallsite {
    tracing_callsite: TracingCallsite,
    next: OnceLock<&'static Self>,
}

const BUCKETS: usize = 512;

/// Only ever added to, and read without a lock.
static DYNAMIC: [OnceLock<&'static DynamicCallsite>; BUCKETS] =
    [const { OnceLock::new() }; BUCKETS];

/// How many may be added. Each is kept for ever, and a target may be made up for each record.
static LEFT: AtomicUsize = AtomicUsize::new(4_096);

/// The record's.
pub(super) fn tracing_callsite_of(record: &Record<'_>) -> &'static TracingCallsite {
    match record.dynamic {
        Some(dynamic) => find(record, dynamic),
        None => TracingCallsite::of(record.site, record.target),
    }
}

/// Once there are too many, one that knows of the record's site alone.
fn find(record: &Record<'_>, dynamic: &DynamicMetadata<'_>) -> &'static TracingCallsite {
    let [first, ..] = &DYNAMIC;
    let mut slot = DYNAMIC.get(bucket(dynamic)).unwrap_or(first);
    loop {
        let known = match slot.get() {
            Some(known) => known,
            None if !is_another_allowed() => {
                return TracingCallsite::of(record.site, record.target);
            }
            None => slot.get_or_init(|| leaked(record, dynamic)),
        };
        if is_of(&known.tracing_callsite, record, dynamic) {
            return &known.tracing_callsite;
        }
        slot = &known.next;
    }
}

fn is_another_allowed() -> bool {
    LEFT.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok()
}

fn bucket(dynamic: &DynamicMetadata<'_>) -> usize {
    let mut hasher = DefaultHasher::new();
    (dynamic.name, dynamic.place.file, dynamic.place.line).hash(&mut hasher);
    dynamic.keys.iter().for_each(|key| key.name.hash(&mut hasher));
    usize::try_from(hasher.finish() % BUCKETS as u64).unwrap_or_default()
}

fn is_of(
    tracing_callsite: &TracingCallsite,
    record: &Record<'_>,
    dynamic: &DynamicMetadata<'_>,
) -> bool {
    let names = tracing_callsite.keys.iter().map(|key| key.name);
    ptr::eq(tracing_callsite.site, record.site)
        && tracing_callsite.target == dynamic.name
        && tracing_callsite.place == dynamic.place
        && names.eq(dynamic.keys.iter().map(|key| key.name))
}

fn leaked(record: &Record<'_>, dynamic: &DynamicMetadata<'_>) -> &'static DynamicCallsite {
    let leak = |text: &str| -> &'static str { String::leak(text.to_owned()) };
    let place = Location {
        name: dynamic.place.name.map(leak),
        module_path: dynamic.place.module_path.map(leak),
        file: dynamic.place.file.map(leak),
        line: dynamic.place.line,
    };
    let keys = dynamic.keys.iter().map(|key| FieldName::explicit(leak(key.name), "")).collect();
    let tracing_callsite = TracingCallsite::new(record.site, leak(dynamic.name), place, keys);
    Box::leak(Box::new(DynamicCallsite { tracing_callsite, next: OnceLock::new() }))
}
