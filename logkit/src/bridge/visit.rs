//! The values of a third party's event or span, taken over while they last.

use std::error::Error;
use std::fmt;

use tracing_core::field::{Field, Visit};

use crate::bridge::foreign::{Foreign, Slot};
use crate::redact::names::settled_generation;
use crate::redact::verdict::Secrets;
use crate::span::Fields;
use crate::stored::Stored;

/// What has been visited so far. A value with a secret's name is not even formatted.
pub(crate) struct Collect {
    pub(super) foreign: &'static Foreign,
    generation: u64,
    secrets: Secrets,
    /// In the order of the site's names.
    pub(super) fields: Vec<Option<Stored>>,
    pub(super) message: Option<Stored>,
    pub(super) error: Option<Stored>,
    pub(super) log: LogPlace,
}

/// Where a record of `log` comes from.
#[derive(Default)]
pub(super) struct LogPlace {
    pub(super) target: Option<String>,
    pub(super) module_path: Option<String>,
    pub(super) file: Option<String>,
    pub(super) line: Option<u32>,
}

impl Collect {
    pub(super) fn new(foreign: &'static Foreign) -> Self {
        Self {
            foreign,
            // Read before the lists are: should they change meanwhile, this is the older one.
            generation: settled_generation(),
            secrets: foreign.site.secrets(),
            fields: foreign.site.fields.iter().map(|_| None).collect(),
            message: None,
            error: None,
            log: LogPlace::default(),
        }
    }

    /// How many of the values are masked by name.
    pub(super) fn masked(&self) -> u64 {
        let is_masked = |stored: &&Stored| matches!(stored, Stored::Masked);
        self.fields.iter().flatten().filter(is_masked).count() as u64
    }

    /// What a span keeps; `None` where nothing was recorded.
    pub(super) fn into_span_fields(self) -> Option<Fields> {
        let Self { foreign, generation, fields, .. } = self;
        let names = foreign.site.fields.iter().map(|key| key.name);
        let list: Vec<_> =
            names.zip(fields).filter_map(|(name, stored)| Some((name, stored?))).collect();
        (!list.is_empty()).then(|| Fields::new(generation, list))
    }

    /// Keeps the value, or the fact that there was one.
    fn store(&mut self, field: &Field, value: impl FnOnce() -> Stored) {
        match self.foreign.slot(field.index()) {
            Slot::Message => self.message = Some(value()),
            Slot::Error => self.error = Some(value()),
            Slot::Field(index) => {
                let key = self.foreign.site.fields.get(index);
                let is_masked = key.is_some_and(|key| self.secrets.contains(index, key));
                let stored = if is_masked { Stored::Masked } else { value() };
                if let Some(field) = self.fields.get_mut(index) {
                    *field = Some(stored);
                }
            }
            Slot::LogTarget
            | Slot::LogModulePath
            | Slot::LogFile
            | Slot::LogLine
            | Slot::Ignored => {}
        }
    }
}

impl Visit for Collect {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.store(field, || Stored::F64(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.store(field, || Stored::I64(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match self.foreign.slot(field.index()) {
            Slot::LogLine => self.log.line = u32::try_from(value).ok(),
            _ => self.store(field, || Stored::U64(value)),
        }
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.store(field, || Stored::I128(value));
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.store(field, || Stored::U128(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.store(field, || Stored::Bool(value));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let place = match self.foreign.slot(field.index()) {
            Slot::LogTarget => &mut self.log.target,
            Slot::LogModulePath => &mut self.log.module_path,
            Slot::LogFile => &mut self.log.file,
            _ => return self.store(field, || Stored::Text(value.into())),
        };
        *place = Some(value.to_owned());
    }

    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        self.store(field, || Stored::Bytes(value.into()));
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.store(field, || Stored::error(value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match self.foreign.slot(field.index()) {
            // Always what `format_args!` has made.
            Slot::Message => self.message = Some(Stored::shown(value)),
            _ => self.store(field, || Stored::debug(value)),
        }
    }
}
