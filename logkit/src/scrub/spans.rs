//! Spans of a text: the extent of a value, values that hide nothing, and replacing spans by masks.

use std::ops::Range;

pub(super) use crate::redact::mask::WHOLE as MASK;

/// The spans of secrets in a text, unordered until they are merged.
#[derive(Default)]
pub(super) struct SecretSpans(Vec<Range<usize>>);

impl SecretSpans {
    pub(super) fn push(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.0.push(range);
        }
    }

    /// Sorts the spans and joins those that overlap or touch.
    pub(super) fn merged(mut self) -> Vec<Range<usize>> {
        self.0.sort_unstable_by_key(|range| range.start);
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(self.0.len());
        for range in self.0 {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        merged
    }
}

/// Replaces the ordered spans by masks.
pub(super) fn replaced(text: &str, places: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for place in places {
        out.push_str(text.get(at..place.start).unwrap_or_default());
        out.push_str(MASK);
        at = place.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// A line cannot be scrubbed, so it must be withheld.
pub(super) struct ScrubError;

/// The span of a value, without its quotes.
pub(super) struct ValueSpan {
    pub(super) range: Range<usize>,
    pub(super) is_quoted: bool,
}

/// Returns the value at `at`. Without a closing quote it extends to the end of the text.
pub(super) fn value(text: &[u8], at: usize) -> ValueSpan {
    let (backslashes, quote) = quote_at(text, at);
    if let Some(quote) = quote {
        let start = at + backslashes + 1;
        let end = closing(text, start, quote, backslashes).unwrap_or(text.len());
        return ValueSpan { range: start..end, is_quoted: true };
    }
    ValueSpan { range: at..word_end(text, at), is_quoted: false }
}

/// Returns the number of backslashes at `at`, and the quote after them, if there is one.
pub(super) fn quote_at(text: &[u8], at: usize) -> (usize, Option<u8>) {
    let rest = text.get(at..).unwrap_or_default();
    let backslashes = rest.iter().take_while(|byte| **byte == b'\\').count();
    let quote = rest.get(backslashes).copied();
    (backslashes, quote.filter(|byte| matches!(byte, b'"' | b'\'' | b'`')))
}

/// Finds the end of a quoted value. In text escaped n times, the quotes around a value have 2^n - 1
/// backslashes. Quotes inside it have an odd multiple of 2^n more; a quote with fewer backslashes
/// closes the surrounding text.
fn closing(text: &[u8], start: usize, quote: u8, backslashes: usize) -> Option<usize> {
    let unit = 2 * (backslashes + 1);
    let mut before = 0;
    for (index, byte) in text.get(start..)?.iter().enumerate() {
        if *byte == b'\\' {
            before += 1;
            continue;
        }
        let closes = before < backslashes || (before - backslashes) % unit == 0;
        // Before a letter a quote is an apostrophe, as in `'it's'`, or was not escaped.
        if *byte == quote && closes && !is_before_letter(text, start + index) {
            return Some(start + index - before.min(backslashes));
        }
        before = 0;
    }
    None
}

/// Returns the end of an unquoted value: white space, a separating comma, semicolon or ampersand, or
/// the closing bracket of the surrounding text. Text in brackets or quotes belongs to the value.
pub(super) fn word_end(text: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(byte) = text.get(at) {
        match byte {
            b'(' | b'[' | b'{' if depth > 0 || is_structure(text, start, at) => depth += 1,
            b')' | b']' | b'}' if depth > 0 => depth -= 1,
            b')' | b']' | b'}' | b'>' | b',' | b';' | b'&' if depth == 0 && separates(text, at) => {
                return at;
            }
            b'"' => {
                let backslashes = text.get(start..at).unwrap_or_default();
                let backslashes = backslashes.iter().rev().take_while(|b| **b == b'\\').count();
                if opens(text, start, at - backslashes) {
                    let end = closing(text, at + 1, b'"', backslashes);
                    at = end.map_or(text.len(), |end| end + backslashes);
                } else if depth == 0 && !is_before_letter(text, at) {
                    // It closes the surrounding text.
                    return at - backslashes;
                }
            }
            // `Token { value: "a b" }`
            b' ' if depth == 0
                && text.get(at + 1) == Some(&b'{')
                && at > start
                && is_structure(text, start, at) => {}
            byte if depth == 0 && byte.is_ascii_whitespace() => return at,
            b'\\' if depth == 0 && text.get(at..).is_some_and(|t| t.starts_with(b"\\r\\n")) => {
                return at;
            }
            _ => {}
        }
        at += 1;
    }
    at.min(text.len())
}

fn is_before_letter(text: &[u8], at: usize) -> bool {
    text.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
}

/// Returns whether a quote opens: after a bracket, `=`, `:` or a literal's prefix as in `b"..."`.
fn opens(text: &[u8], start: usize, quote: usize) -> bool {
    let before = text.get(start..quote).unwrap_or_default();
    before.last().is_some_and(|byte| matches!(byte, b'(' | b'[' | b'{' | b'=' | b':' | b',' | b' '))
        || matches!(before, b"b" | b"r" | b"c" | b"u" | b"f" | b"br" | b"cr" | b"r#")
}

/// Returns whether the bracket at `at` opens the value itself, as in a `Debug`: `Some(`, `[`.
fn is_structure(text: &[u8], start: usize, at: usize) -> bool {
    let name = text.get(start..at).unwrap_or_default();
    let name = name.strip_suffix(b" ").unwrap_or(name);
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_:<>".contains(byte);
    name.first().is_none_or(u8::is_ascii_uppercase) && name.iter().all(is_of_name)
}

/// Returns whether the value ends at the byte at `at`: the end of the text, white space, another
/// closing mark or the key of the next value follows.
fn separates(text: &[u8], at: usize) -> bool {
    let rest = text.get(at + 1..).unwrap_or_default();
    let Some(next) = rest.first() else { return true };
    if next.is_ascii_whitespace() || b",;&)]}>\"'.:\\".contains(next) {
        return true;
    }
    let is_of_name = |byte: &&u8| is_of_key(**byte) || b"[]%".contains(*byte);
    let key = rest.iter().take(64).take_while(is_of_name).count();
    key > 0 && matches!(rest.get(key), Some(b'=' | b':'))
}

/// Accepts the bytes of a value's name.
pub(super) const fn is_of_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// Texts that logkit writes in place of a value.
const MARKERS: &[&str] =
    &["[redacted]", "[formatting panicked]", "[formatting failed]", "[logs itself]"];

/// Texts for a missing value, and flags.
const NOTHING: &[&[u8]] = &[b"", b"none", b"null", b"nil", b"undefined", b"true", b"false"];

/// Words that follow `token:` in error messages and are not secrets: `token: expired`, `password: must
/// be longer`.
#[rustfmt::skip]
const STATUS_WORDS: &[&str] = &[
    "absent", "accepted", "already", "bad", "cannot", "changed", "contains", "could", "created",
    "deleted", "denied", "did", "disabled", "does", "empty", "enabled", "error", "expected", "expired",
    "expires", "failed", "failure", "granted", "has", "incorrect", "invalid", "is", "length", "loaded",
    "malformed", "mismatch", "missing", "must", "needs", "not", "ok", "refused", "rejected",
    "required", "reset", "revoked", "rotated", "should", "signature", "too", "unauthorized",
    "unexpected", "unknown", "unset", "unsupported", "updated", "valid", "was", "were", "wrong",
];

/// Returns whether the value starts with a status word, as a message about a secret does.
pub(super) fn is_status(words: &[u8]) -> bool {
    let end = words.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(words.len());
    let (word, rest) = words.split_at(end);
    // Not a status: `empty; sid=..` are cookies.
    let is_word = rest.first() == Some(&b' ') || rest.iter().all(|byte| b".,;:!)".contains(byte));
    is_word && STATUS_WORDS.iter().any(|said| word.eq_ignore_ascii_case(said.as_bytes()))
}

/// Returns whether the value needs no mask: it is masked already, or is missing.
pub(super) fn is_harmless(value: &[u8]) -> bool {
    let trimmed = value.trim_ascii();
    let rest = MARKERS.iter().find_map(|marker| trimmed.strip_prefix(marker.as_bytes()));
    if let Some(rest) = rest {
        return rest.iter().all(u8::is_ascii_punctuation);
    }
    let end = trimmed.iter().rposition(|byte| !b".,;:!?)]}'\"\\".contains(byte));
    let bare = trimmed.get(..end.map_or(0, |end| end + 1)).unwrap_or_default();
    NOTHING.iter().any(|nothing| bare.eq_ignore_ascii_case(nothing))
        || is_parameter(bare)
        || is_kept(bare)
        || is_hash(bare)
}

/// Matches the placeholder of a parameter in SQL: `$1`.
fn is_parameter(value: &[u8]) -> bool {
    let number = value.strip_prefix(b"$").unwrap_or_default();
    matches!(number.len(), 1 | 2) && number.iter().all(u8::is_ascii_digit)
}

/// Matches a partly masked value: exactly four stars and a few characters around them, as in
/// `****1111`, `sk_l****`, `DE02****2051`.
fn is_kept(value: &[u8]) -> bool {
    const MOST: usize = 8;
    const LONGEST: usize = 64;
    let Some(first) = value.iter().position(|byte| *byte == b'*') else { return false };
    let (before, rest) = value.split_at(first);
    // The start of `Live(sk_l****)` and `Some(Live("sk_l****"))`.
    let opening = before.iter().rposition(|byte| matches!(byte, b'(' | b'"'));
    let (around, before) = before.split_at(opening.map_or(0, |last| last + 1));
    let is_around = |byte: &u8| byte.is_ascii_alphanumeric() || b"_:<>(\"".contains(byte);
    if around.len() > LONGEST
        || !around.iter().all(is_around)
        || around.first().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    {
        return false;
    }
    let stars = rest.iter().take_while(|byte| **byte == b'*').count();
    let after = rest.get(stars..).unwrap_or_default();
    stars == 4 && before.len() <= MOST && after.len() <= MOST && !after.contains(&b'*')
}

/// Matches a hashed value: `hash:` and 16 hexadecimal digits.
fn is_hash(value: &[u8]) -> bool {
    let digits = value.strip_prefix(b"hash:");
    digits.is_some_and(|digits| digits.len() == 16 && digits.iter().all(u8::is_ascii_hexdigit))
}
