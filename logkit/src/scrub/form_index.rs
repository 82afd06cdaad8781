//! The index of the registered secrets' forms. It holds no text of a secret: forms are compared by their
//! first bytes and a keyed fingerprint.
//!
//! The index is a persistent one: a changed copy shares all but the changed shards with the old one, so
//! that adding or removing a secret among thousands takes microseconds.

use std::hash::{BuildHasher as _, RandomState};
use std::ops::Range;
use std::sync::Arc;

use crate::scrub::encodings::{EncodedForm, SharedBits};

const SHARDS: usize = 1 << 10;
/// The bits of the filter per form.
const SPARSE: usize = 8;
const LEAST_BITS: usize = 1 << 16;
/// The number of places in a clean text that are compared before it is searched as a whole.
const ATTEMPTS: usize = 8;
/// The bytes of a form's key; shorter forms have the first four.
const KEY: usize = 8;
const SHORT_KEY: usize = 4;

/// The prime of the fingerprints: a polynomial of the bytes modulo 2^61 - 1, after Rabin and Karp. Two
/// texts have the same by chance once in 10^17, and only someone who knows the key can choose such texts.
const PRIME: u64 = (1 << 61) - 1;

pub(super) type Fingerprint = u64;

#[derive(Clone)]
pub(super) struct FormIndex {
    /// The point at which the polynomials are evaluated.
    point: u64,
    /// One bit per hash of the first four bytes of a form; none is shorter.
    filter: Arc<Vec<u64>>,
    shards: Vec<Arc<Vec<IndexedForm>>>,
    count: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct IndexedForm {
    key: u64,
    length: usize,
    fingerprint: Fingerprint,
    /// `point` to the power of `length`.
    power: u64,
    shared: SharedBits,
    /// The secret itself, not an encoding.
    is_plain: bool,
}

fn times(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    // Both factors are below 2^61, so both parts of the product are, too.
    let part = |bits: u128| u64::try_from(bits & u128::from(PRIME)).unwrap_or_default();
    let sum = part(product) + part(product >> 61);
    if sum >= PRIME { sum - PRIME } else { sum }
}

fn plus(a: u64, b: u64) -> u64 {
    let sum = a + b;
    if sum >= PRIME { sum - PRIME } else { sum }
}

/// Returns the first bytes as a number.
fn key(text: &[u8], bytes: usize) -> Option<u64> {
    let bytes = text.get(..bytes)?;
    Some(bytes.iter().rev().fold(0, |key, byte| key << 8 | u64::from(*byte)))
}

fn shard(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54) as usize % SHARDS
}

fn slot(four: u64, bits: usize) -> usize {
    let hash = (four & 0xffff_ffff).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    hash as usize & (bits - 1)
}

impl FormIndex {
    pub(super) fn new() -> Self {
        let point = RandomState::new().hash_one(0) % (PRIME - 1) + 1;
        Self {
            point,
            filter: Arc::new(vec![0; LEAST_BITS / 64]),
            shards: vec![Arc::default(); SHARDS],
            count: 0,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn fingerprint(&self, text: &[u8]) -> Fingerprint {
        // A byte of 0 counts, too.
        text.iter().fold(0, |hash, byte| plus(times(hash, self.point), u64::from(*byte) + 1))
    }

    /// Returns whether this secret has been inserted.
    pub(super) fn has_secret(&self, secret: &[u8], fingerprint: Fingerprint) -> bool {
        let bytes = if secret.len() < KEY { SHORT_KEY } else { KEY };
        key(secret, bytes).is_some_and(|key| {
            self.with_key(key).any(|form| {
                form.is_plain && form.length == secret.len() && form.fingerprint == fingerprint
            })
        })
    }

    /// Inserts the forms of secrets.
    pub(super) fn insert(&mut self, forms: &[EncodedForm]) {
        let mut new: Vec<IndexedForm> =
            forms.iter().filter_map(|form| self.indexed(form)).collect();
        new.sort_unstable_by_key(|form| shard(form.key));
        self.count += new.len();
        if self.count * SPARSE > self.filter.len() * 64 {
            self.grow();
        }
        let filter = Arc::make_mut(&mut self.filter);
        let bits = filter.len() * 64;
        for form in &new {
            set(filter, slot(form.key, bits));
        }
        for group in new.chunk_by(|a, b| shard(a.key) == shard(b.key)) {
            let index = group.first().map_or(0, |form| shard(form.key));
            if let Some(forms) = self.shards.get_mut(index) {
                let forms = Arc::make_mut(forms);
                forms.extend_from_slice(group);
                forms.sort_by_key(|form| form.key);
            }
        }
    }

    /// Removes the forms of a secret. The bits of the filter stay: they cost time only.
    pub(super) fn remove(&mut self, forms: &[EncodedForm]) {
        for form in forms {
            let Some(form) = self.indexed(form) else { continue };
            let Some(forms) = self.shards.get_mut(shard(form.key)) else { continue };
            // Another secret may have the same form.
            if let Some(at) = forms.iter().position(|known| *known == form) {
                Arc::make_mut(forms).remove(at);
                self.count -= 1;
            }
        }
    }

    fn grow(&mut self) {
        let bits = (2 * SPARSE * self.count).next_power_of_two();
        let mut filter = vec![0; bits / 64];
        for form in self.shards.iter().flat_map(|shard| shard.iter()) {
            set(&mut filter, slot(form.key, bits));
        }
        self.filter = Arc::new(filter);
    }

    fn indexed(&self, form: &EncodedForm) -> Option<IndexedForm> {
        let text = form.text.as_slice();
        let key = key(text, if text.len() < KEY { SHORT_KEY } else { KEY })?;
        let power = text.iter().fold(1, |power, _| times(power, self.point));
        Some(IndexedForm {
            key,
            length: text.len(),
            fingerprint: self.fingerprint(text),
            power,
            shared: form.shared,
            is_plain: form.is_plain,
        })
    }

    fn with_key(&self, key: u64) -> impl Iterator<Item = &IndexedForm> {
        let forms = self.shards.get(shard(key)).map_or(&[][..], |forms| forms.as_slice());
        let first = forms.partition_point(|form| form.key < key);
        let rest = forms.get(first..).unwrap_or_default();
        rest.iter().take_while(move |form| form.key == key)
    }

    /// Calls `visit` for each form whose key is in the text, until it returns true.
    fn any_at_key(&self, text: &[u8], mut visit: impl FnMut(usize, &IndexedForm) -> bool) -> bool {
        let bits = self.filter.len() * 64;
        let has =
            |slot: usize| self.filter.get(slot >> 6).is_some_and(|w| w >> (slot & 63) & 1 != 0);
        text.windows(SHORT_KEY).enumerate().any(|(at, four)| {
            let four = four.first_chunk().map_or(0, |four| u64::from(u32::from_le_bytes(*four)));
            if !has(slot(four, bits)) {
                return false;
            }
            let rest = text.get(at..).unwrap_or_default();
            let eight = key(rest, KEY).filter(|eight| *eight != four);
            let mut forms =
                self.with_key(four).chain(eight.into_iter().flat_map(|key| self.with_key(key)));
            forms.any(|form| form.length <= rest.len() && visit(at, form))
        })
    }

    /// Returns whether the text may contain a form. Never false if it does.
    pub(super) fn may_be_in(&self, text: &[u8]) -> bool {
        /// Longer forms are compared in the search of the whole text.
        const SHORT: usize = 64;
        let mut attempts = 0;
        self.any_at_key(text, |at, form| {
            attempts += 1;
            form.length > SHORT || attempts > ATTEMPTS || {
                let found = text.get(at..at + form.length).unwrap_or_default();
                self.fingerprint(found) == form.fingerprint
            }
        })
    }

    /// Calls `found` for each occurrence of a form, including overlapping ones.
    pub(super) fn each(&self, text: &[u8], found: &mut dyn FnMut(Range<usize>)) {
        // The fingerprints of the text's beginnings, which give that of any of its parts in one step.
        let mut sums: Vec<u64> = Vec::new();
        self.any_at_key(text, |at, form| {
            if sums.is_empty() {
                sums.reserve(text.len() + 1);
                sums.push(0);
                let mut sum = 0;
                sums.extend(text.iter().map(|byte| {
                    sum = plus(times(sum, self.point), u64::from(*byte) + 1);
                    sum
                }));
            }
            let sum = |at: usize| sums.get(at).copied().unwrap_or_default();
            let before = times(sum(at), form.power);
            if sum(at + form.length) == plus(before, form.fingerprint) {
                found(form.shared.whole(text, at..at + form.length));
            }
            false
        });
    }
}

fn set(filter: &mut [u64], slot: usize) {
    if let Some(word) = filter.get_mut(slot >> 6) {
        *word |= 1 << (slot & 63);
    }
}
