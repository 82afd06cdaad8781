//! The text of a `?value` in a line: kept as it is where it shows its own end, else quoted.

use crate::format::escape;

/// Deals with the raw text that was appended after `start`.
///
/// A value that `is_redact` has balanced brackets, because the derive wrote them. Without a `=`, and
/// with its quotes in pairs, its text contains no field and is not looked at any closer.
pub(super) fn delimit(out: &mut Vec<u8>, start: usize, is_redact: bool, scratch: &mut Vec<u8>) {
    let raw = out.get(start..).unwrap_or_default();
    let quotes_are_paired = || !raw.iter().fold(false, |odd, byte| odd ^ (*byte == b'"'));
    if is_redact && escape::has_no_equals_sign(raw) && quotes_are_paired() {
        return;
    }
    let shape = TextShape::of(raw);
    if shape == (TextShape { is_delimited: true, is_printable: true }) {
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

/// Returns `true` if a reader can tell where the text ends: its brackets and quotes are balanced, and no
/// space or `=` is outside of them.
pub(super) fn is_delimited(text: &str) -> bool {
    TextShape::of(text.as_bytes()).is_delimited
}

/// The findings of one pass over a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TextShape {
    /// A reader can tell where the text ends, whatever fields follow. Its brackets and quotes are
    /// balanced. Outside of quotes it has no `=`, and outside of brackets no space but the one in
    /// front of a brace, as in `Card { .. }`, and no quotes but around all of it.
    is_delimited: bool,
    /// It is printable ASCII.
    is_printable: bool,
}

impl TextShape {
    fn of(text: &[u8]) -> Self {
        const UNLIMITED: TextShape = TextShape { is_delimited: false, is_printable: false };
        let (mut is_printable, mut is_in_string, mut depth) = (true, false, 0_usize);
        let mut rest = text;
        while let Some(run) = rest.iter().position(|byte| class_of(*byte) != Class::Ordinary) {
            let Some((byte, after)) = rest.get(run..).and_then(<[u8]>::split_first) else { break };
            let at = text.len() - after.len() - 1;
            rest = after;
            match class_of(*byte) {
                Class::Quote if is_in_string => is_in_string = false,
                Class::Quote if depth > 0 || at == 0 || text.starts_with(b"b\"") && at == 1 => {
                    is_in_string = true;
                }
                // Line breaks and the like will be escaped, so they end no word.
                Class::Special => is_printable = false,
                Class::Backslash if is_in_string => {
                    if let [b'"' | b'\\', after @ ..] = rest {
                        rest = after;
                    }
                }
                _ if is_in_string => {}
                Class::Open => depth += 1,
                Class::Close if depth > 0 => depth -= 1,
                Class::Space if depth > 0 => {}
                Class::Space if rest.first() == Some(&b'{') && at > 0 => {}
                Class::Apostrophe => rest = rest.get(length_of_char(rest)..).unwrap_or_default(),
                Class::Ordinary | Class::Backslash => {}
                Class::Close | Class::Space | Class::Equals | Class::Quote => return UNLIMITED,
            }
        }
        Self { is_delimited: depth == 0 && !is_in_string && !text.is_empty(), is_printable }
    }
}

/// The length of the rest of a character literal; 0 where the apostrophe begins none.
fn length_of_char(rest: &[u8]) -> usize {
    match rest {
        [b'\\', b'!'..=b'~', rest @ ..] => {
            let mut length = 2;
            for byte in rest.iter().take("{10ffff}'".len()) {
                length += 1;
                match byte {
                    b'\'' => return length,
                    byte if byte.is_ascii_graphic() => {}
                    _ => return 0,
                }
            }
            0
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

#[inline]
#[allow(clippy::indexing_slicing, reason = "the table has an entry for every byte")]
fn class_of(byte: u8) -> Class {
    CLASSES[usize::from(byte)]
}

#[allow(clippy::indexing_slicing, reason = "the index is one of the table's own, at compile time")]
static CLASSES: [Class; 256] = {
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
        delimit(&mut out, start, false, &mut Vec::new());
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
            r#"b"a b=c""#,
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
            (r#"x"y z""#, r#""x\"y z\"""#),
            (r#""a"#, r#""\"a""#),
            (r#""a\""#, r#""\"a\\\"""#),
            (r#""a" b"#, r#""\"a\" b""#),
            ("'\" b='", r#""'\" b='""#),
            (" {}", r#"" {}""#),
            ("", r#""""#),
            ("two\nlines", r"two\nlines"),
            ("two\nlines and more", r#""two\nlines and more""#),
            ("(a\u{2028}b)", r"(a\u{2028}b)"),
        ] {
            assert_eq!(delimited(text), expected, "{text}");
        }
    }
}
