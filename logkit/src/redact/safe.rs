//! Which types cannot leak: what `strict` modules may log.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::io::ErrorKind;
use std::ops::{Range, RangeInclusive};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::level::{Level, LevelFilter};
use crate::record::value::Redacted;
use crate::redact::mask::{Masked, PartialMask};
use crate::redact::sensitive::{Sensitive, Unmasked};

/// A type of which every value may be logged: numbers, durations, levels, bools, `&'static str`,
/// types that derive [`Redact`](macro@crate::Redact), masks, [`Sensitive`], what [`unmasked`] gives,
/// and pointers to these, `Option`, `Result`, slices, arrays, `Vec`, sets, maps and tuples of these.
/// A [`StrictLogger`](crate::StrictLogger) logs nothing else, but for a single byte or `char`.
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
/// audit(&("name", masked(&name), unmasked(&name)));
/// ```
///
/// ```compile_fail
/// # use logkit::redact::LogSafe;
/// # fn audit(_: &impl LogSafe) {}
/// // A text of run time may be anything.
/// audit(&String::from("Ada"));
/// ```
///
/// A byte and a `char` are not among them, for a list of these is a text: `name.as_bytes()`,
/// `name.chars().collect::<Vec<_>>()`.
///
/// An implementation by hand is a promise that no value of the type is a secret.
///
/// [`unmasked`]: crate::unmasked
#[diagnostic::on_unimplemented(
    message = "`{Self}` may hold a secret",
    label = "not known to be safe to log",
    note = "derive `logkit::Redact` for a type of yours, mask the value with `masked(&value)`, or \
            log it as it is with `unmasked(&value)`"
)]
pub trait LogSafe {}

macro_rules! safe {
    ($([$($generics:tt)*] $type:ty;)*) => { $(impl<$($generics)*> LogSafe for $type {})* };
}

safe! {
    [] u16; [] u32; [] u64; [] u128; [] usize;
    [] i8; [] i16; [] i32; [] i64; [] i128; [] isize;
    [] f32; [] f64; [] bool; [] ();
    [] std::num::NonZeroU8; [] std::num::NonZeroU16; [] std::num::NonZeroU32;
    [] std::num::NonZeroU64; [] std::num::NonZeroU128; [] std::num::NonZeroUsize;
    [] std::num::NonZeroI8; [] std::num::NonZeroI16; [] std::num::NonZeroI32;
    [] std::num::NonZeroI64; [] std::num::NonZeroI128; [] std::num::NonZeroIsize;
    [] Duration; [] SystemTime; [] Level; [] LevelFilter; [] Ordering; [] ErrorKind;
    [] Masked; [] PartialMask<'_>; [] Redacted<'_>;
    [T] Sensitive<T>;
    [T: ?Sized] Unmasked<'_, T>;
    [T: LogSafe + ?Sized] &T;
    [T: LogSafe + ?Sized] &mut T;
    [T: LogSafe + ?Sized] Box<T>;
    [T: LogSafe + ?Sized] Rc<T>;
    [T: LogSafe + ?Sized] Arc<T>;
    [T: LogSafe] std::num::Wrapping<T>;
    [T: LogSafe] Option<T>;
    [T: LogSafe, E: LogSafe] Result<T, E>;
    [T: LogSafe] Range<T>;
    [T: LogSafe] RangeInclusive<T>;
    [T: LogSafe] [T];
    [T: LogSafe, const N: usize] [T; N];
    [T: LogSafe] Vec<T>;
    [T: LogSafe] VecDeque<T>;
    [T: LogSafe] BTreeSet<T>;
    [T: LogSafe, S] HashSet<T, S>;
    [K: LogSafe, V: LogSafe] BTreeMap<K, V>;
    [K: LogSafe, V: LogSafe, S] HashMap<K, V, S>;
    [A: LogSafe] (A,);
    [A: LogSafe, B: LogSafe] (A, B);
    [A: LogSafe, B: LogSafe, C: LogSafe] (A, B, C);
    [A: LogSafe, B: LogSafe, C: LogSafe, D: LogSafe] (A, B, C, D);
}

// The author wrote it. (`str` itself is not safe, so this is not the pointer of above.) It is no
// advice for a `String`.
#[diagnostic::do_not_recommend]
impl LogSafe for &'static str {}

#[cfg(feature = "hash")]
impl<T: ?Sized> LogSafe for crate::redact::Hashed<'_, T> {}
