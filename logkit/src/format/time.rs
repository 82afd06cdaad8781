//! `asctime`: civil local time to the millisecond, as CPython 3.13 prints it.

use std::cell::Cell;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `2026-11-22 07:31:00`, and room for the years that need more digits than four.
const WIDTH: usize = 24;

#[derive(Clone, Copy)]
struct Second {
    /// Seconds since the epoch that `text` says.
    unix: i64,
    text: [u8; WIDTH],
    length: usize,
}

thread_local! {
    // The civil time of the last second that this thread asked for. No destructor, so it works in
    // other destructors and in `atexit`.
    static LAST: Cell<Second> =
        const { Cell::new(Second { unix: i64::MIN, text: [0; WIDTH], length: 0 }) };
}

/// Appends `time` as `%Y-%m-%d %H:%M:%S,mmm`: local time, milliseconds truncated.
pub(crate) fn push_asctime(out: &mut Vec<u8>, time: SystemTime) {
    let (unix, nanos) = since_epoch(time);
    let mut second = LAST.get();
    if second.unix != unix {
        second = civil(unix);
        LAST.set(second);
    }
    out.extend_from_slice(second.text.get(..second.length).unwrap_or_default());
    let digit = |millis: u32| b'0' + u8::try_from(millis % 10).unwrap_or_default();
    let millis = nanos / 1_000_000;
    out.extend_from_slice(&[b',', digit(millis / 100), digit(millis / 10), digit(millis)]);
}

/// Whole seconds since the epoch, rounded down, and the nanoseconds that are left.
fn since_epoch(time: SystemTime) -> (i64, u32) {
    let seconds = |whole: Duration| i64::try_from(whole.as_secs()).unwrap_or(i64::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => (seconds(after), after.subsec_nanos()),
        Err(before) => match (seconds(before.duration()), before.duration().subsec_nanos()) {
            (whole, 0) => (-whole, 0),
            (whole, nanos) => (-whole - 1, 1_000_000_000 - nanos),
        },
    }
}

/// Asks for the zone every time, so that a long-running process follows a change of it; the
/// library keeps it cached.
#[cold]
fn civil(unix: i64) -> Second {
    let clamped = unix.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    let civil = Timestamp::from_second(clamped)
        .map(|timestamp| TimeZone::system().to_datetime(timestamp))
        .unwrap_or_default();
    let mut second = Second { unix, text: [0; WIDTH], length: 0 };
    let mut left = second.text.as_mut_slice();
    // A date of jiff has at most four digits and a sign for its year, so the text fits.
    let _ = std::io::Write::write_fmt(
        &mut left,
        format_args!(
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
            civil.year(),
            civil.month(),
            civil.day(),
            civil.hour(),
            civil.minute(),
            civil.second()
        ),
    );
    second.length = WIDTH - left.len();
    second
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{push_asctime, since_epoch};

    #[test]
    fn instants_before_the_epoch_round_down() {
        let epoch = SystemTime::UNIX_EPOCH;
        assert_eq!(since_epoch(epoch - Duration::from_nanos(1)), (-1, 999_999_999));
        assert_eq!(since_epoch(epoch - Duration::from_secs(1)), (-1, 0));
        assert_eq!(since_epoch(epoch + Duration::from_millis(1_500)), (1, 500_000_000));
    }

    #[test]
    fn no_instant_panics() {
        for seconds in [0, 1, u64::from(u32::MAX), 253_402_300_800, 1 << 60] {
            for time in [
                SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)),
                SystemTime::UNIX_EPOCH.checked_sub(Duration::from_secs(seconds)),
            ]
            .into_iter()
            .flatten()
            {
                let mut out = Vec::new();
                push_asctime(&mut out, time);
                assert!(out.ends_with(b",000"), "{}", String::from_utf8_lossy(&out));
            }
        }
    }
}
