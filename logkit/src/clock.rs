//! The time of a record.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A point in time on the system's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timestamp {
    /// Seconds since the epoch, rounded down.
    pub(crate) seconds: i64,
    pub(crate) nanos: u32,
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let seconds = |whole: Duration| i64::try_from(whole.as_secs()).unwrap_or(i64::MAX);
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self { seconds: seconds(after), nanos: after.subsec_nanos() },
            Err(before) => {
                let before = before.duration();
                match before.subsec_nanos() {
                    0 => Self { seconds: -seconds(before), nanos: 0 },
                    nanos => Self { seconds: -seconds(before) - 1, nanos: 1_000_000_000 - nanos },
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::Timestamp;

    #[test]
    fn seconds_are_rounded_down_on_both_sides_of_the_epoch() {
        for (nanos, seconds, rest) in [(0, 0, 0), (1, 0, 1), (1_500_000_000, 1, 500_000_000)] {
            let time = UNIX_EPOCH + Duration::from_nanos(nanos);
            assert_eq!(Timestamp::from(time), Timestamp { seconds, nanos: rest });
        }
        for (nanos, seconds, rest) in
            [(1, -1, 999_999_999), (1_000_000_000, -1, 0), (1_500_000_000, -2, 500_000_000)]
        {
            let time = UNIX_EPOCH - Duration::from_nanos(nanos);
            assert_eq!(Timestamp::from(time), Timestamp { seconds, nanos: rest });
        }
    }
}
