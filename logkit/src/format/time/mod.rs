//! The time of a line: its zone and its style, and the text that each thread keeps of the last one.

pub(crate) mod civil;
#[cfg(feature = "formats")]
mod date_format;
mod local;
mod offset;
mod posix_tz;
mod time_zone;
mod tz_file;
mod zone;

use std::cell::Cell;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub(crate) use self::civil::since_epoch;
#[cfg(feature = "formats")]
pub use self::date_format::{DateFormat, DateFormatError};
pub use self::offset::UtcOffset;
pub use self::time_zone::TimeZone;
use crate::util::line::{Line, eight_digits, four_digits};

/// The zone and the style of the time in a line.
///
/// ```
/// use logkit::handler::Stream;
/// use logkit::{Format, TimeFormat, TimeStyle, TimeZone, UtcOffset};
///
/// // 2026-11-22 06:31:00,123 - payments - INFO - charging
/// Stream::stdout().with_format(Format::standard().with_utc());
///
/// // {"time":"2026-11-22T07:31:00.123+01:00","level":"INFO",..
/// let cet = UtcOffset::from_minutes(60).unwrap();
/// let time = TimeFormat::new(TimeZone::Fixed(cet), TimeStyle::Rfc3339Millis);
/// Stream::stdout().with_format(Format::json().with_time(time));
/// ```
///
/// Fractions of a second are truncated. Years have four digits: a time before year 1 or after year
/// 9999 is shown as the first or the last second of that range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeFormat {
    zone: TimeZone,
    style: TimeStyle,
}

/// The style that times are written in.
///
/// ```
/// use logkit::handler::Stream;
/// use logkit::{Format, TimeFormat, TimeStyle, TimeZone};
///
/// let time = TimeFormat::new(TimeZone::Local, TimeStyle::Clock);
/// // 07:31:00.123 - payments - INFO - charging
/// let handler = Stream::stdout().with_format(Format::standard().with_time(time));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeStyle {
    /// `2026-11-22 07:31:00,123`, the `asctime` of CPython's `logging`: milliseconds, without the
    /// zone.
    Asctime,
    /// `2026-11-22T07:31:00.123Z`, RFC 3339 with milliseconds; with an offset like `+01:00` in
    /// zones other than UTC.
    Rfc3339Millis,
    /// `2026-11-22T07:31:00.123456Z`, RFC 3339 with microseconds.
    Rfc3339Micros,
    /// `2026-11-22T07:31:00.123456789Z`, RFC 3339 with nanoseconds.
    Rfc3339Nanos,
    /// `07:31:00.123`, the time of day with milliseconds.
    Clock,
    /// The directives of `strftime`: `%H:%M:%S`.
    #[cfg(feature = "formats")]
    Custom(DateFormat),
}

impl TimeFormat {
    /// The time of [`Format::standard`](crate::Format::standard): local time as CPython writes it.
    pub(crate) const STANDARD: Self = Self::new(TimeZone::Local, TimeStyle::Asctime);
    /// The time of [`Format::json`](crate::Format::json): UTC with microseconds.
    pub(crate) const JSON: Self = Self::new(TimeZone::Utc, TimeStyle::Rfc3339Micros);

    /// Returns the format of a zone and a style.
    pub const fn new(zone: TimeZone, style: TimeStyle) -> Self {
        Self { zone, style }
    }

    /// Returns the format with another zone.
    #[must_use]
    pub const fn with_zone(self, zone: TimeZone) -> Self {
        Self { zone, ..self }
    }

    /// Returns the format with another style.
    #[must_use]
    pub const fn with_style(self, style: TimeStyle) -> Self {
        Self { style, ..self }
    }

    /// Returns the zone.
    pub const fn zone(self) -> TimeZone {
        self.zone
    }

    /// Returns the style.
    pub const fn style(self) -> TimeStyle {
        self.style
    }

    /// Appends a time.
    pub(crate) fn push(self, out: &mut Line, time: SystemTime) {
        match self.style {
            TimeStyle::Asctime => push_asctime(out, self.zone, time, 0),
            TimeStyle::Rfc3339Millis => push_rfc3339(out, self.zone, time, 3),
            TimeStyle::Rfc3339Micros => push_rfc3339(out, self.zone, time, 6),
            TimeStyle::Rfc3339Nanos => push_rfc3339(out, self.zone, time, 9),
            TimeStyle::Clock => push_clock(out, self.zone, time),
            #[cfg(feature = "formats")]
            TimeStyle::Custom(format) => format.push(out, self.zone, time),
        }
    }

    /// Appends a time and [`SEPARATOR`].
    #[inline]
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "packing it takes longer")]
    pub(super) fn push_column(&self, out: &mut Line, time: SystemTime) {
        if self.style == TimeStyle::Asctime {
            push_asctime(out, self.zone, time, SEPARATOR.len());
        } else {
            self.push(out, time);
            out.push_bytes(SEPARATOR);
        }
    }
}

/// The separator of the columns in the standard format.
const SEPARATOR: &[u8] = b" - ";

/// `2026-11-22 07:31:00,123 - `
type Asctime = [u8; 26];

/// The text of the last time that a thread wrote, and the millisecond in which it is valid. Each part
/// is a cell of its own: a line checks the time and copies the text, and no more.
struct LastAsctime {
    zone: Cell<TimeZone>,
    from: Cell<SystemTime>,
    until: Cell<SystemTime>,
    second: Cell<Option<i64>>,
    text: Cell<Asctime>,
}

/// The text of the last second that a thread wrote in a style of RFC 3339.
struct LastRfc3339 {
    zone: Cell<TimeZone>,
    second: Cell<Option<i64>>,
    /// `2026-11-22T07:31:00.`
    text: Cell<[u8; 20]>,
    /// `Z`, or an offset of six bytes.
    suffix: Cell<[u8; 8]>,
    suffix_length: Cell<usize>,
}

thread_local! {
    // No destructors, so both work in other destructors and in `atexit`.
    static LAST_ASCTIME: LastAsctime = const {
        LastAsctime {
            zone: Cell::new(TimeZone::Utc),
            from: Cell::new(UNIX_EPOCH),
            until: Cell::new(UNIX_EPOCH),
            second: Cell::new(None),
            text: Cell::new(*b"0000-00-00 00:00:00,000 - "),
        }
    };
    static LAST_RFC3339: LastRfc3339 = const {
        LastRfc3339 {
            zone: Cell::new(TimeZone::Utc),
            second: Cell::new(None),
            text: Cell::new(*b"0000-00-00T00:00:00."),
            suffix: Cell::new([0; 8]),
            suffix_length: Cell::new(0),
        }
    };
}

/// Appends the `asctime`, with the first bytes of [`SEPARATOR`].
#[inline]
fn push_asctime(out: &mut Line, zone: TimeZone, time: SystemTime, separator: usize) {
    out.push_array(&asctime(zone, time), 23 + separator);
}

/// Appends the time of day.
fn push_clock(out: &mut Line, zone: TimeZone, time: SystemTime) {
    let text = asctime(zone, time);
    out.push_bytes(text.get(11..19).unwrap_or_default());
    out.push(b'.');
    out.push_bytes(text.get(20..23).unwrap_or_default());
}

#[inline]
fn asctime(zone: TimeZone, time: SystemTime) -> Asctime {
    LAST_ASCTIME.with(|last| {
        if time < last.from.get() || time >= last.until.get() || zone != last.zone.get() {
            last.change(zone, time);
        }
        last.text.get()
    })
}

impl LastAsctime {
    /// Changes three digits for a new millisecond, and all for a new second.
    #[inline(never)]
    fn change(&self, zone: TimeZone, time: SystemTime) {
        let (second, nanos) = since_epoch(time);
        let mut text = self.text.get();
        if self.second.get() != Some(second) || self.zone.get() != zone {
            let local = second.saturating_add(zone.offset_at(second).into());
            if let Some(start) = text.first_chunk_mut() {
                *start = civil::text(local, b' ');
            }
        }
        if let Some(millis) = text.get_mut(20..).and_then(<[u8]>::first_chunk_mut) {
            let [_, digits @ ..] = four_digits(nanos / 1_000_000);
            *millis = digits;
        }
        let into = Duration::from_nanos((nanos % 1_000_000).into());
        let from = time.checked_sub(into).unwrap_or(time);
        self.zone.set(zone);
        self.from.set(from);
        // At the end of the clock's range, no text is kept.
        self.until.set(from.checked_add(Duration::from_millis(1)).unwrap_or(from));
        self.second.set(Some(second));
        self.text.set(text);
    }
}

#[inline]
fn push_rfc3339(out: &mut Line, zone: TimeZone, time: SystemTime, digits: usize) {
    let (second, nanos) = since_epoch(time);
    let (text, suffix, length) = LAST_RFC3339.with(|last| {
        if last.second.get() != Some(second) || last.zone.get() != zone {
            last.change(zone, second);
        }
        (last.text.get(), last.suffix.get(), last.suffix_length.get())
    });
    out.push_array(&text, 20);
    push_fraction(out, nanos, digits);
    out.push_array(&suffix, length);
}

/// Appends the first digits of a fraction of a second, at most nine.
#[inline]
fn push_fraction(out: &mut Line, nanos: u32, digits: usize) {
    out.push_array(&eight_digits(u64::from(nanos) / 10), digits.min(8));
    if digits > 8 {
        let [.., digit] = four_digits(nanos % 10);
        out.push(digit);
    }
}

impl LastRfc3339 {
    #[inline(never)]
    fn change(&self, zone: TimeZone, second: i64) {
        // RFC 3339 has no seconds in an offset, as local mean times had.
        let minutes = zone.offset_at(second) / 60;
        let local = second.saturating_add(i64::from(minutes) * 60);
        let mut text = self.text.get();
        if let Some(start) = text.first_chunk_mut() {
            *start = civil::text(local, b'T');
        }
        let (suffix, length) = if zone == TimeZone::Utc {
            (*b"Z       ", 1)
        } else {
            let sign = if minutes < 0 { b'-' } else { b'+' };
            let minutes = i64::from(minutes.unsigned_abs());
            let [h0, h1] = civil::two_digits(minutes / 60);
            let [m0, m1] = civil::two_digits(minutes % 60);
            ([sign, h0, h1, b':', m0, m1, b' ', b' '], 6)
        };
        self.zone.set(zone);
        self.second.set(Some(second));
        self.text.set(text);
        self.suffix.set(suffix);
        self.suffix_length.set(length);
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use super::{TimeFormat, TimeStyle, TimeZone, UtcOffset, since_epoch};
    use crate::util::line::with_line;

    fn time(seconds: i64, nanos: u64) -> Option<SystemTime> {
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let second =
            if seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
        second?.checked_add(Duration::from_nanos(nanos))
    }

    fn shown(format: TimeFormat, time: SystemTime) -> String {
        with_line(|line| {
            format.push(line, time);
            String::from_utf8(line.bytes().to_vec()).unwrap()
        })
    }

    fn zone(minutes: i16) -> TimeZone {
        TimeZone::Fixed(UtcOffset::from_minutes(minutes).unwrap())
    }

    #[test]
    fn seconds_are_rounded_down_on_both_sides_of_the_epoch() {
        for (nanos, expected) in [(0, (0, 0)), (1, (0, 1)), (1_500_000_000, (1, 500_000_000))] {
            assert_eq!(since_epoch(UNIX_EPOCH + Duration::from_nanos(nanos)), expected);
        }
        for (nanos, expected) in
            [(1, (-1, 999_999_999)), (1_000_000_000, (-1, 0)), (1_500_000_000, (-2, 500_000_000))]
        {
            assert_eq!(since_epoch(UNIX_EPOCH - Duration::from_nanos(nanos)), expected);
        }
    }

    #[test]
    fn rfc_3339_is_exact_in_every_zone_and_precision() {
        // As `date --utc --iso-8601=ns` prints those in UTC.
        for (zone, style, seconds, nanos, expected) in [
            (TimeZone::Utc, TimeStyle::Rfc3339Micros, 0, 0, "1970-01-01T00:00:00.000000Z"),
            (
                TimeZone::Utc,
                TimeStyle::Rfc3339Micros,
                1_795_332_660,
                123_456_999,
                "2026-11-22T07:31:00.123456Z",
            ),
            (
                TimeZone::Utc,
                TimeStyle::Rfc3339Nanos,
                -1,
                999_999_999,
                "1969-12-31T23:59:59.999999999Z",
            ),
            (
                zone(345),
                TimeStyle::Rfc3339Millis,
                1_795_332_660,
                123_456_999,
                "2026-11-22T13:16:00.123+05:45",
            ),
            (zone(-90), TimeStyle::Rfc3339Millis, 0, 999_999, "1969-12-31T22:30:00.000-01:30"),
            (zone(0), TimeStyle::Rfc3339Micros, 0, 1_000, "1970-01-01T00:00:00.000001+00:00"),
        ] {
            let time = time(seconds, nanos).unwrap();
            assert_eq!(shown(TimeFormat::new(zone, style), time), expected);
        }
    }

    #[test]
    fn no_instant_panics_or_widens_the_line() {
        let seconds = [i64::MIN, -62_167_219_201, -1, 0, 253_402_300_800, i64::MAX];
        for time in seconds.iter().filter_map(|seconds| time(*seconds, 999_999_999)) {
            for zone in [TimeZone::Local, TimeZone::Utc, zone(1_439), zone(-1_439)] {
                let asctime = shown(TimeFormat::STANDARD.with_zone(zone), time);
                assert!(asctime.ends_with(",999"), "{asctime}");
                assert_eq!(asctime.len(), "2026-11-22 07:31:00,123".len());
                let json = shown(TimeFormat::JSON.with_zone(zone), time);
                assert_eq!(json.get(10..11), Some("T"), "{json}");
            }
        }
    }

    #[test]
    fn a_cached_text_is_valid_for_one_millisecond() {
        let utc = TimeFormat::STANDARD.with_zone(TimeZone::Utc);
        for (seconds, second) in [(-1, 59), (0, 0), (1, 1), (-2, 58), (1_795_332_665, 5)] {
            let steps = [0, 1, 999_999, 1_000_000, 1_999_999, 998_999_999, 999_999_999];
            for nanos in steps.into_iter().chain([500_000_000, 2_000_000, 0, 999_999]) {
                let text = shown(utc, time(seconds, nanos).unwrap());
                assert_eq!(text[17..], format!("{second:02},{:03}", nanos / 1_000_000), "{text}");
            }
        }
    }

    #[test]
    fn formats_of_one_thread_do_not_share_the_cache() {
        let now = time(1_795_332_660, 5_000_000).unwrap();
        let utc = TimeFormat::STANDARD.with_zone(TimeZone::Utc);
        let east = TimeFormat::STANDARD.with_zone(zone(60));
        for _ in 0..2 {
            assert_eq!(shown(utc, now), "2026-11-22 07:31:00,005");
            assert_eq!(shown(east, now), "2026-11-22 08:31:00,005");
        }
    }
}
