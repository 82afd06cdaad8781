//! Texts that could forge a line or deceive its reader, in the values and errors that carry them.

use std::error::Error;
use std::fmt;

/// Unicode's `Cc`, the two separators, `Bidi_Control`, and characters that show as nothing, written
/// independently of the library's list.
#[must_use]
pub fn is_hostile(c: char) -> bool {
    let is_invisible = "\u{ad}\u{180e}\u{200b}\u{2060}\u{2061}\u{3164}\u{feff}".contains(c);
    let is_mark = "\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}".contains(c);
    let is_bidi = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_tag = matches!(c, '\u{e0000}'..='\u{e007f}');
    c.is_control() || is_invisible || is_mark || is_bidi || is_tag
}

/// A text as its own `Display`, and as its own `Debug`, which writes one character at a time.
pub struct Raw<'a>(pub &'a str);

impl fmt::Debug for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| f.write_str(c.encode_utf8(&mut [0; 4])))
    }
}

impl fmt::Display for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// An error with a text, and with a cause of the same kind.
#[derive(Debug)]
pub struct Failed(String, Option<Box<Failed>>);

impl Failed {
    /// An error without a cause.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into(), None)
    }

    /// The error with a cause.
    #[must_use]
    pub fn caused_by(self, cause: Self) -> Self {
        Self(self.0, Some(Box::new(cause)))
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Failed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.1.as_deref().map(|source| source as _)
    }
}
