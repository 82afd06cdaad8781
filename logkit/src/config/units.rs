//! Texts with units: sizes, durations, permission bits and zones.

use std::time::Duration;

use crate::format::{TimeZone, UtcOffset};
use crate::util::nearest::nearest;

/// The units of sizes in bytes.
pub(super) const SIZES: [(&str, u64); 10] = [
    ("B", 1),
    ("kB", 1_000),
    ("KB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("TiB", 1 << 40),
];
/// The units of durations in milliseconds.
pub(super) const DURATIONS: [(&str, u64); 5] =
    [("ms", 1), ("s", 1_000), ("min", 60_000), ("h", 3_600_000), ("d", 86_400_000)];
/// The most digits before a unit: no value overflows.
pub(super) const DIGITS: usize = 7;

/// Parses `10 MB`.
///
/// # Errors
///
/// The text has another form, or another unit; the error is the message.
pub(super) fn size(text: &str) -> Result<u64, String> {
    with_unit(text, &SIZES, "a size such as \"10 MB\"")
}

/// Parses `5 min`.
///
/// # Errors
///
/// The text has another form, another unit, or is zero; the error is the message.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let expected = "a duration such as \"5 s\"";
    if text.starts_with('0') {
        return Err(unexpected(text, &format!("{expected}, without a leading 0")));
    }
    with_unit(text, &DURATIONS, expected).map(Duration::from_millis)
}

/// Parses `0640`.
///
/// # Errors
///
/// The text has another form; the error is the message.
pub(super) fn mode(text: &str) -> Result<u64, String> {
    let is_octal = text.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    let has_length = text.len() == 3 || (text.len() == 4 && text.starts_with('0'));
    let bits = u64::from_str_radix(text, 8).ok().filter(|_| is_octal && has_length);
    bits.ok_or_else(|| unexpected(text, "permission bits such as \"0640\""))
}

/// Parses `local`, `utc` or `+01:00`.
///
/// # Errors
///
/// The text is another one; the error is the message.
pub(super) fn zone(text: &str) -> Result<TimeZone, String> {
    let fixed = || {
        let (hours, minutes) = text.get(1..)?.split_once(':')?;
        let two_digits = |text: &str| {
            let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<i16>().ok().filter(|_| digits)
        };
        let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
        let sign = match text.get(..1)? {
            "+" => 1,
            "-" => -1,
            _ => return None,
        };
        let minutes = (minutes < 60).then_some(sign * (hours * 60 + minutes))?;
        UtcOffset::from_minutes(minutes).map(TimeZone::Fixed)
    };
    match text {
        "local" => Ok(TimeZone::Local),
        "utc" => Ok(TimeZone::Utc),
        _ => {
            fixed().ok_or_else(|| unexpected(text, "`local`, `utc` or an offset such as `+01:00`"))
        }
    }
}

fn with_unit(text: &str, units: &[(&str, u64)], expected: &str) -> Result<u64, String> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let Some(number) = digits.parse::<u64>().ok().filter(|_| digits.len() <= DIGITS) else {
        return Err(unexpected(text, &format!("{expected}, of at most {DIGITS} digits")));
    };
    let unit = unit.strip_prefix(' ').unwrap_or(unit);
    if let Some((_, factor)) = units.iter().find(|(name, _)| *name == unit) {
        return Ok(number.saturating_mul(*factor));
    }
    let names: Vec<&str> = units.iter().map(|(name, _)| *name).collect();
    let folded = names.iter().find(|name| name.eq_ignore_ascii_case(unit)).copied();
    let help = match folded.or_else(|| nearest(unit, names.iter().copied())) {
        Some(near) if !unit.is_empty() => format!("did you mean `{near}`?"),
        _ => format!("expected one of {}", names.join(", ")),
    };
    let unit = unit.escape_debug();
    Err(if unit.clone().next().is_none() {
        format!("`{digits}` has no unit; {help}")
    } else {
        format!("unknown unit `{unit}`; {help}")
    })
}

pub(super) fn unexpected(found: &str, expected: &str) -> String {
    format!("unexpected `{}`; expected {expected}", found.escape_debug())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{duration, mode, size, zone};
    use crate::format::TimeZone;

    #[test]
    fn units_are_those_of_the_table() {
        assert_eq!(size("10 MB"), Ok(10_000_000));
        assert_eq!(size("64KiB"), Ok(65_536));
        assert_eq!(size("9999999 TiB"), Ok(9_999_999 << 40));
        assert_eq!(duration("1500 ms"), Ok(Duration::from_millis(1_500)));
        assert_eq!(duration("2 min"), Ok(Duration::from_secs(120)));
        assert_eq!(mode("0640"), Ok(0o640));
        assert_eq!(mode("600"), Ok(0o600));
        assert_eq!(zone("utc"), Ok(TimeZone::Utc));
        assert!(matches!(zone("-05:30"), Ok(TimeZone::Fixed(offset)) if offset.minutes() == -330));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "10", "MB", "10  MB", "10 mb", " 10 MB", "-1 MB", "1.5 MB", "12345678 B"] {
            assert!(size(text).is_err(), "{text}");
        }
        for text in ["", "5", "0 s", "05 s", "5 sec", "5m"] {
            assert!(duration(text).is_err(), "{text}");
        }
        for text in ["", "64", "0888", "1640", "00640", "+640", "0o640"] {
            assert!(mode(text).is_err(), "{text}");
        }
        for text in ["UTC", "", "01:00", "+1:00", "+24:00", "+01:60", "+0100", "+-1:00"] {
            assert!(zone(text).is_err(), "{text}");
        }
        assert_eq!(size("10 mb").unwrap_err(), "unknown unit `mb`; did you mean `MB`?");
        assert_eq!(
            duration("5 sec").unwrap_err(),
            "unknown unit `sec`; expected one of ms, s, min, h, d"
        );
    }
}
