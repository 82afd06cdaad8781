//! The errors of an item, collected so that all of them are reported at once.

use std::fmt::Display;

use crate::tokens::api::{Literal, Span, TokenStream, TokenTree};
use crate::tokens::{ToTokens, Tokens, fill_at};

/// An error at tokens that the user typed.
pub(crate) struct SpannedError {
    /// The first token and the last one.
    place: (Span, Span),
    message: String,
}

impl SpannedError {
    pub(crate) fn new(place: Span, message: impl Display) -> Self {
        Self { place: (place, place), message: message.to_string() }
    }

    /// An error that extends over all of the tokens.
    #[inline]
    pub(crate) fn at(place: impl ToTokens, message: impl Display) -> Self {
        Self::over(&place, message.to_string())
    }

    /// The part that is the same for all types, which is compiled once.
    fn over(place: &dyn ToTokens, message: String) -> Self {
        let mut tokens = Tokens::new();
        place.to_tokens(&mut tokens);
        let first = tokens.first().map_or_else(Span::call_site, TokenTree::span);
        let last = tokens.last().map_or(first, TokenTree::span);
        Self { place: (first, last), message }
    }

    /// `::core::compile_error! { "message" }`. rustc shows the source from the first token's span to the
    /// last one's.
    fn into_compile_error(self) -> TokenStream {
        let (first, last) = self.place;
        let mut message = Literal::string(&self.message);
        message.set_span(last);
        let path = fill_at!(first, "::core::compile_error!");
        fill_at!(last, "$path { $message }", path, message)
    }
}

/// The errors found so far.
#[derive(Default)]
pub(crate) struct Errors(Vec<SpannedError>);

impl Errors {
    /// Adds an error at `place`, tokens that the user typed.
    #[inline]
    pub(crate) fn at(&mut self, place: impl ToTokens, message: impl Display) {
        self.push(SpannedError::at(place, message));
    }

    /// Adds an error that already has a span.
    pub(crate) fn push(&mut self, error: SpannedError) {
        self.0.push(error);
    }

    /// Moves the errors of `others` to the end of these.
    pub(crate) fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One `compile_error!` call per error; empty without errors.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        self.0.into_iter().map(SpannedError::into_compile_error).collect()
    }
}

/// The word of `known` that `typed` most likely means: at most two edits away, or one if it is short.
pub(crate) fn nearest<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|word| (edit_distance(typed, word), *word))
        .min_by_key(|(edits, _)| *edits)
        .filter(|(edits, word)| *edits <= (word.len() / 3).clamp(1, 2) && *edits < word.len())
        .map(|(_, word)| word)
}

/// The number of insertions, deletions, replacements and swaps of neighbors that turn one word into
/// the other, where no character is edited twice.
fn edit_distance(typed: &str, word: &str) -> usize {
    let word: Vec<char> = word.chars().collect();
    // The distances from the first characters of `typed` to those of `word`, of the last two rows.
    let mut above = vec![0; word.len() + 1];
    let mut row: Vec<usize> = (0..=word.len()).collect();
    let mut before = None;
    for (index, typed) in typed.chars().enumerate() {
        let mut next = vec![index + 1];
        for (at, character) in word.iter().enumerate() {
            let replaced = row[at] + usize::from(typed != *character);
            let mut least = replaced.min(row[at + 1] + 1).min(next[at] + 1);
            if at > 0 && before == Some(*character) && word[at - 1] == typed {
                least = least.min(above[at - 1] + 1);
            }
            next.push(least);
        }
        above = std::mem::replace(&mut row, next);
        before = Some(typed);
    }
    row[word.len()]
}

#[cfg(test)]
mod tests {
    use super::{edit_distance, nearest};

    #[test]
    fn counts_edits() {
        let distances = [
            ("", "", 0),
            ("", "name", 4),
            ("name", "", 4),
            ("name", "name", 0),
            ("nam", "name", 1),
            ("names", "name", 1),
            ("nane", "name", 1),
            ("nmae", "name", 1),
            ("anem", "name", 2),
            ("kitten", "sitting", 3),
            ("\u{fc}ber", "uber", 1),
        ];
        for (typed, word, distance) in distances {
            assert_eq!(edit_distance(typed, word), distance, "{typed} {word}");
        }
    }

    #[test]
    fn finds_a_typing_error_and_nothing_far_away() {
        let known = ["keep_first", "keep_last"];
        assert_eq!(nearest("keep_frst", &known), Some("keep_first"));
        assert_eq!(nearest("keeplast", &known), Some("keep_last"));
        assert_eq!(nearest("hash", &known), None);
        assert_eq!(nearest("nmae", &["name"]), Some("name"));
        assert_eq!(nearest("node", &["name"]), None);
        assert_eq!(nearest("", &["me"]), None);
    }
}
