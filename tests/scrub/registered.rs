//! Registered values are found in every usual encoding. They are process-wide, so each test uses
//! values that occur in no other test.

use std::fmt::Write as _;

use logkit::handler::Memory;
use logkit::scrub::{Scrubber, register_secret, register_secrets, unregister_secret};
use logkit::{Format, Logger, info, module_logger};

use crate::fakes::MASK;

fn hex(bytes: &[u8], upper: bool) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        if upper { write!(hex, "{byte:02X}") } else { write!(hex, "{byte:02x}") }.unwrap();
        hex
    })
}

/// Base64 as in RFC 4648.
fn base64(bytes: &[u8], extra: [u8; 2], is_padded: bool) -> String {
    let alphabet: Vec<u8> =
        (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(extra).collect();
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let mut bits = [0; 3];
        bits[..group.len()].copy_from_slice(group);
        let word = u32::from_be_bytes([0, bits[0], bits[1], bits[2]]);
        for index in 0..4 {
            if index <= group.len() {
                text.push(char::from(alphabet[(word >> (18 - 6 * index) & 63) as usize]));
            } else if is_padded {
                text.push('=');
            }
        }
    }
    text
}

fn percent(text: &str, keep: &str, lower: bool, plus: bool) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        let c = char::from(byte);
        match c {
            ' ' if plus => out.push('+'),
            c if c.is_ascii_alphanumeric() || keep.contains(c) => out.push(c),
            _ if lower => write!(out, "%{byte:02x}").unwrap(),
            _ => write!(out, "%{byte:02X}").unwrap(),
        }
        out
    })
}

const SECRETS: &[&str] = &[
    "Zq8!",
    "Zq8 correct horse",
    "Zq8\"quoted\\back",
    "Zq8/+?&=%x",
    "Zq8\nline\ttab",
    "Zq8日本ñ",
    "Zq8\u{1b}[31m",
    "Zq8'single'",
    "Zq8-0123456789-0123456789-0123456789",
];

#[test]
fn a_registered_value_is_found_in_every_form() {
    let scrubber = Scrubber::new();
    for secret in SECRETS {
        register_secret(secret).unwrap();
        let bytes = secret.as_bytes();
        let debug = format!("{secret:?}");
        let json = serde_json::to_string(secret).unwrap();
        let mut forms = vec![
            (*secret).to_owned(),
            debug[1..debug.len() - 1].to_owned(),
            json[1..json.len() - 1].to_owned(),
            secret.escape_default().to_string(),
            format!("{:?}", debug),
            serde_json::to_string(&json).unwrap(),
            bytes.escape_ascii().to_string(),
            format!("{bytes:?}"),
            serde_json::to_string(bytes).unwrap(),
            json[1..json.len() - 1].replace('/', "\\/"),
            secret.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;"),
            secret.replace('&', "&amp;").replace('"', "&#34;").replace('\'', "&#39;"),
            secret.replace('\'', "''"),
            secret.replace('"', "\"\""),
            format!("{:?}", format!("{debug:?}")),
            format!("{:?}", serde_json::to_string(&debug).unwrap()),
            hex(bytes, false),
            hex(bytes, true),
        ];
        // Beyond ASCII, only characters that Rust's `Debug` and JSON do not escape.
        forms.retain(|form| secret.is_ascii() || !form.contains("\\u{65e5}"));
        for keep in ["-._~", "-_.!~*'()", "*-._", "", "/-._~"] {
            for (lower, plus) in [(true, true), (true, false), (false, true), (false, false)] {
                forms.push(percent(secret, keep, lower, plus));
            }
        }
        for extra in [*b"+/", *b"-_"] {
            forms.extend([true, false].map(|is_padded| base64(bytes, extra, is_padded)));
        }
        for form in forms {
            for (before, after) in [("", ""), ("in ", " it"), ("x=\"", "\""), ("%41", "%42")] {
                let text = format!("{before}{form}{after}");
                let shown = scrubber.scrub(&text);
                let around = format!("{before}{MASK}{after}");
                let bare = shown.replace(['"', '\\', '[', ']'], "");
                let expected = around.replace(['"', '\\', '[', ']'], "");
                assert_eq!(bare, expected, "{secret:?} as {text:?}: {shown:?}");
            }
        }
        assert!(unregister_secret(secret));
        assert!(!unregister_secret(secret));
        assert_eq!(scrubber.scrub(secret), *secret);
    }
}

#[test]
fn base64_of_a_longer_text_is_searched_at_every_alignment() {
    let secret = "Wv3-inside";
    register_secret(secret).unwrap();
    let scrubber = Scrubber::new();
    for before in 0..7 {
        for after in 0..7 {
            let bytes = format!("{}{secret}{}", "u".repeat(before), "p".repeat(after));
            for extra in [*b"+/", *b"-_"] {
                for is_padded in [true, false] {
                    let text = base64(bytes.as_bytes(), extra, is_padded);
                    let shown = scrubber.scrub(&text);
                    let (head, tail) = shown.split_once(MASK).expect("it is found");
                    // No character that holds some of its bits is left.
                    assert!(head.len() * 6 <= before * 8, "{text}: {shown}");
                    let tail = tail.trim_end_matches('=');
                    assert!(tail.len() * 6 <= after * 8 + 5, "{text}: {shown}");
                    let all = (before + secret.len() + after) * 8;
                    assert!(after > 0 || tail.is_empty(), "{all}: {text}: {shown}");
                }
            }
        }
    }
    assert!(unregister_secret(secret));
}

#[module_logger("scrub.registered")]
static LOGGER: Logger;

#[test]
fn a_registered_value_is_in_no_line() {
    let value = "Yk5 \"two\" \\ \n lines";
    register_secret(format!("  {value}\n")).unwrap();
    for format in [Format::standard(), Format::json()] {
        let memory = Memory::new().with_format(format).with_scrubber(Scrubber::new());
        LOGGER.set_handlers(vec![Box::new(memory.clone())]);
        info!(text = value, debug = ?value, twice = ?format!("{value:?}"), "{value} {:?}", Some(value));
        let record = memory.records().remove(0);
        let seen = format!("{record:?}");
        assert!(!seen.contains("two") && !seen.contains("lines\""), "{seen}");
        assert_eq!(memory.lines()[0].matches(MASK).count(), 5, "{seen}");
    }
    assert!(unregister_secret(value));
}

#[module_logger("scrub.zframed")]
static FRAMED: Logger;

/// The unit tests of the frame have its time and its level, which other tests' lines have, too.
/// Only the line's own time is one.
#[test]
fn a_registered_number_is_no_time() {
    let number = "99417530126482";
    register_secret(number).unwrap();
    register_secret("Zq9frame").unwrap();
    let bytes = format!("{:?}", b"Zq9frame");
    let formats = [
        Format::standard(),
        Format::json(),
        #[cfg(feature = "formats")]
        Format::template("{asctime} {message}").unwrap(),
        #[cfg(feature = "formats")]
        Format::template("{message}").unwrap(),
    ];
    for format in formats {
        for text in [number, &format!("{number} failed"), &bytes] {
            let memory = Memory::new().with_format(format.clone()).with_scrubber(Scrubber::new());
            LOGGER.set_handlers(vec![Box::new(memory.clone())]);
            info!("{text}");
            let line = memory.lines().remove(0);
            assert!(line.contains(MASK) && !line.contains(number), "{line}");
        }
    }
}

#[test]
fn a_registered_value_leaves_the_frame_of_a_line_alone() {
    let secrets = ["zframed", "zstatus"];
    register_secrets(secrets).unwrap();
    for format in [Format::standard(), Format::json()] {
        let memory = Memory::new().with_format(format.clone()).with_scrubber(Scrubber::new());
        FRAMED.set_handlers(vec![Box::new(memory.clone())]);
        info!(logger: FRAMED, zstatus = 200, other = "zstatus", "an alarm of zframed");
        let line = memory.lines().remove(0);
        assert_eq!(line.matches(MASK).count(), 2, "{line}");
        assert!(line.contains("scrub.zframed"), "{line}");
        assert!(line.contains("zstatus=200") || line.contains("\"zstatus\":200"), "{line}");
    }
    assert!(secrets.iter().all(unregister_secret));
}

#[test]
fn overlapping_values_are_both_masked() {
    for secret in ["Xj7abcd", "cdefXj7", "Xj7ab"] {
        register_secret(secret).unwrap();
    }
    assert_eq!(Scrubber::new().scrub("-Xj7abcdefXj7-Xj7ab-"), "-[redacted]-[redacted]-");
    for secret in ["Xj7abcd", "cdefXj7", "Xj7ab"] {
        assert!(unregister_secret(secret));
    }
}

#[test]
fn many_are_registered_in_one_step_or_none_of_them() {
    let many: Vec<String> = (0..300).map(|number| format!("Wq{number:03}zL")).collect();
    register_secrets(&many).unwrap();
    let text = many.join(" ");
    assert_eq!(Scrubber::new().scrub(&text), vec![MASK; 300].join(" "));
    assert!(many.iter().all(unregister_secret));
    assert!(register_secrets(["long enough", "no"]).is_err());
    assert!(!unregister_secret("long enough"));
}

/// Each removal once built the search of all others again.
#[test]
fn thousands_are_registered_and_forgotten() {
    let many: Vec<String> =
        (0..2_000).map(|number| format!("Kd{number:05}-q{}", number * 7)).collect();
    register_secrets(&many).unwrap();
    register_secret("Kd00007-q49").unwrap();
    let scrubber = Scrubber::new();
    for secret in many.iter().step_by(3) {
        assert!(unregister_secret(secret) && !unregister_secret(secret));
    }
    for (index, secret) in many.iter().enumerate() {
        let expected = if index % 3 == 0 { secret.as_str() } else { MASK };
        assert_eq!(scrubber.scrub(secret), expected);
    }
    assert!(many.iter().filter(|secret| unregister_secret(secret)).count() == 1_333);
}

/// Two secrets may have an encoding in common.
#[test]
fn a_shared_encoding_stays_until_both_are_forgotten() {
    let scrubber = Scrubber::new();
    register_secrets(["Pz4!", "507a3421"]).unwrap();
    assert!(unregister_secret("Pz4!"));
    assert_eq!(scrubber.scrub("507a3421 Pz4!"), "[redacted] Pz4!");
    assert!(unregister_secret("507a3421"));
    assert_eq!(scrubber.scrub("507a3421"), "507a3421");
}

#[test]
fn bytes_that_are_not_text_are_found_encoded() {
    let secret = [0xff, 0x00, 0xfe, 0x9d, 0x81];
    register_secret(secret).unwrap();
    let scrubber = Scrubber::new();
    for text in
        [hex(&secret, true), base64(&secret, *b"+/", true), format!("{}", secret.escape_ascii())]
    {
        assert_eq!(scrubber.scrub(&text), MASK, "{text}");
    }
    assert!(unregister_secret(secret));
}

#[test]
fn a_value_that_would_be_found_everywhere_is_refused() {
    for secret in ["", "abc", "  abc \n", "日本語"] {
        let error = register_secret(secret).unwrap_err().to_string();
        assert!(error.contains("at least 4"), "{error}");
        assert!(!unregister_secret(secret));
    }
    assert_eq!(Scrubber::new().scrub("abc 日本語"), "abc 日本語");
}
