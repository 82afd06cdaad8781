//! A cache of the names that are masked, for names that no call site caches: lines repeat the same
//! few names.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::redact::names::{self, settled_generation};
use crate::util::once::TryOnce;

const SLOTS: usize = 256;
/// The number of slots that may hold one name.
const WAYS: usize = 4;

/// Filled at the first lookup. A child forked in between does without the cache.
static CACHE: TryOnce<Box<NameCache>> = TryOnce::new();

struct NameCache {
    /// The hashes are keyed, so that input cannot contain a name chosen to have another name's
    /// hash.
    keys: RandomState,
    /// The hash of a name, whose last bit is replaced by the answer; 0 for an empty slot.
    slots: [AtomicU64; SLOTS],
}

/// Returns true if a field of this name is masked.
pub(crate) fn is_secret(name: &str) -> bool {
    let cache = CACHE.get_or_try_init(|| Box::new(NameCache::new()));
    cache.map_or_else(|| names::is_secret(name), |cache| cache.is_secret(name))
}

impl NameCache {
    fn new() -> Self {
        Self { keys: RandomState::new(), slots: [const { AtomicU64::new(0) }; SLOTS] }
    }

    fn is_secret(&self, name: &str) -> bool {
        // The generation is hashed too, so a change of the lists makes all answers miss. The second
        // bit is set so that no hash looks like an empty slot.
        let hash = self.keys.hash_one((settled_generation(), name)) & !1 | 2;
        let first = (hash >> 2) as usize % (SLOTS / WAYS) * WAYS;
        let ways = self.slots.get(first..first + WAYS).unwrap_or_default();
        let loaded = |slot: &AtomicU64| slot.load(Relaxed);
        if let Some(known) = ways.iter().map(loaded).find(|known| known & !1 == hash) {
            return known & 1 != 0;
        }
        let answer = names::is_secret(name);
        let empty = ways.iter().find(|slot| loaded(slot) == 0);
        if let Some(slot) = empty.or(ways.get((hash >> 32) as usize % WAYS)) {
            slot.store(hash | u64::from(answer), Relaxed);
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::{SLOTS, is_secret, names};
    use crate::redact::names::tests::turn;

    #[test]
    fn an_answer_is_the_same_from_the_cache_and_after_its_slot_was_taken() {
        let _turn = turn();
        let names: Vec<String> = (0..4 * SLOTS)
            .map(|number| if number % 3 == 0 { "token".into() } else { format!("x{number}_count") })
            .enumerate()
            .map(|(number, name)| format!("{name}{}", if number % 2 == 0 { "" } else { "_raw" }))
            .collect();
        for name in names.iter().chain(&names) {
            assert_eq!(is_secret(name), names::is_secret(name), "{name}");
        }
    }

    #[test]
    fn a_change_of_the_lists_makes_cached_answers_miss() {
        let _turn = turn();
        assert!(!is_secret("glove_size"));
        names::add_secret_name("glove size");
        assert!(is_secret("glove_size"));
        names::remove_secret_name("glove size");
        assert!(!is_secret("glove_size"));
    }
}
