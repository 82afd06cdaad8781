//! A cache of verdicts on names that no call site keeps, because lines repeat the same few names.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::redact::names::{self, settled_generation};

const SLOTS: usize = 256;
/// So many names share their slots before one takes another's.
const WAYS: usize = 4;

static CACHE: LazyLock<NameCache> = LazyLock::new(|| NameCache {
    keys: RandomState::new(),
    slots: [const { AtomicU64::new(0) }; SLOTS],
});

/// The hashes are keyed, so that no input can make a name that passes for another.
struct NameCache {
    keys: RandomState,
    /// A name's hash, but for the last bit: that is the verdict.
    slots: [AtomicU64; SLOTS],
}

/// Returns true if a field of that name is masked.
pub(crate) fn is_secret(name: &str) -> bool {
    let NameCache { keys, slots } = &*CACHE;
    // The bit above the last is set, so that no hash looks like an empty slot. What the program adds
    // to the lists makes other names of all.
    let hash = keys.hash_one((settled_generation(), name)) & !1 | 2;
    let first = (hash >> 2) as usize % (SLOTS / WAYS) * WAYS;
    let ways = slots.get(first..first + WAYS).unwrap_or_default();
    let loaded = |slot: &AtomicU64| slot.load(Relaxed);
    if let Some(known) = ways.iter().map(loaded).find(|known| known & !1 == hash) {
        return known & 1 != 0;
    }
    let verdict = names::is_secret(name);
    let empty = ways.iter().find(|slot| loaded(slot) == 0);
    if let Some(slot) = empty.or(ways.get((hash >> 32) as usize % WAYS)) {
        slot.store(hash | u64::from(verdict), Relaxed);
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::{SLOTS, is_secret, names};
    use crate::redact::names::tests::turn;

    #[test]
    fn a_verdict_is_the_same_when_it_is_remembered_and_when_it_has_been_pushed_out() {
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
    fn a_change_of_the_lists_is_a_change_of_what_is_remembered() {
        let _turn = turn();
        assert!(!is_secret("glove_size"));
        names::add_secret_name("glove size");
        assert!(is_secret("glove_size"));
        names::remove_secret_name("glove size");
        assert!(!is_secret("glove_size"));
    }
}
