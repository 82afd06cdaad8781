//! `#[redact(with = path)]`: what a function of the author's shows of a value, or nothing of it.

use std::fmt;

use crate::format::escape;
use crate::redact::mask::Masked;
use crate::util::buffer;
use crate::util::catch_panic::catch_panic;

/// The writer of the function of `#[redact(with = path)]`.
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
/// The function takes a reference to the field's type, or to what that dereferences to; with `each`
/// and `show_none`, to the type of the element or of what the `Option` holds. It returns
/// [`fmt::Result`].
///
/// Nothing of what is written shows before the function has returned `Ok`: an error or a panic
/// shows `[redacted]`. Control characters and those that turn the direction of the text are
/// escaped (`\n`, `\u{1b}`). A panic's own message is printed by the panic hook: keep the value out
/// of it. Within the message of another panic, as `unwrap` writes one, a function that panics ends
/// the process: so std has it for every `Debug`.
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

/// The signature that `with` asks for.
type Function<T> = fn(&T, &mut Mask<'_>) -> fmt::Result;

/// The function of a `with`.
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
