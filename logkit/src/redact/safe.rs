//! The types that cannot leak a secret, which `strict` modules may log. `std_types.rs` lists those of
//! std.

use crate::level::{Level, LevelFilter};
use crate::redact::mask::{Masked, PartialMask};
use crate::redact::sensitive::{Sensitive, Unmasked};

/// A type whose values are all safe to log.
///
/// It is implemented for numbers, bools, durations and times, levels, types that derive
/// [`Redact`](macro@crate::Redact), masks, [`Sensitive`] and [`unmasked`] values; for pointers to such
/// types; and for `Option`, `Result`, ranges, slices, arrays, `Vec`, sets, maps and tuples of them. A
/// [`StrictLogger`](crate::StrictLogger#texts) logs nothing else, except a single byte, `u16` or `char`,
/// and texts that the statement names as a literal or a constant.
///
/// ```
/// use logkit::redact::LogSafe;
/// use logkit::{Redact, masked, unmasked};
///
/// fn audit(_: &impl LogSafe) {}
///
/// #[derive(Redact)]
/// struct Card(#[redact] String);
///
/// let name = String::from("Ada");
/// audit(&7);
/// audit(&Some(vec![Card("4111111111111111".into())]));
/// audit(&(masked(&name), unmasked(&name), unmasked("name")));
/// ```
///
/// ```compile_fail
/// # use logkit::redact::LogSafe;
/// # fn audit(_: &impl LogSafe) {}
/// // A `String` may hold anything.
/// audit(&String::from("Ada"));
/// ```
///
/// A generic type that derives [`Redact`](macro@crate::Redact) is safe if the parameters that it shows are.
///
/// It is not implemented for `u8`, `i8`, `u16`, their `NonZero` types and `char`, because a list of these
/// can be a text: `name.as_bytes()`, `name.encode_utf16().collect::<Vec<_>>()`. To log a list of ports in
/// a strict module, write `?unmasked(&ports)`. Nor is it for paths and network addresses, nor for any text:
/// a `&'static str` may come from a static that is filled at run time. A view,
/// [`Redacted`](crate::redact::Redacted), forgets the type, and with it whether the parts that show are safe;
/// log the value itself.
///
/// An implementation by hand promises that no value of the type is a secret.
///
/// [`unmasked`]: crate::unmasked
#[diagnostic::on_unimplemented(
    message = "`{Self}` may hold a secret",
    label = "not known to be safe to log",
    note = "derive `logkit::Redact` for your own type, mask the value with \
            `logkit::masked(&value)`, or log it as it is with `logkit::unmasked(&value)`"
)]
pub trait LogSafe {}

impl LogSafe for Level {}
impl LogSafe for LevelFilter {}
impl LogSafe for Masked {}
impl LogSafe for PartialMask<'_> {}
impl<T> LogSafe for Sensitive<T> {}
impl<T: ?Sized> LogSafe for Unmasked<'_, T> {}

#[cfg(feature = "hash")]
impl<T: ?Sized> LogSafe for crate::redact::Hashed<'_, T> {}
