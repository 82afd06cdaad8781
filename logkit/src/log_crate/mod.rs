//! The bridge from the `log` crate: its records, with their key-values, for the handlers of a
//! layer.

mod level;

use std::sync::Arc;

use log::kv::{Error, Key as LogKey, Value as LogValue, VisitSource};
use log::{Level as LogLevel, Log, Metadata as LogMetadata};

use crate::level::Level;
use crate::record::metadata::{FieldName, Location, Metadata};
use crate::record::owned::OwnedValue;
use crate::record::value::Value;
use crate::record::{DynamicMetadata, Record};
use crate::redact::name_cache::is_secret;
use crate::tracing::{Root, RootLayer};
use crate::util::catch_panic::catch_panic;

/// A logger for the `log` crate that shares the handlers of a [`RootLayer`].
///
/// ```
/// use log::Log as _;
/// use logkit::handler::Memory;
///
/// let memory = Memory::new();
/// let layer = logkit::layer().with_handler(memory.clone());
/// let bridge = layer.log_bridge();
/// // log::set_boxed_logger(Box::new(bridge))?; log::set_max_level(log::LevelFilter::Warn);
/// bridge.log(
///     &log::Record::builder()
///         .level(log::Level::Warn)
///         .target("hyper")
///         .args(format_args!("refused"))
///         .key_values(&[("status", "401"), ("api_key", "s3cr3t")])
///         .build(),
/// );
/// assert!(memory.lines()[0].ends_with("hyper - WARNING - refused status=401 api_key=[redacted]"));
/// ```
///
/// `tracing-log` brings the records of `log` to a [`RootLayer`] as well, but without their
/// key-values.
///
/// A [`Layered`](crate::handler::Layered) handler gets the key-values as fields, under the record's
/// own target. The metadata of a statement for `tracing` is never freed, so there are at most 4,096
/// of them, identified by target, place and keys. For further statements such a handler gets only
/// the message, under the target `log`.
#[derive(Debug)]
pub struct LogBridge {
    root: Arc<Root>,
}

impl RootLayer {
    /// Returns a logger for the `log` crate with the level, the handlers and the counters of the
    /// layer.
    pub fn log_bridge(&self) -> LogBridge {
        LogBridge { root: Arc::clone(self.root()) }
    }
}

impl Log for LogBridge {
    fn enabled(&self, metadata: &LogMetadata<'_>) -> bool {
        self.root.enables(metadata.level().into())
    }

    fn log(&self, logged: &log::Record<'_>) {
        if !self.enabled(logged.metadata()) {
            return;
        }
        let mut found = Found(Vec::new());
        // A source that fails or panics half-way keeps the pairs it has given.
        let _ = catch_panic(|| logged.key_values().visit(&mut found));
        let keys: Vec<FieldName<'_>> = found.0.iter().map(|(key, _)| FieldName::new(key)).collect();
        let message = logged.args();
        let values: Vec<Value<'_>> = found
            .0
            .iter()
            .map(|(_, value)| value.value())
            .chain([Value::Display(message)])
            .collect();
        let place = Location {
            name: None,
            module_path: logged.module_path(),
            file: logged.file(),
            line: logged.line(),
        };
        let dynamic = DynamicMetadata { name: logged.target(), place, keys: &keys };
        let record = Record::new("log", site(logged.level()), &values).of(&dynamic);
        self.root.dispatch(&record);
    }

    fn flush(&self) {
        self.root.flush();
    }
}

/// Returns the static metadata that all records of a level share.
fn site(level: LogLevel) -> &'static Metadata {
    const fn of(level: Level) -> Metadata {
        let place = Location { name: Some("log event"), module_path: None, file: None, line: None };
        Metadata::new(level, place, &[], &[""])
    }
    static ERROR: Metadata = of(Level::Error);
    static WARNING: Metadata = of(Level::Warning);
    static INFO: Metadata = of(Level::Info);
    static DEBUG: Metadata = of(Level::Debug);
    static TRACE: Metadata = of(Level::Trace);
    match level {
        LogLevel::Error => &ERROR,
        LogLevel::Warn => &WARNING,
        LogLevel::Info => &INFO,
        LogLevel::Debug => &DEBUG,
        LogLevel::Trace => &TRACE,
    }
}

/// The key-values, which `log` lends one at a time. A value with a secret's name is not even
/// formatted.
struct Found(Vec<(String, OwnedValue)>);

impl<'kvs> VisitSource<'kvs> for Found {
    fn visit_pair(&mut self, key: LogKey<'kvs>, value: LogValue<'kvs>) -> Result<(), Error> {
        let name = key.as_str();
        let owned = if is_secret(name) { OwnedValue::Masked } else { owned(&value) };
        self.0.push((name.to_owned(), owned));
        Ok(())
    }
}

fn owned(value: &LogValue<'_>) -> OwnedValue {
    if let Some(truth) = value.to_bool() {
        OwnedValue::Bool(truth)
    } else if let Some(number) = value.to_u64() {
        OwnedValue::U64(number)
    } else if let Some(number) = value.to_i64() {
        OwnedValue::I64(number)
    } else if let Some(number) = value.to_f64() {
        OwnedValue::F64(number)
    } else if let Some(text) = value.to_borrowed_str() {
        OwnedValue::Text(text.into())
    } else {
        OwnedValue::display(value)
    }
}
