//! The mistakes of a configuration, each with its place.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::util::debug_as_display::debug_as_display;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The mistakes of a configuration: all of them, in the order of the file.
///
/// ```
/// let text = "
/// level = 'debgu'
/// [handlers.main]
/// type = 'file'
/// max_byte = '10 MB'
/// ";
/// let error = logkit::Config::from_toml(text).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "2:9: level: unknown level `debgu`; did you mean `debug`?\n\
///      3:1: handlers.main: missing key `path`\n\
///      5:1: handlers.main.max_byte: unknown key; did you mean `max_bytes`?",
/// );
/// let first = error.mistakes().next().unwrap();
/// assert_eq!((first.line(), first.column(), first.key()), (2, 9, "level"));
/// ```
///
/// `Debug` writes the same, so that `fn main() -> Result<(), ConfigError>` prints a line for each mistake.
///
/// Requires the feature `config`.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigError {
    path: Option<PathBuf>,
    mistakes: Vec<ConfigMistake>,
}

/// One mistake of a [`ConfigError`]. Requires the feature `config`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigMistake {
    /// 0 if the file could not be read.
    line: usize,
    column: usize,
    key: String,
    message: String,
}

impl ConfigError {
    /// The file, if the configuration is one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The mistakes, in the order of the file.
    pub fn mistakes(&self) -> impl Iterator<Item = &ConfigMistake> {
        self.mistakes.iter()
    }

    /// Finds the lines of the mistakes in the text.
    pub(super) fn of(path: Option<&Path>, text: &str, mut mistakes: Vec<Mistake>) -> Self {
        mistakes.sort_by_key(|mistake| mistake.at.offset);
        // A parser that gives up deep inside reports the end of each level around at one place.
        mistakes.dedup_by(|next, mistake| {
            (next.at.offset, &next.at.path, &next.message)
                == (mistake.at.offset, &mistake.at.path, &mistake.message)
        });
        let mut position = Position::start_of(text);
        let located = mistakes.into_iter().map(|mistake| {
            position.advance(text, mistake.at.offset);
            ConfigMistake {
                line: position.line,
                column: position.column,
                key: mistake.at.path,
                message: mistake.message,
            }
        });
        Self { path: path.map(Path::to_owned), mistakes: located.collect() }
    }

    /// The failure to read, or to find, a file.
    pub(super) fn unreadable(path: Option<&Path>, message: String) -> Self {
        let mistake = ConfigMistake { line: 0, column: 0, key: String::new(), message };
        Self { path: path.map(Path::to_owned), mistakes: vec![mistake] }
    }
}

impl ConfigMistake {
    /// The line, from 1 on; 0 if the file could not be read.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in characters, from 1 on; 0 if the file could not be read.
    pub fn column(&self) -> usize {
        self.column
    }

    /// The path of the key: `handlers.main.max_bytes`. Empty for a mistake in TOML itself.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The mistake, and the nearest valid word where there is one.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// Writes a mistake: `3:9: loggers.payments.level: unknown level ..`.
impl fmt::Display for ConfigMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "{}:{}: ", self.line, self.column)?;
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.message)
    }
}

/// Writes a line for each mistake, with the file's path first.
impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.mistakes.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            f.write_str(end)?;
            if let Some(path) = &self.path {
                let space = if mistake.line > 0 { "" } else { " " };
                write!(f, "{}:{space}", escaped(&path.display().to_string()))?;
            }
            mistake.fmt(f)?;
        }
        Ok(())
    }
}

debug_as_display!(ConfigError);

impl Error for ConfigError {}

/// A line and a column of the text, which are counted on from one mistake to the next: a line may be as
/// long as the text, and hold as many mistakes.
struct Position {
    /// In bytes.
    offset: usize,
    line: usize,
    column: usize,
}

impl Position {
    fn start_of(text: &str) -> Self {
        // A byte order mark is not a character of the first line.
        let offset = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        Self { offset, line: 1, column: 1 }
    }

    /// Moves on to an offset that lies ahead.
    fn advance(&mut self, text: &str, offset: usize) {
        let Some(passed) = text.get(self.offset..offset) else { return };
        let rest = match passed.rsplit_once('\n') {
            Some((_, rest)) => {
                self.line += passed.matches('\n').count();
                self.column = 1;
                rest
            }
            None => passed,
        };
        self.column += rest.chars().count();
        self.offset = offset;
    }
}

/// A place in the text. Settings are compared regardless of where they are written, so places are equal.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// In bytes.
    pub(super) offset: usize,
    /// The path of the key.
    pub(super) path: String,
}

impl PartialEq for Place {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

/// A mistake at a place.
#[derive(Clone, Debug)]
pub(super) struct Mistake {
    pub(super) at: Place,
    pub(super) message: String,
}

impl Mistake {
    pub(super) fn new(at: &Place, message: impl Into<String>) -> Self {
        // The report of a regular expression has several lines.
        let lines: Vec<String> = message.into().lines().map(|line| escaped(line.trim())).collect();
        Self { at: at.clone(), message: lines.join(" ") }
    }
}

/// A text with its control characters escaped. A path may have any.
pub(super) fn escaped(text: &str) -> String {
    let mut line = String::new();
    for c in text.chars() {
        if c.is_control() { line.extend(c.escape_debug()) } else { line.push(c) }
    }
    line
}
