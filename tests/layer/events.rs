//! Third parties' events as records.

use std::error::Error;
use std::fmt;

use logkit::handler::{Layered, Memory};
use logkit::{RootLayer, critical, exception, info, keep_last, unmasked};
use serde_json::json;
use tracing_log::AsTrace as _;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};

use crate::{hear, listening};
use support::alone::alone;
use support::shared::Shared;

/// In a module of its own, so that it claims no statement of these tests.
mod till {
    use logkit::{Logger, module_logger};

    #[module_logger("shop.till", propagate = true)]
    pub(super) static LOGGER: Logger;
}
use till::LOGGER;

#[derive(Debug)]
struct Refused(Option<Box<Refused>>, &'static str);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.1)
    }
}

impl Error for Refused {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.as_deref().map(|source| source as _)
    }
}

fn refused() -> Refused {
    Refused(Some(Box::new(Refused(None, "the line is dead"))), "no answer")
}

#[test]
fn an_event_is_a_line_with_its_target_as_the_name() {
    let heard = hear(|| tracing::info!(target: "hyper::client", port = 443, "connected"));
    assert_eq!(heard.line(), "hyper::client - INFO - connected port=443");
    let json = &heard.json[0];
    assert_eq!(json["logger"], "hyper::client");
    assert_eq!(json["message"], "connected");
    assert_eq!(json["fields"], json!({"port": 443}));
}

#[test]
fn every_kind_of_value_arrives() {
    let heard = hear(|| {
        tracing::warn!(
            signed = -7,
            unsigned = 7_u64,
            wide = i128::MIN,
            wider = u128::MAX,
            float = 0.5,
            truth = true,
            text = "two words",
            debug = ?"two words",
            display = %"a b=c",
            shape = ?Some(3),
            bytes = &b"\x00abc"[..],
            error = &refused() as &(dyn Error + 'static),
            "all"
        );
    });
    assert_eq!(
        heard.line().strip_prefix("layer::events - WARNING - all ").unwrap(),
        "signed=-7 unsigned=7 wide=-170141183460469231731687303715884105728 \
         wider=340282366920938463463374607431768211455 float=0.5 truth=true text=\"two words\" \
         debug=\"two words\" display=\"a b=c\" shape=Some(3) bytes=b\"\\x00abc\" \
         error=\"no answer: the line is dead\""
    );
    assert_eq!(heard.json[0]["fields"]["error"], json!(["no answer", "the line is dead"]));
    assert_eq!(heard.json[0]["fields"]["unsigned"], json!(7));
}

#[test]
fn no_value_of_a_third_party_forges_a_field_or_a_line() {
    let heard = hear(|| {
        tracing::warn!(target: "evil\nname", a = %"1\" b=\"2", c = %"\"1\" d=\"2\"", "x\n\u{1b}[31m");
    });
    assert_eq!(
        heard.line(),
        r#"evil\nname - WARNING - x\n\u{1b}[31m a="1\" b=\"2" c="\"1\" d=\"2\"""#
    );
}

#[test]
fn the_default_level_is_warning() {
    let memory = Memory::new();
    let layer = logkit::layer().with_handler(memory.clone());
    let host = tracing_subscriber::registry().with(layer);
    tracing::subscriber::with_default(host, || {
        tracing::info!("no");
        tracing::warn!("yes");
        tracing::error!("yes");
    });
    let levels: Vec<String> =
        memory.records().iter().map(|record| record.level().to_string()).collect();
    assert_eq!(levels, ["WARNING", "ERROR"]);
}

#[test]
fn the_layer_filters_nothing_for_other_layers() {
    let (first, last) = (Shared::default(), Shared::default());
    let (before, after) = (first.clone(), last.clone());
    let host = tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_ansi(false).with_writer(before))
        .with(logkit::layer().with_handler(Memory::new()))
        .with(tracing_subscriber::fmt::layer().with_ansi(false).with_writer(after));
    tracing::subscriber::with_default(host, || tracing::trace!("a trace"));
    for text in [first.text(), last.text()] {
        assert!(text.contains("a trace"), "{text}");
    }
}

#[test]
fn a_filter_of_its_own_is_respected() {
    let (layer, heard) = listening();
    let host = tracing_subscriber::registry().with(layer.with_filter(LevelFilter::WARN));
    tracing::subscriber::with_default(host, || {
        tracing::info!("no");
        tracing::warn!("yes");
    });
    assert_eq!(heard().line(), "layer::events - WARNING - yes");
}

#[test]
fn logkit_records_are_unchanged_by_a_round_trip() {
    let number = String::from("4111111111111111");
    let heard = hear(|| {
        LOGGER.clear_handlers();
        critical!(card_number = keep_last(4, &number), password = unmasked("public"), "down");
        exception!(refused(), "no till");
    });
    assert_eq!(
        heard.lines,
        [
            "shop.till - CRITICAL - down card_number=****1111 password=public",
            "shop.till - ERROR - no till error=\"no answer\"\n    caused by: the line is dead",
        ]
    );
    assert_eq!(heard.json[0]["level"], "CRITICAL");
    assert_eq!(heard.json[1]["error"], json!(["no answer", "the line is dead"]));
}

#[test]
fn a_debug_that_panics_leaves_a_marker_and_the_next_line_whole() {
    struct Panics;
    impl fmt::Debug for Panics {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("hunter2")?;
            panic!("half-way")
        }
    }
    let heard = hear(|| {
        tracing::info!(value = ?Panics, "first {:?}", Panics);
        tracing::info!("second");
    });
    assert_eq!(
        heard.lines,
        [
            "layer::events - INFO - [formatting panicked] value=[formatting panicked]",
            "layer::events - INFO - second",
        ]
    );
}

#[test]
fn a_debug_that_logs_is_handled_and_ends() {
    struct Logs;
    impl fmt::Debug for Logs {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            tracing::info!("to the host");
            info!("to the till");
            f.write_str("logs")
        }
    }
    alone(|| {
        let (layer, heard) = listening();
        let memory = Memory::new();
        LOGGER.set_handlers(vec![Box::new(memory.clone())]);
        LOGGER.set_propagate(false);
        let host = tracing_subscriber::registry().with(layer);
        tracing::subscriber::set_global_default(host).unwrap();
        tracing::info!(value = ?Logs, "outer");
        assert_eq!(heard().lines.len(), 2);
        assert!(heard().lines[1].ends_with("outer value=logs"));
        assert_eq!(memory.records().len(), 1);
    });
}

#[test]
fn a_third_party_layer_is_a_handler() {
    let text = Shared::default();
    let fmt = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(text.clone());
    let layer = logkit::layer().with_handler(Layered::new(fmt));
    let host = tracing_subscriber::registry().with(layer);
    tracing::subscriber::with_default(host, || {
        tracing::warn!(target: "hyper", api_key = "s3cr3t", port = 443, "refused");
    });
    let text = text.text();
    assert!(text.contains("WARN hyper: refused api_key=[redacted] port=443"), "{text}");
}

#[test]
fn records_of_log_keep_their_target_and_place() {
    alone(|| {
        let (layer, heard) = listening();
        let text = Shared::default();
        let fmt = tracing_subscriber::fmt::layer().without_time().with_ansi(false);
        let layer = layer.with_handler(Layered::new(fmt.with_writer(text.clone())));
        let host = tracing_subscriber::registry().with(layer);
        tracing::subscriber::set_global_default(host).unwrap();
        log::set_boxed_logger(Box::new(tracing_log::LogTracer::new())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        log::warn!(target: "reqwest::connect", "retrying {}", 3);
        log::info!("at home");
        assert_eq!(
            heard().lines,
            ["reqwest::connect - WARNING - retrying 3", "layer::events - INFO - at home"]
        );
        let layers = " WARN reqwest::connect: retrying 3\n INFO layer::events: at home\n";
        assert_eq!(text.text(), layers);
        assert_eq!(log::Level::Warn.as_trace(), tracing::Level::WARN);
    });
}

#[test]
fn the_outcome_of_events_is_counted() {
    let (layer, _heard) = listening();
    let host = tracing_subscriber::registry().with(layer);
    tracing::subscriber::with_default(host, || {
        let _span = tracing::info_span!("request", token = "s3cr3t").entered();
        tracing::info!(password = "hunter2", user = "ada", "signed in");
        let stats = tracing::dispatcher::get_default(|host| {
            host.downcast_ref::<RootLayer>().map(RootLayer::stats)
        });
        let stats = stats.unwrap();
        // Two handlers; the span's token once.
        assert_eq!((stats.written, stats.dropped, stats.masked), (2, 0, 3));
    });
}

#[test]
fn each_layer_has_a_row_in_the_tree_while_it_lives() {
    alone(|| {
        let rows = || -> Vec<_> {
            let tree = logkit::logger_tree();
            let roots = tree.rows().filter(|row| row.name() == "root");
            roots
                .map(|row| (row.level(), row.level_source().to_owned(), row.stats().written))
                .collect()
        };
        assert_eq!(rows(), []);
        let memory = Memory::new();
        let layer = logkit::layer().with_handler(memory.clone()).with_level(logkit::Level::Debug);
        let other = logkit::layer();
        let host = tracing_subscriber::registry().with(layer);
        tracing::subscriber::with_default(host, || {
            tracing::debug!("to the one layer only");
            assert_eq!(
                rows(),
                [
                    (logkit::LevelFilter::DEBUG, "attribute".to_owned(), 1),
                    (logkit::LevelFilter::WARNING, "default".to_owned(), 0)
                ]
            );
            assert!(
                logkit::logger_tree().to_string().contains("no               1        0  memory\n")
            );
        });
        drop(other);
        assert_eq!(rows(), []);
        assert_eq!(memory.records().len(), 1);
    });
}
