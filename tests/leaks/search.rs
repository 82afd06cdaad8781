//! Searches for a secret in every form: escaped, encoded, reversed, in pieces.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation;

/// The number of characters in a piece.
pub(crate) const PIECE: usize = 4;
/// The length for base64: what is left of four characters at three of four offsets is any short
/// word.
const PIECE_OF_BASE64: usize = 8;

/// The texts that must not be found, for one value, with the name of each form.
#[derive(Default)]
pub(crate) struct Needles(BTreeMap<String, &'static str>);

impl Needles {
    /// The needles of a text that must not show at all.
    pub(crate) fn of(hidden: &str) -> Self {
        let mut needles = Self::default();
        needles.add(hidden);
        needles
    }

    /// Adds the needles of another text. A text that is shorter than a piece has none.
    pub(crate) fn add(&mut self, hidden: &str) {
        let characters: Vec<&str> = hidden.graphemes(true).collect();
        for piece in characters.windows(PIECE).map(<[_]>::concat) {
            for (as_what, text) in in_short(&piece) {
                self.0.entry(text).or_insert(as_what);
            }
        }
        for piece in characters.windows(PIECE_OF_BASE64).map(<[_]>::concat) {
            for text in in_base64(piece.as_bytes()) {
                self.0.entry(text).or_insert("base64");
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the form in which a piece was found, and its offset, but not the piece.
    pub(crate) fn find_in(&self, text: &str) -> Option<String> {
        self.0.iter().find_map(|(needle, as_what)| {
            let at = text.find(needle)?;
            Some(format!("{as_what} at byte {at} of {}", text.len()))
        })
    }
}

/// A piece in every form in which four characters are recognizable.
fn in_short(piece: &str) -> Vec<(&'static str, String)> {
    let json = serde_json::to_string(piece).expect("text is JSON");
    let debug = format!("{piece:?}");
    let bytes = |write: fn(&mut String, u8)| {
        piece.bytes().fold(String::new(), |mut text, byte| {
            write(&mut text, byte);
            text
        })
    };
    let lower = bytes(|text, byte| write!(text, "{byte:02x}").unwrap());
    let percent = bytes(|text, byte| match byte {
        // RFC 3986's unreserved characters may stay.
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            text.push(char::from(byte));
        }
        byte => write!(text, "%{byte:02X}").unwrap(),
    });
    vec![
        ("plain", piece.to_owned()),
        ("debug", debug[1..debug.len() - 1].to_owned()),
        (
            "debug of a string that is a string's",
            debug[1..debug.len() - 1].escape_debug().collect(),
        ),
        ("json", json[1..json.len() - 1].to_owned()),
        ("json in ascii", in_ascii(&json[1..json.len() - 1])),
        ("a line's escapes", in_a_line(piece)),
        ("rust's ascii", piece.escape_default().collect()),
        ("bytes in ascii", piece.as_bytes().escape_ascii().to_string()),
        (
            "a list of bytes",
            piece.as_bytes().iter().map(u8::to_string).collect::<Vec<_>>().join(", "),
        ),
        ("reversed", piece.chars().rev().collect()),
        ("reversed by character", piece.graphemes(true).rev().collect()),
        // As `tracing_subscriber` prints bytes.
        (
            "a list of bytes in hex",
            bytes(|text, byte| write!(text, "{byte:02x} ").unwrap()).trim_end().to_owned(),
        ),
        ("upper hex", lower.to_uppercase()),
        ("hex", lower),
        ("lower percent", lower_percent(&percent)),
        ("percent", percent),
        ("percent of everything", bytes(|text, byte| write!(text, "%{byte:02X}").unwrap())),
        ("lower case", piece.to_lowercase()),
        ("upper case", piece.to_uppercase()),
    ]
}

/// As logkit's formats escape characters that end a line, control a terminal or reorder text.
fn in_a_line(piece: &str) -> String {
    piece.chars().fold(String::new(), |text, c| {
        let bidi = "\u{61c}\u{200e}\u{200f}\u{2066}\u{2067}\u{2068}\u{2069}".contains(c);
        if c.is_control() || bidi || ('\u{2028}'..='\u{202e}').contains(&c) {
            text + &c.escape_default().to_string()
        } else {
            text + c.encode_utf8(&mut [0; 4])
        }
    })
}

/// JSON in ASCII only.
fn in_ascii(json: &str) -> String {
    json.encode_utf16().fold(String::new(), |mut text, unit| {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() && !byte.is_ascii_control() => text.push(char::from(byte)),
            _ => write!(text, "\\u{unit:04x}").unwrap(),
        }
        text
    })
}

fn lower_percent(percent: &str) -> String {
    let mut digits = 0;
    let lower = |c: char| {
        digits = if c == '%' { 2 } else { i32::max(digits - 1, -1) };
        if digits >= 0 { c.to_ascii_lowercase() } else { c }
    };
    percent.chars().map(lower).collect()
}

/// The base64 digits that depend only on these bytes, at each offset in a longer text, in both of
/// RFC 4648's alphabets.
fn in_base64(bytes: &[u8]) -> Vec<String> {
    let alphabets = [b"+/", b"-_"];
    let at = |skip: usize, last: &[u8; 2]| {
        let alphabet: Vec<u8> =
            (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(*last).collect();
        let bits: Vec<u8> =
            bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
        let digits = bits[skip..].chunks_exact(6);
        let digit =
            |six: &[u8]| alphabet[usize::from(six.iter().fold(0, |digit, bit| digit << 1 | bit))];
        digits.map(|six| char::from(digit(six))).collect()
    };
    // The first digit of this text alone begins at its first, third or fifth bit.
    alphabets.iter().flat_map(|last| [0, 2, 4].map(|skip| at(skip, last))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "grün/9x\n\"ß🔑k\u{202e}z!";

    #[test]
    fn a_secret_is_found_in_every_form() {
        let needles = Needles::of(SECRET);
        for (as_what, text) in in_short(SECRET) {
            assert!(needles.find_in(&format!("a{text}z")).is_some(), "{as_what}");
        }
        assert_eq!(needles.find_in("nothing of the kind, nor \"grü\" nor 0a22"), None);
    }

    #[test]
    fn every_piece_is_found_and_nothing_shorter() {
        let all: Vec<&str> = SECRET.graphemes(true).collect();
        let needles = Needles::of(SECRET);
        for length in 1..all.len() {
            for piece in all.windows(length).map(<[_]>::concat) {
                assert_eq!(needles.find_in(&piece).is_some(), length >= PIECE, "{piece:?}");
            }
        }
        assert!(Needles::of("").is_empty() && Needles::of("abc").is_empty());
    }

    #[test]
    fn base64_is_found_at_every_place() {
        // RFC 4648, section 10, computed independently: `printf xfoobarbaz | base64`, and so on.
        let needles = Needles::of("foobarbaz");
        for text in ["Zm9vYmFyYmF6", "eGZvb2JhcmJheg==", "eHlmb29iYXJiYXo=", "eHl6Zm9vYmFyYmF6IQ=="]
        {
            assert!(needles.find_in(text).is_some(), "{text}");
        }
        let url_safe = Needles::of("\u{3fb}\u{3ff}\u{3fb}\u{3ff}\u{3fb}\u{3ff}\u{3fb}\u{3ff}");
        assert!(url_safe.find_in("z7vPv8-7z7_Pu8-_z7vPvw==").is_some());
        assert!(url_safe.find_in("z7vPv8+7z7/Pu8+/z7vPvw==").is_some());
    }

    #[test]
    fn the_piece_found_is_not_reported() {
        let found = Needles::of(SECRET).find_in("is grün/9 it").unwrap();
        assert_eq!(found, "plain at byte 3 of 13");
    }
}
