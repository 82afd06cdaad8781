//! The lines about a resource: opened, closed, failed.

use std::error::Error;

use crate::level::Level;
use crate::logger::{Logger, declare};
use crate::record::field_names::FieldNames;
use crate::record::metadata::{Location, Metadata};
use crate::record::value::Value;
use crate::record::{DynamicMetadata, Record};
use crate::registry::declaration::Declaration;

/// Gets the errors of resources that have no logger.
static LOGGER: Logger = declare(Declaration::new("logkit", None, false));

/// Logs `message` with the resource's name, and the error with its chain. Without a logger, only
/// warnings and errors are logged, to the logger `logkit`.
pub(crate) fn log(
    logger: Option<&'static Logger>,
    level: Level,
    message: &str,
    resource: Option<&str>,
    error: Option<&(dyn Error + 'static)>,
) {
    let logger = match logger {
        Some(logger) => logger,
        None if level >= Level::Warning => &LOGGER,
        None => return,
    };
    if !logger.is_enabled_for(level) {
        return;
    }
    let keys = FieldNames::explicit(if resource.is_some() { &["resource"] } else { &[] });
    let values: Vec<Value<'_>> =
        resource.map(Value::Str).into_iter().chain([Value::Str(message)]).collect();
    let location = Location { name: None, module_path: None, file: None, line: None };
    let dynamic = DynamicMetadata { name: logger.name(), location, keys };
    let mut record = Record::new(logger.name(), site(level), &values).with_dynamic(&dynamic);
    record.error = error;
    logger.dispatch(&record);
}

/// The static metadata that all these lines of a level share.
fn site(level: Level) -> &'static Metadata {
    const fn of(level: Level) -> Metadata {
        Metadata::new(level, Location::named("resource"), 0, &[""])
    }
    static DEBUG: Metadata = of(Level::Debug);
    static WARNING: Metadata = of(Level::Warning);
    static ERROR: Metadata = of(Level::Error);
    match level {
        Level::Trace | Level::Debug | Level::Info => &DEBUG,
        Level::Warning => &WARNING,
        Level::Error | Level::Critical => &ERROR,
    }
}
