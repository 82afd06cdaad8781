//! The strict logger, which logs only types that cannot leak, and the bounds that check a statement's
//! values against the type of its logger.

use std::fmt;
use std::marker::PhantomData;
use std::num::{NonZeroI8, NonZeroU8, NonZeroU16};
use std::ops::Deref;

use crate::level::Level;
use crate::logger::{Logger, Registration, declare};
use crate::record::argument::Displayed;
use crate::record::to_value::ToValue;
use crate::record::value::Value;
use crate::redact::LogSafe;
use crate::redact::count::Count;
use crate::registry::declaration::Declaration;
use crate::util::specialize::Probe;

/// A [`Logger`] that logs only [`LogSafe`] values; the type that `#[module_logger(.., strict)]` gives to
/// the static.
///
/// ```
/// use logkit::{Logger, Redact, info, masked, module_logger, unmasked};
///
/// #[module_logger("payments", strict)]
/// static LOGGER: Logger;
///
/// #[derive(Redact)]
/// struct Card {
///     #[redact(keep_last = 4)]
///     number: String,
/// }
///
/// fn charge(card: &Card, cents: u64, email: &str, country: &str) {
///     info!(?card, cents, email = masked(email), "charging in {}", unmasked(country));
/// }
/// # charge(&Card { number: "4111111111111111".into() }, 1_999, "ada@example.com", "DE");
/// ```
///
/// Every value of every statement that logs to the static is checked, in any file: fields, the
/// message's arguments and captures, and the error of an `exception!`. A type that may hold
/// anything, such as a text that is not in the source, does not compile:
///
/// ```compile_fail
/// # use logkit::{Logger, info, module_logger};
/// # #[module_logger("payments", strict)]
/// # static LOGGER: Logger;
/// # let email = String::from("ada@example.com");
/// info!("paid by {email}");
/// ```
/// ```text
/// error[E0277]: `String` may hold a secret
/// ```
///
/// A message must be a literal, with widths and precisions as numbers, so that the macro sees every
/// argument.
///
/// The check is by type: a `Redact` type shows the fields that its author left unmasked, its `Display`
/// is not masked, and neither is the text of an error.
///
/// A `StrictLogger` dereferences to a [`Logger`]. The static is strict, not the name: another static of
/// the same name need not be.
///
/// # Texts
///
/// A text is logged as it is if the statement names it: a literal, `concat!(..)` and the like, or the path
/// of a constant or a static, `NAME` or `limits::NAME`. The type `&'static str` proves nothing, because a
/// configuration in a `LazyLock` lends texts of that type. So other expressions of it are refused, such as
/// `kind.as_str()`; write `unmasked(kind.as_str())`.
///
/// The borrow checker reports a variable that is named like a constant: "`NAME` does not live long enough".
pub struct StrictLogger(Logger);

impl StrictLogger {
    /// The name, as declared.
    pub const fn name(&self) -> &'static str {
        self.0.name()
    }
}

impl Deref for StrictLogger {
    type Target = Logger;

    #[inline]
    fn deref(&self) -> &Logger {
        &self.0
    }
}

impl fmt::Debug for StrictLogger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StrictLogger").field("name", &self.name()).finish_non_exhaustive()
    }
}

/// The strict form of a static's type; for expansions of `#[module_logger]`.
#[diagnostic::on_unimplemented(
    message = "expected a static of type `Logger`, found `{Self}`",
    label = "expected `Logger`",
    note = "write `static LOGGER: Logger;`, which `strict` turns into a `StrictLogger`"
)]
pub trait MadeStrict {
    /// The type of the static.
    type Logger;
}

#[diagnostic::do_not_recommend]
impl MadeStrict for Logger {
    type Logger = StrictLogger;
}

/// Returns the initial value of a strict static; for expansions of `#[module_logger]`.
pub const fn declare_strict(declaration: Declaration) -> StrictLogger {
    StrictLogger(declare(declaration))
}

/// Returns the registration of a strict static; for expansions of `#[module_logger]`.
pub const fn strict_registration(logger: &'static StrictLogger) -> Registration {
    Registration(&logger.0)
}

/// The types that a statement can log to.
#[diagnostic::on_unimplemented(
    message = "expected a logger, found `{Self}`",
    label = "expected a `Logger`",
    note = "a statement logs to the static `LOGGER` in scope, or to the one that `logger:` names; \
            write `#[module_logger] static LOGGER: Logger;` to declare one"
)]
pub trait AsLogger: Sync {
    /// The values that it logs: [`Open`] or [`Strict`].
    type Policy;
    /// The logger.
    fn as_logger(&'static self) -> &'static Logger;
}

impl AsLogger for Logger {
    type Policy = Open;

    #[inline]
    fn as_logger(&'static self) -> &'static Logger {
        self
    }
}

impl AsLogger for StrictLogger {
    type Policy = Strict;

    #[inline]
    fn as_logger(&'static self) -> &'static Logger {
        &self.0
    }
}

/// An alias for a logger: `static AUDIT: &Logger = &LOGGER;`.
#[diagnostic::do_not_recommend]
impl<L: AsLogger> AsLogger for &'static L {
    type Policy = L::Policy;

    #[inline]
    fn as_logger(&'static self) -> &'static Logger {
        (**self).as_logger()
    }
}

/// The policy of a [`Logger`]: every value.
#[derive(Debug)]
pub struct Open;

/// The policy of a [`StrictLogger`]: [`LogSafe`] values.
#[derive(Debug)]
pub struct Strict;

/// A value that may be logged under the policy. Its error has the words of [`LogSafe`]'s, because
/// this is the bound that fails in a statement.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may hold a secret, and the logger is strict",
    label = "not known to be safe to log",
    note = "derive `logkit::Redact` for your own type, mask the value with \
            `logkit::masked(&value)`, or log it as it is with `logkit::unmasked(&value)`"
)]
pub trait AdmittedBy<Policy> {}

impl<T: ?Sized> AdmittedBy<Open> for T {}

impl<T: LogSafe + ?Sized> AdmittedBy<Strict> for T {}

macro_rules! admitted {
    ($($type:ty),*) => { $(
        #[diagnostic::do_not_recommend]
        impl AdmittedBy<Strict> for $type {}
        #[diagnostic::do_not_recommend]
        impl AdmittedBy<Strict> for &$type {}
        #[diagnostic::do_not_recommend]
        impl AdmittedBy<Strict> for Option<$type> {}
    )* };
}

// A single one is harmless, but they are not `LogSafe`, because a list of them can be a text.
admitted!(u8, i8, u16, NonZeroU8, NonZeroI8, NonZeroU16, char);

/// A reference to a constant or a static, by its spelling, that may be logged under the policy. A text
/// proves that it is one by its lifetime: only such a reference lives forever.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may hold a secret, and the logger is strict",
    label = "not known to be safe to log",
    note = "derive `logkit::Redact` for your own type, mask the value with \
            `logkit::masked(&value)`, or log it as it is with `logkit::unmasked(&value)`"
)]
pub trait ConstantBy<Policy> {}

impl<T: ?Sized> ConstantBy<Open> for &T {}

impl<T: AdmittedBy<Strict> + ?Sized> ConstantBy<Strict> for &T {}

#[diagnostic::do_not_recommend]
impl ConstantBy<Strict> for &'static &'static str {}

/// A message whose arguments only `format_args!` knows, and that may be logged under the policy.
#[diagnostic::on_unimplemented(
    message = "a strict logger cannot check the arguments of this message",
    label = "only `format_args!` sees the arguments",
    note = "write the message as a literal, with widths and precisions as numbers, `{{:>8.2}}`; or \
            log it as it is: `\"{{}}\", logkit::unmasked(&format_args!(..))`"
)]
pub trait UnseenBy<Policy> {}

#[diagnostic::do_not_recommend]
impl UnseenBy<Open> for fmt::Arguments<'_> {}

/// The logger of a statement, and the policy of its static's type. A type that is not a logger is one
/// error, at the call of [`logger`].
#[derive(Debug)]
pub struct StatementLogger<P> {
    /// The logger.
    pub logger: &'static Logger,
    policy: PhantomData<P>,
}

/// Returns the logger of a statement; for expansions. `P` is a parameter, because `L::Policy` in
/// the return type would be a second error for a static that is not a logger.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it begins every statement, enabled or not")]
pub fn logger<L: AsLogger<Policy = P>, P>(logger: &'static L) -> StatementLogger<P> {
    StatementLogger { logger: logger.as_logger(), policy: PhantomData }
}

impl<P> StatementLogger<P> {
    /// The check that begins every statement. A disabled statement costs one relaxed load of a byte
    /// and one comparison; all the rest is out of line.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "as above")]
    pub fn enabled(self, level: Level) -> bool {
        self.logger.is_enabled_for(level)
    }
}

impl<P> Clone for StatementLogger<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for StatementLogger<P> {}

// The methods that make a statement's values. Each of them checks at compile time that the logger may
// log the value, for a call of its own would double the calls of every statement. They are methods, as
// a path would be twice as many tokens.
impl<P> StatementLogger<P> {
    /// Checks that the logger may log the value.
    #[inline(always)]
    #[allow(clippy::inline_always, clippy::unused_self, reason = "the body is empty")]
    pub fn check<T>(self, _: &T)
    where
        T: AdmittedBy<P> + ?Sized,
    {
    }

    /// The value of `key = "literal"`.
    #[inline]
    #[allow(clippy::unused_self, reason = "the policy is in its type")]
    pub fn literal<'a>(self, text: &'a &'static str) -> Value<'a> {
        Value::Str(text)
    }

    /// The value of `tokens = value`, under the name of secrets.
    #[inline]
    #[allow(clippy::unused_self, reason = "the policy is in its type")]
    pub fn counted<T>(self, value: &T) -> Value<'_>
    where
        T: Count + ?Sized,
        T: AdmittedBy<P>,
    {
        value.to_value()
    }

    /// Checks that a message's argument under the name of secrets is a count.
    #[inline(always)]
    #[must_use]
    #[allow(clippy::inline_always, reason = "it does nothing at run time")]
    pub fn count<T>(self, _: &T) -> Self
    where
        T: Count + ?Sized,
    {
        self
    }

    /// Checks that the logger may log a value with the spelling of a constant. The returned logger checks
    /// nothing.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "it does nothing at run time")]
    pub fn constant<'a, T>(self, _: &'a T) -> StatementLogger<Open>
    where
        T: ?Sized,
        &'a T: ConstantBy<P>, // a variable is not a constant: mask it, or write `unmasked(it)`
    {
        StatementLogger { logger: self.logger, policy: PhantomData }
    }

    /// The value of `key = value`.
    #[inline]
    #[allow(clippy::unused_self, reason = "the policy is in its type")]
    pub fn typed<T>(self, value: &T) -> Value<'_>
    where
        T: ToValue + ?Sized,
        T: AdmittedBy<P>,
    {
        value.to_value()
    }

    /// The value of `key = %value`.
    #[inline]
    #[allow(clippy::unused_self, reason = "as above")]
    pub fn display<T>(self, value: &T) -> Value<'_>
    where
        T: Displayed,
        T: AdmittedBy<P>,
    {
        Value::Display(value)
    }

    /// The probe of `{}` and of `?value`.
    #[inline]
    #[allow(clippy::unused_self, reason = "as above")]
    pub fn probe<T>(self, value: &T) -> Probe<T>
    where
        T: AdmittedBy<P> + ?Sized,
    {
        Probe::of(value)
    }

    /// The value of `{:>8.2}`; `text` is the formatted one.
    #[inline]
    #[allow(clippy::unused_self, reason = "as above")]
    pub fn formatted<'a, T>(self, _: &T, text: &'a fmt::Arguments<'a>) -> Value<'a>
    where
        T: AdmittedBy<P> + ?Sized,
    {
        Value::Display(text)
    }

    /// The value of a message that `format_args!` formats as a whole.
    #[inline]
    #[allow(clippy::unused_self, reason = "as above")]
    pub fn unseen<T>(self, value: &T) -> Value<'_>
    where
        T: UnseenBy<P> + fmt::Display,
    {
        Value::Display(value)
    }
}
