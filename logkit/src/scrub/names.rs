//! Verdicts on names, remembered: the same few names stand in line after line.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::redact::names::{generation, is_secret};

const SLOTS: usize = 256;
/// So many names share their slots before one takes another's.
const WAYS: usize = 4;

/// What is known of names. The hashes are keyed, so that nobody can make a name that passes for
/// another.
pub(super) struct Names {
    keys: RandomState,
    /// A name's hash, but for the last bit: that is the verdict.
    slots: [AtomicU64; SLOTS],
}

impl Default for Names {
    fn default() -> Self {
        Self { keys: RandomState::new(), slots: [const { AtomicU64::new(0) }; SLOTS] }
    }
}

impl Names {
    /// Whether the name is that of a secret.
    pub(super) fn is_secret(&self, name: &str) -> bool {
        // The bit above the last is set, so that no hash looks like an empty slot.
        // What the program adds to the lists makes other names of all.
        let hash = self.keys.hash_one((generation(), name)) & !1 | 2;
        let first = (hash >> 2) as usize % (SLOTS / WAYS) * WAYS;
        let ways = self.slots.get(first..first + WAYS).unwrap_or_default();
        let loaded = |slot: &AtomicU64| slot.load(Relaxed);
        if let Some(known) = ways.iter().map(loaded).find(|known| known & !1 == hash) {
            return known & 1 != 0;
        }
        let verdict = is_secret(name);
        let empty = ways.iter().find(|slot| loaded(slot) == 0);
        if let Some(slot) = empty.or(ways.get((hash >> 32) as usize % WAYS)) {
            slot.store(hash | u64::from(verdict), Relaxed);
        }
        verdict
    }
}
