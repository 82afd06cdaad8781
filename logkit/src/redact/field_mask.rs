//! The fields of a record that are masked by name, as a word of bits that a call site caches.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::record::field_names::{FieldName, FieldNames};
use crate::record::value::Value;
use crate::redact::name_cache::rule;
use crate::redact::name_rule::NameRule;
use crate::redact::names::{STEP, generation, settled_generation};

/// The fields of a record that may be masked by name: a bit for each of the first 19, and one for all
/// others, which are looked up by name. As many bits above them tell whose mask depends on the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FieldMask(u64);

/// The bit that all fields from this index on share.
const SHARED: usize = 19;
/// The number of the bits of each kind.
const WIDTH: usize = SHARED + 1;

const _: () =
    assert!(STEP == 1 << (2 * WIDTH), "the generation is in the bits above those of the fields");

impl FieldMask {
    /// Looks up each name.
    pub(crate) fn of(fields: FieldNames<'_>) -> Self {
        let mut bits = 0;
        for (index, field) in fields.iter().enumerate() {
            let bit = match rule_of(field) {
                NameRule::Harmless => 0,
                NameRule::Secret => 1,
                _ => 1 | 1 << WIDTH,
            };
            bits |= bit << index.min(SHARED);
        }
        Self(bits)
    }

    /// Returns `true` if no field is masked.
    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns `true` if this value of the field at `index` is masked.
    #[inline]
    pub(crate) fn hides(self, index: usize, field: FieldName<'_>, value: &Value<'_>) -> bool {
        self.0 >> index.min(SHARED) & 1 != 0 && self.decide(index, field, value)
    }

    #[cold]
    fn decide(self, index: usize, field: FieldName<'_>, value: &Value<'_>) -> bool {
        if index < SHARED && self.0 >> (index + WIDTH) & 1 == 0 {
            return NameRule::Secret.hides(value);
        }
        rule_of(field).hides(value)
    }

    /// Calls `look` with the indices of fields that may be masked, in order.
    pub(crate) fn each_candidate(self, fields: usize, mut look: impl FnMut(usize)) {
        let mut own = self.0 & ((1 << SHARED) - 1);
        while own != 0 {
            look(own.trailing_zeros() as usize);
            own &= own - 1;
        }
        if self.0 >> SHARED & 1 != 0 {
            for index in SHARED..fields {
                look(index);
            }
        }
    }
}

fn rule_of(field: FieldName<'_>) -> NameRule {
    if field.explicit { NameRule::Harmless } else { rule(field.name) }
}

/// The [`FieldMask`] of one call site, computed at its first record and after each change of the
/// lists.
#[derive(Debug)]
pub(crate) struct NameMaskCache(AtomicU64);

impl NameMaskCache {
    /// An empty cache: no generation is 0.
    pub(crate) const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    #[inline]
    pub(crate) fn get<'a>(&self, fields: impl FnOnce() -> FieldNames<'a>) -> FieldMask {
        // Equal generations cancel each other out and leave the bits of the fields.
        let bits = self.0.load(Relaxed) ^ generation();
        if bits < STEP { FieldMask(bits) } else { self.compute(fields()) }
    }

    /// Reads the generation before the lists: if they change in between, the next record computes the
    /// mask again.
    #[cold]
    fn compute(&self, fields: FieldNames<'_>) -> FieldMask {
        let generation = settled_generation();
        let mask = FieldMask::of(fields);
        self.0.store(generation | mask.0, Relaxed);
        mask
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldMask, NameMaskCache, Value};
    use crate::record::field_names::FieldNames;
    use crate::redact::names::tests::turn;
    use crate::redact::names::{add_secret_name, remove_secret_name};

    #[test]
    fn names_are_looked_up_once_for_each_change() {
        let _turn = turn();
        let cache = NameMaskCache::new();
        let fields = ["user", "password", "token", "eye_colour"];
        let fields = FieldNames::with_explicit(&fields, 0b100);
        let masked = |mask: FieldMask| {
            let of = |(index, name)| mask.hides(index, name, &Value::Str("value"));
            fields.iter().enumerate().map(of).collect::<Vec<bool>>()
        };
        assert_eq!(masked(cache.get(|| fields)), [false, true, false, false]);
        // The cached bits count, not the names.
        assert_eq!(
            masked(cache.get(|| FieldNames::new(&["user"; 4]))),
            [false, true, false, false]
        );
        add_secret_name("eye colour");
        assert_eq!(masked(cache.get(|| fields)), [false, true, false, true]);
        remove_secret_name("eye colour");
        assert_eq!(masked(cache.get(|| fields)), [false, true, false, false]);
    }

    #[test]
    fn fields_beyond_the_bits_are_looked_up_by_name() {
        let mut fields = ["user"; 60];
        (fields[3], fields[18], fields[19], fields[50]) = ("token", "pin", "otp", "cvv");
        let fields = FieldNames::new(&fields);
        let mask = FieldMask::of(fields);
        for (index, field) in fields.iter().enumerate() {
            let name = field.name;
            let hides = |value| mask.hides(index, field, &value);
            assert_eq!(hides(Value::Str("value")), name != "user", "{index}");
            assert!(!hides(Value::Bool(true)), "{index}");
            assert_eq!(hides(Value::U64(737)), !["user", "pin"].contains(&name), "{index}");
        }
        let candidates = |mask: FieldMask, fields| {
            let mut candidates = Vec::new();
            mask.each_candidate(fields, |index| candidates.push(index));
            candidates
        };
        assert_eq!(candidates(mask, 23), [3, 18, 19, 20, 21, 22]);
        let two = FieldMask::of(FieldNames::new(&["user", "token"]));
        assert_eq!(candidates(two, 2), [1]);
    }
}
