//! Finds every piece of a secret, at least four characters long, in every decoded view of a text.

use std::collections::HashMap;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::testing::decode::{self, DecodedView};

/// The number of characters of a piece that counts as a leak.
const PIECE: usize = 4;
/// Shorter secrets, in bytes, match text by chance once it is decoded.
const LEAST_ENCODED: usize = 3;
/// Replaces a piece in reports; shorter than any piece.
const MASK: &str = "***";

/// A secret, indexed for searching.
#[derive(Debug)]
pub(super) struct SecretSearch {
    plain: PieceIndex,
    /// The secret in lower case, if it has letters with a case.
    folded: Option<PieceIndex>,
    reversed: PieceIndex,
    encodings: bool,
}

/// A piece of the secret found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leak {
    /// Byte range in the text.
    pub(super) at: Range<usize>,
    pub(super) piece: SecretPiece,
}

/// A part of the secret and its encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SecretPiece {
    /// Index of the first character.
    pub(super) first: usize,
    pub(super) count: usize,
    pub(super) form: String,
}

impl SecretSearch {
    pub(super) fn new(text: &str) -> Self {
        let backwards = |grapheme: &str| grapheme.chars().rev().collect::<String>();
        let folded = text.chars().any(|c| c.is_lowercase() || c.is_uppercase());
        Self {
            plain: PieceIndex::new(text.graphemes(true)),
            folded: folded.then(|| PieceIndex::new(text.graphemes(true).map(lower))),
            reversed: PieceIndex::new(text.graphemes(true).rev().map(backwards)),
            encodings: text.len() >= LEAST_ENCODED,
        }
    }

    /// Returns the length of the secret in characters.
    pub(super) fn total(&self) -> usize {
        self.plain.total()
    }

    /// Finds the pieces of the secret in `text`, the longest first; none lies within another.
    pub(super) fn find(&self, text: &str) -> Vec<Leak> {
        let mut leaks = Vec::new();
        decode::each(text, self.encodings, |view| {
            let form = |word: &str| match (word, view.form.as_str()) {
                ("", "") => "as it is".to_owned(),
                ("", form) | (form, "") => form.to_owned(),
                (word, form) => format!("{word}, {form}"),
            };
            let leak = |word: &str, PieceMatch { at, first, count }: PieceMatch| {
                let (start, end) = view.span(at);
                Leak { at: start..end, piece: SecretPiece { first, count, form: form(word) } }
            };
            leaks.extend(self.plain.find(&view.bytes).map(|found| leak("", found)));
            if !view.is_text {
                return;
            }
            leaks.extend(self.reversed.find(&view.bytes).map(|found| {
                let first = self.total() - found.first - found.count;
                leak("reversed", PieceMatch { first, ..found })
            }));
            if let Some(index) = &self.folded {
                let folded = fold(&view.bytes);
                leaks.extend(index.find(&folded.bytes).map(|found| {
                    let (start, end) = folded.span(found.at.clone());
                    leak("in another case", PieceMatch { at: start..end, ..found })
                }));
            }
        });
        // The sort is stable, so the plainer of two encodings of one span is reported.
        leaks.sort_by_key(|leak| std::cmp::Reverse(leak.piece.count));
        let mut kept: Vec<Leak> = Vec::new();
        for leak in leaks {
            let within =
                |other: &Leak| other.at.start <= leak.at.start && leak.at.end <= other.at.end;
            if !kept.iter().any(within) {
                kept.push(leak);
            }
        }
        kept
    }

    /// Replaces each leak by a mask.
    fn mask(text: &str, leaks: &[Leak]) -> String {
        let mut ranges: Vec<_> = leaks.iter().map(|leak| leak.at.clone()).collect();
        ranges.sort_by_key(|range| range.start);
        let (mut masked, mut at) = (String::new(), 0);
        for range in ranges {
            if range.end <= at {
                continue;
            }
            if range.start >= at && !(masked.ends_with(MASK) && range.start == at) {
                masked.push_str(text.get(at..range.start).unwrap_or_default());
                masked.push_str(MASK);
            }
            at = range.end;
        }
        masked.push_str(text.get(at..).unwrap_or_default());
        masked
    }

    /// Removes every piece of the secret from a report.
    pub(super) fn cleaned(&self, mut text: String) -> String {
        for _ in 0..8 {
            let leaks = self.find(&text);
            if leaks.is_empty() {
                return text;
            }
            text = Self::mask(&text, &leaks);
        }
        // The masks themselves contain a piece of the secret.
        String::new()
    }
}

fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Lower-cases text, keeping the source of each byte.
fn fold(text: &[u8]) -> DecodedView {
    let mut out = DecodedView::default();
    let mut at = 0;
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            let span = (at, at + c.len_utf8());
            for c in c.to_lowercase() {
                c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push(byte, span));
            }
            at = span.1;
        }
        for byte in chunk.invalid() {
            out.push(*byte, (at, at + 1));
            at += 1;
        }
    }
    out
}

/// Finds pieces of a text in time linear in the searched bytes.
#[derive(Debug)]
struct PieceIndex {
    text: Vec<u8>,
    /// The start of each character, then the end of the text.
    starts: Vec<usize>,
    /// The length of the shortest piece in characters.
    least: usize,
    /// The number of leading bytes used as a key: every piece has at least these.
    key: usize,
    /// The distinct shortest pieces, by their leading bytes.
    pieces: HashMap<[u8; PIECE], Vec<usize>>,
    /// The bytes with which a piece can begin; most bytes of most texts cannot.
    begins: [bool; 256],
}

/// A piece found by the index.
struct PieceMatch {
    at: Range<usize>,
    first: usize,
    count: usize,
}

impl PieceIndex {
    fn new(characters: impl Iterator<Item: AsRef<str>>) -> Self {
        let (mut text, mut starts) = (Vec::new(), vec![0]);
        for character in characters {
            text.extend_from_slice(character.as_ref().as_bytes());
            starts.push(text.len());
        }
        let total = starts.len() - 1;
        let (least, key) = (total.min(PIECE), text.len().min(PIECE));
        let mut index =
            Self { text, starts, least, key, pieces: HashMap::new(), begins: [false; 256] };
        for first in 0..=total - least {
            let piece = index.piece(first, least);
            let Some(key) = index.key_of(piece) else { continue };
            let others = index.pieces.get(&key).map(Vec::as_slice).unwrap_or_default();
            if !others.iter().any(|other| index.piece(*other, least) == piece) {
                index.pieces.entry(key).or_default().push(first);
                let [byte, ..] = key;
                index.begins[usize::from(byte)] = true;
            }
        }
        index
    }

    fn total(&self) -> usize {
        self.starts.len() - 1
    }

    fn key_of(&self, bytes: &[u8]) -> Option<[u8; PIECE]> {
        let mut key = [0; PIECE];
        key.get_mut(..self.key)?.copy_from_slice(bytes.get(..self.key)?);
        Some(key)
    }

    fn piece(&self, first: usize, count: usize) -> &[u8] {
        let start_of = |at: usize| self.starts.get(at).copied().unwrap_or(self.text.len());
        self.text.get(start_of(first)..start_of(first + count)).unwrap_or_default()
    }

    /// Finds the pieces in `bytes`, each as long as possible.
    fn find<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = PieceMatch> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                at += bytes.get(at..)?.iter().position(|byte| self.begins[usize::from(*byte)])?;
                let rest = bytes.get(at..)?;
                let key = self.key_of(rest)?;
                let Some((first, count)) = self.longest(rest, key) else {
                    at += 1;
                    continue;
                };
                let found =
                    PieceMatch { at: at..at + self.piece(first, count).len(), first, count };
                // The next match starts in the last characters of this one, or after it.
                at += self.piece(first, count - self.least + 1).len().max(1);
                return Some(found);
            }
        })
    }

    /// Returns the longest piece at the start of `bytes`.
    fn longest(&self, bytes: &[u8], key: [u8; PIECE]) -> Option<(usize, usize)> {
        let starting = self.pieces.get(&key)?.iter().filter_map(|first| {
            let mut end = self.piece(*first, self.least).len();
            bytes.starts_with(self.piece(*first, self.least)).then(|| {
                let more = (*first + self.least..self.total()).take_while(|next| {
                    let character = self.piece(*next, 1);
                    let is_next = bytes.get(end..).is_some_and(|rest| rest.starts_with(character));
                    end += character.len();
                    is_next
                });
                (*first, self.least + more.count())
            })
        });
        starting.max_by_key(|(_, count)| *count)
    }
}
