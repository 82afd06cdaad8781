//! Fixed offsets from UTC.

use std::fmt;

/// A fixed offset from UTC, of less than a day.
///
/// ```
/// use logkit::UtcOffset;
///
/// let kathmandu = UtcOffset::from_minutes(5 * 60 + 45).unwrap();
/// assert_eq!(kathmandu.to_string(), "+05:45");
/// assert_eq!(UtcOffset::from_minutes(24 * 60), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UtcOffset {
    minutes: i16,
}

impl UtcOffset {
    /// Returns the offset of `minutes` east of UTC; `None` for a day and more.
    pub const fn from_minutes(minutes: i16) -> Option<Self> {
        if minutes.unsigned_abs() < 24 * 60 { Some(Self { minutes }) } else { None }
    }

    /// Returns the minutes east of UTC.
    pub const fn minutes(self) -> i16 {
        self.minutes
    }
}

/// Writes the offset as RFC 3339 does: `+02:00`.
impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minutes < 0 { '-' } else { '+' };
        let minutes = self.minutes.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}
