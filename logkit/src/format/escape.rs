//! Makes text safe to stand in a line: no character of it can end the line, drive a terminal or
//! reorder what a person reads.

use std::io::Write as _;

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Appends `text` with its control characters escaped as Rust writes them (`\n`, `\u{1b}`).
///
/// Backslashes stay as they are, so that ordinary text is byte for byte what it was.
pub(crate) fn push(out: &mut Vec<u8>, text: &str) {
    if is_plain_ascii(text.as_bytes()) {
        out.extend_from_slice(text.as_bytes());
    } else {
        push_slowly(out, text);
    }
}

/// Appends a field's key or text value: as it is where it is one plain word, else in quotes.
pub(crate) fn push_word(out: &mut Vec<u8>, text: &str) {
    if is_word(text) {
        push(out, text);
    } else {
        push_quoted(out, text);
    }
}

/// Makes a word of the raw text that was appended after `start`.
pub(crate) fn make_word(out: &mut Vec<u8>, start: usize, scratch: &mut Vec<u8>) {
    let Some(raw) = out.get(start..) else { return };
    if !raw.is_empty() && is_plain_ascii(raw) && !raw.iter().copied().any(breaks_word) {
        return;
    }
    scratch.extend_from_slice(raw);
    out.truncate(start);
    push_word(out, &String::from_utf8_lossy(scratch));
}

fn push_quoted(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    // `"` and `\` are ASCII, so the text falls apart at character borders only.
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

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && !text.bytes().any(breaks_word)
        && (text.is_ascii() || !text.chars().any(must_escape))
}

fn breaks_word(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'=' | b'"' | 0x7f)
}

/// Whether every byte is printable ASCII; eight at a time.
fn is_plain_ascii(bytes: &[u8]) -> bool {
    let mut words = bytes.chunks_exact(8);
    let mut bad = 0;
    for word in &mut words {
        let word = word.try_into().map_or(HIGH, u64::from_ne_bytes);
        // Per byte, the high bit of: below 0x20; 0x80 and above; 0x7f.
        let del = word ^ (LOW * 0x7f);
        bad |= word.wrapping_sub(LOW * 0x20) | word | (del.wrapping_sub(LOW) & !del);
    }
    bad & HIGH == 0 && words.remainder().iter().all(|byte| matches!(byte, b' '..0x7f))
}

#[cold]
fn push_slowly(out: &mut Vec<u8>, text: &str) {
    let mut rest = text;
    while let Some((at, found)) = rest.char_indices().find(|(_, c)| must_escape(*c)) {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        // Writing to a vector cannot fail.
        let _ = write!(out, "{}", found.escape_default());
        rest = &rest[at + found.len_utf8()..];
    }
    out.extend_from_slice(rest.as_bytes());
}

/// C0, DEL, C1, the line and paragraph separators, and the characters that reorder text
/// (Unicode's `Bidi_Control`), after "Trojan Source", CVE-2021-42574.
pub(crate) fn must_escape(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{is_plain_ascii, must_escape, push, push_word};

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
    fn plain_is_printable_ascii() {
        for byte in 0..=u8::MAX {
            for length in 1..20 {
                for at in 0..length {
                    let mut bytes = vec![b'a'; length];
                    bytes[at] = byte;
                    assert_eq!(is_plain_ascii(&bytes), matches!(byte, b' '..=b'~'), "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for text in ["", r"C:\new", "it's 100% \"fine\"", "naïve 日本 😀", "a b=c"] {
            assert_eq!(escaped(text), text);
        }
    }

    #[test]
    fn words_are_quoted_where_their_end_would_be_in_doubt() {
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
