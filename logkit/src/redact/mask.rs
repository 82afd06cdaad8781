//! The masks: constant texts, and the mask that keeps the ends of a text.

use std::fmt;

use crate::format::escape::{first_to_escape, is_printable};
use crate::record::shape::TextForm;
use crate::record::to_value::ToValue;
use crate::record::value::{Redact, Value};
use crate::redact::graphemes::{self, KeptEnds};
use crate::redact::text::KeepText;

/// The text that replaces a whole value.
pub(crate) const WHOLE: &str = "[redacted]";
/// The text that replaces the hidden part of a text, however long it is.
pub(crate) const PART: &str = "****";

/// Masks a whole value of any type: it prints as `[redacted]`.
///
/// ```
/// use logkit::masked;
///
/// assert_eq!(format!("{}", masked("hunter2")), "[redacted]");
/// assert_eq!(format!("{:?}", masked(&None::<u64>)), "[redacted]");
/// ```
///
/// The mask does not hold the value, so it works for every type and cannot leak.
pub const fn masked<T: ?Sized>(_value: &T) -> Masked {
    Masked
}

/// Shows the first `n` characters of a text and hides the rest.
///
/// ```
/// use logkit::keep_first;
///
/// assert_eq!(format!("{}", keep_first(4, "sk_live_8a2f")), "sk_l****");
/// assert_eq!(format!("{}", keep_first(4, "sk_live")), "****");
/// assert_eq!(format!("{}", keep_first(4, &None::<String>)), "****");
/// ```
///
/// A character is an extended grapheme cluster, which readers see as one character. Characters are
/// shown only if at least `n`, and at least 4, stay hidden. Otherwise, for `None`, and if a cluster
/// on the way is longer than 128 bytes, the mask is `****`. Control characters and bidirectional
/// controls are escaped (`\n`, `\u{1b}`).
///
/// The time is proportional to `n`, not to the length of the text.
///
/// # Panics
///
/// Panics if [`KeepText::text`] panics.
pub fn keep_first<T: KeepText + ?Sized>(n: usize, value: &T) -> PartialMask<'_> {
    PartialMask { text: value.text(), ends: KeptEnds { first: n, last: 0, min_hidden: 0 } }
}

/// Shows the last `n` characters of a text and hides the rest.
///
/// ```
/// use logkit::keep_last;
///
/// assert_eq!(format!("{}", keep_last(4, "4111111111111111")), "****1111");
/// assert_eq!(format!("{}", keep_last(4, "1111")), "****");
/// ```
///
/// The rules are those of [`keep_first`].
///
/// # Panics
///
/// Panics if [`KeepText::text`] panics.
pub fn keep_last<T: KeepText + ?Sized>(n: usize, value: &T) -> PartialMask<'_> {
    PartialMask { text: value.text(), ends: KeptEnds { first: 0, last: n, min_hidden: 0 } }
}

/// Shows the first and the last characters of a text, for `#[redact(keep_first = .., keep_last =
/// .., min_hidden = ..)]`.
pub const fn keep(ends: KeptEnds, text: Option<&str>) -> PartialMask<'_> {
    PartialMask { text, ends }
}

/// The mask `[redacted]`, returned by [`masked`].
#[derive(Clone, Copy)]
pub struct Masked;

impl fmt::Display for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not `pad`: a width or a precision must not change what a mask looks like.
        f.write_str(WHOLE)
    }
}

impl Redact for Masked {
    fn __form(&self) -> TextForm<'_> {
        TextForm::Word(WHOLE)
    }
}

impl ToValue for Masked {
    #[inline]
    fn to_value(&self) -> Value<'_> {
        Value::Redact(self)
    }
}

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The ends of a text around `****`, returned by [`keep_first`] and [`keep_last`].
#[derive(Clone, Copy)]
pub struct PartialMask<'a> {
    text: Option<&'a str>,
    ends: KeptEnds,
}

impl fmt::Display for PartialMask<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, tail) = self.ends();
        write_escaped(f, head)?;
        f.write_str(PART)?;
        write_escaped(f, tail)
    }
}

impl Redact for PartialMask<'_> {
    fn __form(&self) -> TextForm<'_> {
        let (head, tail) = self.ends();
        TextForm::Kept(head, tail)
    }
}

impl PartialMask<'_> {
    /// The characters at the start and at the end.
    fn ends(&self) -> (&str, &str) {
        self.text.and_then(|text| graphemes::ends(text, self.ends)).unwrap_or_default()
    }
}

impl ToValue for PartialMask<'_> {
    #[inline]
    fn to_value(&self) -> Value<'_> {
        Value::Redact(self)
    }
}

impl fmt::Debug for PartialMask<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A fixed text in place of any value: `#[redact(text = "..")]`.
#[derive(Clone, Copy)]
pub struct FixedText(pub &'static str);

impl fmt::Display for FixedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_escaped(f, self.0)
    }
}

impl Redact for FixedText {}

impl fmt::Debug for FixedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Writes `kept` with control characters escaped, so that it can neither end its line nor control a
/// terminal.
fn write_escaped(f: &mut fmt::Formatter<'_>, kept: &str) -> fmt::Result {
    let mut rest = kept;
    if !is_printable(kept) {
        while let Some((at, found)) = first_to_escape(rest) {
            write!(f, "{}{}", &rest[..at], found.escape_default())?;
            rest = &rest[at + found.len_utf8()..];
        }
    }
    // Most masks show one end only, so this saves a call.
    if rest.is_empty() { Ok(()) } else { f.write_str(rest) }
}
