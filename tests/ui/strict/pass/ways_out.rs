//! Values that a strict logger accepts, without warnings.

#![deny(warnings)]

use std::error::Error;
use std::fmt::Debug;
use std::time::Duration;

use logkit::redact::LogSafe;
use logkit::{Level, Logger, Redact, debug, enabled, event, exception, info, module_logger};
use logkit::{Sensitive, keep_last, masked, unmasked};

#[module_logger("payments", strict)]
pub static LOGGER: Logger;

#[derive(Redact)]
struct User {
    name: String,
    #[redact]
    email: String,
}

const COUNTRY: &str = "DE";

mod limits {
    pub(super) const MAX: &str = "100";
    pub(super) static UNIT: &str = "EUR";
}

trait Table {
    const NAME: &'static str;
}

impl Table for User {
    const NAME: &'static str = "users";
}

fn of_a_parameter<T: Table>() {
    info!(table = T::NAME, "{}", <T as Table>::NAME);
}

/// Texts that the statement names.
fn texts() {
    use limits::{MAX, UNIT};
    of_a_parameter::<User>();
    const WITHIN: &str = "within";
    info!(MAX, ?UNIT, %COUNTRY, within = WITHIN, "{WITHIN} {MAX:?} {UNIT:>8} {}", limits::MAX);
    info!(joined = concat!("a", 1), "{} {}", stringify!(a + b), file!());
    info!(module = module_path!(), package = env!("CARGO_PKG_NAME"), table = <User as Table>::NAME);
    info!(table = User::NAME, debug = ?"literal", display = %"literal", "{:>8} {:?}", "a", r"b");
    macro_rules! log {
        ($text:literal, $constant:path, $expression:expr) => {
            info!(literal = $text, constant = $constant, expression = $expression, "{}", $text);
        };
    }
    log!("a", limits::MAX, "b");
    log!("a", COUNTRY, COUNTRY);
}

fn generic<T: LogSafe + Debug>(value: &T) {
    info!(?value, "{value:?}");
}

fn level() -> &'static str {
    "gold"
}

fn main() {
    texts();
    let user = User { name: "Ada".into(), email: "ada@example.com".into() };
    let (name, pin) = (user.name.as_str(), Sensitive::new(String::from("1234")));
    info!(?user, nested = ?Some(vec![&user]), "literal", );
    info!(cents = 1_999, rate = 0.5, ok = true, sign = 'c', text = "literal", COUNTRY, none = None::<u8>, byte = b'c', offset = -1_i8, some = ?Some('c'));
    info!("{} {:>8.2} {level} {COUNTRY}", 7, 0.5, level = unmasked(level()));
    info!(name = unmasked(name), email = masked(&user.email), card = keep_last(4, name), pin = masked(&pin));
    info!("{} of {}", unmasked(name), masked(&user.email));
    info!(?user, "{}", unmasked(&format_args!("{name:>width$}", width = 8)));
    let ports = [80_u16, 443];
    info!(port = ports[0], some = Some(443_u16), other = &ports[1], unit = std::num::NonZeroU16::MIN);
    info!(ports = ?unmasked(&ports), sizes = ?[1_u32, 2], offsets = ?vec![-1_i16], "{:?}", unmasked(&ports));
    info!(elapsed = ?Duration::from_millis(5), level = %LOGGER.level());
    debug!(message = "literal");
    event!(Level::Warning, level = unmasked(level()));
    generic(&user);
    if let (true, Err(err)) = (enabled!(Level::Info), "x7".parse::<u32>()) {
        exception!(unmasked(&err), "refused {}", 7);
        info!(error = unmasked(&err as &dyn Error));
        let err: Box<dyn Error + Send + Sync> = err.into();
        exception!(unmasked(&err));
    }
    LOGGER.set_level(Level::Debug);
    let logger: &'static Logger = &LOGGER;
    assert_eq!((logger.name(), LOGGER.name()), ("payments", "payments"));
}
