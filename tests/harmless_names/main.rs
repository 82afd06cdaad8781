//! A name that the package's `Cargo.toml` declares harmless shows as it is, in all channels, in the
//! statements of this crate; names of credentials that end with it stay masked.

use std::sync::{Mutex, PoisonError};

use logkit::handler::Memory;
use logkit::{Format, Level, Logger, Redact, info, module_logger, warn};
use tracing_subscriber::prelude::*;

#[module_logger("harmless_names")]
static LOGGER: Logger;

/// The tests add handlers to the same loggers.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

#[derive(Redact)]
struct Ration {
    ration_token: u32,
    #[redact]
    owner: &'static str,
}

/// Returns the lines of this thread's statements, in a format.
fn lines(format: Format, log: impl FnOnce()) -> Vec<String> {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let memory = Memory::new().with_format(format);
    let handler = LOGGER.add_handler(memory.clone());
    log();
    LOGGER.remove_handler(handler);
    memory.lines()
}

fn log_with_logkit() {
    let (ration_token, ration_token_0) = (17, 18);
    info!(ration_token, meat.ration_token = 19, "{ration_token_0} {}", ration_token);
    let ration = Ration { ration_token, owner: "ada" };
    warn!(rationTokens = %ration_token, ?ration, length = ration.owner.len(), "owned");
}

/// An annotated inline module, in which the lint looks at `#[instrument]`.
#[module_logger("harmless_names.inline", allow_bypass)]
mod inline {
    #[tracing::instrument(fields(meat.ration_token = 20), skip(password))]
    pub(super) fn eat(ration_token: u32, password: &str) {
        tracing::warn!(length = password.len(), "instrumented");
    }

    #[cfg(feature = "log")]
    pub(super) fn log_with_log() {
        log::warn!(ration_token = 18, meat_ration_tokens:? = [19], password = "hunter2"; "recorded");
    }
}

/// The event is claimed by the logger, because it is in its module.
fn log_with_tracing() {
    let host = tracing_subscriber::registry().with(logkit::layer().with_level(Level::Info));
    tracing::subscriber::with_default(host, || {
        let span = tracing::info_span!("eat", ration_token = 17, password = "hunter2");
        span.in_scope(|| {
            tracing::warn!(ration_token = 18, access_ration_token = "hunter2", "eaten");
        });
    });
}

#[test]
fn the_crate_shows_the_name_in_text_and_json() {
    let text = lines(Format::standard(), log_with_logkit);
    assert!(text[0].ends_with("18 17 ration_token=17 meat.ration_token=19"), "{text:?}");
    assert!(text[1].contains("rationTokens=17"), "{text:?}");
    assert!(text[1].contains("Ration { ration_token: 17, owner: [redacted] }"), "{text:?}");
    let json = lines(Format::json(), log_with_logkit);
    assert!(json[0].contains(r#""ration_token":17"#), "{json:?}");
    assert!(json[1].contains(r#""rationTokens":"17""#), "{json:?}");

    let text = lines(Format::standard(), log_with_tracing);
    assert!(text[0].contains("eaten ration_token=18 access_ration_token=[redacted]"), "{text:?}");
    assert!(text[0].contains("eat{ration_token=17 password=[redacted]}"), "{text:?}");
    let json = lines(Format::json(), log_with_tracing);
    assert!(json[0].contains(r#""ration_token":18"#), "{json:?}");
    assert!(json[0].contains(r#""ration_token":17"#), "{json:?}");
    assert!(!json[0].contains("hunter2"), "{json:?}");
}

/// Runs the code under a host with one layer, and returns the lines of the layer and of a logger.
fn lines_of_both(logger: &'static Logger, format: Format, log: impl FnOnce()) -> Vec<String> {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let memory = Memory::new().with_format(format);
    let layer = logkit::layer().with_level(Level::Info).with_handler(memory.clone());
    let handler = logger.add_handler(memory.clone());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), log);
    logger.remove_handler(handler);
    memory.lines()
}

#[test]
fn the_crate_shows_the_name_in_spans_of_instrument() {
    let log = || inline::eat(17, "hunter2");
    let text = lines_of_both(&inline::LOGGER, Format::standard(), log);
    assert!(text[0].contains("instrumented length=7"), "{text:?}");
    let span = ["eat{", "meat.ration_token=20", "ration_token=17"];
    assert!(span.iter().all(|part| text[0].contains(part)), "{text:?}");
    let json = lines_of_both(&inline::LOGGER, Format::json(), log);
    assert!(json[0].contains(r#""ration_token":17"#), "{json:?}");
    assert!(json[0].contains(r#""meat.ration_token":20"#), "{json:?}");
}

/// The names hold for the crate that declares them, not for the program.
#[test]
fn another_crate_masks_the_name() {
    for format in [Format::standard(), Format::json()] {
        let lines = lines_of_both(&neighbour::LOGGER, format, || {
            neighbour::log_with_tracing();
            neighbour::log_with_logkit();
        });
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[0].contains("eaten") && lines[1].contains("instrumented"), "{lines:?}");
        assert!(lines[1].contains("meat"), "{lines:?}");
        assert!(lines[2].contains("constant"), "{lines:?}");
        let masked: Vec<_> = lines.iter().map(|line| line.matches("[redacted]").count()).collect();
        assert_eq!(masked, [2, 1, 1], "{lines:?}");
        assert!(lines.iter().all(|line| !line.contains("hunter")), "{lines:?}");
    }
}

/// The `log` crate has one logger for all tests, so this is one test.
#[cfg(feature = "log")]
#[test]
fn key_values_of_log_show_the_name_of_their_own_crate_alone() {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let text = Memory::new();
    let json = Memory::new().with_format(Format::json());
    let layer = logkit::layer().with_level(Level::Info);
    log::set_boxed_logger(Box::new(layer.log_bridge())).unwrap();
    log::set_max_level(log::LevelFilter::Info);
    for logger in [&inline::LOGGER, &neighbour::LOGGER] {
        logger.add_handler(text.clone());
        logger.add_handler(json.clone());
    }
    inline::log_with_log();
    neighbour::log_with_log();
    let (text, json) = (text.lines(), json.lines());
    let own = "recorded ration_token=18 meat_ration_tokens=[19] password=[redacted]";
    assert!(text[0].ends_with(own), "{text:?}");
    assert!(text[1].ends_with("recorded ration_token=[redacted] meat=7"), "{text:?}");
    assert!(json[0].contains(r#""ration_token":18"#), "{json:?}");
    assert!(json[0].contains(r#""password":"[redacted]""#), "{json:?}");
    assert!(json[1].contains(r#""ration_token":"[redacted]""#), "{json:?}");
    assert_eq!((text.len(), json.len()), (2, 2), "{text:?} {json:?}");
}

#[cfg(feature = "testing")]
#[test]
fn the_testing_helpers_list_the_name() {
    use logkit::testing::{assert_never_logged, harmless_names};

    assert!(harmless_names().any(|known| known == ("harmless_names", "ration_token")));
    let shown = std::panic::catch_unwind(|| assert_never_logged("xV7#qK9!zW", || "xV7#qK9!zW"));
    let report = *shown.unwrap_err().downcast::<String>().unwrap();
    assert!(report.contains("declared harmless"), "{report}");
    assert!(report.contains("`ration_token` in harmless_names"), "{report}");
}
