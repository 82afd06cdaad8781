//! The zone of a format's times.

#[cfg(feature = "file")]
use std::time::SystemTime;

#[cfg(feature = "file")]
use crate::format::time::civil;
use crate::format::time::local;
use crate::format::time::offset::UtcOffset;

/// The zone that times are shown in.
///
/// ```
/// use logkit::{Format, TimeZone, UtcOffset};
///
/// let format = Format::json();
/// let zone = TimeZone::Fixed(UtcOffset::from_minutes(5 * 60 + 30).unwrap());
/// // 2026-11-22T13:01:00.123456+05:30
/// let format = format.clone().with_time(format.time().with_zone(zone));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeZone {
    /// The zone of the process: the variable `TZ` in every form of tzset(3), else the system's.
    ///
    /// It is read with the first line and stays for the life of the process. It is UTC if no zone
    /// is found, as on systems without a time zone database.
    Local,
    /// UTC.
    Utc,
    /// A fixed offset from UTC.
    Fixed(UtcOffset),
}

impl TimeZone {
    /// The time on a clock of this zone, in seconds counted as if it were UTC, rounded down and within
    /// the years 1 to 9999.
    #[cfg(feature = "file")]
    pub(crate) fn wall_seconds(self, time: SystemTime) -> i64 {
        let (seconds, _) = civil::since_epoch(time);
        civil::clamp(seconds.saturating_add(self.offset_at(seconds).into()))
    }

    /// Seconds to add to a time in UTC.
    pub(super) fn offset_at(self, seconds: i64) -> i32 {
        match self {
            Self::Local => local::offset_at(seconds),
            Self::Utc => 0,
            Self::Fixed(offset) => i32::from(offset.minutes()) * 60,
        }
    }
}
