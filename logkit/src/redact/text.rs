//! The trait of text that `keep_first` and `keep_last` can show in part.

use std::borrow::Cow;

use crate::util::pointers::for_pointers;

/// Text, or the want of it, whose ends a mask may show.
///
/// ```
/// use logkit::keep_last;
/// use logkit::redact::KeepText;
///
/// struct Iban(String);
///
/// impl KeepText for Iban {
///     fn text(&self) -> Option<&str> {
///         Some(&self.0)
///     }
/// }
///
/// let iban = Iban("DE02120300000000202051".into());
/// assert_eq!(keep_last(4, &iban).to_string(), "****2051");
/// ```
///
/// Strings and pointers to them have it, and so has an `Option` of those. Numbers and bytes do
/// not: a mask would have to write the whole value out before it could count from the end, and
/// four digits say too much of a small number.
#[diagnostic::on_unimplemented(
    message = "`keep_first` and `keep_last` are for text, and `{Self}` is not text",
    label = "not text",
    note = "to mask the whole value write `#[redact]` on a field, `masked(&value)` in a call",
    note = "a type of yours that holds text can implement `logkit::redact::KeepText`"
)]
pub trait KeepText {
    /// The raw text, never an escaped or quoted form of it. `None` is masked like any other value.
    fn text(&self) -> Option<&str>;
}

impl KeepText for str {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl KeepText for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl KeepText for Cow<'_, str> {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: KeepText> KeepText for Option<T> {
    fn text(&self) -> Option<&str> {
        self.as_ref()?.text()
    }
}

for_pointers!(KeepText {
    fn text(&self) -> Option<&str> {
        (**self).text()
    }
});
