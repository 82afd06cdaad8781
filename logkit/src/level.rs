//! Levels, named and numbered as Python's `logging` does, and the filters made of them.

use std::fmt;
use std::str::FromStr;

use crate::util::debug_as_display::debug_as_display;

/// The names of levels in all that is parsed, in any case; the least severe first.
pub(crate) const NAMES: [(&str, LevelFilter); 8] = [
    ("trace", LevelFilter::TRACE),
    ("debug", LevelFilter::DEBUG),
    ("info", LevelFilter::INFO),
    ("warn", LevelFilter::WARNING),
    ("warning", LevelFilter::WARNING),
    ("error", LevelFilter::ERROR),
    ("critical", LevelFilter::CRITICAL),
    ("off", LevelFilter::OFF),
];

/// The names that an error lists for a level. [`EXPECTED_FILTER`] is the list for a filter.
const EXPECTED: &str = "trace, debug, info, warning, error, critical";

/// The names that an error lists for a filter.
pub(crate) const EXPECTED_FILTER: &str = "trace, debug, info, warning, error, critical, off";

/// The severity of a record.
///
/// ```
/// use logkit::Level;
///
/// assert!(Level::Error > Level::Warning);
/// assert_eq!("warn".parse(), Ok(Level::Warning));
/// assert_eq!("50".parse(), Ok(Level::Critical));
/// assert_eq!(Level::Warning.to_string(), "WARNING");
/// assert_eq!(Level::Warning.number(), 30);
/// ```
///
/// The discriminants are the numbers of Python's `logging`; TRACE is 5, as is usual where Python
/// programs add it. Levels are ordered by severity, as in Python. `log` and `tracing` order theirs
/// by verbosity, so there `Error` is less than `Warn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum Level {
    /// Every step; 5.
    Trace = 5,
    /// Details for finding a fault; 10.
    Debug = 10,
    /// The normal course of events; 20.
    Info = 20,
    /// Something unexpected, after which the work goes on; 30.
    Warning = 30,
    /// An operation failed; 40.
    Error = 40,
    /// The program may be unable to continue; 50.
    Critical = 50,
}

impl Level {
    /// Every level, the least severe first.
    pub const ALL: [Self; 6] =
        [Self::Trace, Self::Debug, Self::Info, Self::Warning, Self::Error, Self::Critical];

    /// The name that `log` and `tracing` give to [`Warning`](Self::Warning).
    #[doc(hidden)]
    #[deprecated(note = "write `Level::Warning`")]
    #[allow(non_upper_case_globals, reason = "it is spelled like a variant")]
    pub const Warn: Self = Self::Warning;

    /// Python's number of the level.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Python's name of the level, in capitals.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trace => "TRACE",
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
            Self::Critical => "CRITICAL",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Level {
    type Err = ParseLevelError;

    /// Parses a name in any case, `warn` included, or a number.
    ///
    /// # Errors
    ///
    /// The text is anything else. `off` is a [`LevelFilter`], not a level.
    fn from_str(text: &str) -> Result<Self, ParseLevelError> {
        match parse(text.trim_ascii()) {
            Some(LevelFilter::At(level)) => Ok(level),
            _ => Err(ParseLevelError { word: text.to_owned(), filter: false }),
        }
    }
}

/// The least severe level that passes, or `OFF`, which no level passes.
///
/// ```
/// use logkit::{Level, LevelFilter};
///
/// assert!(LevelFilter::INFO.enables(Level::Error));
/// assert!(!LevelFilter::OFF.enables(Level::Critical));
/// assert_eq!("off".parse(), Ok(LevelFilter::OFF));
/// assert_eq!(LevelFilter::from(Level::Warning), LevelFilter::WARNING);
/// ```
///
/// Filters are ordered by the severity that they require, as [levels](Level) are, so `OFF` is the
/// greatest: `LevelFilter::from(a) < LevelFilter::from(b)` holds exactly if `a < b` does. `log` and
/// `tracing` order theirs by verbosity, with `OFF` as the least.
///
/// ```
/// # use logkit::LevelFilter;
/// assert!(LevelFilter::TRACE < LevelFilter::ERROR);
/// assert!(LevelFilter::CRITICAL < LevelFilter::OFF);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LevelFilter {
    /// This level and all more severe ones pass.
    At(Level),
    /// Nothing passes.
    Off,
}

impl LevelFilter {
    /// Nothing passes.
    pub const OFF: Self = Self::Off;
    /// CRITICAL passes.
    pub const CRITICAL: Self = Self::At(Level::Critical);
    /// ERROR and CRITICAL pass.
    pub const ERROR: Self = Self::At(Level::Error);
    /// WARNING and all more severe levels pass.
    pub const WARNING: Self = Self::At(Level::Warning);
    /// INFO and all more severe levels pass.
    pub const INFO: Self = Self::At(Level::Info);
    /// DEBUG and all more severe levels pass.
    pub const DEBUG: Self = Self::At(Level::Debug);
    /// Everything passes.
    pub const TRACE: Self = Self::At(Level::Trace);

    /// Returns whether a record of `level` passes.
    pub const fn enables(self, level: Level) -> bool {
        level.number() >= self.threshold()
    }

    /// The least number of a level that passes: the byte that call sites compare with.
    pub(crate) const fn threshold(self) -> u8 {
        match self {
            Self::At(level) => level.number(),
            Self::Off => u8::MAX,
        }
    }
}

impl From<Level> for LevelFilter {
    fn from(level: Level) -> Self {
        Self::At(level)
    }
}

/// A value that a level is set to: a [`Level`], a [`LevelFilter`], or one of `tracing`'s. Its errors name
/// the levels, and those of a bound `Into<LevelFilter>` would name its conversions.
#[diagnostic::on_unimplemented(
    message = "expected a level, found `{Self}`",
    label = "not a `Level` or a `LevelFilter`",
    note = "write `logkit::Level::Debug`, or parse a text: `\"debug\".parse::<logkit::LevelFilter>()?`"
)]
pub trait IntoLevelFilter: Into<LevelFilter> {}

#[diagnostic::do_not_recommend]
impl<T: Into<LevelFilter>> IntoLevelFilter for T {}

impl fmt::Display for LevelFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(level) => level.fmt(f),
            Self::Off => f.pad("OFF"),
        }
    }
}

impl FromStr for LevelFilter {
    type Err = ParseLevelError;

    /// Parses everything that [`Level`] parses, and `off`.
    ///
    /// # Errors
    ///
    /// The text is anything else.
    fn from_str(text: &str) -> Result<Self, ParseLevelError> {
        match parse(text.trim_ascii()) {
            Some(level) => Ok(level),
            None => Err(ParseLevelError { word: text.to_owned(), filter: true }),
        }
    }
}

/// Parses a name or a number.
fn parse(word: &str) -> Option<LevelFilter> {
    let number = word.parse::<u64>().ok();
    for level in &Level::ALL {
        if number == Some(level.number().into()) {
            return Some(LevelFilter::At(*level));
        }
    }
    find(&NAMES, word)
}

/// Returns the level of a word, in any case.
pub(crate) fn find(names: &[(&str, LevelFilter)], word: &str) -> Option<LevelFilter> {
    for (name, level) in names {
        if word.eq_ignore_ascii_case(name) {
            return Some(*level);
        }
    }
    None
}

/// The error of parsing a text that names no level.
///
/// ```
/// let error = "debgu".parse::<logkit::Level>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "unknown level `debgu`; expected one of trace, debug, info, warning, error, critical"
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ParseLevelError {
    word: String,
    filter: bool,
}

impl fmt::Display for ParseLevelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = if self.filter { EXPECTED_FILTER } else { EXPECTED };
        write!(f, "unknown level `{}`; expected one of {expected}", self.word.escape_debug())
    }
}

debug_as_display!(ParseLevelError);

impl std::error::Error for ParseLevelError {}
