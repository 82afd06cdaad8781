//! The periods of a rotation by time: the stamp of the one that holds an instant, and its end.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::format::TimeZone;
use crate::format::time::civil;
use crate::format::time::since_epoch;
use crate::sink::file::name::Stamp;
use crate::sink::file::rotation::Rotation;

/// One day or hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) stamp: Stamp,
    /// The instant that the period was asked for.
    pub(super) since: SystemTime,
    pub(super) until: SystemTime,
}

/// The longest time that the clocks are set forward or back, in seconds, and one more.
const LONGEST_CHANGE: i64 = 3 * 3_600 + 1;

impl Period {
    /// Returns the period that holds an instant.
    ///
    /// A day that has 23 or 25 hours because of summer time is one period. So is each hour: where
    /// clocks are set back, the hour that is there twice is two periods of the same stamp.
    pub(super) fn at(rotation: Rotation, zone: TimeZone, time: SystemTime) -> Self {
        Self::with_offsets(rotation, |second| zone.offset_at(second), time)
    }

    fn with_offsets(rotation: Rotation, offset_at: impl Fn(i64) -> i32, time: SystemTime) -> Self {
        let (second, _) = since_epoch(time);
        let key = |second: i64| {
            let offset = i64::from(offset_at(second));
            let stamp = Stamp::of(rotation, second.saturating_add(offset));
            (stamp, if rotation == Rotation::Hourly { offset } else { 0 })
        };
        let here = key(second);
        let local = second.saturating_add(offset_at(second).into());
        let length = match rotation {
            Rotation::Daily => civil::DAY,
            Rotation::Hourly => 3_600,
        };
        let mut end = second.saturating_add(length - local.rem_euclid(length));
        if key(end - 1) != here || key(end) == here {
            // The clocks change before then. From the first second of the next period on, the keys
            // differ.
            let (mut inside, mut outside) = (second, end.saturating_add(LONGEST_CHANGE));
            while outside - inside > 1 {
                let middle = inside + (outside - inside) / 2;
                if key(middle) == here { inside = middle } else { outside = middle }
            }
            end = outside;
        }
        let from_epoch = Duration::from_secs(u64::try_from(end).unwrap_or(0));
        // At the end of the clock's range, the period has no end.
        let until = UNIX_EPOCH.checked_add(from_epoch).unwrap_or(time);
        Self { stamp: here.0, since: time, until }
    }
}

impl Stamp {
    /// The stamp of a local time, in seconds counted as if it were UTC.
    fn of(rotation: Rotation, local: i64) -> Self {
        let local = civil::clamp(local);
        let (year, month, day) = civil::date(local.div_euclid(civil::DAY));
        let small = |number: i64| u8::try_from(number).unwrap_or(1);
        let hour = local.rem_euclid(civil::DAY) / 3_600;
        Self {
            year: u16::try_from(year).unwrap_or(1),
            month: small(month),
            day: small(day),
            hour: (rotation == Rotation::Hourly).then(|| small(hour)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use super::Period;
    use crate::format::{TimeZone, UtcOffset};
    use crate::sink::file::rotation::Rotation;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    /// The stamp, the seconds since the start of the test's day, and those at the end of the period.
    fn shown(rotation: Rotation, zone: TimeZone, seconds: u64) -> (String, u64) {
        let period = Period::at(rotation, zone, at(seconds));
        let until = period.until.duration_since(at(seconds)).unwrap().as_secs();
        (period.stamp.to_string(), until)
    }

    #[test]
    fn days_and_hours_end_at_the_next_one_in_the_zone() {
        // 2026-11-22 07:31:00 UTC
        let time = 1_795_332_660;
        let east = TimeZone::Fixed(UtcOffset::from_minutes(345).unwrap());
        let west = TimeZone::Fixed(UtcOffset::from_minutes(-600).unwrap());
        for (rotation, zone, stamp, until) in [
            (Rotation::Daily, TimeZone::Utc, "2026-11-22", 16 * 3_600 + 29 * 60),
            (Rotation::Hourly, TimeZone::Utc, "2026-11-22_07", 29 * 60),
            (Rotation::Daily, east, "2026-11-22", 10 * 3_600 + 44 * 60),
            (Rotation::Hourly, east, "2026-11-22_13", 44 * 60),
            (Rotation::Daily, west, "2026-11-21", 2 * 3_600 + 29 * 60),
        ] {
            assert_eq!(shown(rotation, zone, time), (stamp.to_owned(), until));
        }
    }

    /// The stamps of consecutive periods and their lengths in seconds.
    fn periods(
        rotation: Rotation,
        offset_at: fn(i64) -> i32,
        start: u64,
        count: usize,
    ) -> Vec<(String, u64)> {
        let mut time = at(start);
        std::iter::repeat_with(|| {
            let period = Period::with_offsets(rotation, offset_at, time);
            let length = period.until.duration_since(time).unwrap().as_secs();
            time = period.until;
            (period.stamp.to_string(), length)
        })
        .take(count)
        .collect()
    }

    #[test]
    fn both_edges_of_summer_time_end_an_hour_and_not_a_day() {
        // Berlin, as `zdump` prints its transitions.
        let berlin = |second: i64| {
            if (1_774_746_000..1_792_890_000).contains(&second) { 7_200 } else { 3_600 }
        };
        let pairs = |expected: &[(&str, u64)]| -> Vec<_> {
            expected.iter().map(|(stamp, length)| ((*stamp).to_owned(), *length)).collect()
        };
        // 2026-03-29: 01:59:59 is followed by 03:00:00.
        let hours = [("2026-03-29_00", 3_600), ("2026-03-29_01", 3_600), ("2026-03-29_03", 3_600)];
        let start = 1_774_746_000 - 2 * 3_600;
        assert_eq!(periods(Rotation::Hourly, berlin, start, 3), pairs(&hours));
        let days = [("2026-03-29", 23 * 3_600), ("2026-03-30", 86_400)];
        assert_eq!(periods(Rotation::Daily, berlin, start, 2), pairs(&days));
        // 2026-10-25: 02:59:59 is followed by 02:00:00.
        let hours = [("2026-10-25_02", 3_600), ("2026-10-25_02", 3_600), ("2026-10-25_03", 3_600)];
        assert_eq!(periods(Rotation::Hourly, berlin, 1_792_890_000 - 3_600, 3), pairs(&hours));
        let days = [("2026-10-25", 25 * 3_600), ("2026-10-26", 86_400)];
        assert_eq!(periods(Rotation::Daily, berlin, 1_792_890_000 - 3 * 3_600, 2), pairs(&days));
    }

    #[test]
    fn a_change_at_midnight_ends_no_day_twice() {
        // A zone whose clocks go from 24:00 on day 10 back to 23:00, and from 24:00 on day 20 to 01:00.
        let zone =
            |second: i64| if (950_400..1_810_800).contains(&(second + 3_600)) { 0 } else { 3_600 };
        let start = 10 * 86_400 - 3_600;
        let lengths: Vec<_> = periods(Rotation::Daily, zone, start, 12)
            .into_iter()
            .map(|(_, length)| length / 3_600)
            .collect();
        assert_eq!(lengths, [25, 24, 24, 24, 24, 24, 24, 24, 24, 24, 23, 24]);
    }

    #[test]
    fn every_period_ends_where_the_next_one_starts() {
        let mut time = at(1_795_332_660);
        let mut last = None;
        for _ in 0..1_000 {
            let period = Period::at(Rotation::Daily, TimeZone::Utc, time);
            assert!(last.is_none_or(|last| last < period.stamp));
            assert!(period.until > time);
            last = Some(period.stamp);
            time = period.until;
        }
    }
}
