//! The dates in the names of backups: the period that a file belongs to.

use std::fmt;

/// The length of the periods of a rotation by time.
///
/// ```
/// use logkit::handler::{File, FileError, Rotation};
///
/// # let path = std::env::temp_dir().join(format!("logkit-rotation-{}.log", std::process::id()));
/// let file = File::builder(&path).with_rotation(Rotation::Daily).with_keep(14).build()?;
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<(), FileError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rotation {
    /// A file for each day, from midnight to midnight. Backups are called `app.log.2026-11-22`.
    Daily,
    /// A file for each hour. Backups are called `app.log.2026-11-22_07`.
    Hourly,
}

/// The local time at which a period starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stamp {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
    /// `None` for a day.
    pub(super) hour: Option<u8>,
}

impl Stamp {
    /// A stamp that is as long as all others.
    pub(super) fn longest(rotation: Rotation) -> Self {
        let hour = (rotation == Rotation::Hourly).then_some(23);
        Self { year: 9999, month: 12, day: 31, hour }
    }

    /// Parses a date that exists, in exactly the form that [`Display`](fmt::Display) writes.
    pub(super) fn parse(text: &str, rotation: Rotation) -> Option<Self> {
        let (date, hour) = match (rotation, text.split_at_checked(10)?) {
            (Rotation::Daily, (date, "")) => (date, None),
            (Rotation::Hourly, (date, hour)) => (date, Some(hour.strip_prefix('_')?)),
            (Rotation::Daily, _) => return None,
        };
        let (year, rest) = date.split_at_checked(4)?;
        let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
        let hour = match hour {
            Some(hour) => Some(two_digits(hour).filter(|hour| *hour < 24)?),
            None => None,
        };
        let stamp = Self {
            year: four_digits(year)?,
            month: two_digits(month)?,
            day: two_digits(day)?,
            hour,
        };
        (1..=stamp.days_in_month()?).contains(&stamp.day).then_some(stamp)
    }

    fn days_in_month(self) -> Option<u8> {
        let year = self.year;
        Some(match self.month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        })
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)?;
        self.hour.map_or(Ok(()), |hour| write!(f, "_{hour:02}"))
    }
}

fn four_digits(text: &str) -> Option<u16> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

fn two_digits(text: &str) -> Option<u8> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}
