//! A `tracing_subscriber` layer as a handler: it gets the records, and the host is not affected.

use logkit::handler::Layered;
use logkit::{Level, Logger, critical, debug, info, module_logger};
use std::sync::{Arc, Mutex};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

use crate::{directives, host_logs};
use support::alone::alone;
use support::host::{Host, Received};
use support::shared::Shared;

#[module_logger("shop")]
static LOGGER: Logger;

/// A layer that records; clones share what they record.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<Received>>>);

impl Recorder {
    fn events(&self) -> Vec<Received> {
        self.0.lock().unwrap().clone()
    }
}

impl<S: Subscriber> Layer<S> for Recorder {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.0.lock().unwrap().push(Received::of(event));
    }
}

/// `tracing_subscriber`'s formatter, without times.
pub(crate) fn stock(lines: &Shared) -> impl Layer<tracing_subscriber::Registry> + use<> {
    tracing_subscriber::fmt::layer().without_time().with_ansi(false).with_writer(lines.clone())
}

/// Logs at every level to layers of several kinds.
pub(crate) fn log_to_layers() {
    let (recorder, lines) = (Recorder::default(), Shared::default());
    LOGGER.set_handlers(vec![
        Box::new(Layered::new(recorder.clone())),
        Box::new(Layered::new(stock(&lines))),
        Box::new(Layered::new(LevelFilter::ERROR)),
    ]);
    LOGGER.set_level(Level::Trace);
    logkit::trace!("one");
    debug!("two");
    info!("three");
    logkit::warn!("four");
    logkit::error!("five");
    critical!("six");
    LOGGER.clear_handlers();
    assert_eq!(recorder.events().len(), 6);
    assert_eq!(lines.text().lines().count(), 6);
}

#[test]
fn the_host_does_not_notice() {
    let Some(seen) = alone(|| {
        let host = Host::at(LevelFilter::INFO);
        host.install();
        host_logs();
        let before = host.calls();
        log_to_layers();
        assert_eq!(host.calls(), before);
        assert_eq!(LevelFilter::current(), LevelFilter::INFO);
        host_logs();
        assert_eq!(host.calls().registered, before.registered);
        assert_eq!(host.messages().len(), 4);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn layers_need_no_host() {
    let Some(seen) = alone(|| {
        log_to_layers();
        assert!(!tracing::dispatcher::has_been_set());
        assert_eq!(LevelFilter::current(), LevelFilter::OFF);
        // A host that is installed later sees no trace of it.
        let host = Host::at(LevelFilter::INFO);
        host.install();
        assert_eq!(host.calls().registered, [""; 0]);
        assert_eq!(LevelFilter::current(), LevelFilter::INFO);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_layer_gets_target_level_and_fields() {
    let Some(seen) = alone(|| {
        let recorder = Recorder::default();
        LOGGER.add_handler(Layered::new(recorder.clone()));
        let span = tracing::info_span!("the host's");
        info!(parent: &span, order.id = 7_u64, "wei rd" = %"x", "packed for {}", "Ada");
        critical!("out of stock");
        let [packed, critical] = &recorder.events()[..] else { panic!("two events") };
        assert_eq!(
            (&*packed.target, &*packed.level, &*packed.parent),
            // The host's spans mean nothing to the layer's own registry.
            ("shop", "INFO", "current")
        );
        assert_eq!(packed.module_path.as_deref(), Some("isolation::layers"));
        assert_eq!(
            packed.fields,
            ["message:debug=packed for Ada", "order.id:u64=7", "wei rd:debug=x"].map(str::to_owned)
        );
        assert_eq!((&*critical.target, &*critical.level), ("shop", "ERROR"));
        assert_eq!(
            critical.fields,
            ["message:debug=out of stock", "critical:bool=true"].map(str::to_owned)
        );
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_layer_is_asked_before_it_is_given() {
    struct Picky(Recorder);
    impl<S: Subscriber> Layer<S> for Picky {
        fn enabled(&self, metadata: &tracing::Metadata<'_>, _: Context<'_, S>) -> bool {
            *metadata.level() <= tracing::Level::WARN
        }

        fn event_enabled(&self, event: &Event<'_>, _: Context<'_, S>) -> bool {
            event.metadata().fields().field("skip").is_none()
        }

        fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
            self.0.on_event(event, context);
        }
    }

    let Some(seen) = alone(|| {
        let recorder = Recorder::default();
        LOGGER.add_handler(Layered::new(Picky(recorder.clone())));
        info!("below the level");
        logkit::warn!("a warning");
        logkit::warn!(skip = true, "filtered out");
        LOGGER
            .set_handlers(vec![Box::new(Layered::new(recorder.clone()).with_level(Level::Error))]);
        logkit::warn!("below the handler's own level");
        logkit::error!("an error");
        let messages: Vec<String> =
            recorder.events().into_iter().map(|event| event.fields[0].clone()).collect();
        assert_eq!(messages, ["message:debug=a warning", "message:debug=an error"]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

/// Per-layer filters keep their results in a thread-local from `enabled` to `event`; the arguments
/// of the host's event are evaluated in between.
#[test]
fn the_filters_of_the_host_survive_log_calls_in_its_arguments() {
    fn log_in_an_argument() -> u8 {
        logkit::trace!("refused by the layer");
        info!("taken by the layer");
        7
    }

    let Some(seen) = alone(|| {
        let (grave, all) = (Shared::default(), Shared::default());
        let host = tracing_subscriber::registry()
            .with(stock(&grave).with_filter(LevelFilter::ERROR))
            .with(
                tracing_subscriber::fmt::layer()
                    .without_time()
                    .with_ansi(false)
                    .with_writer(all.clone())
                    .with_filter(LevelFilter::TRACE),
            );
        tracing::subscriber::set_global_default(host).unwrap();
        let (recorder, lines) = (Recorder::default(), Shared::default());
        LOGGER.set_level(Level::Trace);
        LOGGER.add_handler(Layered::new(recorder.clone().and_then(LevelFilter::INFO)));
        LOGGER.add_handler(Layered::new(stock(&lines)));
        LOGGER.add_handler(Layered::new(directives("off")));
        tracing::debug!(target: "host", seven = log_in_an_argument(), "below ERROR");
        tracing::error!(target: "host", seven = log_in_an_argument(), "ERROR");
        assert_eq!(grave.lines(), ["ERROR host: ERROR seven=7"]);
        assert_eq!(all.lines(), ["DEBUG host: below ERROR seven=7", "ERROR host: ERROR seven=7"]);
        assert_eq!(recorder.events().len(), 2);
        assert_eq!(lines.text().lines().count(), 4);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn an_error_arrives_with_its_sources() {
    let Some(seen) = alone(|| {
        let recorder = Recorder::default();
        LOGGER.add_handler(Layered::new(recorder.clone()));
        let error = anyhow::anyhow!("inner").context("outer");
        let field: &(dyn std::error::Error + 'static) = error.as_ref();
        info!(cause = field, "as a field");
        logkit::exception!(error, "as an exception");
        let fields: Vec<_> = recorder.events().into_iter().map(|event| event.fields).collect();
        assert_eq!(
            fields,
            [
                ["message:debug=as a field", "cause:error=outer <- inner"].map(str::to_owned),
                ["message:debug=as an exception", "error:error=outer <- inner"].map(str::to_owned),
            ]
        );
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}
