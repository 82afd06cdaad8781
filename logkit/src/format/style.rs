//! The colors of a line on a terminal.

use crate::level::Level;

/// The use of colors in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    /// No escape sequences.
    #[default]
    Plain,
    /// The sixteen basic ANSI colors, which follow the user's theme.
    Ansi,
}

/// The escape sequence before each part of a line.
pub(super) struct Palette {
    pub(super) plain: &'static str,
    pub(super) dim: &'static str,
    pub(super) name: &'static str,
    pub(super) key: &'static str,
    levels: [&'static str; 6],
}

impl Style {
    pub(super) fn palette(self) -> &'static Palette {
        match self {
            Self::Plain => &Palette { plain: "", dim: "", name: "", key: "", levels: [""; 6] },
            Self::Ansi => &Palette {
                plain: "\x1b[0m",
                dim: "\x1b[0;2m",
                name: "\x1b[0;36m",
                key: "\x1b[0;34m",
                levels: [
                    "\x1b[0;2m",
                    "\x1b[0;35m",
                    "\x1b[0;32m",
                    "\x1b[0;1;33m",
                    "\x1b[0;1;31m",
                    "\x1b[0;1;97;41m",
                ],
            },
        }
    }
}

impl Palette {
    pub(super) fn level(&self, level: Level) -> &'static str {
        let [trace, debug, info, warning, error, critical] = self.levels;
        match level {
            Level::Trace => trace,
            Level::Debug => debug,
            Level::Info => info,
            Level::Warning => warning,
            Level::Error => error,
            Level::Critical => critical,
        }
    }
}
