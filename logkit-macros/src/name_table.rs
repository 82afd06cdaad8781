//! The roles of words and phrases in a name, looked up by hash: lists of texts take five times the room
//! in a program, and hashing them takes the compiler longer than all the rest of this crate.
//!
//! The lists are in `secret_words.rs`. `logkit` compiles this file through a symlink, so it imports
//! nothing of either crate.

use super::name_hashes::{HASHES, ROLES, STARTS};

/// A first word that makes a name a question, a count, or a mask.
pub(crate) const LEAD: u8 = 1;
/// A word that ends the head.
pub(crate) const PREPOSITION: u8 = 2;
/// A word for a representation, an encoding or a copy: after a secret it does not change it.
pub(crate) const SHAPE: u8 = 4;
/// A secret that also ends a name without word boundaries: `PGPASSWORD`, `csrftoken`.
pub(crate) const SUFFIX: u8 = 8;

/// The bits for the verdict, of which a word or a phrase has one.
pub(crate) const VERDICT: u8 = 0xf0;
/// Masked as a whole.
pub(crate) const SECRET: u8 = 0x20;
/// A number of a card, an account or a person, whose last digits may be shown.
pub(crate) const NUMBER: u8 = 0x30;
/// A secret if the value is long and random.
pub(crate) const IF_RANDOM: u8 = 0x40;
/// Harmless, though it ends like a secret.
pub(crate) const HARMLESS: u8 = 0x50;

/// The number of parts of the table, which are searched alone.
pub(crate) const BUCKETS: usize = 1 << 7;

/// The hash of the end of a name, read backwards and in lower case, so that it can be continued by
/// the words in front of it: FNV-1a.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EndHash(u64);

impl EndHash {
    pub(crate) const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    /// Continues with the text in front of the end. Not inlined, to be small.
    #[inline(never)]
    pub(crate) fn after(mut self, text: &[u8]) -> Self {
        for byte in text.iter().rev() {
            self = self.after_byte(*byte);
        }
        self
    }

    /// Continues with the word in front of the end.
    pub(crate) fn after_word(self, word: &[u8]) -> Self {
        self.after_byte(b' ').after(word)
    }

    pub(crate) fn after_byte(self, byte: u8) -> Self {
        let byte = u64::from(byte.to_ascii_lowercase());
        Self((self.0 ^ byte).wrapping_mul(0x100_0000_01b3))
    }

    /// The part of the table that has the hash.
    pub(crate) fn bucket(self) -> usize {
        (self.0 >> 57) as usize % BUCKETS
    }

    /// The half that the table has.
    pub(crate) fn half(self) -> u32 {
        let [a, b, c, d, ..] = self.0.to_le_bytes();
        u32::from_le_bytes([a, b, c, d])
    }

    /// Returns the roles of the word or phrase with this hash.
    #[inline(never)]
    pub(crate) fn roles(self) -> u8 {
        let bucket = self.bucket();
        let (start, end) = match STARTS.get(bucket..bucket + 2) {
            Some(&[start, end]) => (usize::from(start), usize::from(end)),
            _ => (0, 0),
        };
        let half = self.half();
        for (index, hash) in HASHES.get(start..end).unwrap_or_default().iter().enumerate() {
            if *hash == half {
                return ROLES.get(start + index).copied().unwrap_or(0);
            }
        }
        0
    }
}
