//! The masks themselves: the constant one, and the one that keeps the ends of a text.

use std::fmt;

use crate::format::escape::{is_printable, must_escape};
use crate::record::to_value::ToValue;
use crate::record::value::{Redact, TextForm, Value};
use crate::redact::graphemes::{self, KeptEnds};
use crate::redact::text::KeepText;

/// The text in place of a value that is masked whole.
pub(crate) const WHOLE: &str = "[redacted]";
/// The text in place of the hidden part of a text, of any length.
pub(crate) const PART: &str = "****";

/// Masks a whole value: it prints as `[redacted]`, whatever it is.
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
/// A character is what a person sees as one: an extended grapheme cluster. They are shown only if
/// at least `n` of them, and never fewer than 4, stay hidden; else, and for `None`, the mask is
/// `****`. It is `****` too if a cluster on the way is longer than 128 bytes. Control characters
/// and those that turn the direction of the text are escaped (`\n`, `\u{1b}`).
///
/// Takes time in proportion to `n`, not to the length of the text.
///
/// # Panics
///
/// Only if [`KeepText::text`] does.
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
/// Only if [`KeepText::text`] does.
pub fn keep_last<T: KeepText + ?Sized>(n: usize, value: &T) -> PartialMask<'_> {
    PartialMask { text: value.text(), ends: KeptEnds { first: 0, last: n, min_hidden: 0 } }
}

/// Shows the first and the last characters of a text; what `#[redact(keep_first = .., keep_last
/// = .., min_hidden = ..)]` calls.
pub const fn keep(ends: KeptEnds, text: Option<&str>) -> PartialMask<'_> {
    PartialMask { text, ends }
}

/// The mask that [`masked`] gives: `[redacted]`.
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

/// The mask that [`keep_first`] and [`keep_last`] give: the ends of a text around `****`.
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
    /// The shown characters.
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

/// A text of the author's choice, whatever the value: `#[redact(text = "..")]`.
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

/// Writes `kept` so that it can neither leave its line nor drive a terminal.
fn write_escaped(f: &mut fmt::Formatter<'_>, kept: &str) -> fmt::Result {
    use fmt::Write;

    let mut rest = kept;
    if !is_printable(kept) {
        while let Some((at, found)) = rest.char_indices().find(|(_, c)| must_escape(*c)) {
            f.write_str(&rest[..at])?;
            found.escape_default().try_for_each(|c| f.write_char(c))?;
            rest = &rest[at + found.len_utf8()..];
        }
    }
    // A call for nothing is a call, too: most masks show one end.
    if rest.is_empty() { Ok(()) } else { f.write_str(rest) }
}
