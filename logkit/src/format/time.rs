//! The time of a line: CPython's `asctime` in local time, and RFC 3339 in UTC.

use std::cell::Cell;
use std::io::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::tz::TimeZone;

use crate::clock::Timestamp;

/// `2026-11-22 07:31:00,123 - `
const WIDTH: usize = 26;

/// The last time that a thread wrote, and for how long it is the same: a millisecond.
struct Last {
    from: Cell<SystemTime>,
    until: Cell<SystemTime>,
    seconds: Cell<Option<i64>>,
    text: Cell<[u8; WIDTH]>,
}

thread_local! {
    // No destructor, so it works in other destructors and in `atexit`.
    static LAST: Last = const {
        Last {
            from: Cell::new(UNIX_EPOCH),
            until: Cell::new(UNIX_EPOCH),
            seconds: Cell::new(None),
            text: Cell::new(*b"0000-00-00 00:00:00,000 - "),
        }
    };
    // The same for UTC: seconds since the epoch, and their text.
    static LAST_UTC: Cell<Option<(i64, [u8; 19])>> = const { Cell::new(None) };
}

/// Appends `%Y-%m-%d %H:%M:%S,mmm - `: local time, milliseconds truncated.
#[inline]
pub(super) fn push_asctime(out: &mut Vec<u8>, time: SystemTime) {
    LAST.with(|last| {
        if time < last.from.get() || time >= last.until.get() {
            write(last, time);
        }
        out.extend_from_slice(&last.text.get());
    });
}

/// A new millisecond changes three digits; a new second asks for the civil time.
#[inline(never)]
fn write(last: &Last, time: SystemTime) {
    let Timestamp { seconds, nanos } = time.into();
    let mut text = match last.seconds.get() {
        Some(same) if same == seconds => last.text.get(),
        _ => civil(seconds),
    };
    let millis = nanos / 1_000_000;
    let digit = |millis: u32| b'0' + (millis % 10) as u8;
    if let Some([hundreds, tens, ones]) = text.get_mut(20..).and_then(|end| end.first_chunk_mut()) {
        [*hundreds, *tens, *ones] = [digit(millis / 100), digit(millis / 10), digit(millis)];
    }
    let into = Duration::from_nanos((nanos % 1_000_000).into());
    let from = time.checked_sub(into).unwrap_or(time);
    last.from.set(from);
    // At the end of all time every line is written anew.
    last.until.set(from.checked_add(Duration::from_millis(1)).unwrap_or(from));
    last.seconds.set(Some(seconds));
    last.text.set(text);
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
pub(super) fn push_rfc3339(out: &mut Vec<u8>, time: SystemTime) {
    let time = Timestamp::from(time);
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
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use super::{push_asctime, push_rfc3339};

    fn time(seconds: i64, nanos: u64) -> Option<SystemTime> {
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let second =
            if seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
        second?.checked_add(Duration::from_nanos(nanos))
    }

    fn asctime(time: SystemTime) -> String {
        let mut out = Vec::new();
        push_asctime(&mut out, time);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn rfc_3339_is_utc_to_the_microsecond() {
        // As `date --utc --iso-8601=ns` says.
        for (seconds, nanos, expected) in [
            (0, 0, "1970-01-01T00:00:00.000000Z"),
            (1_795_332_660, 123_456_999, "2026-11-22T07:31:00.123456Z"),
            (-1, 999_999_999, "1969-12-31T23:59:59.999999Z"),
        ] {
            let mut out = Vec::new();
            push_rfc3339(&mut out, time(seconds, nanos).unwrap());
            assert_eq!(String::from_utf8_lossy(&out), expected);
        }
    }

    #[test]
    fn no_instant_panics_or_widens_the_line() {
        let seconds = [i64::MIN, -62_167_219_201, -1, 0, 253_402_300_800, i64::MAX];
        for time in seconds.iter().filter_map(|seconds| time(*seconds, 999_999_999)) {
            let line = asctime(time);
            assert!(line.ends_with(",999 - "), "{line}");
            assert_eq!(line.len(), "2026-11-22 07:31:00,123 - ".len());
        }
    }

    /// Whatever was written before, be it later or earlier by a nanosecond.
    #[test]
    fn what_is_kept_is_for_its_own_millisecond_alone() {
        for (seconds, shown) in [(-1, 59), (0, 0), (1, 1), (-2, 58), (1_795_332_665, 5)] {
            let steps = [0, 1, 999_999, 1_000_000, 1_999_999, 998_999_999, 999_999_999];
            for nanos in steps.into_iter().chain([500_000_000, 2_000_000, 0, 999_999]) {
                let line = asctime(time(seconds, nanos).unwrap());
                assert_eq!(line[17..23], format!("{shown:02},{:03}", nanos / 1_000_000), "{line}");
            }
        }
    }
}
