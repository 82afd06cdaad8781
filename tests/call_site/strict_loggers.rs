//! A strict logger writes the values that it accepts as any logger does, in every place.

use std::error::Error;

use logkit::{Level, LevelFilter, Logger, Redact, StrictLogger, Value, event, exception, info};
use logkit::{keep_last, masked, module_logger, unmasked};

use support::lines::lines;

#[derive(Redact)]
struct Card {
    holder: &'static str,
    #[redact(keep_last = 4)]
    number: String,
}

/// A type that declares itself safe.
struct OrderId(u64);

impl logkit::ToValue for OrderId {
    fn to_value(&self) -> Value<'_> {
        Value::U64(self.0)
    }
}

impl logkit::redact::LogSafe for OrderId {}

#[module_logger("call_site.safe", strict)]
pub(crate) static LOGGER: Logger;

/// The same logger under another name, equally strict.
static ALIAS: &StrictLogger = &LOGGER;

mod child {
    use super::LOGGER;

    pub(super) fn log(width: u8) {
        logkit::info!(width, "child");
    }
}

#[module_logger("call_site.safe.inline", strict = true)]
mod inline {
    pub(super) fn log(host: &str) {
        info!(host = crate::strict_loggers::unmasked(host));
        nested::log();
    }

    mod nested {
        pub(super) fn log() {
            info!("nested");
        }
    }
}

#[module_logger("call_site.not_safe", strict = false)]
mod not_strict {
    pub(super) fn log(host: &str) {
        info!(host, "{host}");
    }
}

fn statements(name: &str) {
    let card = Card { holder: "Ada", number: "4111111111111111".to_owned() };
    let cards = [&card];
    info!(?card, order = OrderId(7), some = Some(1), "to {}, {:?}, {0}", 0.5, card);
    info!(?cards, name = masked(name), "{} {:>5.1} {}", keep_last(4, &name), 2.25, unmasked(name));
    info!("{}", unmasked(&format_args!("{name:>width$}", width = 8)));
    event!(Level::Warning, text = "literal", LEVELS, "{LEVELS}");
    child::log(8);
    info!(logger: ALIAS, "alias");
}

const LEVELS: &str = "constant";

#[test]
fn safe_values_are_logged_as_by_any_logger() {
    let card = "Card { holder: \"Ada\", number: ****1111 }";
    assert_eq!(
        lines(&LOGGER, || statements("ada lovelace")),
        [
            format!("INFO - to 0.5, {card}, 0.5 card={card} order=7 some=1"),
            format!("INFO - ****lace   2.2 ada lovelace cards=[{card}] name=[redacted]"),
            "INFO - ada lovelace".to_owned(),
            "WARNING - constant text=literal LEVELS=constant".to_owned(),
            "INFO - child width=8".to_owned(),
            "INFO - alias".to_owned(),
        ]
    );
    assert_eq!(lines(&inline::LOGGER, || inline::log("db1")), ["INFO - host=db1", "INFO - nested"]);
    assert_eq!(lines(&not_strict::LOGGER, || not_strict::log("db1")), ["INFO - db1 host=db1"]);
}

/// An error must be declared safe like any other value; then it is logged with its causes, whether
/// it is plain, in a box or in a report.
#[test]
fn an_exception_takes_an_error_that_is_declared_safe() {
    #[module_logger("call_site.safe.exceptions", strict)]
    static LOGGER: Logger;
    let refused = "INFO".parse::<u32>().unwrap_err();
    let boxed: Box<dyn Error + Send + Sync> = refused.clone().into();
    let report = anyhow::Error::from(refused.clone()).context("no number");
    let written = lines(&LOGGER, || {
        exception!(unmasked(&refused), "refused {}", 7);
        exception!(unmasked(&boxed));
        exception!(unmasked(&report));
        exception!(unmasked(&refused as &dyn Error));
        info!(error = unmasked(&refused as &dyn Error));
    });
    let text = "error=\"invalid digit found in string\"";
    assert_eq!(
        written,
        [
            format!("ERROR - refused 7 {text}"),
            format!("ERROR - {text}"),
            "ERROR - error=\"no number\"\n    caused by: invalid digit found in string".to_owned(),
            format!("ERROR - {text}"),
            format!("INFO - {text}"),
        ]
    );
}

#[test]
fn a_strict_static_is_a_logger_in_every_other_way() {
    #[module_logger("call_site.safe.methods", level = "warning", strict)]
    static LOGGER: Logger;
    static NAME: &str = LOGGER.name();
    fn takes_any(logger: &'static Logger) -> LevelFilter {
        logger.level()
    }
    assert_eq!(NAME, "call_site.safe.methods");
    assert_eq!(takes_any(&LOGGER), LevelFilter::At(Level::Warning));
    LOGGER.set_level(Level::Debug);
    assert!(LOGGER.is_enabled_for(Level::Debug));
    assert!(logkit::enabled!(Level::Debug) && !logkit::enabled!(Level::Trace));
    assert_eq!(logkit::logger(NAME).map(Logger::level), Some(LevelFilter::At(Level::Debug)));
    assert_eq!(format!("{LOGGER:?}"), "StrictLogger { name: \"call_site.safe.methods\", .. }");
}
