//! A name that the package's `Cargo.toml` declares harmless shows as it is, in all channels, in the
//! statements of this crate; names of credentials that end with it stay masked.

use logkit::handler::Memory;
use logkit::{Format, Level, Logger, Redact, info, module_logger, warn};
use tracing_subscriber::prelude::*;

#[module_logger("harmless_names")]
static LOGGER: Logger;

#[derive(Redact)]
struct Ration {
    ration_token: u32,
    #[redact]
    owner: &'static str,
}

/// Returns the lines of this thread's statements, in a format.
fn lines(format: Format, log: impl FnOnce()) -> Vec<String> {
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
