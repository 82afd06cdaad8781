//! The colours of a line on a terminal; off a terminal every one of them is nothing.

use crate::level::Level;

/// Whether and how to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    /// No escape sequence at all.
    #[default]
    Plain,
    /// ANSI colours of the basic sixteen, which follow the user's theme.
    Ansi,
}

impl Style {
    pub(crate) fn plain(self) -> &'static [u8] {
        self.code(b"\x1b[0m")
    }

    pub(crate) fn dim(self) -> &'static [u8] {
        self.code(b"\x1b[0;2m")
    }

    pub(crate) fn name(self) -> &'static [u8] {
        self.code(b"\x1b[0;36m")
    }

    pub(crate) fn key(self) -> &'static [u8] {
        self.code(b"\x1b[0;34m")
    }

    pub(crate) fn level(self, level: Level) -> &'static [u8] {
        self.code(match level {
            Level::Trace => b"\x1b[0;2m",
            Level::Debug => b"\x1b[0;35m",
            Level::Info => b"\x1b[0;32m",
            Level::Warning => b"\x1b[0;1;33m",
            Level::Error => b"\x1b[0;1;31m",
            Level::Critical => b"\x1b[0;1;97;41m",
        })
    }

    fn code(self, sequence: &'static [u8]) -> &'static [u8] {
        match self {
            Self::Plain => b"",
            Self::Ansi => sequence,
        }
    }
}
