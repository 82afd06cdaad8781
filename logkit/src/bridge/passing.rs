//! The `tracing` call sites of records that come from none of ours: what they say of where they come
//! from tells them apart.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::bridge::crossing::Crossing;
use crate::record::{Origin, Record};
use crate::site::{Key, Place};

/// One that has crossed, in its bucket, and the next one there.
struct Passing {
    crossing: Crossing,
    next: OnceLock<&'static Self>,
}

const BUCKETS: usize = 512;

/// Only ever added to, and read without a lock.
static PASSING: [OnceLock<&'static Passing>; BUCKETS] = [const { OnceLock::new() }; BUCKETS];

/// How many may be added. Each is kept for ever, and a target may be made up for each record.
static LEFT: AtomicUsize = AtomicUsize::new(4_096);

/// The record's.
pub(super) fn crossing_of(record: &Record<'_>) -> &'static Crossing {
    match record.origin {
        Some(origin) => find(record, origin),
        None => Crossing::of(record.site, record.target),
    }
}

/// Once there are too many, one that knows of the record's site alone.
fn find(record: &Record<'_>, origin: &Origin<'_>) -> &'static Crossing {
    let [first, ..] = &PASSING;
    let mut slot = PASSING.get(bucket(origin)).unwrap_or(first);
    loop {
        let known = match slot.get() {
            Some(known) => known,
            None if !is_another_allowed() => return Crossing::of(record.site, record.target),
            None => slot.get_or_init(|| leaked(record, origin)),
        };
        if is_of(&known.crossing, record, origin) {
            return &known.crossing;
        }
        slot = &known.next;
    }
}

fn is_another_allowed() -> bool {
    LEFT.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok()
}

fn bucket(origin: &Origin<'_>) -> usize {
    let mut hasher = DefaultHasher::new();
    (origin.name, origin.place.file, origin.place.line).hash(&mut hasher);
    origin.keys.iter().for_each(|key| key.name.hash(&mut hasher));
    usize::try_from(hasher.finish() % BUCKETS as u64).unwrap_or_default()
}

fn is_of(crossing: &Crossing, record: &Record<'_>, origin: &Origin<'_>) -> bool {
    let names = crossing.keys.iter().map(|key| key.name);
    ptr::eq(crossing.site, record.site)
        && crossing.target == origin.name
        && crossing.place == origin.place
        && names.eq(origin.keys.iter().map(|key| key.name))
}

fn leaked(record: &Record<'_>, origin: &Origin<'_>) -> &'static Passing {
    let leak = |text: &str| -> &'static str { String::leak(text.to_owned()) };
    let place = Place {
        name: origin.place.name.map(leak),
        module_path: origin.place.module_path.map(leak),
        file: origin.place.file.map(leak),
        line: origin.place.line,
    };
    let keys = origin.keys.iter().map(|key| Key::decided(leak(key.name), "")).collect();
    let crossing = Crossing::new(record.site, leak(origin.name), place, keys);
    Box::leak(Box::new(Passing { crossing, next: OnceLock::new() }))
}
