//! A host adds `logkit::layer()` to its subscriber: third parties' secrets are masked by name, and
//! every record shows the host's spans in which it was logged.

mod anything;
mod events;
#[cfg(feature = "log")]
mod log_records;
mod names;
mod spans;

use logkit::handler::Memory;
use logkit::{Format, Level, RootLayer};
use tracing_subscriber::layer::SubscriberExt as _;

/// The output of a layer in a host without other layers: lines of the standard format without their
/// times, and JSON.
struct Heard {
    lines: Vec<String>,
    json: Vec<serde_json::Value>,
}

impl Heard {
    /// Returns the only line.
    fn line(&self) -> &str {
        assert_eq!(self.lines.len(), 1, "{:?}", self.lines);
        &self.lines[0]
    }
}

/// A layer for all levels, and its output.
fn listening() -> (RootLayer, impl Fn() -> Heard) {
    let (text, json) = (Memory::new(), Memory::new().with_format(Format::json()));
    let layer = logkit::layer()
        .with_handler(text.clone())
        .with_handler(json.clone())
        .with_level(Level::Trace);
    let heard = move || Heard {
        lines: support::lines::of(&text),
        json: json.lines().iter().map(|line| serde_json::from_str(line).unwrap()).collect(),
    };
    (layer, heard)
}

fn hear(code: impl FnOnce()) -> Heard {
    let (layer, heard) = listening();
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), code);
    heard()
}

#[cfg(not(feature = "log"))]
#[test]
#[ignore = "the feature `log` is off; run `cargo test --all-features`"]
fn needs_the_feature_log() {}

#[cfg(not(feature = "host"))]
#[test]
#[ignore = "the feature `host` is off; run `cargo test --all-features`"]
fn needs_the_feature_host() {}
