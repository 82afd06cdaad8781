//! Disabled call sites of a third party behind logkit's root, and behind `Targets` of
//! `tracing-subscriber` with the same levels.

use std::hint::black_box;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;

/// A module with a logger, so that the levels of modules count.
mod payments {
    use logkit::{Logger, module_logger};

    #[module_logger("payments")]
    pub static LOGGER: Logger;
}

#[inline(never)]
fn third_party(number: u64) {
    tracing::debug!(target: "hyper::client", number, "below all levels");
    tracing::info!(target: "hyper::client", number, "at the level of a module");
    tracing::warn!(target: "h2::codec", number, "silenced");
}

fn targets() -> Targets {
    let targets = Targets::new().with_default(LevelFilter::WARN);
    targets.with_target("h2", LevelFilter::ERROR).with_target("payments", LevelFilter::INFO)
}

/// Passes as many events as the first argument says; the second one chooses the subscriber, the third
/// one changes levels before that, and back.
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |index: usize| arguments.get(index).map(String::as_str).unwrap_or_default();
    let events: u64 = argument(0).parse().unwrap_or(0);
    let changes = argument(2) == "changed";
    if argument(1) == "logkit" {
        let _logkit = logkit::init();
        logkit::silence(["h2"], logkit::Level::Error);
        if changes {
            let debugging = payments::LOGGER.override_level(logkit::Level::Trace);
            logkit::silence(["hyper"], logkit::Level::Trace);
            third_party(0);
            drop(debugging);
            logkit::silence(["hyper"], logkit::Level::Warning);
        }
    } else {
        let subscriber = tracing_subscriber::registry().with(targets());
        tracing::subscriber::set_global_default(subscriber).unwrap();
    }
    for number in 0..events {
        third_party(black_box(number));
    }
}
