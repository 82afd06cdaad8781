//! Escapes that keep text within its line: no character can end the line, control a terminal, reorder
//! the text that a person reads, or be invisible.

use std::io::Write as _;

use crate::util::line::Line;

/// Appends `text` with its control characters escaped as Rust writes them (`\n`, `\u{1b}`).
///
/// Backslashes are not escaped, so that ordinary text is unchanged.
pub(crate) fn push(out: &mut Vec<u8>, text: &str) {
    if is_printable(text) {
        out.extend_from_slice(text.as_bytes());
    } else {
        push_slowly(out, text);
    }
}

/// Appends a field's key or text value, in quotes unless it is one plain word.
pub(crate) fn push_word(out: &mut Vec<u8>, text: &str) {
    if !text.is_empty() && is_all(text.as_bytes(), ByteKind::Word) {
        out.extend_from_slice(text.as_bytes());
    } else {
        push_word_slowly(out, text);
    }
}

/// [`push`] to a line.
#[inline]
pub(crate) fn push_text(line: &mut Line, text: &str) {
    if !push_if_all(line, text, ByteKind::Printable) {
        line.with_vec(|out| push_slowly(out, text));
    }
}

/// [`push_word`] to a line.
#[inline]
pub(crate) fn push_word_text(line: &mut Line, text: &str) {
    if text.is_empty() || !push_if_all(line, text, ByteKind::Word) {
        line.with_vec(|out| push_word_slowly(out, text));
    }
}

/// [`push_json`] to a line.
#[inline]
pub(crate) fn push_json_text(line: &mut Line, text: &str) {
    if !push_if_all(line, text, ByteKind::Json) {
        line.with_vec(|out| push_json_slowly(out, text));
    }
}

/// Appends the text and returns true if it is printable ASCII without quotes and backslashes, which no
/// `Debug` escapes.
#[inline]
pub(crate) fn push_plain(line: &mut Line, text: &str) -> bool {
    push_if_all(line, text, ByteKind::Json)
}

/// Appends the text and returns true if every byte is of the kind.
#[inline(always)]
#[allow(clippy::inline_always, reason = "the kind is known where it is called")]
fn push_if_all(line: &mut Line, text: &str, kind: ByteKind) -> bool {
    // The usual words have 4 to 16 bytes: two copies that overlap, and one test.
    let (bytes, length) = (text.as_bytes(), text.len());
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        if length <= 16 {
            let eight = |bytes: &[u8; 8]| bad_bits(u64::from_ne_bytes(*bytes), kind);
            let is_clean = (eight(first) | eight(last)) & HIGH == 0;
            if is_clean {
                line.push_ends(first, last, length);
            }
            return is_clean;
        }
        return push_long_if_all(line, text, kind);
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let four = |bytes: &[u8; 4]| u64::from(u32::from_ne_bytes(*bytes));
        let is_clean = bad_bits(four(first) << 32 | four(last), kind) & HIGH == 0;
        if is_clean {
            line.push_ends(first, last, length);
        }
        return is_clean;
    }
    let is_clean = is_all(bytes, kind);
    if is_clean {
        line.push_bytes(bytes);
    }
    is_clean
}

/// [`push_if_all`] for more than 16 bytes. Its loop uses many registers, which the caller needs.
#[inline(never)]
fn push_long_if_all(line: &mut Line, text: &str, kind: ByteKind) -> bool {
    let is_clean = is_all(text.as_bytes(), kind);
    if is_clean {
        line.push_bytes(text.as_bytes());
    }
    is_clean
}

/// Turns the raw text that was appended after `start` into a word.
pub(crate) fn make_word(out: &mut Vec<u8>, start: usize, scratch: &mut Vec<u8>) {
    let Some(raw) = out.get(start..) else { return };
    if !raw.is_empty() && is_all(raw, ByteKind::Word) {
        return;
    }
    scratch.extend_from_slice(raw);
    out.truncate(start);
    push_word_slowly(out, &String::from_utf8_lossy(scratch));
}

#[cold]
fn push_word_slowly(out: &mut Vec<u8>, text: &str) {
    let breaks = |c| matches!(c, ' ' | '=' | '"') || must_escape(c);
    if !text.is_empty() && !text.contains(breaks) {
        out.extend_from_slice(text.as_bytes());
    } else {
        push_quoted(out, text);
    }
}

/// Appends text in quotes.
pub(crate) fn push_quoted(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    // `"` and `\` are ASCII, so the pieces end at character boundaries.
    for piece in text.split_inclusive(['"', '\\']) {
        match piece.as_bytes() {
            [.., last @ (b'"' | b'\\')] => {
                push(out, &piece[..piece.len() - 1]);
                out.extend_from_slice(&[b'\\', *last]);
            }
            _ => push(out, piece),
        }
    }
    out.push(b'"');
}

/// Appends `text` as the inside of a JSON string, with the characters escaped that a line escapes.
pub(crate) fn push_json(out: &mut Vec<u8>, text: &str) {
    if is_all(text.as_bytes(), ByteKind::Json) {
        out.extend_from_slice(text.as_bytes());
    } else {
        push_json_slowly(out, text);
    }
}

#[cold]
fn push_json_slowly(out: &mut Vec<u8>, text: &str) {
    for c in text.chars() {
        // Writing to a vector cannot fail.
        let _ = match c {
            '"' | '\\' => write!(out, "\\{c}"),
            '\n' => write!(out, "\\n"),
            '\r' => write!(out, "\\r"),
            '\t' => write!(out, "\\t"),
            c if must_escape(c) => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
                Ok(())
            }
            c => write!(out, "{c}"),
        };
    }
}

/// Returns `true` if `text` is printable ASCII, which needs no escape.
#[inline]
pub(crate) fn is_printable(text: &str) -> bool {
    is_all(text.as_bytes(), ByteKind::Printable)
}

/// Returns `true` if the text is not empty, and printable ASCII without a `=`.
pub(crate) fn has_no_equals_sign(text: &[u8]) -> bool {
    !text.is_empty() && is_all(text, ByteKind::NoEqualsSign)
}

/// A kind of bytes. Text of one kind is copied without a look at its characters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ByteKind {
    /// Printable ASCII.
    Printable,
    /// Printable ASCII without the space, `=` and `"`, and without `!`, which lies between them.
    Word,
    /// Printable ASCII without `=`.
    NoEqualsSign,
    /// Printable ASCII without `"` and `\`.
    Json,
}

/// Returns `true` if every byte is of the kind. Reads eight bytes at a time, the last eight overlapping.
#[inline(always)]
#[allow(clippy::inline_always, reason = "the kind is known where it is called")]
fn is_all(bytes: &[u8], kind: ByteKind) -> bool {
    let eight = |bytes: &[u8; 8]| bad_bits(u64::from_ne_bytes(*bytes), kind);
    let bad = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let between = bytes.get(8..).unwrap_or_default().chunks_exact(8);
        between.fold(eight(first) | eight(last), |bad, chunk| {
            bad | chunk.try_into().map_or(HIGH, |chunk| eight(&chunk))
        })
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let [first, last] = [first, last].map(|four| u64::from(u32::from_ne_bytes(*four)));
        bad_bits(first << 32 | last, kind)
    } else {
        let filler = u64::from_ne_bytes([b'x'; 8]);
        bad_bits(bytes.iter().fold(filler, |word, byte| word << 8 | u64::from(*byte)), kind)
    };
    bad & HIGH == 0
}

const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);

/// Sets the high bit of each byte that is not of the kind, and possibly of bytes above such a byte.
#[inline]
const fn bad_bits(word: u64, kind: ByteKind) -> u64 {
    const fn equals(word: u64, byte: u8) -> u64 {
        let zero = word ^ (LOW * byte as u64);
        zero.wrapping_sub(LOW) & !zero
    }
    // Adding one to DEL sets its high bit.
    let common = word | word.wrapping_add(LOW);
    match kind {
        ByteKind::Printable => common | word.wrapping_sub(LOW * 0x20),
        ByteKind::Word => common | word.wrapping_sub(LOW * 0x23) | equals(word, b'='),
        ByteKind::NoEqualsSign => common | word.wrapping_sub(LOW * 0x20) | equals(word, b'='),
        ByteKind::Json => {
            common | word.wrapping_sub(LOW * 0x20) | equals(word, b'"') | equals(word, b'\\')
        }
    }
}

#[cold]
fn push_slowly(out: &mut Vec<u8>, text: &str) {
    let mut rest = text;
    while let Some((at, found)) = first_to_escape(rest) {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        // Writing to a vector cannot fail.
        let _ = write!(out, "{}", found.escape_default());
        rest = &rest[at + found.len_utf8()..];
    }
    out.extend_from_slice(rest.as_bytes());
}

/// The first character that must be escaped, and its index.
pub(crate) fn first_to_escape(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, c)| must_escape(*c))
}

/// C0, DEL, C1, the line and paragraph separators, and the characters that reorder text or show as
/// nothing (Unicode's `Bidi_Control` and `Default_Ignorable_Code_Point`), after "Trojan Source",
/// CVE-2021-42574, and the "tag" characters that hide text from readers but not from programs.
///
/// Joiners and variation selectors are kept, because scripts and emoji need them.
pub(crate) fn must_escape(c: char) -> bool {
    c.is_control() || u32::from(c) >= 0xad && is_deceptive(c)
}

fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::{ByteKind, is_all, must_escape, push, push_word};

    fn escaped(text: &str) -> String {
        let mut out = Vec::new();
        push(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    fn word(text: &str) -> String {
        let mut out = Vec::new();
        push_word(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_character_alone_and_at_every_place_of_a_word() {
        for c in ('\0'..=char::MAX).filter(|c| u32::from(*c) < 0x3000 || *c == char::MAX) {
            for before in 0..9 {
                let text = format!("{}{c}x", "a".repeat(before));
                let line = escaped(&text);
                assert_eq!(line == text, !must_escape(c), "{c:?}");
                assert!(!line.chars().any(must_escape), "{c:?}");
            }
        }
    }

    #[test]
    fn every_byte_at_every_place_is_seen() {
        for byte in 0..=u8::MAX {
            let printable = matches!(byte, b' '..=b'~');
            let word = printable && !matches!(byte, b' ' | b'!' | b'"' | b'=');
            let no_equals_sign = printable && byte != b'=';
            let json = printable && !matches!(byte, b'"' | b'\\');
            for length in 1..34 {
                for at in 0..length {
                    let mut bytes = vec![b'a'; length];
                    bytes[at] = byte;
                    assert_eq!(is_all(&bytes, ByteKind::Printable), printable, "{bytes:?}");
                    assert_eq!(is_all(&bytes, ByteKind::Word), word, "{bytes:?}");
                    assert_eq!(is_all(&bytes, ByteKind::NoEqualsSign), no_equals_sign, "{bytes:?}");
                    assert_eq!(is_all(&bytes, ByteKind::Json), json, "{bytes:?}");
                }
            }
        }
        assert!(is_all(b"", ByteKind::Printable));
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for text in ["", r"C:\new", "it's 100% \"fine\"", "naïve 日本 😀", "a b=c"] {
            assert_eq!(escaped(text), text);
        }
    }

    #[test]
    fn words_are_quoted_if_their_end_would_be_unclear() {
        assert_eq!(word("/api/v1"), "/api/v1");
        assert_eq!(word("日本"), "日本");
        assert_eq!(word(r"C:\new"), r"C:\new");
        assert_eq!(word(""), r#""""#);
        assert_eq!(word("a b"), r#""a b""#);
        assert_eq!(word("a=b"), r#""a=b""#);
        assert_eq!(word(r#"say "hi" \"#), r#""say \"hi\" \\""#);
        assert_eq!(word("two\nlines"), r#""two\nlines""#);
        assert_eq!(word("\u{202e}evil"), r#""\u{202e}evil""#);
    }
}
