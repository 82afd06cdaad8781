//! Explanations, each compared with what happens when the record is logged.

use std::io;

use logkit::handler::{Handler, Memory, Null};
use logkit::{Explanation, Finding, HostAnswer, Level, LevelFilter, Record, explain};
use support::alone::alone;
use support::host::Host;
use support::logger::RuntimeLogger;

/// The lines of an explanation, without the first word of the heading.
fn lines(explanation: &Explanation) -> Vec<String> {
    explanation.to_string().lines().map(str::to_owned).collect()
}

fn logger(name: &str, level: Option<LevelFilter>, propagate: bool) -> RuntimeLogger {
    let logger = RuntimeLogger::new(name, level, propagate);
    // A logger that is made at run time is known from its first use.
    let _ = logger.logger.level();
    logger
}

#[test]
fn the_threshold_and_its_origin_are_named() {
    let parent = logger("threshold", Some(LevelFilter::ERROR), false);
    let child = logger("threshold.child", None, false);
    let threshold = |level| {
        let explanation = explain("threshold.child", level);
        let Some(Finding::Threshold { threshold, source, passes }) = explanation.findings().next()
        else {
            panic!("{explanation}")
        };
        assert_eq!(*passes, child.logger.is_enabled_for(level));
        assert_eq!(explanation.is_shown(), *passes);
        format!("{threshold} {source}")
    };
    assert_eq!(threshold(Level::Warning), "ERROR threshold");
    assert_eq!(threshold(Level::Error), "ERROR threshold");
    parent.logger.clear_level();
    child.logger.set_level(LevelFilter::OFF);
    assert_eq!(threshold(Level::Critical), "OFF set_level");
    let debugging = child.logger.override_level(Level::Debug);
    assert_eq!(threshold(Level::Debug), "DEBUG override");
    drop(debugging);
    child.logger.clear_level();
    assert_eq!(
        lines(&explain("threshold.child", Level::Debug)),
        [
            "DEBUG of threshold.child is not shown",
            "  no   threshold ERROR, from threshold",
            "  yes  stderr, because no handler was given",
            "  no   the host's subscriber: threshold.child does not propagate",
        ]
    );
}

/// Fails always.
struct Broken;

impl Handler for Broken {
    fn emit(&self, _record: &Record<'_>) -> io::Result<()> {
        Err(io::ErrorKind::StorageFull.into())
    }
}

#[test]
fn each_handler_on_the_way_is_named_with_its_level_and_its_losses() {
    let shop = logger("handled", None, false);
    let cart = logger("handled.cart", Some(LevelFilter::DEBUG), true);
    let memory = Memory::new();
    cart.logger.add_handler(memory.clone().with_level(Level::Warning));
    shop.logger.add_handler(Broken);
    cart.log(Level::Error, "one");
    let explanation = explain("handled.cart", Level::Debug);
    assert_eq!(
        lines(&explanation),
        [
            "DEBUG of handled.cart is shown",
            "  yes  threshold DEBUG, from attribute",
            "  no   memory of handled.cart at WARNING",
            "  yes  Broken of handled (1 of 1 lost)",
            "  no   the host's subscriber: handled does not propagate",
        ]
    );
    shop.logger.clear_handlers();
    let explanation = explain("handled.cart", Level::Debug);
    assert!(!explanation.is_shown(), "{explanation}");
    cart.log(Level::Debug, "two");
    assert_eq!(memory.records().len(), 1);
    assert!(explain("handled.cart", Level::Warning).is_shown());
    shop.logger.add_handler(Null);
}

#[test]
fn a_mistyped_name_is_answered_with_the_nearest() {
    logger("mistyped.name", None, false);
    let explanation = explain("mistyped.nmae", Level::Critical);
    assert!(!explanation.is_shown());
    assert_eq!(
        lines(&explanation),
        [
            "CRITICAL of mistyped.nmae is not shown",
            "  no   no logger has this name; the nearest is mistyped.name",
        ]
    );
    let unlike = explain("quite\nanother", Level::Info);
    assert!(matches!(unlike.findings().next(), Some(Finding::UnknownLogger { nearest: None })));
    assert_eq!(
        lines(&unlike),
        ["INFO of quite\\nanother is not shown", "  no   no logger has this name"]
    );
    // An ancestor that no static declares logs nothing.
    let ancestor = explain("mistyped", Level::Critical);
    assert!(!ancestor.is_shown());
    assert_eq!(lines(&ancestor)[1], "  no   no logger has this name; the nearest is mistyped.name");
}

#[test]
fn the_path_of_a_module_is_answered_with_its_logger() {
    mod stock {
        #[logkit::module_logger("the_stock")]
        pub static LOGGER: logkit::Logger;
    }

    assert_eq!(stock::LOGGER.name(), "the_stock");
    let path = concat!(module_path!(), "::stock");
    let explanation = explain(path, Level::Info);
    assert_eq!(
        lines(&explanation)[1],
        "  no   no logger has this name; the nearest is the_stock",
        "{path}"
    );
}

#[test]
fn the_hosts_subscriber_is_asked() {
    // The subscriber of a process can be set once.
    alone(|| {
        let propagating = logger("hosted", Some(LevelFilter::TRACE), true);
        let answer = |level| {
            let explanation = explain("hosted", level);
            let Some(Finding::Host { answer }) = explanation.findings().last() else {
                panic!("{explanation}")
            };
            (*answer, explanation.is_shown())
        };
        // Without a host, and without a handler, there is stderr.
        assert_eq!(answer(Level::Info), (HostAnswer::Missing, true));
        assert_eq!(
            lines(&explain("hosted", Level::Info))[2..],
            [
                "  yes  stderr, because no handler was given",
                "  no   the host's subscriber: none is installed",
            ]
        );
        propagating.log(Level::Debug, "before the host");

        let host = Host::at(tracing::level_filters::LevelFilter::DEBUG);
        host.install();
        assert_eq!(answer(Level::Debug), (HostAnswer::Takes, true));
        assert_eq!(answer(Level::Trace), (HostAnswer::Refuses, false));
        propagating.log(Level::Debug, "taken");
        propagating.log(Level::Trace, "refused");
        assert_eq!(host.events().len(), 1);
        assert_eq!(
            lines(&explain("hosted", Level::Trace)),
            [
                "TRACE of hosted is not shown",
                "  yes  threshold TRACE, from attribute",
                "  no   the host's subscriber: its filters refuse it",
            ]
        );
    });
}

#[test]
fn a_question_leaves_the_filters_of_single_layers_as_they_were() {
    use tracing::level_filters::LevelFilter as Verbosity;
    use tracing_subscriber::filter::Targets;
    use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};

    logger("filtered", None, true);
    let (wide, narrow) = (Memory::new(), Memory::new());
    let layer =
        |memory: &Memory| logkit::layer().with_level(Level::Trace).with_handler(memory.clone());
    let targets = Targets::new().with_target("third_party", Verbosity::TRACE);
    let host = tracing_subscriber::registry()
        .with(layer(&wide).with_filter(Verbosity::TRACE))
        .with(layer(&narrow).with_filter(targets));
    tracing::subscriber::with_default(host, || {
        for _ in 0..3 {
            // One layer takes it, the other refuses.
            assert!(explain("filtered", Level::Info).is_shown());
            tracing::info!(target: "third_party", "heard by both");
        }
        let explanation = explain("filtered", Level::Trace);
        let answer = explanation.findings().last();
        assert!(matches!(answer, Some(Finding::Host { answer: HostAnswer::Takes })));
    });
    assert_eq!((wide.records().len(), narrow.records().len()), (3, 3));
}

#[test]
fn the_path_of_a_claimed_module_is_explained_by_its_logger() {
    use tracing_subscriber::layer::SubscriberExt as _;

    mod claiming {
        use logkit::handler::Memory;
        use logkit::{Logger, module_logger};

        #[module_logger("claiming")]
        pub(super) static LOGGER: Logger;

        pub(super) fn log(memory: &Memory) -> usize {
            LOGGER.add_handler(memory.clone());
            tracing::info!("a record of the logger");
            memory.records().len()
        }
    }
    alone(|| {
        let path = format!("{}::claiming", module_path!());
        // Without a layer nothing is claimed.
        assert!(!explain(&path, Level::Info).is_shown());
        let host = tracing_subscriber::registry().with(logkit::layer());
        let _host = tracing::subscriber::set_default(host);
        assert_eq!(claiming::log(&Memory::new()), 1);
        let explanation = explain(&path, Level::Info);
        assert!(explanation.is_shown(), "{explanation}");
        assert_eq!(
            lines(&explanation)[1..3],
            [
                "  yes  a module of the logger claiming, which claims it",
                "  yes  threshold INFO, from default"
            ]
        );
        assert!(!explain(&format!("{path}::deeper"), Level::Debug).is_shown());
    });
}

#[test]
fn a_name_that_is_no_loggers_is_taken_for_a_target() {
    use tracing_subscriber::layer::SubscriberExt as _;

    alone(|| {
        let memory = Memory::new();
        let layer = logkit::layer().with_handler(memory.clone());
        let host = tracing_subscriber::registry().with(layer);
        let _host = tracing::subscriber::set_default(host);
        logkit::silence(["hyper"], Level::Error);
        for (target, level, threshold) in [
            ("hyper::client", Level::Warning, "  no   threshold ERROR, from "),
            ("hyper::client", Level::Error, "  yes  threshold ERROR, from "),
            ("hyperx", Level::Warning, "  yes  threshold WARNING, from default"),
            ("hyperx", Level::Info, "  no   threshold WARNING, from default"),
        ] {
            let explanation = explain(target, level);
            let lines = lines(&explanation);
            assert_eq!(
                lines[1],
                "  yes  a target of third parties, because no logger has this name"
            );
            assert!(lines[2].starts_with(threshold), "{explanation}");
            assert_eq!(lines[3], "  yes  memory of root");
            assert_eq!(explanation.is_shown(), threshold.starts_with("  yes"));
        }
        tracing::warn!(target: "hyper::client", "refused");
        tracing::error!(target: "hyper::client", "taken");
        tracing::warn!(target: "hyperx", "taken");
        tracing::info!(target: "hyperx", "refused");
        assert_eq!(memory.records().len(), 2);
    });
}

#[test]
fn each_layer_has_its_own_threshold() {
    use tracing_subscriber::layer::SubscriberExt as _;

    alone(|| {
        let memory = Memory::new();
        let closed = logkit::layer().with_handler(memory.clone()).with_level(LevelFilter::OFF);
        let open = logkit::layer().with_handler(memory.clone().with_level(Level::Error));
        let host = tracing_subscriber::registry().with(closed).with(open);
        let _host = tracing::subscriber::set_default(host);
        // The one passes it and its handler does not take it; the other has it the other way around.
        tracing::warn!(target: "hyper", "not shown");
        let explanation = explain("hyper", Level::Warning);
        assert!(!explanation.is_shown(), "{explanation}");
        tracing::error!(target: "hyper", "shown");
        assert!(explain("hyper", Level::Error).is_shown());
        assert_eq!(memory.records().len(), 1);
        // The name of both in the tree.
        let root = lines(&explain("root", Level::Error));
        assert_eq!(root.first().unwrap(), "ERROR of root is shown");
        assert!(!root.iter().any(|line| line.contains("no logger has this name")), "{root:?}");
    });
}

#[cfg(feature = "log")]
#[test]
fn the_hosts_log_logger_is_asked() {
    struct OnlyErrors;

    impl log::Log for OnlyErrors {
        fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
            metadata.level() == log::Level::Error && metadata.target() == "logged"
        }

        fn log(&self, _record: &log::Record<'_>) {}

        fn flush(&self) {}
    }

    alone(|| {
        logger("logged", None, true);
        log::set_logger(&OnlyErrors).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        let answer = |level| {
            let explanation = explain("logged", level);
            let answer = explanation.findings().find_map(|finding| match finding {
                Finding::Host { answer } => Some(*answer),
                _ => None,
            });
            (answer.unwrap(), explanation.is_shown())
        };
        assert_eq!(answer(Level::Error), (HostAnswer::Takes, true));
        assert_eq!(answer(Level::Info), (HostAnswer::Refuses, false));
    });
}
