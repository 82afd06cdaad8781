//! Time zones as POSIX writes them in `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`.

use crate::format::time::civil::{self, DAY};

/// A standard time, and possibly a summer time with the two days of a year on which it starts and
/// ends. Read and computed as glibc 2.36 does (`tzset.c`), including its treatment of mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PosixZone {
    /// Seconds east of UTC.
    standard: i32,
    summer: Option<Summer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Summer {
    /// Seconds east of UTC.
    offset: i32,
    start: Change,
    end: Change,
}

/// A day of the year, and the seconds after its midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    day: ChangeDay,
    seconds: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ChangeDay {
    /// `Jn`: 1 to 365, without counting 29 February.
    Julian(i64),
    /// `n`: 0 to 365.
    Zero(i64),
    /// `Mm.w.d`: the weekday `d` (0 is Sunday) of week `w` (5 is the last) of month `m`.
    Weekday { month: i64, week: i64, weekday: i64 },
}

/// The time of a change whose day has none, and of a rule that cannot be read.
const TWO_O_CLOCK: i32 = 7_200;
const UNREADABLE: Change = Change { day: ChangeDay::Zero(0), seconds: 0 };

/// The rules of a zone that has none: those of the United States since 2007.
const DEFAULT_START: Change =
    Change { day: ChangeDay::Weekday { month: 3, week: 2, weekday: 0 }, seconds: TWO_O_CLOCK };
const DEFAULT_END: Change =
    Change { day: ChangeDay::Weekday { month: 11, week: 1, weekday: 0 }, seconds: TWO_O_CLOCK };

impl PosixZone {
    /// Reads a zone; `None` if the text does not begin like one.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let mut input = RuleCursor(text);
        input.name()?;
        let standard = -input.offset()?;
        if input.0.is_empty() {
            return Some(Self { standard, summer: None });
        }
        let named = input.name().is_some();
        let west = if named { input.offset() } else { None };
        let offset = west.map_or(standard + 3_600, |west| -west);
        let (start, end) = match input.change(DEFAULT_START) {
            None => (UNREADABLE, UNREADABLE),
            Some(start) => (start, input.change(DEFAULT_END).unwrap_or(UNREADABLE)),
        };
        Some(Self { standard, summer: named.then_some(Summer { offset, start, end }) })
    }

    /// The seconds east of UTC at a time.
    pub(super) fn offset_at(&self, seconds: i64) -> i32 {
        let Some(Summer { offset, start, end }) = self.summer else { return self.standard };
        // Outside of the years that can be shown any offset is right, but no step may overflow.
        let seconds = civil::clamp(seconds);
        let (year, ..) = civil::date(seconds.div_euclid(DAY));
        let start = start.seconds_since_epoch(year) - i64::from(self.standard);
        let end = end.seconds_since_epoch(year) - i64::from(offset);
        let is_summer = if start > end {
            seconds < end || seconds >= start
        } else {
            seconds >= start && seconds < end
        };
        if is_summer { offset } else { self.standard }
    }
}

impl Change {
    /// The local time of the change in a year, counted as if it were UTC.
    fn seconds_since_epoch(self, year: i64) -> i64 {
        let first = civil::days(year, 1, 1);
        let day = match self.day {
            ChangeDay::Julian(day) => {
                first + day - 1 + i64::from(day >= 60 && civil::is_leap(year))
            }
            ChangeDay::Zero(day) => first + day,
            ChangeDay::Weekday { month, week, weekday } => {
                let first = civil::days(year, month, 1);
                let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
                let end = civil::days(next.0, next.1, 1);
                // 1970-01-01 was a Thursday.
                let until = (weekday - (first + 4)).rem_euclid(7);
                let mut day = first + until;
                for _ in 1..week {
                    if day + 7 < end {
                        day += 7;
                    }
                }
                day
            }
        };
        day * DAY + i64::from(self.seconds)
    }
}

/// The part of the text that has not been read yet.
struct RuleCursor<'a>(&'a [u8]);

impl RuleCursor<'_> {
    fn take(&mut self, byte: u8) -> bool {
        match self.0.split_first() {
            Some((first, rest)) if *first == byte => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// A zone's name: three letters or more, or anything alphanumeric between `<` and `>`.
    fn name(&mut self) -> Option<()> {
        let before = self.0;
        let quoted = self.take(b'<');
        let mut length = 0;
        while let [byte, rest @ ..] = self.0 {
            let is_part = match byte {
                b'0'..=b'9' | b'+' | b'-' => quoted,
                byte => byte.is_ascii_alphabetic(),
            };
            if !is_part {
                break;
            }
            length += 1;
            self.0 = rest;
        }
        if length >= 3 && (!quoted || self.take(b'>')) {
            return Some(());
        }
        self.0 = before;
        None
    }

    /// `[+-]hh[:mm[:ss]]`, in seconds west of UTC; a part that is too large counts as the largest.
    fn offset(&mut self) -> Option<i32> {
        let before = self.0;
        let negative = self.take(b'-');
        let _ = negative || self.take(b'+');
        let Some([hours, minutes, seconds]) = self.time() else {
            self.0 = before;
            return None;
        };
        let west = seconds.min(59) + minutes.min(59) * 60 + hours.min(24) * 3_600;
        Some(if negative { -west } else { west })
    }

    /// `,date[/time]`; the default at the end of the text.
    fn change(&mut self, default: Change) -> Option<Change> {
        let _ = self.take(b',');
        if self.0.is_empty() {
            return Some(default);
        }
        let day = if self.take(b'J') {
            ChangeDay::Julian(i64::from(self.number(365)?).max(1))
        } else if self.take(b'M') {
            let month = i64::from(self.number(12)?);
            let week = self.number_after(b'.', 5)?;
            let weekday = self.number_after(b'.', 6)?;
            if month < 1 || week < 1 {
                return None;
            }
            ChangeDay::Weekday { month, week: week.into(), weekday: weekday.into() }
        } else {
            ChangeDay::Zero(self.number(365)?.into())
        };
        let seconds = if self.take(b'/') {
            let negative = self.take(b'-');
            let _ = negative || self.take(b'+');
            let [hours, minutes, seconds] = self.time()?;
            let time = seconds + minutes * 60 + hours * 3_600;
            if negative { -time } else { time }
        } else {
            TWO_O_CLOCK
        };
        (self.0.is_empty() || self.0.starts_with(b",")).then_some(Change { day, seconds })
    }

    /// `hh[:mm[:ss]]`
    fn time(&mut self) -> Option<[i32; 3]> {
        let hours = self.number(999)?;
        let Some(minutes) = self.part() else { return Some([hours, 0, 0]) };
        Some([hours, minutes, self.part().unwrap_or(0)])
    }

    /// `:mm`
    fn part(&mut self) -> Option<i32> {
        let before = self.0;
        let number = self.number_after(b':', 99);
        if number.is_none() {
            self.0 = before;
        }
        number
    }

    /// A number of at most three digits that is at most `max`.
    fn number(&mut self, max: i32) -> Option<i32> {
        let (mut rest, mut digits, mut value) = (self.0, 0, 0);
        while let ([digit @ b'0'..=b'9', after @ ..], 0..4) = (rest, digits) {
            value = value * 10 + i32::from(digit - b'0');
            digits += 1;
            rest = after;
        }
        if digits == 0 || digits > 3 || value > max {
            return None;
        }
        self.0 = rest;
        Some(value)
    }

    /// A number after a byte.
    fn number_after(&mut self, byte: u8, max: i32) -> Option<i32> {
        if self.take(byte) { self.number(max) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::PosixZone;

    fn offset(zone: &str, seconds: i64) -> i32 {
        PosixZone::parse(zone.as_bytes()).unwrap().offset_at(seconds)
    }

    /// As `TZ=.. date -d @.. +%::z` prints them.
    #[test]
    fn offsets_are_those_of_glibc() {
        let (june, november) = (1_751_000_000, 1_763_000_000);
        for (zone, in_june, in_november) in [
            ("CET-1", 3_600, 3_600),
            ("CET-1CEST,M3.5.0,M10.5.0/3", 7_200, 3_600),
            ("CET-1CEST", 7_200, 3_600),
            ("EST5EDT,M3.2.0,M11.1.0", -14_400, -18_000),
            ("<+0330>-3:30", 12_600, 12_600),
            ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", -7_200, -10_800),
            ("NZST-12NZDT,M9.5.0,M4.1.0/3", 43_200, 46_800),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", 3_600, 0),
            ("CET-1CEST,J60/-1,300/25", 7_200, 3_600),
            ("AAA1:99", -7_140, -7_140),
            ("AAA30BBB", -82_800, -86_400),
            ("CET-1CEST,M3.5.0", 7_200, 3_600),
            // A rule that cannot be read leaves summer time on.
            ("CET-1CEST?", 7_200, 7_200),
        ] {
            assert_eq!(offset(zone, june), in_june, "{zone}");
            assert_eq!(offset(zone, november), in_november, "{zone}");
        }
    }

    #[test]
    fn summer_time_begins_and_ends_with_the_second() {
        let zone = "CET-1CEST,M3.5.0,M10.5.0/3";
        for (change, before, after) in
            [(1_774_746_000, 3_600, 7_200), (1_792_890_000, 7_200, 3_600)]
        {
            assert_eq!(offset(zone, change - 1), before);
            assert_eq!(offset(zone, change), after);
        }
    }

    #[test]
    fn text_that_is_not_a_zone_is_refused() {
        for text in ["", "CET", "C1", "5", "<CET1", "<C>1", "-1CET", "CET-", "Europe/Berlin"] {
            assert_eq!(PosixZone::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn no_text_and_no_time_panics() {
        for text in [
            "AAA999BBB999,M12.5.6/999:99:99,J365/-999",
            "AAA0BBB,365,0/0",
            "AAA0BBB,M1.1.0,M12.5.6",
        ] {
            for seconds in [i64::MIN, -1, 0, i64::MAX] {
                let _ = offset(text, seconds);
            }
        }
    }
}
