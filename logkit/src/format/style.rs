//! The colours of a line on a terminal; off a terminal there is nothing of them in the code.

use crate::level::Level;

/// Whether to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    /// No escape sequence at all.
    #[default]
    Plain,
    /// ANSI colours of the basic sixteen, which follow the user's theme.
    Ansi,
}

/// The sequences in front of the parts of a line.
pub(super) trait Paint {
    /// Whether there are any.
    const COLORED: bool;
    const PLAIN: &'static [u8];
    const DIM: &'static [u8];
    const NAME: &'static [u8];
    const KEY: &'static [u8];

    fn level(level: Level) -> &'static [u8];
}

/// [`Style::Plain`]
pub(super) struct Plain;

impl Paint for Plain {
    const COLORED: bool = false;
    const PLAIN: &'static [u8] = b"";
    const DIM: &'static [u8] = b"";
    const NAME: &'static [u8] = b"";
    const KEY: &'static [u8] = b"";

    #[inline]
    fn level(_level: Level) -> &'static [u8] {
        b""
    }
}

/// [`Style::Ansi`]
pub(super) struct Ansi;

impl Paint for Ansi {
    const COLORED: bool = true;
    const PLAIN: &'static [u8] = b"\x1b[0m";
    const DIM: &'static [u8] = b"\x1b[0;2m";
    const NAME: &'static [u8] = b"\x1b[0;36m";
    const KEY: &'static [u8] = b"\x1b[0;34m";

    fn level(level: Level) -> &'static [u8] {
        match level {
            Level::Trace => b"\x1b[0;2m",
            Level::Debug => b"\x1b[0;35m",
            Level::Info => b"\x1b[0;32m",
            Level::Warning => b"\x1b[0;1;33m",
            Level::Error => b"\x1b[0;1;31m",
            Level::Critical => b"\x1b[0;1;97;41m",
        }
    }
}
