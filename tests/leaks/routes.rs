//! The destinations of a record, and its expected form there. To add a format, add one function
//! here; then every statement is tested with it.

#[cfg(feature = "log")]
use std::cell::RefCell;
#[cfg(feature = "log")]
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[cfg(feature = "log")]
use log::Log as _;
#[cfg(feature = "log")]
use logkit::LogBridge;
use logkit::handler::{Color, Handler, Layered, Memory, Null, Stream};
use logkit::{Format, Level, Logger, Record, module_logger};
use tracing::Subscriber;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::looks::{as_json, each, in_hosts_text, in_parts, in_text};
use crate::statements::Said;
use support::lines::without_times;
use support::shared::Shared;

#[module_logger("corpus")]
pub(crate) static LOGGER: Logger;

/// There is one logger for all cases.
pub(crate) fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a statement, and returns the output with the expected one.
pub(crate) type Route = fn(Place, Log<'_>) -> Option<Written>;
pub(crate) type Log<'a> = &'a dyn Fn() -> Option<Said>;

pub(crate) const ALL: &[(&str, Route)] = &[
    ("standard", standard),
    ("coloured", coloured),
    ("json", nested),
    ("memory_lines", memory_lines),
    ("memory_json", memory_json),
    ("memory_records", memory_records),
    ("own_handler", own_handler),
    ("layer", layer),
    ("host", host),
];

/// The owner of the handlers that get the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// The logger.
    Logger,
    /// The logger, in a host that has `logkit::layer()`.
    WithinHost,
    /// The host's `logkit::layer()`.
    Root,
    /// The host's layer, through its [`bridge`].
    #[cfg(feature = "log")]
    Bridge,
}

impl Place {
    /// The prefix of its cases' names.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Logger => "",
            Self::WithinHost => "within_host.",
            Self::Root => "root.",
            #[cfg(feature = "log")]
            Self::Bridge => "bridge.",
        }
    }

    /// Runs the statement, and returns the record that the handler should have got.
    fn run(self, handler: impl Handler, log: Log<'_>) -> Option<Said> {
        let root = logkit::layer().with_level(Level::Trace);
        let registry = tracing_subscriber::registry();
        match self {
            Self::Logger => {
                LOGGER.set_handlers(vec![Box::new(handler)]);
                log()
            }
            Self::WithinHost => {
                LOGGER.set_handlers(vec![Box::new(handler)]);
                tracing::subscriber::with_default(registry.with(root.with_handler(Null)), log)
            }
            Self::Root => {
                propagated(registry.with(root.with_handler(handler)), log).map(Said::crossed)
            }
            #[cfg(feature = "log")]
            Self::Bridge => {
                let other = BRIDGE.replace(Some(root.with_handler(handler).log_bridge()));
                let said = log();
                BRIDGE.set(other);
                said
            }
        }
    }
}

#[cfg(feature = "log")]
thread_local! {
    static BRIDGE: RefCell<Option<LogBridge>> = const { RefCell::new(None) };
}

/// Logs to [`Place::Bridge`].
#[cfg(feature = "log")]
pub(crate) fn bridge(key_values: &[(&str, log::kv::Value<'_>)], message: fmt::Arguments<'_>) {
    let record = log::Record::builder()
        .level(log::Level::Info)
        .target("corpus")
        .key_values(&key_values)
        .args(message)
        .build();
    BRIDGE.with_borrow(|bridge| bridge.as_ref().expect("there is one").log(&record));
}

/// Runs the statement, and gives its record to the host only.
fn propagated(host: impl Subscriber + Send + Sync, log: Log<'_>) -> Option<Said> {
    LOGGER.set_handlers(vec![Box::new(Null)]);
    LOGGER.set_propagate(true);
    let said = tracing::subscriber::with_default(host, log);
    LOGGER.set_propagate(false);
    said
}

/// The output without times, and the expected output.
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) shown: String,
    pub(crate) wanted: String,
}

impl Written {
    /// The outputs of a text that must be equal.
    pub(crate) fn same(text: String, wanted: String) -> Self {
        Self { shown: text.clone(), text, wanted }
    }
}

fn stream(
    place: Place,
    handler: impl FnOnce(Stream) -> Stream,
    log: Log<'_>,
) -> Option<(String, Said)> {
    let lines = Shared::default();
    let said = place.run(handler(Stream::new(lines.clone())), log)?;
    Some((lines.text(), said))
}

fn standard(place: Place, log: Log<'_>) -> Option<Written> {
    let (text, said) = stream(place, |stream| stream, log)?;
    Some(Written::same(without_times(&text).join("\n"), in_text(&said)))
}

fn coloured(place: Place, log: Log<'_>) -> Option<Written> {
    let (text, said) = stream(place, |stream| stream.with_color(Color::Always), log)?;
    assert!(text.contains('\x1b'), "not coloured");
    let plain = without_times(&uncolored(&text)).join("\n");
    Some(Written { text, shown: plain, wanted: in_text(&said) })
}

fn nested(place: Place, log: Log<'_>) -> Option<Written> {
    let (text, said) = stream(place, |stream| stream.with_format(Format::json()), log)?;
    let text = text.strip_suffix('\n').expect("a line ends").to_owned();
    Some(as_json(&text, &said))
}

fn memory(place: Place, format: Format, log: Log<'_>) -> Option<(Memory, Said)> {
    let memory = Memory::new().with_format(format);
    let said = place.run(memory.clone(), log)?;
    assert_eq!(memory.records().len(), 1);
    Some((memory, said))
}

fn memory_lines(place: Place, log: Log<'_>) -> Option<Written> {
    let (memory, said) = memory(place, Format::standard(), log)?;
    let text = memory.lines().join("\n") + "\n";
    Some(Written::same(without_times(&text).join("\n"), in_text(&said)))
}

fn memory_json(place: Place, log: Log<'_>) -> Option<Written> {
    let (memory, said) = memory(place, Format::json(), log)?;
    Some(as_json(&memory.lines()[0], &said))
}

/// Message and fields, unescaped; the error is only in the line, which is checked, too.
fn memory_records(place: Place, log: Log<'_>) -> Option<Written> {
    let (memory, said) = memory(place, Format::standard(), log)?;
    let record = memory.records().remove(0);
    let fields: Vec<String> =
        record.fields().map(|(key, value)| format!("{key}={value}")).collect();
    let shown = format!("{}\n{}", record.message(), fields.join("\n"));
    let line = without_times(&format!("{}\n", memory.lines()[0])).join("\n");
    Some(Written { text: format!("{shown}\n{line}"), shown, wanted: in_parts(&said) })
}

/// A user's handler, which prints every value of a record in every way.
#[derive(Default)]
struct Reader(Mutex<[String; 2]>);

impl Handler for Reader {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        let mut shown = record.message().to_string();
        let mut all = format!("{record:?}");
        for (key, value) in record.fields() {
            shown += &format!("\n{key}={value}");
            all += &format!("\n{key}={value:?} {value:#?} {value:>99.3} {value:#X?}");
        }
        let mut error = record.error();
        while let Some(cause) = error {
            // Without this wrapper, a user's handler would panic here.
            shown += &format!("\nerror={}", logkit::Value::Display(&cause));
            error = cause.source();
        }
        for span in record.spans() {
            for (key, value) in span.fields() {
                shown += &format!("\n{}.{key}={value}", span.name());
                all += &format!("\n{span:?} {key}={value:?} {value:#?} {value:>99.3} {value:#X?}");
            }
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = [shown, all];
        Ok(())
    }
}

fn own_handler(place: Place, log: Log<'_>) -> Option<Written> {
    let reader = Arc::new(Reader::default());
    let said = place.run(Arc::clone(&reader), log)?;
    let [shown, all] = reader.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let wanted = said.chain.iter().fold(in_parts(&said), |all, error| all + "\nerror=" + error);
    let wanted = wanted + &each(&said.span, "request.");
    Some(Written { text: format!("{shown}\n{all}"), shown, wanted })
}

fn layer(place: Place, log: Log<'_>) -> Option<Written> {
    let lines = Shared::default();
    let layer = tracing_subscriber::fmt::layer().without_time().with_ansi(false);
    let said = place.run(Layered::new(layer.with_writer(lines.clone())), log)?;
    Some(Written::same(lines.text(), in_hosts_text(&said)))
}

fn host(place: Place, log: Log<'_>) -> Option<Written> {
    if place != Place::Logger {
        return None;
    }
    let lines = Shared::default();
    let host = tracing_subscriber::fmt().without_time().with_ansi(false).with_writer(lines.clone());
    let said = propagated(host.finish(), log)?;
    Some(Written::same(lines.text(), in_hosts_text(&said)))
}

/// Removes the escape sequences of colors.
pub(crate) fn uncolored(text: &str) -> String {
    let mut pieces = text.split('\x1b');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        let (colour, rest) = piece.split_once('m').expect("a color ends with m");
        let is_number = |c: char| c.is_ascii_digit() || c == ';';
        assert!(colour.strip_prefix('[').is_some_and(|colour| colour.chars().all(is_number)));
        text + rest
    })
}
