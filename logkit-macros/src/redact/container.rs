//! What `#[redact(..)]` above a type says, and above a variant.

use quote::ToTokens;
use syn::{Attribute, Meta};

use super::attribute::{self, Entry, TYPE_KEYS, VARIANT_KEYS};
use crate::diag::Mistakes;
use crate::paths::Runtime;

/// What a type says of all its fields.
#[derive(Default)]
pub(super) struct TypeMark {
    pub(super) runtime: Runtime,
    /// A field is masked unless it says otherwise.
    pub(super) all: bool,
    /// Every field has to say what becomes of it.
    pub(super) strict: bool,
}

/// What a variant says of its fields.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum VariantMark {
    /// Nothing.
    None,
    /// A field is masked unless it has another mask.
    Fields,
    /// Neither the fields show nor the name.
    Name,
}

pub(super) fn type_mark(attrs: &[Attribute], mistakes: &mut Mistakes) -> TypeMark {
    let mut read = TypeMark::default();
    let mut seen = Vec::new();
    for mark in attribute::marks(attrs) {
        if !matches!(mark.meta, Meta::List(_)) {
            mistakes.at(
                mark.path(),
                "`#[redact]` means nothing on a type; write it on each field that holds a secret, \
                 or `#[redact(all)]` here for all of them",
            );
        }
        for entry in attribute::entries(mark, "crate = path", mistakes) {
            let key = entry.key.to_string();
            if seen.contains(&key) {
                mistakes.at(&entry.key, format_args!("`{key}` is given twice; leave one out"));
                continue;
            }
            type_entry(entry, &key, &mut read, mistakes);
            seen.push(key);
        }
    }
    read
}

fn type_entry(entry: Entry, key: &str, read: &mut TypeMark, mistakes: &mut Mistakes) {
    match key {
        "all" | "strict" => {
            if read.all || read.strict {
                mistakes.at(
                    &entry.key,
                    "`all` decides for every field, and `strict` wants each decided by hand; leave \
                     one out",
                );
            }
            let flag = if key == "all" { &mut read.all } else { &mut read.strict };
            *flag = true;
            entry.flag(mistakes);
        }
        "crate" => {
            if let Some(path) = entry.module(mistakes) {
                read.runtime = Runtime::new(path.into_token_stream());
            }
        }
        _ => attribute::foreign(&entry.key, "a type", &TYPE_KEYS, mistakes),
    }
}

pub(super) fn variant_mark(attrs: &[Attribute], mistakes: &mut Mistakes) -> VariantMark {
    let mut read = VariantMark::None;
    for mark in attribute::marks(attrs) {
        if read != VariantMark::None {
            mistakes.at(
                mark.path(),
                "a variant takes one `#[redact]`, and this is another; leave one out",
            );
        }
        read = VariantMark::Fields;
        match &mark.meta {
            Meta::Path(_) => {}
            Meta::List(list) if !list.tokens.is_empty() => {
                for entry in attribute::entries(mark, "name", mistakes) {
                    if entry.key == "name" {
                        read = VariantMark::Name;
                        entry.flag(mistakes);
                    } else {
                        attribute::foreign(&entry.key, "a variant", &VARIANT_KEYS, mistakes);
                    }
                }
            }
            _ => mistakes
                .at(mark.path(), "this says nothing; write `#[redact]` or `#[redact(name)]`"),
        }
    }
    read
}
