//! Hosts that log with `log`: loggers that propagate reach the host's logger, once, with their
//! key-values.

use std::fmt::Write as _;
use std::sync::Mutex;

use log::kv::{Error, Key, Value, VisitSource};
use logkit::handler::Memory;
use logkit::{Level, Logger, critical, debug, exception, info, masked, module_logger};
use tracing_subscriber::layer::SubscriberExt as _;

use support::alone::alone;
use support::host::Host;
use support::shared::Shared;

mod library {
    use super::{Logger, module_logger};

    #[module_logger("library", propagate = true)]
    pub(super) static LOGGER: Logger;
}
use library::LOGGER;

/// A `log` logger that keeps its records as text: `INFO library: message key=value`.
struct Kept {
    level: log::LevelFilter,
    lines: Mutex<Vec<String>>,
}

impl Kept {
    fn install(level: log::LevelFilter) -> &'static Self {
        let kept = Box::leak(Box::new(Self { level, lines: Mutex::default() }));
        log::set_logger(kept).unwrap();
        log::set_max_level(log::LevelFilter::Debug);
        kept
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}

impl log::Log for Kept {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.level() <= self.level
    }

    fn log(&self, record: &log::Record<'_>) {
        struct Pairs(String);
        impl<'kvs> VisitSource<'kvs> for Pairs {
            fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), Error> {
                let number = value.to_i64().map_or("", |_| "#");
                write!(self.0, " {key}={number}{value}").unwrap();
                Ok(())
            }
        }
        let mut pairs = Pairs(String::new());
        record.key_values().visit(&mut pairs).unwrap();
        let (level, target, text) = (record.level(), record.target(), record.args());
        self.lines.lock().unwrap().push(format!("{level} {target}: {text}{}", pairs.0));
    }

    fn flush(&self) {}
}

#[test]
fn a_logger_without_handlers_reaches_it_with_key_values() {
    let Some(seen) = alone(|| {
        let host = Kept::install(log::LevelFilter::Trace);
        let password = "hunter2";
        info!(
            cents = 1_999,
            ok = true,
            name = "a b",
            password = masked(&password),
            "charging {}",
            7
        );
        info!(logger: LOGGER, none = None::<u8>, some = Some(3), debug = ?Some(1), "fields");
        critical!(logger: LOGGER, "down");
        let error = anyhow::Error::from("x7".parse::<u8>().unwrap_err()).context("no count");
        exception!(error, "failed");
        debug!("below the logger's level");
        assert_eq!(
            host.lines(),
            [
                "INFO library: charging 7 cents=#1999 ok=true name=a b password=[redacted]",
                "INFO library: fields some=#3 debug=Some(1)",
                "ERROR library: down critical=true",
                "ERROR library: failed error=no count: invalid digit found in string",
            ]
        );
        let stats = LOGGER.stats();
        assert_eq!((stats.written, stats.passed, stats.dropped), (0, 4, 0));
        let tree = logkit::logger_tree().to_string();
        assert!(tree.contains("the host's `log` logger (4 passed)"), "{tree}");
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn its_handlers_come_first_and_the_host_s_filter_counts() {
    let Some(seen) = alone(|| {
        let host = Kept::install(log::LevelFilter::Warn);
        let memory = Memory::new();
        LOGGER.add_handler(memory.clone());
        LOGGER.set_level(Level::Trace);
        info!("not for the host");
        critical!("for both");
        LOGGER.set_propagate(false);
        critical!("not for the host");
        assert_eq!(memory.lines().len(), 3);
        assert_eq!(host.lines(), ["ERROR library: for both critical=true"]);
        assert_eq!((LOGGER.stats().written, LOGGER.stats().passed), (3, 1));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn env_logger_is_a_host() {
    alone(|| {
        let lines = Shared::default();
        env_logger::Builder::new()
            .filter_level(log::LevelFilter::Info)
            .filter_module("library.quiet", log::LevelFilter::Error)
            .format_timestamp(None)
            .target(env_logger::Target::Pipe(Box::new(lines.clone())))
            .write_style(env_logger::WriteStyle::Never)
            .init();
        info!(cents = 1_999, "charging");
        debug!("below");
        log::warn!(target: "reqwest", "the host's own");
        let text = lines.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[0].contains("INFO ") && lines[0].contains("library"), "{text}");
        assert!(lines[0].contains("charging") && lines[0].contains("cents=1999"), "{text}");
    });
}

#[test]
fn a_subscriber_with_tracing_log_gets_it_once() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        log::set_boxed_logger(Box::new(tracing_log::LogTracer::new())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        info!(cents = 1_999, "charging");
        assert_eq!(host.messages(), ["charging"]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

/// Its own bridge is the logger of `log`, and there is no subscriber.
#[test]
fn a_bridge_of_logkit_gets_it_once() {
    let Some(seen) = alone(|| {
        let memory = Memory::new();
        let layer = logkit::layer().with_handler(memory.clone());
        log::set_boxed_logger(Box::new(layer.log_bridge())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        info!(cents = 1_999, "charging");
        log::warn!(target: "reqwest", "the host's own");
        assert_eq!(
            support::lines::of(&memory),
            ["library - INFO - charging cents=1999", "reqwest - WARNING - the host's own"]
        );
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_logger_of_log_that_panics_is_counted() {
    struct Panics;
    impl log::Log for Panics {
        fn enabled(&self, _: &log::Metadata<'_>) -> bool {
            true
        }
        fn log(&self, _: &log::Record<'_>) {
            panic!("the host's own");
        }
        fn flush(&self) {}
    }
    alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        log::set_logger(&Panics).unwrap();
        log::set_max_level(log::LevelFilter::Info);
        info!("charging");
        assert_eq!((LOGGER.stats().passed, LOGGER.stats().dropped), (0, 1));
    });
}

#[test]
fn a_logger_of_log_that_logs_to_it_ends() {
    struct Logs;
    impl log::Log for Logs {
        fn enabled(&self, _: &log::Metadata<'_>) -> bool {
            true
        }
        fn log(&self, _: &log::Record<'_>) {
            info!("again");
        }
        fn flush(&self) {}
    }
    alone(|| {
        log::set_logger(&Logs).unwrap();
        log::set_max_level(log::LevelFilter::Info);
        info!("charging");
        assert_eq!((LOGGER.stats().passed, LOGGER.stats().dropped), (2, 1));
    });
}

#[test]
fn none_is_left_out_and_numbers_stay_numbers() {
    alone(|| {
        let (json, text) = (Memory::new().with_format(logkit::Format::json()), Memory::new());
        let layer = logkit::layer().with_handler(json.clone()).with_handler(text.clone());
        let _logkit = layer.with_level(Level::Info).init();
        log::info!(
            user = None::<u64>, password = None::<u64>, retries = Some(3), big = u128::MAX,
            small = i128::MIN, ratio = 1.0, ok = false, letter = 'x', null = Value::null();
            "request"
        );
        let line: serde_json::Value = serde_json::from_str(&json.lines()[0]).unwrap();
        let fields = serde_json::json!({
            "retries": 3, "ratio": 1.0, "ok": false, "letter": "x",
        });
        for (key, value) in fields.as_object().unwrap() {
            assert_eq!(&line["fields"][key], value, "{line}");
        }
        assert_eq!(
            support::lines::from_level(&text),
            [format!(
                "INFO - request retries=3 big={} small={} ratio=1.0 ok=false letter=x",
                u128::MAX,
                i128::MIN
            )]
        );
    });
}

/// Many key-values, as a map of headers has them.
struct Many(Vec<String>);

impl Many {
    fn of(number: usize) -> Self {
        Self((0..number).map(|number| format!("key_{number}")).collect())
    }
}

impl log::kv::Source for Many {
    fn visit<'kvs>(&'kvs self, visitor: &mut dyn VisitSource<'kvs>) -> Result<(), Error> {
        let mut pairs = self.0.iter().enumerate();
        pairs.try_for_each(|(number, key)| {
            visitor.visit_pair(Key::from_str(key), Value::from(number))
        })
    }
}

#[test]
fn many_key_values_are_kept_or_counted() {
    alone(|| {
        let (memory, text) = (Memory::new(), Shared::default());
        let fmt = tracing_subscriber::fmt::layer().without_time().with_ansi(false);
        let layered = logkit::handler::Layered::new(fmt.with_writer(text.clone()));
        let layer = logkit::layer().with_handler(memory.clone()).with_handler(layered);
        let bridge = layer.log_bridge();
        for number in [300, 1_000, 1_500] {
            let many = Many::of(number);
            let record = log::Record::builder()
                .level(log::Level::Warn)
                .target("http")
                .args(format_args!("headers"))
                .key_values(&many)
                .build();
            log::Log::log(&bridge, &record);
        }
        let count = |line: &str| line.matches("key_").count();
        let kept: Vec<usize> = memory.lines().iter().map(|line| count(line)).collect();
        assert_eq!(kept, [300, 1_000, 1_500]);
        let text = text.text();
        let of_layer: Vec<usize> = text.lines().map(count).collect();
        assert_eq!(of_layer, [300, 1_000, 1_000]);
        assert_eq!(text.matches("fields_left_out=500").count(), 1);
        assert!(!text.lines().next().unwrap().contains("fields_left_out"));
    });
}

#[test]
fn a_host_with_a_layer_of_logkit_gets_it_once() {
    alone(|| {
        let memory = Memory::new();
        let layer = logkit::layer().with_handler(memory.clone());
        log::set_boxed_logger(Box::new(layer.log_bridge())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        let host = tracing_subscriber::registry().with(layer);
        tracing::subscriber::set_global_default(host).unwrap();
        info!("charging");
        assert_eq!(support::lines::of(&memory), ["library - INFO - charging"]);
    });
}
