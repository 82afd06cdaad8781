//! The parts of a record that are known at compile time: level, place, field names and message.

use crate::level::Level;
use crate::redact::field_mask::{FieldMask, NameMaskCache, NamedField};
use crate::util::site_texts::SiteCache;

/// The parts of a log statement that are known at compile time.
///
/// The message is kept in pieces, one in front of each argument and one behind the last if there is
/// any text: `"m {} of {}"` is `["m ", " of "]`. So nothing is parsed at run time.
#[derive(Debug)]
pub struct Metadata {
    pub(crate) level: Level,
    pub(crate) place: Location<'static>,
    pub(crate) fields: &'static [FieldName<'static>],
    pub(crate) message: &'static [&'static str],
    pub(crate) caches: SiteCaches,
}

/// The parts that the first record of a call site computes.
#[derive(Debug)]
pub(crate) struct SiteCaches {
    /// The fields that are secrets by their names.
    masks: NameMaskCache,
    /// The texts that layouts keep here.
    pub(crate) texts: SiteCache,
}

impl SiteCaches {
    /// Empty caches. The compiler evaluates a constant once, a call again for every statement.
    #[allow(clippy::declare_interior_mutable_const, reason = "it initializes statics")]
    pub(crate) const EMPTY: Self = Self { masks: NameMaskCache::new(), texts: SiteCache::new() };
}

/// The place of a statement in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) module_path: Option<&'a str>,
    pub(crate) file: Option<&'a str>,
    pub(crate) line: Option<u32>,
}

impl<'a> Location<'a> {
    /// `name` is the argument `name:` of the statement.
    pub const fn new(
        name: Option<&'a str>,
        module_path: &'a str,
        file: &'a str,
        line: u32,
    ) -> Self {
        Self { name, module_path: Some(module_path), file: Some(file), line: Some(line) }
    }
}

/// The name of a field. Expansions write it as a literal, which compiles faster than a call.
#[derive(Clone, Copy, Debug)]
pub struct FieldName<'a> {
    /// The name.
    pub name: &'a str,
    /// The field was written as `masked(&value)`, `unmasked(&value)` or the like: its name does not
    /// decide whether it is masked.
    pub explicit: bool,
}

impl<'a> FieldName<'a> {
    /// A name that decides whether the field is masked.
    pub const fn new(name: &'a str) -> Self {
        Self { name, explicit: false }
    }

    /// The name of a field that was written as `masked(&value)`, `unmasked(&value)` or the like.
    pub const fn explicit(name: &'a str) -> Self {
        Self { name, explicit: true }
    }
}

impl NamedField for FieldName<'_> {
    fn name(&self) -> &str {
        self.name
    }

    fn is_explicit(&self) -> bool {
        self.explicit
    }
}

impl Metadata {
    /// Makes the metadata.
    pub const fn new(
        level: Level,
        place: Location<'static>,
        fields: &'static [FieldName<'static>],
        message: &'static [&'static str],
    ) -> Self {
        Self { level, place, fields, message, caches: SiteCaches::EMPTY }
    }

    /// Returns which of the fields are masked by name.
    #[inline]
    pub(crate) fn secrets(&self) -> FieldMask {
        self.caches.masks.get(self.fields)
    }
}
