//! The passwords in SQL's `IDENTIFIED BY`, which no name precedes.

use std::ops::Range;

use crate::scrub::blanks::skip_blanks;
use crate::scrub::harmless::is_harmless;
use crate::scrub::surroundings::Surroundings;
use crate::scrub::values::{WordEnds, quote_at, value};

/// Finds the literal after `IDENTIFIED [WITH plugin] BY|AS [PASSWORD]` at `at`.
pub(super) fn identified(text: &[u8], at: usize) -> Option<Range<usize>> {
    /// Words between `IDENTIFIED` and the literal.
    const MOST: usize = 5;
    let mut at = skip_blanks(text, at + b"identified".len());
    let (mut is_by, mut is_as) = (false, false);
    for _ in 0..MOST {
        let rest = text.get(at..)?;
        if quote_at(text, at).1.is_some() && is_by {
            break;
        }
        let is_of_word = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let length = rest.iter().take(64).take_while(is_of_word).count();
        let word = rest.get(..length)?;
        if is_by && !word.eq_ignore_ascii_case(b"password") || length == 0 {
            // Oracle's passwords need no quotes: `IDENTIFIED BY tiger`
            break;
        }
        is_as |= word.eq_ignore_ascii_case(b"as");
        is_by |= is_as || word.eq_ignore_ascii_case(b"by");
        let after = skip_blanks(text, at + length);
        if after == at + length {
            return None;
        }
        at = after;
    }
    let around = Surroundings::default();
    let ends = WordEnds { around: &around, by_colon: false, in_query: false };
    let found = value(text, at, ends);
    let secret = text.get(found.range.clone())?;
    let is_word =
        secret.eq_ignore_ascii_case(b"random") || secret.eq_ignore_ascii_case(b"externally");
    let is_sql = found.is_quoted || !is_as && secret.iter().any(u8::is_ascii_digit);
    (is_by && is_sql && !is_word && !is_harmless(secret)).then_some(found.range)
}
