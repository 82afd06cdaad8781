//! Rotation by time: the day or hour that a file belongs to, and when it is over.

use std::time::{Duration, SystemTime};

use crate::format::TimeZone;
use crate::format::time::civil::{DAY, date};
use crate::sink::file::stamp::{Rotation, Stamp};

/// The seconds of an hour.
const HOUR: i64 = 3_600;

/// The number of periods that the clock may step back before it counts as set. Less is a local time
/// that repeats at the end of summer time, or a correction by a time server.
const REPEATED: i64 = 2;

/// The days or hours of a zone.
///
/// A period is the time in which clocks on the wall show one date, or one date and hour. At the edges
/// of summer time a day has 23 or 25 hours, and the hour that repeats is one hour of 120 minutes. The
/// midnight that a change skips is the first instant of the new date.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schedule {
    rotation: Rotation,
    zone: TimeZone,
}

/// A day or an hour, counted from 1970-01-01 00:00 on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Period(i64);

impl Schedule {
    pub(super) fn new(rotation: Rotation, zone: TimeZone) -> Self {
        Self { rotation, zone }
    }

    /// The stamp of the period that holds a time.
    pub(super) fn stamp_at(self, time: SystemTime) -> Stamp {
        self.stamp(self.period_at(time))
    }

    fn period_at(self, time: SystemTime) -> Period {
        Period(self.zone.wall_seconds(time).div_euclid(self.length()))
    }

    fn stamp(self, Period(number): Period) -> Stamp {
        let seconds = number * self.length();
        let (year, month, day) = date(seconds.div_euclid(DAY));
        let small = |part: i64| u8::try_from(part).unwrap_or_default();
        let hour = small(seconds.rem_euclid(DAY) / HOUR);
        Stamp {
            year: u16::try_from(year).unwrap_or_default(),
            month: small(month),
            day: small(day),
            hour: (self.rotation == Rotation::Hourly).then_some(hour),
        }
    }

    fn length(self) -> i64 {
        match self.rotation {
            Rotation::Daily => DAY,
            Rotation::Hourly => HOUR,
        }
    }
}

/// The period of the open file.
///
/// The clock may jump:
///
/// | jump | what happens |
/// |---|---|
/// | over several periods, as after a suspension | the file is due once |
/// | back, by up to two periods | nothing: the file is due when its own period is over |
/// | further back | nothing, but from then on the earlier period is the file's |
///
/// In the last case a period ends that ended before. Its stamp has been used: the backup gets the next
/// number of that stamp.
#[derive(Clone, Copy, Debug)]
pub(super) struct PeriodClock {
    schedule: Schedule,
    period: Period,
    /// The second that was last seen within the period.
    seen: Option<(SystemTime, SystemTime)>,
}

impl PeriodClock {
    /// Starts with a file. `written` is the time of its last line, of an earlier process for example;
    /// `None` for a file without lines.
    pub(super) fn start(schedule: Schedule, written: Option<SystemTime>, now: SystemTime) -> Self {
        let period = schedule.period_at(written.unwrap_or(now));
        Self { schedule, period, seen: None }
    }

    /// Returns the stamp of the file's period if that is over.
    #[inline]
    pub(super) fn due(&mut self, now: SystemTime) -> Option<Stamp> {
        match self.seen {
            Some((from, until)) if now >= from && now < until => None,
            _ => self.look(now),
        }
    }

    /// Goes on with a new file, or with one that turned out to be empty.
    pub(super) fn restart(&mut self, now: SystemTime) {
        *self = Self::start(self.schedule, None, now);
    }

    /// The stamp of the file's period, for a rotation before its end.
    pub(super) fn stamp(&self) -> Stamp {
        self.schedule.stamp(self.period)
    }

    #[cold]
    fn look(&mut self, now: SystemTime) -> Option<Stamp> {
        let period = self.schedule.period_at(now);
        if period > self.period {
            return Some(self.stamp());
        }
        if self.period.0 - period.0 > REPEATED {
            self.period = period;
        }
        // Offsets change at whole seconds.
        self.seen = whole_second(now);
        None
    }
}

/// The second that a time lies in.
fn whole_second(time: SystemTime) -> Option<(SystemTime, SystemTime)> {
    let nanos = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => after.subsec_nanos(),
        // Before the epoch every line is checked.
        Err(_) => return None,
    };
    let from = time.checked_sub(Duration::from_nanos(nanos.into()))?;
    Some((from, from.checked_add(Duration::from_secs(1))?))
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::time::{Duration, SystemTime};

    use super::{PeriodClock, Schedule};
    use crate::format::{TimeZone, UtcOffset};
    use crate::sink::file::stamp::Rotation;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    /// Returns the stamps with which a file is due at these times; each is a rotation.
    fn rolls(rotation: Rotation, zone: TimeZone, times: &[SystemTime]) -> Vec<String> {
        let schedule = Schedule::new(rotation, zone);
        let mut clock = PeriodClock::start(schedule, None, times[0]);
        let roll = |time: &SystemTime| {
            let stamp = clock.due(*time)?;
            clock.restart(*time);
            Some(stamp.to_string())
        };
        times.iter().filter_map(roll).collect()
    }

    /// Runs a test again in a process of this time zone, which belongs to the process.
    fn in_zone(test: &str, zone: &str) {
        let name = format!("{}::{test}", module_path!().split_once("::").unwrap().1);
        let output = Command::new(std::env::current_exe().unwrap())
            .args([&name, "--exact", "--nocapture"])
            .env("TZ", zone)
            .env("LOGKIT_TEST_ZONE", zone)
            .output()
            .unwrap();
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && stdout.contains("1 passed"), "{stdout}{stderr}");
    }

    /// The ends of 642 days and hours by the C library; for days, CPython's logging agrees but for 24.
    #[test]
    fn days_and_hours_end_as_the_wall_clock_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/oracle/rollover.tsv");
        // A package of this crate alone does not contain it.
        let Ok(table) = std::fs::read_to_string(path) else { return };
        let rows: Vec<Vec<&str>> = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split('\t').collect())
            .collect();
        assert_eq!(rows.len(), 642);
        assert_eq!(rows.iter().filter(|row| row[5] != "=").count(), 24);
        let Ok(zone) = std::env::var("LOGKIT_TEST_ZONE") else {
            let mut zones: Vec<&str> = rows.iter().map(|row| row[0]).collect();
            zones.dedup();
            assert_eq!(zones.len(), 16);
            for zone in zones {
                in_zone("days_and_hours_end_as_the_wall_clock_says", zone);
            }
            return;
        };
        for row in rows.iter().filter(|row| row[0] == zone) {
            let [start, day, hour] = [1, 3, 4].map(|column| row[column].parse().unwrap());
            let (date, _) = row[2].split_once('_').unwrap();
            for (rotation, end, stamp) in
                [(Rotation::Daily, day, date), (Rotation::Hourly, hour, row[2])]
            {
                let schedule = Schedule::new(rotation, TimeZone::Local);
                let mut clock = PeriodClock::start(schedule, None, at(start));
                assert_eq!(clock.stamp().to_string(), stamp, "{row:?}");
                assert_eq!(clock.due(at(start)), None, "{row:?}");
                assert_eq!(clock.due(at(end) - Duration::from_nanos(1)), None, "{row:?}");
                assert_eq!(clock.due(at(end)).map(|due| due.to_string()).as_deref(), Some(stamp));
            }
        }
    }

    #[test]
    fn a_repeated_hour_is_one_file_and_a_repeated_midnight_one_rotation() {
        let Ok(zone) = std::env::var("LOGKIT_TEST_ZONE") else {
            for zone in ["Europe/Berlin", "America/St_Johns"] {
                in_zone("a_repeated_hour_is_one_file_and_a_repeated_midnight_one_rotation", zone);
            }
            return;
        };
        let minutes = |start: u64, count: u64| -> Vec<_> {
            (0..count).map(|minute| at(start + minute * 60)).collect()
        };
        if zone == "Europe/Berlin" {
            // From 2026-10-25 01:00 summer time on, five hours.
            let hours = rolls(Rotation::Hourly, TimeZone::Local, &minutes(1_792_882_800, 300));
            assert_eq!(hours, ["2026-10-25_01", "2026-10-25_02", "2026-10-25_03"]);
        } else {
            // 2010-11-07 00:01 was followed by 23:01 of the day before.
            let days = rolls(Rotation::Daily, TimeZone::Local, &minutes(1_289_093_400, 180));
            assert_eq!(days, ["2010-11-06"]);
        }
    }

    #[test]
    fn a_jump_over_eight_hours_is_one_rotation() {
        let (before, after) = (at(1_795_332_660), at(1_795_332_660 + 8 * 3_600));
        let rolls = rolls(Rotation::Hourly, TimeZone::Utc, &[before, after, after]);
        assert_eq!(rolls, ["2026-11-22_07"]);
    }

    #[test]
    fn a_clock_that_is_corrected_at_an_edge_does_not_roll_twice() {
        let edge = at(1_795_334_400);
        let second = Duration::from_secs(1);
        let times =
            [edge - second, edge, edge - second, edge - second * 3_600, edge, edge + second];
        assert_eq!(rolls(Rotation::Hourly, TimeZone::Utc, &times), ["2026-11-22_07"]);
    }

    #[test]
    fn a_clock_that_was_wrong_for_long_does_not_stop_rotation() {
        let (right, day) = (at(1_795_332_660), Duration::from_secs(86_400));
        // A year ahead for one line; then right again for two days.
        let times = [right, right + day * 365, right, right + day, right + day * 2];
        let rolls = rolls(Rotation::Daily, TimeZone::Utc, &times);
        assert_eq!(rolls, ["2026-11-22", "2026-11-22", "2026-11-23"]);
    }

    #[test]
    fn the_last_line_of_an_earlier_process_decides() {
        let east = TimeZone::Fixed(UtcOffset::from_minutes(345).unwrap());
        let schedule = Schedule::new(Rotation::Daily, east);
        // 23:59:59 on the 21st, and the next second.
        let (written, now) = (at(1_795_284_899), at(1_795_284_900));
        let mut clock = PeriodClock::start(schedule, Some(written), now);
        assert_eq!(clock.due(now).map(|stamp| stamp.to_string()).as_deref(), Some("2026-11-21"));
        // A rotation that fails is due again.
        assert!(clock.due(now).is_some());
        clock.restart(now);
        assert_eq!(clock.due(now), None);
    }

    #[test]
    fn no_time_panics() {
        let far = Duration::from_secs(1 << 38);
        let times =
            [SystemTime::UNIX_EPOCH, at(0) - Duration::from_nanos(1), at(0) - far, at(0) + far];
        for time in times {
            for other in times {
                let schedule = Schedule::new(Rotation::Hourly, TimeZone::Local);
                let mut clock = PeriodClock::start(schedule, Some(time), other);
                let _ = (clock.due(other), clock.stamp());
            }
        }
    }
}
