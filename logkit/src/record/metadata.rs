//! The parts of a record that are known at compile time: level, place, field names and message.

use std::mem::ManuallyDrop;

use crate::level::Level;
use crate::record::field_names::FieldNames;
use crate::redact::field_mask::{FieldMask, NameMaskCache};
use crate::util::site_texts::SiteCache;

/// The parts of a log statement that are known at compile time.
///
/// The message is kept in pieces, one before each argument and one after the last if there is
/// any text: `"m {} of {}"` is `["m ", " of "]`. So nothing is parsed at run time.
#[derive(Debug)]
pub(crate) struct Metadata {
    pub(crate) level: Level,
    pub(crate) location: Location<'static>,
    /// The number of fields.
    pub(crate) fields: usize,
    /// The fields whose names do not decide whether they are masked, as bits of [`FieldNames`].
    pub(crate) explicit: u64,
    /// The names of the fields, then the pieces of the message. One slice compiles faster than two.
    pub(crate) texts: &'static [&'static str],
    pub(crate) caches: SiteCaches,
}

/// The parts that the first record of a call site computes.
#[derive(Debug)]
pub(crate) struct SiteCaches {
    /// The fields that are secrets by their names.
    masks: NameMaskCache,
    /// The texts that layouts keep here. Statics are not dropped, and the compiler would look in each
    /// statement's static for destructors.
    pub(crate) texts: ManuallyDrop<SiteCache>,
}

impl SiteCaches {
    /// Empty caches. The compiler evaluates a constant once, a call again for every statement.
    #[allow(clippy::declare_interior_mutable_const, reason = "it initializes statics")]
    pub(crate) const EMPTY: Self =
        Self { masks: NameMaskCache::new(), texts: ManuallyDrop::new(SiteCache::new()) };
}

/// The place of a statement in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Location<'a> {
    /// The argument `name:` of the statement.
    pub(crate) name: Option<&'a str>,
    pub(crate) module_path: Option<&'a str>,
    pub(crate) file: Option<&'a str>,
    pub(crate) line: Option<u32>,
}

impl<'a> Location<'a> {
    /// The place of a record that logkit itself makes.
    pub(crate) const fn new(module_path: &'a str, file: &'a str, line: u32) -> Self {
        Self { name: None, module_path: Some(module_path), file: Some(file), line: Some(line) }
    }

    /// The place of records that no statement makes; `name` is that of their kind.
    #[cfg(any(feature = "layer", feature = "panics", feature = "resource"))]
    pub(crate) const fn named(name: &'a str) -> Self {
        Self { name: Some(name), module_path: None, file: None, line: None }
    }
}

impl Metadata {
    /// Makes the metadata. The first `fields` texts are the names of the fields, which decide whether
    /// the fields are masked; the others are the pieces of the message.
    pub(crate) const fn new(
        level: Level,
        location: Location<'static>,
        fields: usize,
        texts: &'static [&'static str],
    ) -> Self {
        Self { level, location, fields, explicit: 0, texts, caches: SiteCaches::EMPTY }
    }

    /// The names of the fields.
    #[inline]
    pub(crate) fn fields(&self) -> FieldNames<'static> {
        let names = self.texts.get(..self.fields).unwrap_or(self.texts);
        FieldNames::with_explicit(names, self.explicit)
    }

    /// The pieces of the message.
    #[inline]
    pub(crate) fn message(&self) -> &'static [&'static str] {
        self.texts.get(self.fields..).unwrap_or_default()
    }

    /// Returns which of the fields are masked by name.
    #[inline]
    pub(crate) fn secrets(&self) -> FieldMask {
        self.caches.masks.get(|| self.fields())
    }
}
