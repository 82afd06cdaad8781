//! Which fields of a record the name scrub masks, as a word of bits that a call site keeps.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::redact::name_cache::is_secret;
use crate::redact::names::{STEP, generation, settled_generation};

/// A field's name, and whether the statement itself says how the field shows.
pub(crate) trait NamedField {
    fn name(&self) -> &str;
    fn is_explicit(&self) -> bool;
}

/// Which of a record's fields are masked by name: a bit for each of the first 39, and one that says
/// that there is more to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FieldMask(u64);

/// Fields from this one on share a bit.
const SHARED: usize = 39;

const _: () =
    assert!(STEP == 1 << (SHARED + 1), "the fields' bits are all that the generation leaves");

impl FieldMask {
    /// Asks for each name.
    pub(crate) fn of<N: NamedField>(fields: &[N]) -> Self {
        let bit = |(index, field): (usize, &N)| u64::from(is_masked(field)) << index.min(SHARED);
        Self(fields.iter().enumerate().map(bit).fold(0, |bits, bit| bits | bit))
    }

    /// Returns true if no field is masked.
    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns true if the field at `index` is masked.
    #[inline]
    pub(crate) fn contains<N: NamedField>(self, index: usize, field: &N) -> bool {
        self.0 >> index.min(SHARED) & 1 != 0 && (index < SHARED || is_masked(field))
    }

    /// The indices of fields that may be masked, in order.
    pub(crate) fn candidates(self, fields: usize) -> impl Iterator<Item = usize> {
        let without_lowest = |bits: &u64| Some(bits & bits.wrapping_sub(1));
        let own = std::iter::successors(Some(self.0 & !(1 << SHARED)), without_lowest)
            .take_while(|bits| *bits != 0)
            .map(|bits| bits.trailing_zeros() as usize);
        let shared = if self.0 >> SHARED == 0 { 0..0 } else { SHARED..fields };
        own.chain(shared)
    }
}

fn is_masked<N: NamedField>(field: &N) -> bool {
    !field.is_explicit() && is_secret(field.name())
}

/// The [`FieldMask`] of one call site, found out at its first record and again when the lists have
/// been changed.
#[derive(Debug)]
pub(crate) struct NameMaskCache(AtomicU64);

impl NameMaskCache {
    /// Not found out yet.
    pub(crate) const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    #[inline]
    pub(crate) fn get<N: NamedField>(&self, fields: &[N]) -> FieldMask {
        // What is left are the fields' bits, if the generations are the same.
        let bits = self.0.load(Relaxed) ^ generation();
        if bits < STEP { FieldMask(bits) } else { self.find(fields) }
    }

    /// Of lists that change meanwhile the generation is the older one, and the next record asks
    /// again.
    #[cold]
    fn find<N: NamedField>(&self, fields: &[N]) -> FieldMask {
        let generation = settled_generation();
        let mask = FieldMask::of(fields);
        self.0.store(generation | mask.0, Relaxed);
        mask
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldMask, NameMaskCache, NamedField};
    use crate::redact::names::tests::turn;
    use crate::redact::names::{add_secret_name, remove_secret_name};

    impl NamedField for &str {
        fn name(&self) -> &str {
            self
        }
        fn is_explicit(&self) -> bool {
            self.starts_with("decided")
        }
    }

    #[test]
    fn names_are_looked_up_once_for_each_change() {
        let _turn = turn();
        let cache = NameMaskCache::new();
        let fields = ["user", "password", "decided_token", "eye_colour"];
        let masked = |mask: FieldMask| {
            let of = |(index, name)| mask.contains(index, name);
            fields.iter().enumerate().map(of).collect::<Vec<bool>>()
        };
        assert_eq!(masked(cache.get(&fields)), [false, true, false, false]);
        // What is known is not asked again.
        assert_eq!(masked(cache.get(&["user"; 4])), [false, true, false, false]);
        add_secret_name("eye colour");
        assert_eq!(masked(cache.get(&fields)), [false, true, false, true]);
        remove_secret_name("eye colour");
        assert_eq!(masked(cache.get(&fields)), [false, true, false, false]);
    }

    #[test]
    fn fields_beyond_the_bits_are_asked_by_name() {
        let mut fields = ["user"; 60];
        (fields[3], fields[38], fields[39], fields[50]) = ("token", "pin", "otp", "cvv");
        let mask = FieldMask::of(&fields);
        for (index, field) in fields.iter().enumerate() {
            assert_eq!(mask.contains(index, field), *field != "user", "{index}");
        }
        assert_eq!(mask.candidates(45).collect::<Vec<_>>(), [3, 38, 39, 40, 41, 42, 43, 44]);
        assert_eq!(FieldMask::of(&["user", "token"]).candidates(2).collect::<Vec<_>>(), [1]);
    }
}
