//! Spans under `init`: around records, and slow ones.

use std::time::Duration;

use logkit::handler::Memory;
use logkit::{Level, Logger, info, module_logger};

use support::alone::alone;

mod module {
    use super::{Logger, info, module_logger};

    #[module_logger("spans")]
    pub(super) static LOGGER: Logger;

    pub(super) fn log(cents: u32) {
        info!(cents, "charging");
    }

    pub(super) fn span() -> tracing::Span {
        tracing::info_span!("charge", id = 7)
    }
}

#[test]
fn they_work_without_a_host() {
    let Some(seen) = alone(|| {
        let _logkit = logkit::init();
        let request =
            tracing::info_span!(target: "app", "request", id = 7, token = "s3cr3t", late = 0);
        request.in_scope(|| {
            module::log(1);
            request.record("late", 2);
            tracing::warn!(target: "hyper", "retrying");
        });
        // A silenced crate has no spans, either.
        logkit::silence(["h2"], Level::Error);
        tracing::info_span!(target: "h2::codec", "frame").in_scope(|| module::log(3));
        tracing::trace_span!(target: "app", "too verbose").in_scope(|| module::log(4));
        module::LOGGER.set_level(Level::Trace);
        tracing::trace_span!(target: "app", "wanted").in_scope(|| module::log(5));
    }) else {
        return;
    };
    let request = "span=request{id=7 token=[redacted] late=";
    assert_eq!(
        seen.errors(),
        [
            &format!("spans - INFO - charging cents=1 {request}0}}"),
            &format!("hyper - WARNING - retrying {request}2}}"),
            "spans - INFO - charging cents=3",
            "spans - INFO - charging cents=4",
            "spans - INFO - charging cents=5 span=wanted",
        ]
    );
}

#[test]
fn a_slow_span_is_a_line_with_its_times() {
    alone(|| {
        let memory = Memory::new();
        let layer = logkit::layer().with_handler(memory.clone());
        let _logkit = layer.with_slow_spans(Duration::from_millis(20)).init();
        let slow = tracing::info_span!(target: "app", "slow", id = 7);
        slow.in_scope(|| std::thread::sleep(Duration::from_millis(30)));
        tracing::info_span!(target: "app", "fast").in_scope(|| ());
        drop(slow);
        let records = memory.records();
        let [record] = &records[..] else { panic!("{records:?}") };
        assert_eq!((record.name(), record.level()), ("app", Level::Warning));
        assert_eq!(record.message(), "slow span");
        let line = &memory.lines()[0];
        assert!(line.ends_with("span=slow{id=7}"), "{line}");
        let busy: f64 =
            line.split("busy_ms=").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        assert!(busy >= 30.0, "{line}");
    });
}

#[test]
fn a_slow_span_of_a_module_is_its_logger_s() {
    alone(|| {
        let (root, of_module) = (Memory::new(), Memory::new());
        module::LOGGER.add_handler(of_module.clone());
        let layer = logkit::layer().with_handler(root.clone());
        let _logkit = layer.with_slow_spans(Duration::ZERO).init();
        module::span().in_scope(|| ());
        assert!(root.lines().is_empty());
        let lines = support::lines::of(&of_module);
        assert!(lines[0].starts_with("spans - WARNING - slow span busy_ms="), "{lines:?}");
    });
}
