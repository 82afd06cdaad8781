//! Seconds since the epoch as a date and a time of day, in the proleptic Gregorian calendar.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Seconds in a day.
pub(crate) const DAY: i64 = 86_400;

/// `0001-01-01 00:00:00`, the first second that a line can show.
const FIRST: i64 = -62_135_596_800;
/// `9999-12-31 23:59:59`, the last one.
const LAST: i64 = 253_402_300_799;

/// The nearest second that a line can show.
pub(crate) fn clamp(seconds: i64) -> i64 {
    seconds.clamp(FIRST, LAST)
}

/// Writes `2026-11-22 07:31:00`, with `between` between date and time.
///
/// `seconds` is the local time counted as if it were UTC. Years have four digits: a time before
/// year 1 or after year 9999 is shown as the first or the last second of that range.
pub(super) fn text(seconds: i64, between: u8) -> [u8; 19] {
    let seconds = clamp(seconds);
    let (year, month, day) = date(seconds.div_euclid(DAY));
    let of_day = seconds.rem_euclid(DAY);
    let [y0, y1] = two_digits(year / 100);
    let [y2, y3] = two_digits(year % 100);
    let [m0, m1] = two_digits(month);
    let [d0, d1] = two_digits(day);
    let [h0, h1] = two_digits(of_day / 3_600);
    let [n0, n1] = two_digits(of_day / 60 % 60);
    let [s0, s1] = two_digits(of_day % 60);
    [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, between, h0, h1, b':', n0, n1, b':', s0, s1]
}

/// The digits of a number from 0 to 99.
pub(super) fn two_digits(number: i64) -> [u8; 2] {
    let digit = |number: i64| b'0' + u8::try_from(number.rem_euclid(10)).unwrap_or_default();
    [digit(number / 10), digit(number)]
}

/// The year, the month (1 to 12) and the day (1 to 31) of a day counted from 1970-01-01.
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`: years begin in
/// March, so that the leap day is a year's last.
pub(crate) fn date(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(719_468);
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// The day, counted from 1970-01-01, of a date: `days_from_civil` of the same paper.
pub(super) fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Returns `true` if the year has a 29 February.
pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Seconds since the epoch, rounded down, and the nanoseconds after them.
#[inline]
pub(crate) fn since_epoch(time: SystemTime) -> (i64, u32) {
    let seconds = |whole: Duration| i64::try_from(whole.as_secs()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => (seconds(after), after.subsec_nanos()),
        Err(before) => {
            let before = before.duration();
            match before.subsec_nanos() {
                0 => (-seconds(before), 0),
                nanos => ((-seconds(before)).saturating_sub(1), 1_000_000_000 - nanos),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{date, days, is_leap, text};

    #[test]
    fn every_day_of_four_centuries_there_and_back() {
        let mut expected = (1_900, 1, 1);
        for day in days(1_900, 1, 1)..days(2_301, 1, 1) {
            assert_eq!(date(day), expected);
            let (year, month, of_month) = expected;
            assert_eq!(days(year, month, of_month), day);
            let length = match month {
                2 if is_leap(year) => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            expected = match (of_month == length, month == 12) {
                (false, _) => (year, month, of_month + 1),
                (true, false) => (year, month + 1, 1),
                (true, true) => (year + 1, 1, 1),
            };
        }
    }

    #[test]
    fn years_have_four_digits() {
        // As `date --utc` prints the times in between.
        for (seconds, expected) in [
            (i64::MIN, "0001-01-01 00:00:00"),
            (-62_135_596_801, "0001-01-01 00:00:00"),
            (-62_135_596_799, "0001-01-01 00:00:01"),
            (-1, "1969-12-31 23:59:59"),
            (0, "1970-01-01 00:00:00"),
            (951_827_696, "2000-02-29 12:34:56"),
            (253_402_300_799, "9999-12-31 23:59:59"),
            (253_402_300_800, "9999-12-31 23:59:59"),
            (i64::MAX, "9999-12-31 23:59:59"),
        ] {
            assert_eq!(String::from_utf8_lossy(&text(seconds, b' ')), expected, "{seconds}");
        }
    }
}
