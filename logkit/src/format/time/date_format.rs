//! Time formats in the directives of `strftime`, as `datefmt` of CPython's `logging` takes them.

use std::error::Error;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::SystemTime;

use crate::format::escape::must_escape;
use crate::format::time::{TimeZone, civil, push_fraction, since_epoch};
use crate::util::debug_as_display::debug_as_display;
use crate::util::intern::Interner;
use crate::util::line::Line;

/// The maximum number of different formats in a process.
const MOST: usize = 1_024;

/// A time format such as `%H:%M:%S`.
///
/// ```
/// use logkit::{DateFormat, Format, TimeFormat, TimeStyle, TimeZone};
///
/// let clock = DateFormat::new("%H:%M:%S.%3f")?;
/// let time = TimeFormat::new(TimeZone::Utc, TimeStyle::Custom(clock));
/// let format = Format::standard().with_time(time);
/// # Ok::<(), logkit::DateFormatError>(())
/// ```
///
/// | directive | shows |
/// |---|---|
/// | `%Y` `%m` `%d`, `%F` | year, month and day: `2026` `11` `22`, `2026-11-22` |
/// | `%y` `%C` `%e` `%j` | year of the century, century, day with a space, day of the year: `26` `20` `22` `326` |
/// | `%H` `%M` `%S`, `%T`, `%R` | hour, minute and second: `07` `31` `00`, `07:31:00`, `07:31` |
/// | `%I` `%p` | hour from 01 to 12, `AM` or `PM` |
/// | `%a` `%A` `%u` `%w` | day of the week: `Sun` `Sunday` `7` `0` |
/// | `%b` `%B` `%h` | month: `Nov` `November` `Nov` |
/// | `%f` | microseconds, with the number of digits 3, 6 or 9 if given: `%3f` |
/// | `%z`, `%:z` | offset from UTC: `+0100`, `+01:00` |
/// | `%s` | seconds since 1970 |
/// | `%D` `%c` `%x` `%X` | the dates and times of the locale C |
/// | `%%` | a percent sign |
///
/// Names are English. The formats of a process are kept until it ends.
#[derive(Clone, Copy)]
pub struct DateFormat(&'static Parsed);

#[derive(Debug)]
struct Parsed {
    text: Box<str>,
    pieces: Vec<DatePiece>,
    /// [`Parsed::push`], by a pointer: programs without such formats do not contain its code.
    push: fn(&Self, &mut Line, TimeZone, SystemTime),
}

#[derive(Clone, Debug)]
enum DatePiece {
    Literal(String),
    Directive(char),
    /// The number of digits.
    Fraction(usize),
    /// `%:z`
    OffsetWithColon,
}

impl DateFormat {
    /// Parses a format.
    ///
    /// # Errors
    ///
    /// The text has an unknown directive, or quotes, backslashes, control or invisible characters; or
    /// the process has used 1024 formats already.
    pub fn new(text: &str) -> Result<Self, DateFormatError> {
        static FORMATS: Interner<Parsed> = Interner::new();
        let pieces = parse(text)?;
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let hash = usize::try_from(hasher.finish() >> 33).unwrap_or_default();
        let make = || -> &'static Parsed {
            let push = |parsed: &Parsed, out: &mut Line, zone, time| parsed.push(out, zone, time);
            Box::leak(Box::new(Parsed { text: text.into(), pieces: pieces.clone(), push }))
        };
        let known = FORMATS.find_or_add_within(MOST, hash, &|format| *format.text == *text, &make);
        known.map(Self).ok_or_else(|| {
            DateFormatError(format!("a process can use at most {MOST} different date formats"))
        })
    }

    /// The text that it was parsed from.
    pub fn as_str(self) -> &'static str {
        &self.0.text
    }

    /// Appends a time.
    pub(super) fn push(self, out: &mut Line, zone: TimeZone, time: SystemTime) {
        (self.0.push)(self.0, out, zone, time);
    }
}

impl Parsed {
    fn push(&self, out: &mut Line, zone: TimeZone, time: SystemTime) {
        let moment = Moment::new(zone, time);
        for piece in &self.pieces {
            match piece {
                DatePiece::Literal(text) => out.push_bytes(text.as_bytes()),
                DatePiece::Directive(directive) => moment.push(out, *directive),
                DatePiece::Fraction(digits) => push_fraction(out, moment.nanos, *digits),
                DatePiece::OffsetWithColon => moment.push_offset(out, b":"),
            }
        }
    }
}

fn parse(text: &str) -> Result<Vec<DatePiece>, DateFormatError> {
    // Quotes and backslashes would end a string of JSON.
    if let Some(c) = text.chars().find(|c| must_escape(*c) || matches!(c, '"' | '\\')) {
        return Err(DateFormatError(format!(
            "the date format contains `{}`; expected text without quotes, backslashes, control and \
             invisible characters",
            c.escape_default()
        )));
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        if !before.is_empty() {
            pieces.push(DatePiece::Literal(before.into()));
        }
        let directive = after.chars().next();
        let fraction = [("3f", 3), ("6f", 6), ("9f", 9)]
            .into_iter()
            .find_map(|(name, digits)| Some((after.strip_prefix(name)?, digits)));
        let (piece, after) = if let Some((after, digits)) = fraction {
            (DatePiece::Fraction(digits), after)
        } else if let Some(after) = after.strip_prefix(":z") {
            (DatePiece::OffsetWithColon, after)
        } else {
            let piece = match directive {
                Some('%') => DatePiece::Literal("%".into()),
                Some('f') => DatePiece::Fraction(6),
                Some(c) if DIRECTIVES.contains(c) => DatePiece::Directive(c),
                _ => return Err(unknown(after)),
            };
            (piece, after.get(1..).unwrap_or_default())
        };
        pieces.push(piece);
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(DatePiece::Literal(rest.into()));
    }
    Ok(pieces)
}

/// The directives of one letter, without `%` and `f`.
const DIRECTIVES: &str = "aAbBcCdDeFhHIjmMpRsSTuwxXyYz";

fn unknown(after: &str) -> DateFormatError {
    let found: String = after.chars().take(1).collect();
    let known = DIRECTIVES.chars().map(|c| format!("%{c}")).collect::<Vec<_>>().join(", ");
    DateFormatError(format!(
        "unknown directive `%{found}`; expected one of {known}, %f, %3f, %6f, %9f, %:z, %%"
    ))
}

/// A time in a zone, in parts.
struct Moment {
    since_epoch: i64,
    nanos: u32,
    /// Minutes east of UTC.
    offset: i32,
    day: i64,
    of_day: i64,
    year: i64,
    month: i64,
    day_of_month: i64,
}

const DAYS: [&str; 7] =
    ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Moment {
    fn new(zone: TimeZone, time: SystemTime) -> Self {
        let (since_epoch, nanos) = since_epoch(time);
        let offset = zone.offset_at(since_epoch);
        let local = civil::clamp(since_epoch.saturating_add(offset.into()));
        let day = local.div_euclid(civil::DAY);
        let (year, month, day_of_month) = civil::date(day);
        let of_day = local.rem_euclid(civil::DAY);
        Self { since_epoch, nanos, offset: offset / 60, day, of_day, year, month, day_of_month }
    }

    fn push(&self, out: &mut Line, directive: char) {
        let mut two = |number: i64| out.push_bytes(&civil::two_digits(number));
        match directive {
            'C' => two(self.year / 100),
            'y' => two(self.year % 100),
            'm' => two(self.month),
            'H' => two(self.of_day / 3_600),
            'I' => two((self.of_day / 3_600 + 11) % 12 + 1),
            'M' => two(self.of_day / 60 % 60),
            'S' => two(self.of_day % 60),
            'e' if self.day_of_month < 10 => {
                out.push(b' ');
                out.push_i64(self.day_of_month);
            }
            'd' | 'e' => two(self.day_of_month),
            'Y' => self.push_each(out, "Cy", b""),
            'F' => self.push_each(out, "Ymd", b"-"),
            'T' | 'X' => self.push_each(out, "HMS", b":"),
            'R' => self.push_each(out, "HM", b":"),
            'D' | 'x' => self.push_each(out, "mdy", b"/"),
            'c' => self.push_each(out, "abeTY", b" "),
            'a' => out.push_bytes(self.weekday().as_bytes().get(..3).unwrap_or_default()),
            'A' => out.push_bytes(self.weekday().as_bytes()),
            'b' | 'h' => out.push_bytes(self.month_name().as_bytes().get(..3).unwrap_or_default()),
            'B' => out.push_bytes(self.month_name().as_bytes()),
            // 1970-01-01 was a Thursday.
            'u' => out.push_i64((self.day + 3).rem_euclid(7) + 1),
            'w' => out.push_i64((self.day + 4).rem_euclid(7)),
            'j' => {
                let day = self.day - civil::days(self.year, 1, 1) + 1;
                out.push_i64(day / 100);
                out.push_bytes(&civil::two_digits(day % 100));
            }
            'p' => out.push_bytes(if self.of_day < civil::DAY / 2 { b"AM" } else { b"PM" }),
            's' => out.push_i64(self.since_epoch),
            'z' => self.push_offset(out, b""),
            _ => {}
        }
    }

    fn push_each(&self, out: &mut Line, directives: &str, between: &[u8]) {
        for (index, directive) in directives.chars().enumerate() {
            if index > 0 {
                out.push_bytes(between);
            }
            self.push(out, directive);
        }
    }

    fn push_offset(&self, out: &mut Line, between: &[u8]) {
        let minutes = i64::from(self.offset.unsigned_abs());
        out.push(if self.offset < 0 { b'-' } else { b'+' });
        out.push_bytes(&civil::two_digits(minutes / 60));
        out.push_bytes(between);
        out.push_bytes(&civil::two_digits(minutes % 60));
    }

    fn weekday(&self) -> &'static str {
        let [first, ..] = DAYS;
        let index = usize::try_from(self.day.rem_euclid(7)).unwrap_or_default();
        DAYS.get(index).copied().unwrap_or(first)
    }

    fn month_name(&self) -> &'static str {
        let [first, ..] = MONTHS;
        let index = usize::try_from(self.month - 1).unwrap_or_default();
        MONTHS.get(index).copied().unwrap_or(first)
    }
}

/// Formats of one text are equal.
impl PartialEq for DateFormat {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for DateFormat {}

impl Hash for DateFormat {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.text.hash(state);
    }
}

impl fmt::Debug for DateFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DateFormat").field(&self.0.text).finish()
    }
}

/// A mistake in a [`DateFormat`].
///
/// ```
/// let error = logkit::DateFormat::new("%Q").unwrap_err();
/// assert!(error.to_string().starts_with("unknown directive `%Q`; expected one of "));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct DateFormatError(String);

impl fmt::Display for DateFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

debug_as_display!(DateFormatError);

impl Error for DateFormatError {}
