//! Durations with units, as people write them: `5 min`, `1.5 h`, `1h30m`.

use std::fmt;
use std::time::Duration;

use crate::util::nearest::nearest;

/// The units with their lengths in milliseconds; the first name of each is the one to suggest.
const UNITS: [(&[&str], u32); 5] = [
    (&["ms", "millisecond", "milliseconds", "millis"], 1),
    (&["s", "sec", "secs", "second", "seconds"], 1_000),
    (&["min", "m", "mins", "minute", "minutes"], 60_000),
    (&["h", "hr", "hrs", "hour", "hours"], 3_600_000),
    (&["d", "day", "days"], 86_400_000),
];

/// The reason why a text is not a duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DurationFault {
    /// No number is in the place of one.
    NoNumber,
    /// The number has no unit.
    NoUnit(String),
    UnknownUnit(String),
    /// The sum does not fit in a `Duration`.
    TooLong,
}

/// Parses one or more numbers, each with its unit, and adds them.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, DurationFault> {
    let mut total = Duration::ZERO;
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(DurationFault::NoNumber);
    }
    while !rest.is_empty() {
        let (number, after) = split(rest, |c| c.is_ascii_digit() || c == '.');
        let amount = number.parse::<f64>().map_err(|_| DurationFault::NoNumber)?;
        let (unit, after) = split(after.trim_start(), char::is_alphabetic);
        if unit.is_empty() {
            return Err(DurationFault::NoUnit(number.to_owned()));
        }
        let part = amount * f64::from(length_of(unit)?) / 1_000.0;
        let part = Duration::try_from_secs_f64(part).map_err(|_| DurationFault::TooLong)?;
        total = total.checked_add(part).ok_or(DurationFault::TooLong)?;
        rest = after.trim_start();
    }
    Ok(total)
}

/// Splits a text after its first characters of a kind.
fn split(text: &str, is: fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !is(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn length_of(unit: &str) -> Result<u32, DurationFault> {
    let known = UNITS.iter().find(|(names, _)| names.iter().any(|n| n.eq_ignore_ascii_case(unit)));
    known.map(|(_, length)| *length).ok_or_else(|| DurationFault::UnknownUnit(unit.to_owned()))
}

impl fmt::Display for DurationFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoNumber => f.write_str("expected a number with a unit, such as `5 min`"),
            Self::NoUnit(number) => {
                write!(f, "`{number}` has no unit; write `{number} s`, `{number} min`, ..")
            }
            Self::UnknownUnit(unit) => {
                let names = UNITS.iter().flat_map(|(names, _)| names.iter().copied());
                write!(f, "unknown unit `{}`; ", unit.escape_debug())?;
                match nearest(unit, names) {
                    Some(unit) => write!(f, "write `{unit}`"),
                    None => f.write_str("expected one of ms, s, min, h, d"),
                }
            }
            Self::TooLong => f.write_str("the duration is too long"),
        }
    }
}

/// A duration in the units that `parse_duration` reads: `1 h 30 min`.
pub(crate) struct ShownDuration(pub(crate) Duration);

impl fmt::Display for ShownDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut left = self.0.as_millis();
        let mut separator = "";
        for (names, length) in UNITS.iter().rev() {
            let (amount, rest) = (left / u128::from(*length), left % u128::from(*length));
            let unit = names.first().copied().unwrap_or_default();
            if amount > 0 {
                write!(f, "{separator}{amount} {unit}")?;
                separator = " ";
            }
            left = rest;
        }
        if separator.is_empty() { f.write_str("0 ms") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{ShownDuration, parse_duration};

    #[test]
    fn units_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("5 min", 300.0),
            (" 5min ", 300.0),
            ("90 seconds", 90.0),
            ("1.5 h", 5_400.0),
            ("1h30m", 5_400.0),
            ("1 Hour 30 Minutes", 5_400.0),
            ("2 days", 172_800.0),
            ("250 ms", 0.25),
            ("0 s", 0.0),
        ] {
            assert_eq!(parse_duration(text), Ok(Duration::from_secs_f64(seconds)), "{text}");
        }
    }

    #[test]
    fn nonsense_is_refused_with_the_way_to_write_it() {
        for (text, message) in [
            ("", "expected a number with a unit, such as `5 min`"),
            ("soon", "expected a number with a unit, such as `5 min`"),
            ("-5 min", "expected a number with a unit, such as `5 min`"),
            ("1.2.3 s", "expected a number with a unit, such as `5 min`"),
            (".", "expected a number with a unit, such as `5 min`"),
            ("NaN s", "expected a number with a unit, such as `5 min`"),
            ("5", "`5` has no unit; write `5 s`, `5 min`, .."),
            ("5 min 3", "`3` has no unit; write `3 s`, `3 min`, .."),
            ("5 mni", "unknown unit `mni`; write `min`"),
            ("5 parsecs", "unknown unit `parsecs`; expected one of ms, s, min, h, d"),
            ("99999999999999999999999 days", "the duration is too long"),
            ("18446744073709551615 s 18446744073709551615 s", "the duration is too long"),
        ] {
            assert_eq!(parse_duration(text).unwrap_err().to_string(), message, "{text}");
        }
    }

    #[test]
    fn a_shown_duration_is_read_again() {
        for (milliseconds, shown) in [
            (300_000, "5 min"),
            (5_400_000, "1 h 30 min"),
            (86_401_250, "1 d 1 s 250 ms"),
            (0, "0 ms"),
        ] {
            let duration = Duration::from_millis(milliseconds);
            assert_eq!(ShownDuration(duration).to_string(), shown);
            assert_eq!(parse_duration(shown), Ok(duration));
        }
    }
}
