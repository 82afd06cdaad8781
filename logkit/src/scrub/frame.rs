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
        let time = line.find(|c: char| !is_of_time(c)).unwrap_or(line.len());
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
            || text.len() >= "2026-11-28".len() && text.chars().all(is_of_time)
    }
}

fn is_of_time(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | ':' | '.' | ',' | ' ' | '+' | 'T' | 'Z' | '[' | ']')
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
        assert_eq!(parts, ["2026-11-28 11:12:13,456 - ", "shop", "INFO"]);
        assert_eq!(frame.in_text(line)[1].start, 26);
        let at = |text: &str| line.find(text).map(|at| at..at + text.len()).unwrap_or_default();
        assert!(
            is_key(line, &at("status")) && !is_key(line, &at("200")) && !is_key(line, &at("a"))
        );
        assert!(frame.has_value("2026-11-28T11:12:13.456Z") && frame.has_value("info"));
        assert!(!frame.has_value("2026") && !frame.has_value("shop 1"));
    }
}
