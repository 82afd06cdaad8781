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
        const UNLIMITED: Shape = Shape { is_delimited: false, is_printable: false };
        let (mut is_printable, mut is_in_string, mut depth) = (true, false, 0_usize);
        let mut bytes = text.iter();
        while let Some(byte) = bytes.next() {
            let class = CLASSES.get(usize::from(*byte)).copied().unwrap_or(Class::Ordinary);
            if class == Class::Ordinary {
                continue;
            }
            let rest = bytes.as_slice();
            match class {
                Class::Quote => is_in_string = !is_in_string,
                Class::Backslash if is_in_string => {
                    if let Some(b'"' | b'\\') = rest.first() {
                        bytes.next();
                    }
                }
                Class::Special => {
                    is_printable = false;
                    // Line breaks and the like would be seen as spaces.
                    if *byte < 0x80 && !is_in_string {
                        return UNLIMITED;
                    }
                }
                _ if is_in_string => {}
                Class::Open => depth += 1,
                Class::Close if depth > 0 => depth -= 1,
                Class::Space if depth > 0 => {}
                Class::Space if rest.first() == Some(&b'{') && rest.len() + 1 < text.len() => {}
                Class::Apostrophe => {
                    bytes = rest.get(length_of_char(rest)..).unwrap_or_default().iter()
                }
                Class::Ordinary | Class::Backslash => {}
                Class::Close | Class::Space | Class::Equals => return UNLIMITED,
            }
        }
        Self { is_delimited: depth == 0 && !is_in_string && !text.is_empty(), is_printable }
    }
}

/// The length of the rest of a character literal; 0 where the apostrophe begins none.
fn length_of_char(rest: &[u8]) -> usize {
    match rest {
        [b'\\', b'!'..=b'~', rest @ ..] => {
            let mut text = rest.iter().take("{10ffff}'".len()).take_while(|c| c.is_ascii_graphic());
            text.position(|byte| *byte == b'\'').map_or(0, |close| close + 3)
        }
        [b' '..=b'~', b'\'', ..] => 2,
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
    Backslash,
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
            0x5c => Class::Backslash,
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
