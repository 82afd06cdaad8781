//! The third parties of these tests, and the modules with loggers.

mod claimed;
mod claims;
mod forks;
#[cfg(feature = "http")]
mod http;
mod init;
mod log_hosts;
mod moments;
mod noise;
mod spans;

/// Statements with the targets of hyper, h2 and reqwest: hyper and h2 log with `tracing`, reqwest with
/// `log`.
fn third_parties_log() {
    tracing::debug!(target: "hyper::client::pool", "reuse idle connection");
    tracing::info!(target: "hyper::client", "connected");
    log::info!(target: "reqwest::connect", "starting new connection: https://id.example/");
    tracing::warn!(target: "hyper::client", status = 503, "retrying");
    tracing::warn!(target: "h2::codec", "frame too large");
    log::warn!(target: "reqwest::connect", attempt = 2, url = "https://id.example/"; "refused");
    tracing::error!(target: "hyper::server", "accept failed");
}

/// The lines of it that are shown by default.
const SHOWN: [&str; 4] = [
    "hyper::client - WARNING - retrying status=503",
    "h2::codec - WARNING - frame too large",
    "reqwest::connect - WARNING - refused attempt=2 url=https://id.example/",
    "hyper::server - ERROR - accept failed",
];

#[cfg(not(feature = "host"))]
#[test]
#[ignore = "the feature `host` is off; run `cargo test --all-features`"]
fn needs_the_feature_host() {}

#[cfg(not(feature = "http"))]
#[test]
#[ignore = "the feature `http` is off; run `cargo test --all-features`"]
fn needs_the_feature_http() {}
