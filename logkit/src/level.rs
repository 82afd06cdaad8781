//! Levels, named and numbered as Python's `logging` does, and the filters made of them.

use std::fmt;
use std::str::FromStr;

/// How grave a record is.
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
/// The discriminants are Python's numbers; TRACE is 5, as is usual where Python programs add it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Level {
    /// Every step; 5.
    Trace = 5,
    /// What helps to find a fault; 10.
    Debug = 10,
    /// What happens in the normal course; 20.
    Info = 20,
    /// Something unexpected, the work goes on; 30.
    Warning = 30,
    /// An operation failed; 40.
    Error = 40,
    /// The program may not be able to go on; 50.
    Critical = 50,
}

impl Level {
    /// Every level, the least grave first.
    pub const ALL: [Self; 6] =
        [Self::Trace, Self::Debug, Self::Info, Self::Warning, Self::Error, Self::Critical];

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

    /// Takes a name in any case, `warn` included, or a number.
    ///
    /// # Errors
    ///
    /// Anything else, `off` included: that is a [`LevelFilter`].
    fn from_str(text: &str) -> Result<Self, ParseLevelError> {
        let word = text.trim();
        let number = word.parse::<u8>().ok();
        Self::ALL
            .into_iter()
            .find(|level| word.eq_ignore_ascii_case(level.name()) || number == Some(level.number()))
            .or_else(|| word.eq_ignore_ascii_case("warn").then_some(Self::Warning))
            .ok_or_else(|| ParseLevelError { word: text.to_owned(), filter: false })
    }
}

/// The least grave level that passes, or none at all.
///
/// ```
/// use logkit::{Level, LevelFilter};
///
/// assert!(LevelFilter::from(Level::Info).enables(Level::Error));
/// assert!(!LevelFilter::Off.enables(Level::Critical));
/// assert_eq!("off".parse(), Ok(LevelFilter::Off));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LevelFilter {
    /// This level and all graver ones pass.
    At(Level),
    /// Nothing passes.
    Off,
}

impl LevelFilter {
    /// Whether a record of `level` passes.
    pub const fn enables(self, level: Level) -> bool {
        level.number() >= self.threshold()
    }

    /// The number that a level has to reach: the byte that call sites compare with.
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

    /// Takes what [`Level`] takes, and `off`.
    ///
    /// # Errors
    ///
    /// Anything else.
    fn from_str(text: &str) -> Result<Self, ParseLevelError> {
        if text.trim().eq_ignore_ascii_case("off") {
            return Ok(Self::Off);
        }
        let level = text.parse::<Level>();
        level.map(Self::At).map_err(|error| ParseLevelError { filter: true, ..error })
    }
}

/// A word that is no level.
///
/// ```
/// let error = "debgu".parse::<logkit::Level>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`debgu` is no level; write trace, debug, info, warning, error or critical"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseLevelError {
    word: String,
    filter: bool,
}

impl fmt::Display for ParseLevelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = if self.filter { "critical or off" } else { "or critical" };
        let error = if self.filter { "error, " } else { "error " };
        write!(
            f,
            "`{}` is no level; write trace, debug, info, warning, {error}{last}",
            self.word.escape_debug()
        )
    }
}

impl std::error::Error for ParseLevelError {}
