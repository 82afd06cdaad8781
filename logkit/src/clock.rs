//! The time of a record.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A point in time on the system's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timestamp {
    /// Seconds since the epoch, rounded down.
    pub(crate) seconds: i64,
    pub(crate) nanos: u32,
}

impl Timestamp {
    pub(crate) fn now() -> Self {
        SystemTime::now().into()
    }
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

impl From<Timestamp> for SystemTime {
    fn from(Timestamp { seconds, nanos }: Timestamp) -> Self {
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let second =
            if seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
        second
            .and_then(|second| second.checked_add(Duration::from_nanos(nanos.into())))
            .unwrap_or(UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use super::Timestamp;

    #[test]
    fn system_times_come_back_as_they_were() {
        for nanos in [0, 1, 500_000_000, 999_999_999, 1_000_000_000, 1_500_000_000] {
            for time in
                [UNIX_EPOCH + Duration::from_nanos(nanos), UNIX_EPOCH - Duration::from_nanos(nanos)]
            {
                assert_eq!(SystemTime::from(Timestamp::from(time)), time);
            }
        }
        let time = Timestamp { seconds: -2, nanos: 500_000_000 };
        assert_eq!(SystemTime::from(time), UNIX_EPOCH - Duration::from_millis(1_500));
    }
}
