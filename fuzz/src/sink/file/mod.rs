//! The target. It compiles the grammar's own files, which are private to logkit.

use std::ffi::OsStr;

use self::name::{NameGrammar, NameScheme};
use self::stamp::Rotation;

#[path = "../../../../logkit/src/sink/file/name.rs"]
mod name;
#[expect(unreachable_pub, reason = "logkit exports the item")]
#[path = "../../../../logkit/src/sink/file/stamp.rs"]
mod stamp;

const PARTS: &[&str] = &[
    "app.log",
    "app",
    ".log",
    ".",
    "-",
    "_",
    "0",
    "1",
    "2",
    "3",
    "7",
    "9",
    "01",
    "12",
    "23",
    "24",
    "29",
    "30",
    "31",
    "2026",
    "2024",
    "1900",
    "2026-11-22",
    "2024-02-29",
    "2025-02-29",
    "_07",
    ".gz",
    ".tmp",
    ".old",
    ".gz.tmp",
    ".old.tmp",
    "gz",
    "old",
    "tmp",
    "bak",
    "toml",
    "+1",
    " ",
    "4294967295",
    "4294967296",
    "é",
    "\0",
];

/// Returns whether the rest of a name, after `app.log`, is a backup's: the documented grammar, written
/// independently of the library.
fn is_backup(rest: &str, scheme: NameScheme, gzip: bool) -> bool {
    let shifts = matches!(scheme, NameScheme::Shifted { .. });
    let mut stems = vec![rest];
    if gzip {
        stems.extend([".gz", ".gz.tmp"].iter().filter_map(|suffix| rest.strip_suffix(suffix)));
    }
    if shifts {
        stems.extend(rest.strip_suffix(".old.tmp"));
    }
    if shifts && gzip {
        stems.extend(rest.strip_suffix(".gz.old.tmp"));
    }
    stems.iter().any(|stem| {
        let Some(stem) = stem.strip_prefix('.') else { return false };
        let number =
            |text: &str| text.parse::<u32>().ok().filter(|n| *n > 0 && n.to_string() == text);
        match scheme {
            NameScheme::Shifted { count } => number(stem).is_some_and(|n| n <= count),
            NameScheme::Growing => number(stem).is_some(),
            NameScheme::Dated(rotation) => {
                let (stamp, is_numbered) = match stem.split_once('.') {
                    Some((stamp, digits)) => (stamp, number(digits).is_some()),
                    None => (stem, true),
                };
                is_numbered && is_stamp(stamp, rotation)
            }
        }
    })
}

/// `2026-11-22` or `2026-11-22_07`, a day that exists.
fn is_stamp(stamp: &str, rotation: Rotation) -> bool {
    let shape: String = stamp.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let expected = match rotation {
        Rotation::Daily => "0000-00-00",
        Rotation::Hourly => "0000-00-00_00",
    };
    if shape != expected {
        return false;
    }
    let part = |range| stamp.get(range).and_then(|digits: &str| digits.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (part(0..4), part(5..7), part(8..10)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let length = month.checked_sub(1).and_then(|index| days.get(index as usize));
    length.is_some_and(|length| (1..=*length).contains(&day))
        && part(11..13).is_none_or(|hour| hour < 24)
}

#[test]
fn a_name_is_a_backups_only_if_the_settings_write_it() {
    let schemes = [
        NameScheme::Shifted { count: 3 },
        NameScheme::Growing,
        NameScheme::Dated(Rotation::Daily),
        NameScheme::Dated(Rotation::Hourly),
    ];
    bolero::check!().with_iterations(50_000).with_type::<(bool, Vec<u8>)>().for_each(
        |(whole, bytes)| {
            let text = crate::text(bytes, PARTS);
            let name = if *whole { text } else { format!("app.log.{text}") };
            for scheme in schemes {
                for gzip in [false, true] {
                    let grammar = NameGrammar::new(OsStr::new("app.log"), scheme, gzip);
                    let parsed = grammar.parse(OsStr::new(&name));
                    let expected = name
                        .strip_prefix("app.log")
                        .is_some_and(|rest| is_backup(rest, scheme, gzip));
                    assert_eq!(parsed.is_some(), expected, "{name:?} {scheme:?} {gzip}");
                    if let Some(backup) = parsed {
                        assert_eq!(grammar.format(backup), OsStr::new(&name));
                    }
                }
            }
        },
    );
}
