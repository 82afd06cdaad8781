//! `asctime`: civil local time to the millisecond, as CPython 3.13 prints it.

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
    // Years of four digits, a day away from either end for the sake of the zones.
    let clamped = seconds.clamp(-62_167_132_800, 253_402_214_400);
    let civil = jiff::Timestamp::from_second(clamped)
        .map(|timestamp| TimeZone::system().to_datetime(timestamp))
        .unwrap_or_default();
    let mut text = [b' '; WIDTH];
    // It fits: see above.
    let _ = write!(
        text.as_mut_slice(),
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02},000 - ",
        civil.year(),
        civil.month(),
        civil.day(),
        civil.hour(),
        civil.minute(),
        civil.second(),
    );
    text
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, push_asctime};

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
