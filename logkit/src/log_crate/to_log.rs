//! A record of a logger that propagates as one of the `log` crate, for the host's logger.

use std::cell::Cell;
use std::ptr;

use log::kv::{Error, Key as LogKey, Source, Value as LogValue, VisitSource};
use log::{Level as LogLevel, LevelFilter as LogFilter};

use crate::level::Level;
use crate::record::Record;
use crate::record::value::Value;
use crate::record::write::chain;
use crate::tracing::HostAnswer;
use crate::util::catch_panic::catch_panic;

thread_local! {
    /// The address of the record that this thread is passing to the `log` logger, or of the metadata
    /// that it is asking about. It has no destructor, so it works in other destructors.
    static PROPAGATED: Cell<usize> = const { Cell::new(0) };
}

/// Returns whether the process has a `log` logger that may take records.
pub(crate) fn has_host() -> bool {
    log::max_level() != LogFilter::Off
}

/// Returns whether a logger is propagating the record, or asking about its metadata. Such a record has
/// passed its logger's level and is not to be claimed again.
pub(super) fn is_propagated<T>(logged: &T) -> bool {
    PROPAGATED.get() == ptr::from_ref(logged).addr()
}

/// Gives the record to the `log` logger of the process, which applies its own filters: the global
/// level, `enabled`, and only then `log`. Returns whether the logger took the record.
pub(crate) fn propagate(record: &Record<'_>) -> bool {
    let level = LogLevel::from(record.level());
    let metadata = log::Metadata::builder().level(level).target(record.name()).build();
    let logger = log::logger();
    if level > log::max_level() || !propagated(&metadata, || logger.enabled(&metadata)) {
        return false;
    }
    let pairs = Pairs::new(record);
    let message = record.message();
    give(
        logger,
        &log::Record::builder()
            .metadata(metadata)
            .args(format_args!("{message}"))
            .module_path(record.module_path())
            .file(record.file())
            .line(record.line())
            .key_values(&pairs)
            .build(),
    );
    true
}

/// Asks the `log` logger of the process whether it would take a record.
pub(crate) fn ask_host(target: &str, level: Level) -> HostAnswer {
    let level = LogLevel::from(level);
    let metadata = log::Metadata::builder().level(level).target(target).build();
    let ask = || propagated(&metadata, || log::logger().enabled(&metadata));
    if level <= log::max_level() && catch_panic(ask).unwrap_or(false) {
        return HostAnswer::Takes;
    }
    HostAnswer::Refuses
}

fn give(host: &dyn log::Log, logged: &log::Record<'_>) {
    propagated(logged, || host.log(logged));
}

/// Runs code of the `log` logger, which may ask whether the record or the metadata is propagated.
fn propagated<T, R>(logged: &T, run: impl FnOnce() -> R) -> R {
    /// Restores the outer address, even if the logger panics.
    struct Outer(usize);
    impl Drop for Outer {
        fn drop(&mut self) {
            PROPAGATED.set(self.0);
        }
    }
    let _outer = Outer(PROPAGATED.replace(ptr::from_ref(logged).addr()));
    run()
}

/// The fields of a record, masked where its formats mask them, its error and its level CRITICAL, which
/// `log` does not have.
struct Pairs<'a> {
    fields: Vec<(&'a str, Value<'a>)>,
    /// The error and its sources, with colons in between.
    error: Option<String>,
    is_critical: bool,
}

impl<'a> Pairs<'a> {
    fn new(record: &Record<'a>) -> Self {
        Self {
            fields: record.fields().collect(),
            error: record.error.map(text_of_chain),
            is_critical: record.level() == Level::Critical,
        }
    }
}

fn text_of_chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = Vec::new();
    for error in chain(error) {
        if !text.is_empty() {
            text.extend_from_slice(b": ");
        }
        Value::Display(&error).push_raw(&mut text);
    }
    String::from_utf8_lossy(&text).into_owned()
}

impl Source for Pairs<'_> {
    fn visit<'kvs>(&'kvs self, visitor: &mut dyn VisitSource<'kvs>) -> Result<(), Error> {
        for (name, value) in &self.fields {
            visitor.visit_pair(LogKey::from_str(name), log_value(value))?;
        }
        if let Some(error) = &self.error {
            visitor.visit_pair(LogKey::from_str("error"), LogValue::from(error.as_str()))?;
        }
        if self.is_critical {
            visitor.visit_pair(LogKey::from_str("critical"), LogValue::from(true))?;
        }
        Ok(())
    }
}

fn log_value<'a>(value: &'a Value<'_>) -> LogValue<'a> {
    match value {
        Value::I64(number) => LogValue::from(*number),
        Value::U64(number) => LogValue::from(*number),
        Value::I128(number) => LogValue::from(*number),
        Value::U128(number) => LogValue::from(*number),
        Value::F32(number) => LogValue::from(*number),
        Value::F64(number) => LogValue::from(*number),
        Value::Bool(truth) => LogValue::from(*truth),
        Value::Str(text) => LogValue::from(*text),
        shown => LogValue::from_display(shown),
    }
}
