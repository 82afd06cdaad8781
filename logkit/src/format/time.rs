//! The time of a line: CPython's `asctime` in local time, and RFC 3339 in UTC.

use std::cell::Cell;
use std::io::Write as _;

use jiff::tz::TimeZone;

use crate::clock::Timestamp;

/// `2026-11-22 07:31:00,123 - `
const WIDTH: usize = 26;

#[derive(Clone, Copy)]
struct Written {
    seconds: i64,
    millis: u32,
    text: [u8; WIDTH],
}

thread_local! {
    // The last time that this thread wrote. No destructor, so it works in other destructors and in
    // `atexit`.
    static LAST: Cell<Option<Written>> = const { Cell::new(None) };
    // The same for UTC: seconds since the epoch, and their text.
    static LAST_UTC: Cell<Option<(i64, [u8; 19])>> = const { Cell::new(None) };
}

/// Appends `%Y-%m-%d %H:%M:%S,mmm - `: local time, milliseconds truncated.
#[inline]
pub(super) fn push_asctime(out: &mut Vec<u8>, time: Timestamp) {
    let (last, millis) = (LAST.get(), time.nanos / 1_000_000);
    let now = match last {
        Some(last) if last.seconds == time.seconds && last.millis == millis => last,
        _ => write(last, time.seconds, millis),
    };
    out.extend_from_slice(&now.text);
}

/// A new millisecond changes three digits; a new second asks for the civil time.
#[inline(never)]
fn write(last: Option<Written>, seconds: i64, millis: u32) -> Written {
    let same_second = last.filter(|last| last.seconds == seconds);
    let mut text = same_second.map_or_else(|| civil(seconds), |last| last.text);
    let digit = |millis: u32| b'0' + (millis % 10) as u8;
    if let Some([hundreds, tens, ones]) = text.get_mut(20..).and_then(|end| end.first_chunk_mut()) {
        [*hundreds, *tens, *ones] = [digit(millis / 100), digit(millis / 10), digit(millis)];
    }
    let now = Written { seconds, millis, text };
    LAST.set(Some(now));
    now
}

/// Asks for the zone every time, so that a long-running process follows a change of it; the
/// library keeps it cached.
#[cold]
fn civil(seconds: i64) -> [u8; WIDTH] {
    let mut text = *b"0000-00-00 00:00:00,000 - ";
    if let Some(start) = text.first_chunk_mut() {
        *start = text_of(seconds, &TimeZone::system(), b' ');
    }
    text
}

/// `2026-11-22 07:31:00`, with `between` between date and time.
fn text_of(seconds: i64, zone: &TimeZone, between: u8) -> [u8; 19] {
    // Years of four digits, a day away from either end for the sake of the zones.
    let clamped = seconds.clamp(-62_167_132_800, 253_402_214_400);
    let civil = jiff::Timestamp::from_second(clamped)
        .map(|timestamp| zone.to_datetime(timestamp))
        .unwrap_or_default();
    let mut text = [between; 19];
    // It fits: see above.
    let _ = write!(
        text.as_mut_slice(),
        "{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}",
        civil.year(),
        civil.month(),
        civil.day(),
        char::from(between),
        civil.hour(),
        civil.minute(),
        civil.second(),
    );
    text
}

/// Appends RFC 3339 in UTC, microseconds truncated: `2026-11-22T07:31:00.123456Z`.
pub(super) fn push_rfc3339(out: &mut Vec<u8>, time: Timestamp) {
    let text = match LAST_UTC.get() {
        Some((seconds, text)) if seconds == time.seconds => text,
        _ => {
            let text = text_of(time.seconds, &TimeZone::UTC, b'T');
            LAST_UTC.set(Some((time.seconds, text)));
            text
        }
    };
    out.extend_from_slice(&text);
    // Writing to a vector cannot fail.
    let _ = write!(out, ".{:06}Z", time.nanos / 1_000);
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, push_asctime, push_rfc3339};

    #[test]
    fn rfc_3339_is_utc_to_the_microsecond() {
        // As `date --utc --iso-8601=ns` says.
        for (seconds, nanos, expected) in [
            (0, 0, "1970-01-01T00:00:00.000000Z"),
            (1_795_332_660, 123_456_999, "2026-11-22T07:31:00.123456Z"),
            (-1, 999_999_999, "1969-12-31T23:59:59.999999Z"),
        ] {
            let mut out = Vec::new();
            push_rfc3339(&mut out, Timestamp { seconds, nanos });
            assert_eq!(String::from_utf8_lossy(&out), expected);
        }
    }

    #[test]
    fn no_instant_panics_or_widens_the_line() {
        for seconds in [i64::MIN, -62_167_219_201, -1, 0, 253_402_300_800, i64::MAX] {
            let mut out = Vec::new();
            push_asctime(&mut out, Timestamp { seconds, nanos: 999_999_999 });
            assert!(out.ends_with(b",999 - "), "{}", String::from_utf8_lossy(&out));
            assert_eq!(out.len(), "2026-11-22 07:31:00,123 - ".len());
        }
    }
}
