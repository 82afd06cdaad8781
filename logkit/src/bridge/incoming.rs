//! A `tracing` event as a record, for the handlers of logkit's layer.

use tracing_core::{Event, Metadata};

use crate::bridge::foreign::Foreign;
use crate::bridge::visit::Collect;
use crate::level::Level;
use crate::record::{Origin, Record};
use crate::site::Place;
use crate::span::Frame;
use crate::stored::Stored;
use crate::value::Value;

/// How grave an event of these metadata is.
pub(crate) fn level_of(metadata: &'static Metadata<'static>) -> Level {
    Foreign::of(metadata).site.level
}

/// Lends the event as a record. What runs of the user's code runs before.
pub(crate) fn with_record(event: &Event<'_>, spans: &[Frame], take: impl FnOnce(&Record<'_>)) {
    let mut found = Collect::new(Foreign::of(event.metadata()));
    event.record(&mut found);
    let Foreign { site, target, .. } = found.foreign;
    let stored = found.fields.iter().chain([&found.message]);
    let values: Vec<Value<'_>> =
        stored.map(|stored| stored.as_ref().map_or(Value::Empty, Stored::value)).collect();
    let mut record = Record::new(target, site, &values).within(spans);
    let origin;
    if let Some(name) = &found.log.target {
        let place = Place {
            name: site.place.name,
            module_path: found.log.module_path.as_deref(),
            file: found.log.file.as_deref(),
            line: found.log.line,
        };
        origin = Origin { name, place, keys: site.fields };
        record = record.of(&origin);
    }
    if let Some(Stored::Error(error)) = &found.error {
        record.error = Some(error);
    }
    take(&record);
}
