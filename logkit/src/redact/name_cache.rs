//! A cache of the rules for names, for names that no call site caches: lines repeat the same
//! few names.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::redact::name_rule::NameRule;
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
    /// The hash of a name, whose last bits are replaced by the number of the rule; 0 for an empty
    /// slot.
    slots: [AtomicU64; SLOTS],
}

/// The bits of a slot for the number of the rule.
const RULE: u64 = 0xf;
/// A bit that is set in every slot in use.
const USED: u64 = 0x10;

/// Returns the rule for the values of this name.
pub(crate) fn rule(name: &str) -> NameRule {
    match CACHE.get_or_try_init(|| Box::new(NameCache::new())) {
        Some(cache) => cache.rule(name),
        None => names::rule(name),
    }
}

/// Returns `true` for the name of a secret, whose values are texts that need not look random.
#[cfg(feature = "scrub")]
pub(crate) fn is_secret(name: &str) -> bool {
    is_secret_rule(rule(name))
}

/// Returns `true` for the rule of such a name.
#[cfg(feature = "scrub")]
pub(crate) fn is_secret_rule(rule: NameRule) -> bool {
    !matches!(rule, NameRule::Harmless | NameRule::IfRandom)
}

impl NameCache {
    fn new() -> Self {
        Self { keys: RandomState::new(), slots: [const { AtomicU64::new(0) }; SLOTS] }
    }

    fn rule(&self, name: &str) -> NameRule {
        // The generation is hashed too, so a change of the lists makes all answers miss.
        let hash = self.keys.hash_one((settled_generation(), name)) & !RULE | USED;
        let first = (hash >> 5) as usize % (SLOTS / WAYS) * WAYS;
        let ways = self.slots.get(first..first + WAYS).unwrap_or_default();
        for slot in ways {
            let known = slot.load(Relaxed);
            if known & !RULE == hash {
                return NameRule::numbered(known & RULE);
            }
        }
        let answer = names::rule(name);
        let empty = ways.iter().find(|slot| slot.load(Relaxed) == 0);
        if let Some(slot) = empty.or(ways.get((hash >> 32) as usize % WAYS)) {
            slot.store(hash | answer as u64, Relaxed);
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::{NameRule, SLOTS, names, rule};
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
            assert_eq!(rule(name), names::rule(name), "{name}");
        }
    }

    #[test]
    fn a_change_of_the_lists_makes_cached_answers_miss() {
        let _turn = turn();
        assert_eq!(rule("glove_size"), NameRule::Harmless);
        names::add_secret_name("glove size");
        assert_eq!(rule("glove_size"), NameRule::Added);
        names::remove_secret_name("glove size");
        assert_eq!(rule("glove_size"), NameRule::Harmless);
    }
}
