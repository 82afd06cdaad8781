//! The frame of a line: its time, level and logger, and the keys of its fields. Registered values are
//! not searched there, so that `register_secret("2026")` leaves the line's own date alone.

use std::ops::Range;

/// The parts of a line besides message and fields.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) logger: &'a str,
    pub(crate) level: &'a str,
}

impl Frame<'_> {
    /// Returns the parts of a line of text: the time at its start, and the first places of logger and
    /// level.
    pub(super) fn in_text(self, line: &str) -> Vec<Range<usize>> {
        let time = time_end(line);
        let place = |name: &str| line.find(name).map(|at| at..at + name.len());
        let mut parts = Vec::new();
        parts.push(0..time);
        parts.extend(
            [self.logger, self.level].into_iter().filter(|name| !name.is_empty()).filter_map(place),
        );
        parts
    }

    /// Returns whether a text is a part of the frame in a line of JSON.
    pub(super) fn has_value(self, text: &str) -> bool {
        text == self.logger
            || text.eq_ignore_ascii_case(self.level)
            || text.len() >= "2026-11-28".len() && time_end(text) == text.len()
    }
}

/// Returns the end of the time at the start: a date, a time of day and an offset, as far as they are
/// there. Other numbers may be registered values.
fn time_end(text: &str) -> usize {
    const MOST: usize = 3;
    let mut end = 0;
    for part in text.split_inclusive(' ').take(MOST) {
        let bare = part.trim_end();
        if !is_of_time(bare.as_bytes()) {
            break;
        }
        end += bare.len();
        if bare.len() == part.len() {
            break;
        }
        end += 1;
    }
    text.get(..end).map_or(0, |time| time.trim_end().len())
}

/// Matches `2026-11-28`, `[11:12:13,456]`, `+01:00`, and several of them without a space.
fn is_of_time(part: &[u8]) -> bool {
    const LONGEST: usize = 40;
    let is_digits = |at: &[u8]| at.iter().all(u8::is_ascii_digit);
    let is_mark = |byte: &u8| byte.is_ascii_digit() || b"-:.,+TZ[]".contains(byte);
    let has_day = part.windows(7).any(
        |at| matches!(at, [year @ .., b'-', month, day] if is_digits(year) && is_digits(&[*month, *day])),
    );
    let has_minute = part.windows(5).any(
        |at| matches!(at, [hour @ .., b':', ten, one] if is_digits(hour) && is_digits(&[*ten, *one])),
    );
    part.len() <= LONGEST && part.iter().all(is_mark) && (has_day || has_minute)
}

/// Returns whether the range is the key of a field in a line of text: ` status=200`. A key has small
/// letters only, so an encoded value is not taken for one.
pub(super) fn is_key(line: &str, range: &Range<usize>) -> bool {
    let is_of_key = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'.');
    let key = line.get(range.clone()).unwrap_or_default();
    let after = line.as_bytes().get(range.end..).unwrap_or_default();
    let is_assigned = matches!(after, [b'=', value, ..] if *value != b'=' && *value != b' ');
    key.bytes().all(is_of_key)
        && is_assigned
        && line.get(..range.start).is_some_and(|before| before.ends_with(' '))
}

#[cfg(test)]
mod tests {
    use super::{Frame, is_key};

    #[test]
    fn the_frame_is_time_logger_level_and_keys() {
        let frame = Frame { logger: "shop", level: "INFO" };
        let line = "2026-11-28 11:12:13,456 - shop - INFO - 2026 INFO shop status=200 k=a== \n";
        let parts: Vec<&str> = frame.in_text(line).into_iter().map(|part| &line[part]).collect();
        assert_eq!(parts, ["2026-11-28 11:12:13,456", "shop", "INFO"]);
        assert_eq!(frame.in_text(line)[1].start, 26);
        let at = |text: &str| line.find(text).map(|at| at..at + text.len()).unwrap_or_default();
        assert!(
            is_key(line, &at("status")) && !is_key(line, &at("200")) && !is_key(line, &at("a"))
        );
        assert!(frame.has_value("2026-11-28T11:12:13.456Z") && frame.has_value("info"));
        assert!(!frame.has_value("2026") && !frame.has_value("shop 1"));
        assert!(!frame.has_value("49291234567890") && !frame.has_value("112,108,97,105"));
        assert!(frame.in_text("49291234567890 x")[0].is_empty());
        assert_eq!(frame.in_text("[11:12:13] 49291234567890 x")[0], 0..10);
    }
}
