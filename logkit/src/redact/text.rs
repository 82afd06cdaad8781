//! The trait of text that `keep_first` and `keep_last` can show in part.

use std::borrow::Cow;

use crate::util::pointers::for_pointers;

/// Text, or `None`, whose ends a mask may show.
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
/// It is implemented for strings, pointers to strings, and `Option`s of these. It is not
/// implemented for numbers and bytes: a mask would need to format the whole value before it could
/// count from the end, and four digits reveal too much of a small number.
#[diagnostic::on_unimplemented(
    message = "`keep_first` and `keep_last` are for text, and `{Self}` is not text",
    label = "not text",
    note = "to mask the whole value write `#[redact]` on a field, `logkit::masked(&value)` in a call",
    note = "your own type that holds text can implement `logkit::redact::KeepText`"
)]
pub trait KeepText {
    /// Returns the text, not escaped or quoted. `None` is masked like any other value.
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
