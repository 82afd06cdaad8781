//! Collects the values of a third party's event or span, which are lent for one call only.

use std::error::Error;
use std::fmt;

use ::tracing::field::{Field, Visit};

use crate::record::owned::OwnedValue;
use crate::record::span::SpanFields;
use crate::record::value::Value;
use crate::redact::field_mask::FieldMask;
use crate::redact::names::settled_generation;
use crate::tracing::callsite_info::{CallsiteInfo, FieldRole};

/// The values visited so far. A value with a secret's name is not even formatted.
pub(crate) struct Collect {
    pub(super) info: &'static CallsiteInfo,
    generation: u64,
    secrets: FieldMask,
    /// The values in the order of the site's names.
    pub(super) fields: Vec<Option<OwnedValue>>,
    pub(super) message: Option<OwnedValue>,
    pub(super) error: Option<OwnedValue>,
    pub(super) log: LogPlace,
}

/// The origin of a record of `log`.
#[derive(Default)]
pub(super) struct LogPlace {
    pub(super) target: Option<String>,
    pub(super) module_path: Option<String>,
    pub(super) file: Option<String>,
    pub(super) line: Option<u32>,
}

impl Collect {
    pub(super) fn new(info: &'static CallsiteInfo) -> Self {
        Self {
            info,
            // Read before the lists, so that a change in between makes it too old rather than too
            // new.
            generation: settled_generation(),
            secrets: info.site.secrets(),
            fields: info.site.fields().iter().map(|_| None).collect(),
            message: None,
            error: None,
            log: LogPlace::default(),
        }
    }

    /// Returns how many of the values are masked by name.
    pub(super) fn masked(&self) -> u64 {
        let is_masked = |owned: &&OwnedValue| matches!(owned, OwnedValue::Masked);
        self.fields.iter().flatten().filter(is_masked).count() as u64
    }

    /// Returns the fields for a span to keep; `None` where nothing was recorded.
    pub(super) fn into_span_fields(self) -> Option<SpanFields> {
        let Self { info, generation, fields, .. } = self;
        let names = info.site.fields().names().iter().copied();
        let list: Vec<_> =
            names.zip(fields).filter_map(|(name, owned)| Some((name, owned?))).collect();
        (!list.is_empty()).then(|| SpanFields::new(generation, list))
    }

    /// Keeps the value, or a mask in its place.
    fn store(&mut self, field: &Field, value: Value<'_>) {
        match self.info.role(field.index()) {
            FieldRole::Message => self.message = Some(OwnedValue::new(&value)),
            FieldRole::Error => self.error = Some(OwnedValue::new(&value)),
            FieldRole::Field(index) => {
                let key = self.info.site.fields().get(index);
                let is_masked = key.is_some_and(|key| self.secrets.hides(index, key, &value));
                let owned = if is_masked { OwnedValue::Masked } else { OwnedValue::new(&value) };
                if let Some(field) = self.fields.get_mut(index) {
                    *field = Some(owned);
                }
            }
            FieldRole::LogTarget
            | FieldRole::LogModulePath
            | FieldRole::LogFile
            | FieldRole::LogLine
            | FieldRole::Ignored => {}
        }
    }
}

impl Visit for Collect {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.store(field, Value::F64(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.store(field, Value::I64(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match self.info.role(field.index()) {
            FieldRole::LogLine => self.log.line = u32::try_from(value).ok(),
            _ => self.store(field, Value::U64(value)),
        }
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.store(field, Value::I128(&value));
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.store(field, Value::U128(&value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.store(field, Value::Bool(value));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let place = match self.info.role(field.index()) {
            FieldRole::LogTarget => &mut self.log.target,
            FieldRole::LogModulePath => &mut self.log.module_path,
            FieldRole::LogFile => &mut self.log.file,
            _ => return self.store(field, Value::Str(value)),
        };
        *place = Some(value.to_owned());
    }

    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        self.store(field, Value::Bytes(value));
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.store(field, Value::Error(value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match self.info.role(field.index()) {
            // Always made by `format_args!`.
            FieldRole::Message => self.message = Some(OwnedValue::shown(value)),
            _ => self.store(field, Value::Debug(value)),
        }
    }
}
