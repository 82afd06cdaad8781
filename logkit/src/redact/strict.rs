//! The logger that logs only what cannot leak, and how a statement finds out which kind its own is.

use std::fmt;
use std::ops::Deref;

use crate::logger::Declaration;
use crate::logger::{Logger, Registration, declare};
use crate::record::to_value::ToValue;
use crate::record::value::Value;
use crate::redact::LogSafe;
use crate::util::specialize::Probe;

/// A [`Logger`] that logs only what is [`LogSafe`]; what `#[module_logger(.., strict)]` makes of the
/// static that it declares.
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
/// Whatever the macro and the file, every value of every statement is looked at, the message's
/// arguments and captures and the error of an `exception!` included. What may be anything does not
/// compile, a run-time text among it:
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
/// (Of a borrowed one the borrow checker says it in its own words: it has to outlive `'static`.) So
/// that every argument can be seen, a message is a literal, with widths and precisions as numbers.
///
/// By type is by type: a `Redact` type shows what its author left unmasked, and its `Display`, and
/// the text of an error, are what they are.
///
/// Otherwise it is a [`Logger`], to which it dereferences. Strict is the static and not the name:
/// another static of the same name need not be.
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

/// For expansions of `#[module_logger]`: what becomes of the type that stands at the static.
#[diagnostic::on_unimplemented(
    message = "a logger's static is a `Logger`, and `{Self}` is none",
    label = "no `Logger`",
    note = "write `static LOGGER: Logger;`; under `strict` the attribute makes a `StrictLogger` of it"
)]
pub trait MadeStrict {
    /// The type of the static.
    type Logger;
}

#[diagnostic::do_not_recommend]
impl MadeStrict for Logger {
    type Logger = StrictLogger;
}

/// For expansions of `#[module_logger]`: the static's initial value.
pub const fn declare_strict(declaration: Declaration) -> StrictLogger {
    StrictLogger(declare(declaration))
}

/// For expansions of `#[module_logger]`: makes the logger known.
pub const fn strict_registration(logger: &'static StrictLogger) -> Registration {
    Registration(&logger.0)
}

/// What a statement can log to. In a static's initialiser nothing can be dereferenced, so there it
/// is this that is kept.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no logger",
    label = "not a `Logger`",
    note = "a statement logs to the static `LOGGER` in scope, or to the one that `logger:` names; \
            `#[module_logger] static LOGGER: Logger;` declares one"
)]
pub trait AsLogger: Sync {
    /// What it lets be logged: [`Open`] or [`Strict`].
    type Policy
    where
        Self: Sized;
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

/// Another name for a logger: `static AUDIT: &Logger = &LOGGER;`
#[diagnostic::do_not_recommend]
impl<L: AsLogger> AsLogger for &'static L {
    type Policy = L::Policy;

    #[inline]
    fn as_logger(&'static self) -> &'static Logger {
        (**self).as_logger()
    }
}

/// Lets everything be logged.
pub struct Open;

/// Lets be logged what is [`LogSafe`].
pub struct Strict;

/// May be logged under the policy. Says what [`LogSafe`] says, for it is this that a statement needs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may hold a secret, and the logger is strict",
    label = "not known to be safe to log",
    note = "derive `logkit::Redact` for a type of yours, mask the value with `masked(&value)`, or \
            log it as it is with `unmasked(&value)`"
)]
pub trait AdmittedBy<Policy> {}

impl<T: ?Sized> AdmittedBy<Open> for T {}

impl<T: LogSafe + ?Sized> AdmittedBy<Strict> for T {}

macro_rules! admitted {
    ($($type:ty),*) => { $(
        #[diagnostic::do_not_recommend]
        impl AdmittedBy<Strict> for $type {}
    )* };
}

// One of them alone is no text, and so they are not `LogSafe`, which lists of them would be.
admitted!(u8, char, &u8, &char, Option<u8>, Option<char>);

/// A message of which only `format_args!` knows the arguments, and which may be logged all the same.
#[diagnostic::on_unimplemented(
    message = "a strict logger has to see each argument of a message, and not of this one",
    label = "only `format_args!` knows what is in it",
    note = "write the message as a literal, with widths and precisions as numbers in it, `{{:>8.2}}`; \
            or say that all of it may be seen: `\"{{}}\", unmasked(&format_args!(..))`"
)]
pub trait UnseenBy<Policy> {}

#[diagnostic::do_not_recommend]
impl UnseenBy<Open> for fmt::Arguments<'_> {}

/// Compiles if the logger lets the value be logged; does nothing.
#[inline(always)]
#[allow(clippy::inline_always, reason = "the body is empty")]
pub fn check<L: AsLogger, T>(_: &'static L, _: &T)
where
    T: AdmittedBy<L::Policy> + ?Sized, // borrowed and not `'static`: mask it, or write `unmasked(it)`
{
}

// The functions that make a statement's values. Each of them has the bound of `check`, for a call of
// its own would double the calls of every statement. The borrow checker's error for a borrowed text
// cannot be worded here, but it shows the line of the bound; so each line says what to write.

/// The value of `key = value`.
#[inline]
pub fn typed<'a, L: AsLogger, T>(_: &'static L, value: &'a T) -> Value<'a>
where
    T: ToValue + ?Sized,
    T: AdmittedBy<L::Policy>, // borrowed and not `'static`: mask it, or write `unmasked(it)`
{
    value.to_value()
}

/// The value of `key = %value`.
#[inline]
pub fn display<'a, L: AsLogger, T>(_: &'static L, value: &'a T) -> Value<'a>
where
    T: fmt::Display,
    T: AdmittedBy<L::Policy>, // borrowed and not `'static`: mask it, or write `unmasked(it)`
{
    Value::Display(value)
}

/// The probe of `{}` and of `?value`.
#[inline]
pub fn probe<'a, L: AsLogger, T>(_: &'static L, value: &'a T) -> Probe<'a, T>
where
    T: AdmittedBy<L::Policy> + ?Sized, // borrowed and not `'static`: mask it, or write `unmasked(it)`
{
    Probe(value)
}

/// The value of `{:>8.2}`; `text` is the formatted one.
#[inline]
pub fn formatted<'a, L: AsLogger, T>(
    _: &'static L,
    _: &T,
    text: &'a fmt::Arguments<'a>,
) -> Value<'a>
where
    T: AdmittedBy<L::Policy> + ?Sized, // borrowed and not `'static`: mask it, or write `unmasked(it)`
{
    Value::Display(text)
}

/// The value of a message that `format_args!` formats as a whole.
#[inline]
pub fn unseen<'a, L: AsLogger, T>(_: &'static L, value: &'a T) -> Value<'a>
where
    T: UnseenBy<L::Policy> + fmt::Display,
{
    Value::Display(value)
}
