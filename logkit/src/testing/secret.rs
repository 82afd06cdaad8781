//! What is looked for, and the search: every piece of four characters, in every reading of a text.

use std::collections::HashMap;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::testing::reading::{self, Reading};

/// A piece of so many characters is taken for a leak.
const PIECE: usize = 4;
/// Fewer bytes than these turn up by chance in what is no base64 at all.
const LEAST_ENCODED: usize = 3;
/// What stands for a piece in what is shown; short enough to be no piece of anything itself.
const MASK: &str = "***";

/// The secret, made ready for searching.
#[derive(Debug)]
pub(super) struct Secret {
    plain: Index,
    /// In lower case, if that is something else or may become something else.
    folded: Option<Index>,
    reversed: Index,
    encodings: bool,
}

/// A piece that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leak {
    /// Where in the text, in bytes.
    pub(super) at: Range<usize>,
    pub(super) piece: Piece,
}

/// Which part of the secret, and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// In characters.
    pub(super) first: usize,
    pub(super) count: usize,
    pub(super) form: String,
}

impl Secret {
    pub(super) fn new(text: &str) -> Self {
        let backwards = |grapheme: &str| grapheme.chars().rev().collect::<String>();
        let folded = text.chars().any(|c| c.is_lowercase() || c.is_uppercase());
        Self {
            plain: Index::new(text.graphemes(true)),
            folded: folded.then(|| Index::new(text.graphemes(true).map(lower))),
            reversed: Index::new(text.graphemes(true).rev().map(backwards)),
            encodings: text.len() >= LEAST_ENCODED,
        }
    }

    /// How many characters it has.
    pub(super) fn total(&self) -> usize {
        self.plain.total()
    }

    /// What of the secret stands in `text`, the longest pieces first; none lies within another.
    pub(super) fn find(&self, text: &str) -> Vec<Leak> {
        let mut leaks = Vec::new();
        reading::each(text, self.encodings, |reading| {
            let form = |word: &str| match (word, reading.form.as_str()) {
                ("", "") => "as it is".to_owned(),
                ("", form) | (form, "") => form.to_owned(),
                (word, form) => format!("{word}, {form}"),
            };
            let leak = |word: &str, Found { at, first, count }: Found| {
                let (start, end) = reading.place(at);
                Leak { at: start..end, piece: Piece { first, count, form: form(word) } }
            };
            leaks.extend(self.plain.find(&reading.bytes).map(|found| leak("", found)));
            if !reading.is_text {
                return;
            }
            leaks.extend(self.reversed.find(&reading.bytes).map(|found| {
                let first = self.total() - found.first - found.count;
                leak("reversed", Found { first, ..found })
            }));
            if let Some(index) = &self.folded {
                let folded = fold(&reading.bytes);
                leaks.extend(index.find(&folded.bytes).map(|found| {
                    let (start, end) = folded.place(found.at.clone());
                    leak("in another case", Found { at: start..end, ..found })
                }));
            }
        });
        // A stable sort: of two readings of the same, the plainer one is told.
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

    /// The text with a mask in the place of each of the leaks.
    pub(super) fn mask(text: &str, leaks: &[Leak]) -> String {
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

    /// The text without any piece of the secret, whatever that leaves of it.
    pub(super) fn cleaned(&self, mut text: String) -> String {
        for _ in 0..8 {
            let leaks = self.find(&text);
            if leaks.is_empty() {
                return text;
            }
            text = Self::mask(&text, &leaks);
        }
        // A secret that masks are a piece of.
        String::new()
    }
}

fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// In lower case, with each byte's place.
fn fold(text: &[u8]) -> Reading {
    let mut out = Reading::default();
    let mut at = 0;
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            let place = (at, at + c.len_utf8());
            for c in c.to_lowercase() {
                c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push(byte, place));
            }
            at = place.1;
        }
        for byte in chunk.invalid() {
            out.push(*byte, (at, at + 1));
            at += 1;
        }
    }
    out
}

/// Finds every piece of a text in the time that it takes to read what is searched.
#[derive(Debug)]
struct Index {
    text: Vec<u8>,
    /// Where each character begins, and at last where the text ends.
    starts: Vec<usize>,
    /// Characters of the shortest piece.
    least: usize,
    /// As many of a piece's first bytes as every piece has.
    key: usize,
    /// The different shortest pieces, by their first bytes.
    pieces: HashMap<[u8; PIECE], Vec<usize>>,
    /// Which bytes a piece begins with: most places of most texts are none.
    begins: [bool; 256],
}

/// A piece in what was searched, its place in bytes.
struct Found {
    at: Range<usize>,
    first: usize,
    count: usize,
}

impl Index {
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
        let place = |at: usize| self.starts.get(at).copied().unwrap_or(self.text.len());
        self.text.get(place(first)..place(first + count)).unwrap_or_default()
    }

    /// The pieces in `bytes`, each as long as it gets.
    fn find<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = Found> + 'a {
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
                let found = Found { at: at..at + self.piece(first, count).len(), first, count };
                // The next one either lies within this one or takes its last characters along.
                at += self.piece(first, count - self.least + 1).len().max(1);
                return Some(found);
            }
        })
    }

    /// The longest piece at the start of `bytes`.
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
