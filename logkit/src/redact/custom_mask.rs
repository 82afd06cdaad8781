//! `#[redact(with = path)]`: the text that a function of the type's author writes for a value.

use std::fmt;

use crate::format::escape;
use crate::redact::mask::Masked;
use crate::util::buffer;
use crate::util::catch_panic::catch_panic;

/// The writer that the function of `#[redact(with = path)]` receives.
///
/// ```
/// use std::fmt::{self, Write};
///
/// use logkit::Redact;
/// use logkit::redact::Mask;
///
/// fn domain(email: &str, mask: &mut Mask<'_>) -> fmt::Result {
///     let (_, domain) = email.rsplit_once('@').ok_or(fmt::Error)?;
///     write!(mask, "****@{domain}")
/// }
///
/// #[derive(Redact)]
/// struct User {
///     #[redact(with = domain)]
///     email: String,
/// }
///
/// let shown = |email: &str| format!("{:?}", User { email: email.into() });
/// assert_eq!(shown("ada@example.com"), "User { email: ****@example.com }");
/// assert_eq!(shown("no address"), "User { email: [redacted] }");
/// ```
///
/// The function takes a reference to the field's type or to a type that it dereferences to; with
/// `each` and `show_none`, to the type of the element or of the `Option`'s content. It returns
/// [`fmt::Result`].
///
/// Its output is used only if it returns `Ok`; an error or a panic prints `[redacted]`. Control
/// characters and bidirectional controls are escaped (`\n`, `\u{1b}`). The panic hook prints a
/// panic's message, so keep the value out of it. A function that panics while another panic's
/// message is written, as by `unwrap`, aborts the process, as any `Debug` would.
pub struct Mask<'a> {
    written: &'a mut Vec<u8>,
}

impl fmt::Write for Mask<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        escape::push(self.written, text);
        Ok(())
    }
}

impl fmt::Debug for Mask<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is written may still be taken back.
        f.debug_struct("Mask").finish_non_exhaustive()
    }
}

/// The signature that `with` requires.
type Function<T> = fn(&T, &mut Mask<'_>) -> fmt::Result;

/// The function of `with`.
pub struct CustomMask<T: ?Sized>(pub Function<T>);

impl<T: ?Sized> Clone for CustomMask<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for CustomMask<T> {}

impl<T: ?Sized> fmt::Debug for CustomMask<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomMask")
    }
}

impl<T: ?Sized> CustomMask<T> {
    pub(super) fn write(self, value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        buffer::with_scratch(|written| {
            let done = catch_panic(|| (self.0)(value, &mut Mask { written }));
            match (done, std::str::from_utf8(written)) {
                (Ok(Ok(())), Ok(text)) => f.write_str(text),
                _ => fmt::Display::fmt(&Masked, f),
            }
        })
    }
}
