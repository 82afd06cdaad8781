//! The text of a `?value` in a line: kept as it is where it shows its own end, else quoted.

use crate::format::escape;

/// Deals with the raw text that was appended after `start`.
pub(super) fn delimit(out: &mut Vec<u8>, start: usize, scratch: &mut Vec<u8>) {
    let raw = out.get(start..).unwrap_or_default();
    let shape = Shape::of(raw);
    if shape == (Shape { is_delimited: true, is_printable: true }) {
        return;
    }
    scratch.extend_from_slice(raw);
    out.truncate(start);
    let text = String::from_utf8_lossy(scratch);
    if shape.is_delimited {
        escape::push(out, &text);
    } else {
        escape::push_word(out, &text);
    }
}

/// The findings of one pass over a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shape {
    /// Whatever fields follow, a reader can tell where the text ends: its brackets and quotes are
    /// balanced, outside of quotes it has no `=`, and outside of brackets no space but the one in
    /// front of a brace, as in `Card { .. }`.
    is_delimited: bool,
    /// It is printable ASCII.
    is_printable: bool,
}

impl Shape {
    fn of(text: &[u8]) -> Self {
        let mut is_printable = true;
        let mut depth = 0_usize;
        let mut at = 0;
        while let Some(byte) = text.get(at) {
            at += 1;
            let is_ordinary = match CLASSES.get(usize::from(*byte)) {
                None | Some(Class::Ordinary) => continue,
                Some(Class::Open) => {
                    depth += 1;
                    true
                }
                Some(Class::Close) if depth > 0 => {
                    depth -= 1;
                    true
                }
                Some(Class::Close | Class::Equals) => false,
                Some(Class::Space) => depth > 0 || text.get(at) == Some(&b'{') && at > 1,
                Some(Class::Quote) => {
                    let end = end_of_literal(text.get(at..).unwrap_or_default());
                    at += end.unwrap_or_default();
                    end.is_some()
                }
                Some(Class::Apostrophe) => {
                    at += length_of_char(text.get(at..).unwrap_or_default());
                    true
                }
                Some(Class::Special) => {
                    is_printable = false;
                    // Line breaks and the like would be seen as spaces.
                    *byte >= 0x80
                }
            };
            if !is_ordinary {
                return Self { is_delimited: false, is_printable: false };
            }
        }
        // Literals were skipped.
        let is_printable = is_printable && text.iter().all(|byte| matches!(byte, b' '..=b'~'));
        Self { is_delimited: depth == 0 && !text.is_empty(), is_printable }
    }
}

/// The length of the rest of a string literal, its closing quote included.
fn end_of_literal(rest: &[u8]) -> Option<usize> {
    let mut escaped = false;
    let close = rest.iter().position(|byte| {
        let is_close = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        is_close
    })?;
    Some(close + 1)
}

/// The length of the rest of a character literal; 0 where the apostrophe begins none.
fn length_of_char(rest: &[u8]) -> usize {
    match rest {
        [b'\\', _, rest @ ..] => {
            let close = rest.iter().take("u{10ffff}".len()).position(|byte| *byte == b'\'');
            close.map_or(0, |close| close + 3)
        }
        [_, b'\'', ..] => 2,
        _ => 0,
    }
}

/// The part that a byte plays in the text of a `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Ordinary,
    Open,
    Close,
    Space,
    Equals,
    Quote,
    Apostrophe,
    /// Not printable, or not ASCII.
    Special,
}

#[allow(clippy::indexing_slicing, reason = "the index is one of the table's own, at compile time")]
const CLASSES: [Class; 256] = {
    let mut classes = [Class::Ordinary; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte {
            0x28 | 0x5b | 0x7b => Class::Open,
            0x29 | 0x5d | 0x7d => Class::Close,
            0x20 => Class::Space,
            0x3d => Class::Equals,
            0x22 => Class::Quote,
            0x27 => Class::Apostrophe,
            0x21..0x7f => Class::Ordinary,
            _ => Class::Special,
        };
        byte += 1;
    }
    classes
};

#[cfg(test)]
mod tests {
    use super::delimit;

    fn delimited(text: &str) -> String {
        let mut out = b" state=".to_vec();
        let start = out.len();
        out.extend_from_slice(text.as_bytes());
        delimit(&mut out, start, &mut Vec::new());
        String::from_utf8(out.split_off(start)).unwrap()
    }

    #[test]
    fn the_text_of_derived_and_standard_types_stays_as_it_is() {
        for text in [
            "Ready",
            "()",
            "-1.5s",
            "1..2",
            "Some(\"a b=c\")",
            r#"Card { holder: "Ada", number: ****1111, cvv: [redacted] }"#,
            r#"[1, 2, {"a b": 'x'}]"#,
            r#""say \"hi\" \\""#,
            r#"Quotes('"', '\'', '\u{1b}', '=')"#,
            "Os { code: 2, kind: NotFound, message: \"No such file\" }",
            "::1",
            "\"naïve 日本\"",
            r"C:\new",
        ] {
            assert_eq!(delimited(text), text);
        }
    }

    #[test]
    fn text_that_could_pass_for_further_fields_is_quoted() {
        for (text, expected) in [
            ("ready admin=true", r#""ready admin=true""#),
            ("ready admin", r#""ready admin""#),
            ("admin=true", r#""admin=true""#),
            ("A | B", r#""A | B""#),
            ("Card { x y=1 }", r#""Card { x y=1 }""#),
            ("Card { x: 1", r#""Card { x: 1""#),
            ("Card } {", r#""Card } {""#),
            (r#"a" b="c"#, r#""a\" b=\"c""#),
            (r#""a"#, r#""\"a""#),
            (r#""a\""#, r#""\"a\\\"""#),
            (r#""a" b"#, r#""\"a\" b""#),
            ("'\" b='", r#""'\" b='""#),
            (" {}", r#"" {}""#),
            ("", r#""""#),
            ("two\nlines", r#""two\nlines""#),
            ("[two\nlines]", r#""[two\nlines]""#),
            ("(a\u{2028}b)", r"(a\u{2028}b)"),
        ] {
            assert_eq!(delimited(text), expected, "{text}");
        }
    }
}
