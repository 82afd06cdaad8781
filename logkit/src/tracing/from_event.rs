//! A `tracing` event as a record, for the handlers of logkit's layer.

use std::fmt;

use ::tracing::Event;
use ::tracing::field::{Field, Visit};

use crate::record::metadata::Location;
use crate::record::owned::OwnedValue;
use crate::record::span::SpanSnapshot;
use crate::record::value::Value;
use crate::record::{DynamicMetadata, Record};
use crate::root::Root;
use crate::root::claims::{Receiver, claimant_for};
use crate::tracing::callsite_info::{CallsiteInfo, FieldRole, Origin};
use crate::tracing::visitor::Collect;

/// Returns the receiver of an event, unless its level is too low. No value of the event is formatted.
pub(crate) fn receiver_of(root: &Root, claims: bool, event: &Event<'_>) -> Option<Receiver> {
    let info = CallsiteInfo::of(event.metadata());
    let level = info.site.level;
    match info.origin() {
        // Its logger's level has passed it, and ancestors' are not asked again.
        Origin::Logkit => Some(Receiver::Root),
        Origin::Tracing => {
            let claimant = if claims { info.claimant() } else { None };
            root.receiver(claimant, info.target, level)
        }
        Origin::Log if root.filter(|filter| filter.lowest().enables(level)) => {
            let mut log = LogOrigin { info, target: None, module_path: None };
            event.record(&mut log);
            let claimant = claimant_for(claims, log.module_path.as_deref());
            root.receiver(claimant, log.target.as_deref().unwrap_or(info.target), level)
        }
        Origin::Log => None,
    }
}

/// The target and the module of a record of `log`.
struct LogOrigin {
    info: &'static CallsiteInfo,
    target: Option<String>,
    module_path: Option<String>,
}

impl Visit for LogOrigin {
    fn record_str(&mut self, field: &Field, value: &str) {
        match self.info.role(field.index()) {
            FieldRole::LogTarget => self.target = Some(value.to_owned()),
            FieldRole::LogModulePath => self.module_path = Some(value.to_owned()),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

/// Lends the event as a record with the name, or else its own target. The user's formatting code runs
/// before that.
pub(crate) fn with_record(
    event: &Event<'_>,
    name: Option<&'static str>,
    spans: &[SpanSnapshot],
    take: impl FnOnce(&Record<'_>),
) {
    let mut found = Collect::new(CallsiteInfo::of(event.metadata()));
    event.record(&mut found);
    let CallsiteInfo { site, target, .. } = found.info;
    let owned = found.fields.iter().chain([&found.message]);
    let values: Vec<Value<'_>> =
        owned.map(|owned| owned.as_ref().map_or(Value::Empty, OwnedValue::value)).collect();
    let mut record = Record::new(name.unwrap_or(target), site, &values).within(spans);
    let dynamic;
    if let Some(target) = &found.log.target {
        let location = Location {
            name: site.location.name,
            module_path: found.log.module_path.as_deref(),
            file: found.log.file.as_deref(),
            line: found.log.line,
        };
        dynamic = DynamicMetadata { name: name.unwrap_or(target), location, keys: site.fields() };
        record = record.with_dynamic(&dynamic);
    }
    if let Some(OwnedValue::Error(error)) = &found.error {
        record.error = Some(error);
    }
    take(&record);
}
