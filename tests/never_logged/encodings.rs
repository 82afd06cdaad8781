//! A secret is found in every encoding, by the standard library or by other crates.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use logkit::testing::{assert_never_logged, canaries};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::assertions::{CANARY, fails, failure, hex};

/// Prints its text unquoted.
struct Text(String);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An encoder.
type Encode = fn(&str) -> String;

fn spelled(text: &str, between: &str, number: fn(u8) -> String) -> String {
    text.bytes().map(number).collect::<Vec<_>>().join(between)
}

fn list(text: &str, number: fn(u8) -> String) -> String {
    format!("[{}]", spelled(text, ", ", number))
}

fn utf16(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>().concat()
}

fn base64_within(text: &str, before: usize) -> String {
    STANDARD.encode(format!("{}{text}!", ":".repeat(before)))
}

const ENCODINGS: [(&str, Encode); 37] = [
    ("as it is", str::to_owned),
    ("its Debug", |text| format!("{text:?}")),
    ("the Debug of that", |text| format!("{:?}", format!("{text:?}"))),
    ("escape_debug", |text| text.escape_debug().to_string()),
    ("escape_default", |text| text.escape_default().to_string()),
    ("escape_unicode", |text| text.escape_unicode().to_string()),
    ("as bytes are escaped", |text| text.as_bytes().escape_ascii().to_string()),
    ("JSON", |text| serde_json::to_string(text).unwrap()),
    ("JSON in JSON", |text| serde_json::to_string(&serde_json::to_string(text).unwrap()).unwrap()),
    ("JSON in ASCII", utf16),
    ("JSON with escaped slashes", |text| serde_json::to_string(text).unwrap().replace('/', "\\/")),
    ("hex", hex),
    ("hex in capitals", |text| hex(text).to_uppercase()),
    ("hex after a digit", |text| format!("7{}", hex(text))),
    ("hex with colons", |text| spelled(text, ":", |byte| format!("{byte:02x}"))),
    ("hex with spaces", |text| spelled(text, " ", |byte| format!("{byte:02X}"))),
    ("hex in twos", |text| {
        text.as_bytes()
            .chunks(2)
            .map(|two| two.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat())
            .collect::<Vec<_>>()
            .join(" ")
    }),
    ("hex with a prefix each", |text| list(text, |byte| format!("{byte:#04x}"))),
    ("the Debug of its bytes", |text| format!("{:?}", text.as_bytes())),
    ("the long Debug of its bytes", |text| format!("{:#?}", text.as_bytes())),
    ("the hex Debug of its bytes", |text| format!("{:x?}", text.as_bytes())),
    ("the long hex Debug of its bytes", |text| format!("{:#X?}", text.as_bytes()).to_lowercase()),
    ("the escaped long Debug of its bytes", |text| {
        format!("{:#?}", text.as_bytes()).escape_default().to_string()
    }),
    ("the Debug of its characters", |text| format!("{:?}", text.chars().collect::<Vec<_>>())),
    ("the long Debug of its characters", |text| {
        format!("{:#?}", text.graphemes(true).collect::<Vec<_>>())
    }),
    ("base64", |text| STANDARD.encode(text)),
    ("base64 without padding", |text| STANDARD_NO_PAD.encode(text)),
    ("base64 for URLs", |text| URL_SAFE.encode(text)),
    ("base64 for URLs without padding", |text| URL_SAFE_NO_PAD.encode(text)),
    ("base64 after a byte", |text| base64_within(text, 1)),
    ("base64 after two bytes", |text| base64_within(text, 2)),
    ("base64 after other base64", |text| format!("Zm9v/{}", STANDARD.encode(text))),
    ("percent", |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()),
    ("percent in lower case", |text| spelled(text, "", |byte| format!("%{byte:02x}"))),
    ("a form's field", |text| {
        utf8_percent_encode(text, NON_ALPHANUMERIC).to_string().replace("%20", "+")
    }),
    ("reversed", |text| text.chars().rev().collect()),
    ("percent in JSON in percent", |text| {
        let text = utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        utf8_percent_encode(&utf16(&text), NON_ALPHANUMERIC).to_string()
    }),
];

#[test]
fn a_canary_is_found_in_every_encoding() {
    for secret in canaries() {
        for (encoding, encode) in ENCODINGS {
            let text = format!("Text {{ <{}> }}", encode(secret));
            let message = failure(secret, || assert_never_logged(secret, || Text(text)));
            assert!(message.contains("in `{:?}`: all of it"), "{encoding}\n{message}");
        }
    }
}

#[test]
fn the_message_names_the_form() {
    let forms: [(&str, Encode); 10] = [
        (", as it is: ", str::to_owned),
        (", escaped: ", utf16),
        (", in hex: ", hex),
        (", as hex bytes: ", |text| list(text, |byte| format!("{byte:x}"))),
        (", as a list of bytes: ", |text| list(text, |byte| byte.to_string())),
        (", in a list of pieces: ", |text| format!("{:?}", text.chars().collect::<Vec<_>>())),
        (", in base64: ", |text| STANDARD.encode(text)),
        (", percent-encoded: ", |text| spelled(text, "", |byte| format!("%{byte:02x}"))),
        (", reversed: ", |text| text.chars().rev().collect()),
        (", in another case: ", str::to_lowercase),
    ];
    for (form, encode) in forms {
        let text = format!("Key({})", encode(CANARY));
        fails(CANARY, &["in `{:?}`: all of it", form, ": bytes "], || {
            assert_never_logged(CANARY, || Text(text));
        });
    }
}

#[test]
fn the_message_quotes_no_text_around_it() {
    // Forms that the search does not know.
    let forms: [(&str, Encode); 9] = [
        ("base32", base32),
        ("spaced", |text| text.chars().flat_map(|c| [c, ' ']).collect()),
        ("spelled with dashes", |text| text.chars().flat_map(|c| [c, '-']).collect()),
        ("rot13", |text| text.chars().map(rot13).collect()),
        ("octal", |text| spelled(text, "", |byte| format!("\\{byte:03o}"))),
        ("binary", |text| spelled(text, " ", |byte| format!("{byte:08b}"))),
        ("hex of UTF-16", |text| {
            text.encode_utf16().map(|unit| format!("{unit:04x}")).collect::<Vec<_>>().concat()
        }),
        ("pieces of three", |text| {
            let pieces: Vec<_> = text.as_bytes().chunks(3).map(String::from_utf8_lossy).collect();
            pieces.join("..")
        }),
        ("backwards by pairs", |text| {
            let pairs: Vec<_> = text.as_bytes().chunks(2).map(String::from_utf8_lossy).collect();
            pairs.into_iter().rev().collect::<Vec<_>>().join("/")
        }),
    ];
    for (name, encode) in forms {
        let form = encode(CANARY);
        let text = format!("Key {{ key: {CANARY}, again: {form} }}");
        let message = failure(CANARY, || assert_never_logged(CANARY, || Text(text.clone())));
        assert!(message.contains("in `{:?}`: all of it, as it is: bytes 11..27 of"), "{message}");
        let thrown = failure(CANARY, || assert_never_logged(CANARY, || panic!("{text}")));
        assert!(thrown.contains("\nthe closure panicked at "), "{thrown}");
        for piece in form.as_bytes().windows(8).map(String::from_utf8_lossy) {
            for message in [&message, &thrown] {
                assert!(!message.contains(&*piece), "{piece} of {name} is in:\n{message}");
            }
        }
    }
}

fn base32(text: &str) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<u8> =
        text.bytes().flat_map(|byte| (0..8).rev().map(move |n| byte >> n & 1)).collect();
    let digit = |five: &[u8]| five.iter().fold(0, |sum, bit| sum * 2 + usize::from(*bit));
    bits.chunks(5).map(|five| char::from(DIGITS[digit(five)])).collect()
}

fn rot13(c: char) -> char {
    let turn = |from: u8| char::from(from + (c as u8 - from + 13) % 26);
    match c {
        'a'..='z' => turn(b'a'),
        'A'..='Z' => turn(b'A'),
        c => c,
    }
}

#[test]
fn the_message_says_which_piece() {
    let text = format!("Key(..{}..)", &CANARY[3..8]);
    let wanted = "in `{:?}`: 5 of its 16 characters from number 4 on, as it is: bytes 6..11 of 14";
    fails(CANARY, &[wanted], || assert_never_logged(CANARY, || Text(text)));
}

#[test]
fn a_secret_of_fewer_than_four_characters_is_searched_as_a_whole() {
    for secret in ["737", "73", "é", "x\u{301}q"] {
        let text = format!("Cvv(<{secret}>)");
        fails(secret, &["all of it, as it is: bytes 5.."], || {
            assert_never_logged(secret, || Text(text));
        });
    }
    assert_never_logged("737", || Text("Cvv(73)".into()));
}

#[test]
fn a_secret_that_is_a_piece_of_the_message_is_not_in_it_either() {
    for secret in
        ["the secret shows", "characters", "***", "*****", "in `{:?}`", "as it is: ", "bytes"]
    {
        failure(secret, || assert_never_logged(secret, || Text(secret.into())));
    }
}

#[test]
fn a_secret_of_a_hundred_kilobytes_is_found() {
    let secret = "qJ7xVw2z".repeat(12_500);
    fails(&secret[..8], &["8 of its 100000 characters"], || {
        assert_never_logged(&secret, || Text("<qJ7xVw2z>".into()));
    });
    assert_never_logged(&secret, || Text("<qJ7>".into()));
}

#[test]
fn canaries_do_not_occur_by_chance() {
    let words: String = include_str!("../../README.md").chars().take(8_000).collect();
    for secret in canaries() {
        assert_never_logged(secret, || Text(words.clone()));
        assert!(secret.graphemes(true).count() >= 8, "{secret}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..Default::default() })]

    #[test]
    fn any_text_is_found_in_any_encoding(
        secret in "\\PC{4,12}|[ -~]{4,12}|[\\x00-\u{24f}]{4,12}",
        encoding in 0..ENCODINGS.len(),
    ) {
        prop_assume!(secret.graphemes(true).count() >= 4);
        let (_, encode) = ENCODINGS[encoding];
        let text = format!(" <{}> ", encode(&secret));
        failure(&secret, || assert_never_logged(&secret, || Text(text)));
    }

    #[test]
    fn any_piece_of_four_characters_is_found_in_any_encoding(
        first in 0_usize..16, length in 4_usize..8, canary in 0_usize..7,
        encoding in 0..ENCODINGS.len(),
    ) {
        let secret = canaries().nth(canary).unwrap();
        let characters: Vec<&str> = secret.graphemes(true).collect();
        let first = first.min(characters.len() - length);
        let (_, encode) = ENCODINGS[encoding];
        let text = format!(" <{}> ", encode(&characters[first..first + length].concat()));
        failure(secret, || assert_never_logged(secret, || Text(text)));
    }

    #[test]
    fn a_piece_is_found_if_and_only_if_it_occurs(
        secret in "[ab]{4,9}", text in "[ab ]{0,30}",
    ) {
        let back: String = text.chars().rev().collect();
        let mut pieces = (4..=secret.len()).map(|end| &secret[end - 4..end]);
        let is_there = pieces.any(|piece| text.contains(piece) || back.contains(piece));
        let test = || assert_never_logged(&secret, || Text(text.clone()));
        if is_there {
            failure(&secret, test);
        } else {
            test();
        }
    }

    #[test]
    fn three_characters_are_not_a_piece(first in 0_usize..14, encoding in 0..ENCODINGS.len()) {
        let (_, encode) = ENCODINGS[encoding];
        let text = format!(" <{}> ", encode(&CANARY[first..first + 3]));
        assert_never_logged(CANARY, || Text(text));
    }
}
