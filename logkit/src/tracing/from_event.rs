//! A `tracing` event as a record, for the handlers of logkit's layer.

use ::tracing::{Event, Metadata as TracingMetadata};

use crate::level::Level;
use crate::record::metadata::Location;
use crate::record::owned::OwnedValue;
use crate::record::span::SpanSnapshot;
use crate::record::value::Value;
use crate::record::{DynamicMetadata, Record};
use crate::tracing::callsite_info::CallsiteInfo;
use crate::tracing::visitor::Collect;

/// The level of events with these metadata.
pub(crate) fn level_of(metadata: &'static TracingMetadata<'static>) -> Level {
    CallsiteInfo::of(metadata).site.level
}

/// Lends the event as a record. The user's formatting code runs before that.
pub(crate) fn with_record(
    event: &Event<'_>,
    spans: &[SpanSnapshot],
    take: impl FnOnce(&Record<'_>),
) {
    let mut found = Collect::new(CallsiteInfo::of(event.metadata()));
    event.record(&mut found);
    let CallsiteInfo { site, target, .. } = found.info;
    let owned = found.fields.iter().chain([&found.message]);
    let values: Vec<Value<'_>> =
        owned.map(|owned| owned.as_ref().map_or(Value::Empty, OwnedValue::value)).collect();
    let mut record = Record::new(target, site, &values).within(spans);
    let dynamic;
    if let Some(name) = &found.log.target {
        let place = Location {
            name: site.place.name,
            module_path: found.log.module_path.as_deref(),
            file: found.log.file.as_deref(),
            line: found.log.line,
        };
        dynamic = DynamicMetadata { name, place, keys: site.fields };
        record = record.of(&dynamic);
    }
    if let Some(OwnedValue::Error(error)) = &found.error {
        record.error = Some(error);
    }
    take(&record);
}
