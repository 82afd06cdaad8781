//! A host adds `logkit::layer()` to its own subscriber: its dependencies' secrets are masked by
//! name, and every line shows the spans in which it was logged, including lines of isolated
//! modules. Needs the feature `layer`: `cargo run --example third_parties --features layer`.
//!
//! ```text
//! 2026-11-26 07:31:00,123 - sign_in - INFO - checking attempt=1 span=request{id=7 session_id=[redacted]}
//! 2026-11-26 07:31:00,123 - http_client - WARNING - refused status=401 authorization=[redacted] url=https://id.example/ span=request{id=7 session_id=[redacted]}:call{api_key=[redacted]}
//! 2026-11-26 07:31:00,123 - sign_in - ERROR - giving up user=ada span=request{id=7 session_id=[redacted]}
//! {"logger":"http_client","fields":{"authorization":"[redacted]","status":401,"url":"https://id.example/"}}
//! values masked by name: 4
//! ```

use std::io::{self, Write as _};

use logkit::handler::{Memory, Stream};
use logkit::{Format, RootLayer, module_logger};
use tracing::dispatcher;
use tracing_subscriber::prelude::*;

/// A dependency that logs everything it gets.
mod http_client {
    pub(crate) fn call(api_key: &str, authorization: &str) {
        let _span = tracing::info_span!(target: "http_client", "call", api_key).entered();
        let url = "https://id.example/";
        tracing::warn!(target: "http_client", status = 401, authorization, url, "refused");
    }
}

#[module_logger("sign_in")]
mod sign_in {
    pub(crate) fn sign_in(user: &str) {
        info!(attempt = 1, "checking");
        crate::http_client::call("s3cr3t", "Bearer s3cr3t");
        error!(user, "giving up");
    }
}

fn main() -> io::Result<()> {
    let json = Memory::new().with_format(Format::json());
    let layer = logkit::layer().with_handler(Stream::stderr()).with_handler(json.clone());
    tracing_subscriber::registry().with(layer).init();

    let request = tracing::info_span!("request", id = 7, session_id = "s3cr3t");
    request.in_scope(|| sign_in::sign_in("ada"));

    let mut out = io::stdout();
    for line in json.lines() {
        let line: serde_json::Value = serde_json::from_str(&line)?;
        writeln!(out, r#"{{"logger":{},"fields":{}}}"#, line["logger"], line["fields"])?;
    }
    let stats = dispatcher::get_default(|host| host.downcast_ref().map(RootLayer::stats));
    writeln!(out, "values masked by name: {}", stats.map_or(0, |stats| stats.masked))
}
