//! A record of the `log` crate as a record, with its key-values.

use log::kv::{Error, Key as LogKey, Value as LogValue, VisitSource, VisitValue};
use log::{Level as LogLevel, Metadata as LogMetadata};

use crate::level::Level;
use crate::log_crate::to_log;
use crate::record::field_names::FieldNames;
use crate::record::metadata::{Location, Metadata};
use crate::record::owned::OwnedValue;
use crate::record::value::Value;
use crate::record::{DynamicMetadata, Record};
use crate::redact::allowance::is_harmless_in;
use crate::redact::name_cache::rule;
use crate::redact::name_rule::NameRule;
use crate::root::Root;
use crate::root::claims::{Receiver, claimant};
use crate::util::catch_panic::catch_panic;

/// Returns whether a statement in the module that its target names would be wanted.
pub(super) fn is_enabled(root: &Root, metadata: &LogMetadata<'_>) -> bool {
    let target = metadata.target();
    let is_wanted =
        || root.receiver(claimant(Some(target)), target, metadata.level().into()).is_some();
    to_log::is_propagated(metadata) || is_wanted()
}

/// Gives a record of `log` to the logger in whose module it was logged, or else to the root.
pub(super) fn log(root: &Root, logged: &log::Record<'_>) {
    let receiver = if to_log::is_propagated(logged) {
        // It comes from a logger that propagates, which has passed it.
        Some(Receiver::Root)
    } else {
        let claimant = claimant(logged.module_path());
        root.receiver(claimant, logged.target(), logged.level().into())
    };
    if let Some(receiver) = receiver {
        with_record(logged, receiver.name(), |record| root.deliver(receiver, record));
    }
}

/// Lends a record with the name, or else its own target.
fn with_record(
    logged: &log::Record<'_>,
    name: Option<&'static str>,
    take: impl FnOnce(&Record<'_>),
) {
    let mut found = Found { module_path: logged.module_path(), pairs: Vec::new() };
    // A source that fails or panics half-way keeps the pairs it has given.
    let _ = catch_panic(|| logged.key_values().visit(&mut found));
    let keys: Vec<&str> = found.pairs.iter().map(|(key, _)| &**key).collect();
    let harmless = |(index, name): (usize, &&str)| {
        if is_harmless_in(logged.module_path(), name) { FieldNames::bit(index) } else { 0 }
    };
    let explicit = keys.iter().enumerate().map(harmless).fold(0, |bits, bit| bits | bit);
    let message = logged.args();
    let mut values = Vec::with_capacity(keys.len() + 1);
    values.extend(found.pairs.iter().map(|(_, owned)| owned.value()));
    values.push(Value::Display(message));
    let location = Location {
        name: None,
        module_path: logged.module_path(),
        file: logged.file(),
        line: logged.line(),
    };
    let name = name.unwrap_or(logged.target());
    let dynamic =
        DynamicMetadata { name, location, keys: FieldNames::with_explicit(&keys, explicit) };
    take(&Record::new("log", site(logged.level()), &values).with_dynamic(&dynamic));
}

/// Returns the static metadata that all records of a level share.
fn site(level: LogLevel) -> &'static Metadata {
    const fn of(level: Level) -> Metadata {
        Metadata::new(level, Location::named("log event"), 0, &[""])
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

/// The key-values, which `log` lends one at a time; `None` is an empty value. A value with a secret's
/// name is not even formatted.
struct Found<'a> {
    module_path: Option<&'a str>,
    pairs: Vec<(String, OwnedValue)>,
}

impl<'kvs> VisitSource<'kvs> for Found<'_> {
    fn visit_pair(&mut self, key: LogKey<'kvs>, value: LogValue<'kvs>) -> Result<(), Error> {
        let name = key.as_str();
        let is_harmless = is_harmless_in(self.module_path, name);
        let rule = if is_harmless { NameRule::Harmless } else { rule(name) };
        let mut kept = KeptValue { rule, value: OwnedValue::Empty };
        let visited = value.visit(&mut kept);
        self.pairs.push((name.to_owned(), kept.value));
        visited
    }
}

/// One value as it is: numbers and bools keep their types.
struct KeptValue {
    rule: NameRule,
    value: OwnedValue,
}

impl KeptValue {
    #[allow(clippy::unnecessary_wraps, reason = "it is the result of each method below")]
    fn keep(&mut self, value: Value<'_>) -> Result<(), Error> {
        let is_masked = self.rule.hides(&value);
        self.value = if is_masked { OwnedValue::Masked } else { OwnedValue::new(&value) };
        Ok(())
    }
}

impl VisitValue<'_> for &mut KeptValue {
    fn visit_any(&mut self, value: LogValue<'_>) -> Result<(), Error> {
        self.keep(Value::Display(&value))
    }

    fn visit_null(&mut self) -> Result<(), Error> {
        self.value = OwnedValue::Empty;
        Ok(())
    }

    fn visit_u64(&mut self, value: u64) -> Result<(), Error> {
        self.keep(Value::U64(value))
    }

    fn visit_i64(&mut self, value: i64) -> Result<(), Error> {
        self.keep(Value::I64(value))
    }

    fn visit_u128(&mut self, value: u128) -> Result<(), Error> {
        self.keep(Value::U128(&value))
    }

    fn visit_i128(&mut self, value: i128) -> Result<(), Error> {
        self.keep(Value::I128(&value))
    }

    fn visit_f64(&mut self, value: f64) -> Result<(), Error> {
        self.keep(Value::F64(value))
    }

    fn visit_bool(&mut self, value: bool) -> Result<(), Error> {
        self.keep(Value::Bool(value))
    }

    fn visit_char(&mut self, value: char) -> Result<(), Error> {
        self.keep(Value::Char(value))
    }

    fn visit_str(&mut self, value: &str) -> Result<(), Error> {
        self.keep(Value::Str(value))
    }
}
