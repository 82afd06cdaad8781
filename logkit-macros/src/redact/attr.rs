//! The meaning of `#[redact(..)]` on a type, on a variant and on a field.

use super::ast::{FieldPolicy, PolicyLayers};
use super::keys::{self, FIELD_KEYS, KeyEntry, TYPE_KEYS, VARIANT_KEYS};
use crate::errors::Errors;
use crate::paths::Runtime;
use crate::tokens::api::{Ident, Name as _};
use crate::tokens::{Attribute, AttributeArgument, Tokens};

/// The attribute of a type.
#[derive(Default)]
pub(super) struct TypeMark {
    pub(super) runtime: Runtime,
    /// Fields are masked unless they have an attribute.
    pub(super) all: bool,
    /// Every field must have an attribute.
    pub(super) strict: bool,
    /// The type has no masks of its own: its fields mask themselves.
    pub(super) nested: bool,
    /// The key `bound`, and the predicates that replace those of the fields.
    pub(super) bound: Option<(Ident, Vec<Tokens>)>,
}

/// The attribute of a variant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum VariantMark {
    /// No attribute.
    None,
    /// `#[redact]`: fields are masked unless they have another mask.
    Fields,
    /// `#[redact(name)]`: the fields and the name are hidden.
    Name,
}

/// Reads the attributes of a type.
pub(super) fn type_mark(attributes: &[Attribute], errors: &mut Errors) -> TypeMark {
    let mut read = TypeMark::default();
    let mut seen = Vec::new();
    for mark in &keys::marks(attributes) {
        if !matches!(mark.argument, AttributeArgument::List(_)) {
            errors.at(
                mark.path(),
                "`#[redact]` alone has no effect on a type; write it on each field that holds a \
                 secret, or `#[redact(all)]` here for all of them",
            );
        }
        for entry in &keys::entries(mark, "crate = path", errors) {
            let key = entry.key.to_string();
            if seen.contains(&key) {
                errors.at(&entry.key, format!("`{key}` is given twice; remove one"));
                continue;
            }
            type_entry(entry, &key, &mut read, errors);
            seen.push(key);
        }
    }
    read
}

fn type_entry(entry: &KeyEntry, key: &str, read: &mut TypeMark, errors: &mut Errors) {
    match key {
        "all" | "strict" | "nested" => {
            if read.nested || key == "nested" && (read.all || read.strict) {
                errors.at(
                    &entry.key,
                    "`nested` is incompatible with `all` and `strict`, because the fields of a \
                     nested type mask themselves; remove one",
                );
            } else if read.all || read.strict {
                errors.at(
                    &entry.key,
                    "`all` is incompatible with `strict`, because `strict` requires an attribute \
                     on every field; remove one",
                );
            }
            match key {
                "all" => read.all = true,
                "strict" => read.strict = true,
                _ => read.nested = true,
            }
            entry.flag(errors);
        }
        "crate" => {
            if let Some(path) = entry.module(errors) {
                read.runtime = Runtime::new(&path);
            }
        }
        "bound" => {
            let key = entry.key.clone();
            read.bound = entry.predicates(errors).map(|predicates| (key, predicates));
        }
        _ => keys::misplaced(entry, "a type", &TYPE_KEYS, errors),
    }
}

/// Reads the attributes of a variant.
pub(super) fn variant_mark(attributes: &[Attribute], errors: &mut Errors) -> VariantMark {
    let mut read = VariantMark::None;
    for mark in &keys::marks(attributes) {
        if read != VariantMark::None {
            errors.at(mark.path(), "found a second `#[redact]` on a variant; remove one");
        }
        read = VariantMark::Fields;
        match &mark.argument {
            AttributeArgument::None => {}
            AttributeArgument::List(list) if !list.is_empty() => {
                for entry in &keys::entries(mark, "name", errors) {
                    if entry.key.is("name") {
                        read = VariantMark::Name;
                        entry.flag(errors);
                    } else {
                        keys::misplaced(entry, "a variant", &VARIANT_KEYS, errors);
                    }
                }
            }
            _ => errors
                .at(mark.path(), "expected an argument; write `#[redact]` or `#[redact(name)]`"),
        }
    }
    read
}

/// The attribute of a field.
pub(super) enum FieldMark {
    /// No attribute.
    None,
    /// `skip`: the field is shown.
    Skip(Ident),
    /// A mask.
    Mask(FieldPolicy, PolicyLayers),
}

/// Reads the attributes of a field. After an error it is masked as a whole.
pub(super) fn field_mark(attributes: &[Attribute], errors: &mut Errors) -> FieldMark {
    let marks = keys::marks(attributes);
    let [mark, others @ ..] = marks.as_slice() else {
        return FieldMark::None;
    };
    let first = read(mark, errors);
    for again in others {
        let other = read(again, errors);
        let suggestion = match (&first, other) {
            (
                FieldMark::Mask(FieldPolicy::Keep { .. }, _),
                FieldMark::Mask(FieldPolicy::Keep { .. }, _),
            ) => "write `#[redact(keep_first = 4, keep_last = 4)]` to keep both ends",
            _ => "remove one",
        };
        errors.at(again.path(), format!("found a second `#[redact]` on a field; {suggestion}"));
    }
    first
}

fn read(mark: &Attribute, errors: &mut Errors) -> FieldMark {
    match &mark.argument {
        AttributeArgument::None => {}
        AttributeArgument::Value(value) => errors.at(
            &value,
            "expected parentheses instead of `=`; write `#[redact]` or `#[redact(keep_first = 4)]`",
        ),
        AttributeArgument::List(list) if list.is_empty() => {
            errors.at(mark.path(), "expected an argument; write `#[redact]`");
        }
        AttributeArgument::List(_) => {
            let mut list = FieldKeys::default();
            let entries = keys::entries(mark, keys::FIELD_EXAMPLE, errors);
            let alone = entries.len() == 1;
            for entry in &entries {
                list.take(entry, alone, errors);
            }
            return list.finish(errors);
        }
    }
    FieldMark::Mask(FieldPolicy::Mask, PolicyLayers::default())
}

/// Adds an error if `hash` is not available.
fn require_hash(key: &Ident, errors: &mut Errors) {
    if !cfg!(feature = "hash") {
        errors.at(
            &key,
            "`hash` needs logkit's feature `hash`; in Cargo.toml, add `features = [\"hash\"]` to \
             the entry of logkit",
        );
    }
}

/// The keys of one list that have been read so far.
#[derive(Default)]
struct FieldKeys {
    /// The key that named the policy, and the policy; without a policy after an error in it.
    policy: Option<(Ident, Option<FieldPolicy>)>,
    first: Option<usize>,
    last: Option<usize>,
    min_hidden: Option<(Ident, Option<usize>)>,
    layers: PolicyLayers,
    skip: Option<Ident>,
}

impl FieldKeys {
    fn take(&mut self, entry: &KeyEntry, alone: bool, errors: &mut Errors) {
        const KEEPS_NOTHING: &str =
            "keeps nothing; remove it, or write `#[redact]` to mask the value";
        let key = entry.key.clone();
        match key.to_string().as_str() {
            "keep_first" => {
                self.name_policy(&key, errors);
                self.first = entry.count(KEEPS_NOTHING, errors);
            }
            "keep_last" => {
                self.name_policy(&key, errors);
                self.last = entry.count(KEEPS_NOTHING, errors);
            }
            "min_hidden" => {
                let count = entry.count("has no effect; remove it", errors);
                self.min_hidden = Some((key, count));
            }
            "text" => {
                self.name_policy(&key, errors);
                let text = entry.text(errors);
                self.set_policy(text.map(FieldPolicy::Text));
            }
            "hash" => {
                self.name_policy(&key, errors);
                require_hash(&key, errors);
                let domain = entry.domain(errors);
                self.set_policy(Some(FieldPolicy::Hash(domain)));
            }
            "with" => {
                self.name_policy(&key, errors);
                let path = entry.function(errors);
                self.set_policy(path.map(FieldPolicy::With));
            }
            "each" => {
                self.layers.each = true;
                entry.flag(errors);
            }
            "show_none" => {
                self.layers.show_none = true;
                entry.flag(errors);
            }
            "skip" => {
                if !alone {
                    errors.at(
                        &key,
                        "`skip` shows the field as it is, so it cannot be combined with other \
                         keys; remove it or the others",
                    );
                }
                self.skip = Some(key);
                entry.flag(errors);
            }
            _ => keys::misplaced(entry, "a field", &FIELD_KEYS, errors),
        }
    }

    /// Notes the key that names the policy; a second one is an error.
    fn name_policy(&mut self, key: &Ident, errors: &mut Errors) {
        let keeps = |key: &Ident| key.is("keep_first") || key.is("keep_last");
        match &self.policy {
            Some((first, _)) if keeps(first) && keeps(key) => {}
            Some((first, _)) => errors.at(
                &key,
                format!(
                    "`{key}` is incompatible with `{first}`, because a field has one mask; remove \
                     one"
                ),
            ),
            None => self.policy = Some((key.clone(), None)),
        }
    }

    fn set_policy(&mut self, policy: Option<FieldPolicy>) {
        if let Some((_, set)) = &mut self.policy {
            *set = set.take().or(policy);
        }
    }

    fn finish(self, errors: &mut Errors) -> FieldMark {
        if let Some(skip) = self.skip {
            return FieldMark::Skip(skip);
        }
        let keeps = self.policy.as_ref().is_some_and(|(key, policy)| {
            policy.is_none() && (key.is("keep_first") || key.is("keep_last"))
        });
        if let (Some((key, _)), false) = (&self.min_hidden, keeps) {
            errors.at(
                &key,
                "`min_hidden` is for `keep_first` and `keep_last`; write `keep_last = 4, \
                 min_hidden = 8`",
            );
        }
        // A wrong count has been reported, and so has a list without one.
        let policy = match (self.first, self.last) {
            (None, None) => self.policy.and_then(|(_, policy)| policy).unwrap_or(FieldPolicy::Mask),
            (first, last) => FieldPolicy::Keep {
                first: first.unwrap_or(0),
                last: last.unwrap_or(0),
                min_hidden: self.min_hidden.and_then(|(_, count)| count).unwrap_or(0),
            },
        };
        FieldMark::Mask(policy, self.layers)
    }
}
