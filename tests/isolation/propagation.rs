//! `propagate = true`: the logger's handlers, then the current default dispatcher and its filters.

use std::io;
use std::sync::{Arc, Mutex};

use logkit::handler::Handler;
use logkit::{Level, Record, critical, error, info};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::reload;

use crate::{directives, host_logs, inventory, memory_of};
use support::alone::{alone, or_abort};
use support::host::{Host, Received};
use support::shared::Shared;

#[test]
fn its_handlers_then_the_host() {
    /// Records how many events the host had before the handler was called.
    struct Before(Host, Arc<Mutex<Vec<usize>>>);
    impl Handler for Before {
        fn emit(&self, _: &Record<'_>) -> io::Result<()> {
            self.1.lock().unwrap().push(self.0.events().len());
            Ok(())
        }
    }

    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        host_logs();

        let seen_by_handler = Arc::<Mutex<Vec<usize>>>::default();
        inventory::LOGGER.add_handler(Before(host.clone(), seen_by_handler.clone()));
        inventory::count();
        assert_eq!(*seen_by_handler.lock().unwrap(), [2]);
        let events = host.events();
        assert_eq!(events.len(), 3);
        assert_eq!(
            events[2],
            Received {
                target: "inventory".into(),
                level: "INFO".into(),
                name: events[2].name.clone(),
                module_path: Some("isolation::inventory".into()),
                fields: vec!["message:debug=counting".into(), "shelf:str=a 1".into()],
                parent: "current".into(),
            }
        );
        assert!(events[2].name.starts_with("event tests/isolation/main.rs:"), "{events:?}");
        host_logs();
        assert_eq!(host.events().len(), 5);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn the_host_is_asked_before_it_is_given() {
    let Some(seen) = alone(|| {
        let host = Host::at(LevelFilter::WARN);
        host.install();
        let memory = memory_of(&inventory::LOGGER);
        // The host's global level refuses it: the host is not even asked.
        inventory::count();
        assert_eq!(host.calls().asked, [""; 0]);
        // The logger's own threshold applies.
        inventory::LOGGER.set_level(Level::Debug);
        inventory::fine_print();
        error!(logger: inventory::LOGGER, "short of screws");
        assert_eq!(host.calls().asked, ["inventory"]);
        assert_eq!(host.messages(), ["short of screws"]);
        assert_eq!(memory.records().len(), 3);
        assert_eq!(LevelFilter::current(), LevelFilter::WARN);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn directives_of_the_host_go_by_the_loggers_name() {
    let Some(seen) = alone(|| {
        let lines = Shared::default();
        let format = tracing_subscriber::fmt::layer().without_time().with_writer(lines.clone());
        let filter = directives("info,inventory=error");
        let host = tracing_subscriber::registry().with(filter).with(format);
        tracing::subscriber::set_global_default(host).unwrap();
        memory_of(&inventory::LOGGER);
        inventory::count();
        error!(logger: inventory::LOGGER, shelf = 7, "short of screws");
        host_logs();
        assert_eq!(
            lines.lines(),
            [
                "ERROR inventory: short of screws shelf=7",
                " INFO host: the host's own",
                "ERROR host: the host's own error",
            ]
        );
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_host_may_change_its_filter() {
    let Some(seen) = alone(|| {
        let lines = Shared::default();
        let (filter, handle) = reload::Layer::new(directives("trace,inventory=off"));
        let format = tracing_subscriber::fmt::layer().with_writer(lines.clone());
        let host = tracing_subscriber::registry().with(filter).with(format);
        tracing::subscriber::set_global_default(host).unwrap();
        for (text, expected) in
            [("trace,inventory=off", 0), ("info", 1), ("warn", 1), ("off,inventory=trace", 2)]
        {
            handle.reload(directives(text)).unwrap();
            inventory::count();
            assert_eq!(lines.text().lines().count(), expected, "{text}");
        }
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn it_goes_to_the_current_dispatcher() {
    let Some(seen) = alone(|| {
        memory_of(&inventory::LOGGER);
        let (global, scoped) = (Host::new(), Host::new());
        inventory::count();
        global.install();
        inventory::count();
        tracing::subscriber::with_default(scoped.clone(), inventory::count);
        inventory::count();
        assert_eq!(global.messages(), ["counting"; 2]);
        assert_eq!(scoped.messages(), ["counting"]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn without_a_host_and_without_handlers_it_goes_to_stderr() {
    let Some(seen) = alone(|| {
        inventory::count();
        inventory::fine_print();
    }) else {
        return;
    };
    assert_eq!(seen.errors(), ["inventory - INFO - counting shelf=\"a 1\""]);
}

#[test]
fn with_a_host_and_without_handlers_it_does_not() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        inventory::count();
        assert_eq!(host.messages(), ["counting"]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn propagation_can_be_changed_at_run_time() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        let memory = memory_of(&inventory::LOGGER);
        inventory::count();
        inventory::LOGGER.set_propagate(false);
        inventory::count();
        inventory::LOGGER.set_propagate(true);
        inventory::count();
        assert_eq!(host.messages().len(), 2);
        assert_eq!(memory.records().len(), 3);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_critical_record_is_an_error_that_says_so() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        critical!(logger: inventory::LOGGER, shelf = 1_i64, "on fire");
        let [event] = &host.events()[..] else { panic!("one event") };
        assert_eq!(event.level, "ERROR");
        assert_eq!(
            event.fields,
            ["message:debug=on fire", "shelf:i64=1", "critical:bool=true"].map(str::to_owned)
        );
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn name_and_parent_are_for_the_host() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        let span = tracing::info_span!(target: "host", "request");
        let id = span.id().unwrap().into_u64();
        let memory = memory_of(&inventory::LOGGER);
        info!(logger: inventory::LOGGER, parent: &span, "below the span");
        info!(logger: inventory::LOGGER, parent: None, "below none");
        info!(logger: inventory::LOGGER, name: "stocktaking", "below the current one");
        let events = host.events();
        let parents: Vec<&str> = events.iter().map(|event| &*event.parent).collect();
        assert_eq!(parents, [&*id.to_string(), "root", "current"]);
        assert_eq!(events[2].name, "stocktaking");
        // The handlers' lines are not affected.
        let messages: Vec<String> = support::lines::of(&memory);
        assert_eq!(
            messages,
            [
                "inventory - INFO - below the span",
                "inventory - INFO - below none",
                "inventory - INFO - below the current one",
            ]
        );
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn every_kind_of_value_keeps_its_type() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        let error = io::Error::other("x7".parse::<u8>().unwrap_err());
        info!(
            logger: inventory::LOGGER,
            a = -1_i8,
            b = 2_u16,
            c = i128::MIN,
            d = u128::MAX,
            e = 0.5_f32,
            f = 0.25,
            g = true,
            h = "text",
            i = 'c',
            j = &b"\0b"[..],
            k = ?Some(1),
            l = %Level::Info,
            m = None::<u8>,
            n = Some(3_u8),
            o = &error as &(dyn std::error::Error + 'static),
            "{} of {:>3}",
            1,
            2,
        );
        let [event] = &host.events()[..] else { panic!("one event") };
        assert_eq!(
            event.fields,
            [
                "message:debug=1 of   2",
                "a:i64=-1",
                "b:u64=2",
                "c:i128=-170141183460469231731687303715884105728",
                "d:u128=340282366920938463463374607431768211455",
                "e:f64=0.5",
                "f:f64=0.25",
                "g:bool=true",
                "h:str=text",
                "i:debug=c",
                "j:bytes=\\x00b",
                "k:debug=Some(1)",
                "l:debug=INFO",
                "n:u64=3",
                "o:error=invalid digit found in string",
            ]
            .map(str::to_owned)
        );
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn an_exception_arrives_as_an_error_with_its_sources() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        memory_of(&inventory::LOGGER);
        let error = anyhow::Error::from("x7".parse::<u8>().unwrap_err());
        let error = error.context("no count").context("no inventory");
        logkit::exception!(logger: inventory::LOGGER, error, "counting failed", shelf = 7);
        let [event] = &host.events()[..] else { panic!("one event") };
        assert_eq!(
            event.fields,
            [
                "message:debug=counting failed",
                "shelf:i64=7",
                "error:error=no inventory <- no count <- invalid digit found in string",
            ]
            .map(str::to_owned)
        );
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_host_that_panics_is_counted() {
    struct Panics;
    impl<S: tracing::Subscriber> Layer<S> for Panics {
        fn on_event(&self, _: &tracing::Event<'_>, _: Context<'_, S>) {
            panic!("the host's own");
        }
    }

    let Some(seen) = alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let host = tracing_subscriber::registry().with(Panics);
        tracing::subscriber::set_global_default(host).unwrap();
        let memory = memory_of(&inventory::LOGGER);
        inventory::count();
        inventory::count();
        assert_eq!(memory.records().len(), 2);
        let stats = inventory::LOGGER.stats();
        assert_eq!((stats.written, stats.dropped), (2, 2));
    }) else {
        return;
    };
    let said = "logkit: inventory: a record was lost: the host's subscriber panicked";
    assert_eq!(seen.stderr.lines().next(), Some(said));
}

/// A host that logs to a logger of this test whenever it is asked about a call site.
struct Chatty(Host);

impl tracing::Subscriber for Chatty {
    fn register_callsite(
        &self,
        metadata: &'static tracing::Metadata<'static>,
    ) -> tracing::subscriber::Interest {
        inventory::count();
        self.0.register_callsite(metadata)
    }

    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        self.0.enabled(metadata)
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::Id {
        self.0.new_span(span)
    }

    fn event(&self, event: &tracing::Event<'_>) {
        self.0.event(event);
    }

    fn record(&self, _: &tracing::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::Id, _: &tracing::Id) {}
    fn enter(&self, _: &tracing::Id) {}
    fn exit(&self, _: &tracing::Id) {}
}

#[test]
fn a_host_may_log_to_logkit_while_a_call_site_is_registered() {
    let Some(seen) = alone(|| {
        or_abort();
        let host = Host::new();
        tracing::subscriber::set_global_default(Chatty(host.clone())).unwrap();
        inventory::count();
        // The inner event comes first: it was logged while the outer one was being dispatched.
        assert_eq!(host.messages(), ["counting"; 2]);
        inventory::count();
        assert_eq!(host.messages(), ["counting"; 3]);
        assert_eq!(host.calls().registered, ["inventory"]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}
