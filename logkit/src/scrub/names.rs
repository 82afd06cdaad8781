//! Verdicts on names, remembered: the same few names stand in line after line; and where names
//! stand that the program has added.

use std::hash::{BuildHasher as _, RandomState};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use aho_corasick::AhoCorasick;
use arc_swap::ArcSwapOption;

pub(super) use crate::redact::names::have_changed;
use crate::redact::names::{generation, is_secret, last_words};

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

/// The search for the names that the program has added: the built-in ones are needles.
static ADDED: ArcSwapOption<Added> = ArcSwapOption::const_empty();

struct Added {
    /// What [`generation`] was.
    generation: u64,
    /// For the last words of the names; `None` where there are no names.
    search: Option<AhoCorasick>,
}

impl Added {
    fn new() -> Self {
        let (words, generation) = last_words();
        // It fails only for more words than memory holds.
        let search = AhoCorasick::builder().ascii_case_insensitive(true).build(&words);
        Self { generation, search: search.ok().filter(|_| !words.is_empty()) }
    }
}

/// Every place where the name of a value may be one that the program has added, in order.
#[cold]
pub(super) fn each_added(
    text: &[u8],
    mut visit: impl FnMut(usize) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut added = ADDED.load_full();
    if added.as_ref().map(|added| added.generation) != Some(generation()) {
        added = Some(Arc::new(Added::new()));
        ADDED.store(added.clone());
    }
    let search = added.as_ref().and_then(|added| added.search.as_ref());
    search.map_or(ControlFlow::Continue(()), |search| {
        search.find_iter(text).try_for_each(|hit| visit(hit.start()))
    })
}
