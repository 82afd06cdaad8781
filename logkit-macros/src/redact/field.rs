//! What `#[redact(..)]` on a field asks for.

use proc_macro2::Ident;
use syn::{Attribute, Meta};

use super::attribute::{self, Entry, FIELD_KEYS};
use super::model::{Layers, Policy};
use crate::diag::Mistakes;

/// What a field says of itself.
pub(super) enum FieldMark {
    /// Nothing.
    None,
    /// That it shows, and where it does.
    Skip(Ident),
    /// What there is to see of it.
    Mask(Policy, Layers),
}

/// What a field's attributes ask for. With a mistake in them: to mask it all.
pub(super) fn field_mark(attrs: &[Attribute], mistakes: &mut Mistakes) -> FieldMark {
    let mut marks = attribute::marks(attrs);
    let Some(mark) = marks.next() else {
        return FieldMark::None;
    };
    let first = read(mark, mistakes);
    for again in marks {
        let other = read(again, mistakes);
        let mend = match (&first, other) {
            (FieldMark::Mask(Policy::Keep { .. }, _), FieldMark::Mask(Policy::Keep { .. }, _)) => {
                "write `#[redact(keep_first = .., keep_last = ..)]` to keep both ends"
            }
            (FieldMark::Mask(Policy::Mask, _), FieldMark::Mask(Policy::Mask, _)) => "leave one out",
            _ => "leave out the one that you do not mean",
        };
        mistakes.at(
            again.path(),
            format_args!("a field takes one `#[redact]`, and this is another; {mend}"),
        );
    }
    first
}

fn read(mark: &Attribute, mistakes: &mut Mistakes) -> FieldMark {
    match &mark.meta {
        Meta::Path(_) => {}
        Meta::NameValue(pair) => mistakes.at(
            &pair.value,
            "`#[redact = ..]` means nothing; write `#[redact]` or `#[redact(keep_first = 4)]`",
        ),
        Meta::List(list) if list.tokens.is_empty() => {
            mistakes.at(mark.path(), "`#[redact()]` says nothing; write `#[redact]`");
        }
        Meta::List(_) => {
            let mut list = List::default();
            let entries = attribute::entries(mark, "keep_first = 4", mistakes);
            let alone = entries.len() == 1;
            for entry in entries {
                list.take(entry, alone, mistakes);
            }
            return list.finish(mistakes);
        }
    }
    FieldMark::Mask(Policy::Mask, Layers::default())
}

/// The keys of one list, as far as they are read.
#[derive(Default)]
struct List {
    /// The key that named the policy, and the policy; none after a mistake in it.
    policy: Option<(Ident, Option<Policy>)>,
    first: Option<usize>,
    last: Option<usize>,
    min_hidden: Option<(Ident, Option<usize>)>,
    layers: Layers,
    skip: Option<Ident>,
}

impl List {
    fn take(&mut self, entry: Entry, alone: bool, mistakes: &mut Mistakes) {
        const KEEPS_NOTHING: &str =
            "keeps nothing; leave it out, or write `#[redact]` to mask the value";
        let key = entry.key.clone();
        match key.to_string().as_str() {
            "keep_first" => {
                self.name_policy(&key, mistakes);
                self.first = entry.count(KEEPS_NOTHING, mistakes);
            }
            "keep_last" => {
                self.name_policy(&key, mistakes);
                self.last = entry.count(KEEPS_NOTHING, mistakes);
            }
            "min_hidden" => {
                let count = entry.count("asks for nothing; leave it out", mistakes);
                self.min_hidden = Some((key, count));
            }
            "text" => {
                self.name_policy(&key, mistakes);
                let text = entry.text(mistakes);
                self.set_policy(text.map(Policy::Text));
            }
            "hash" => {
                self.name_policy(&key, mistakes);
                if !cfg!(feature = "hash") {
                    mistakes.at(
                        &key,
                        "`hash` needs logkit's feature `hash`; write `logkit = { .., features = \
                         [\"hash\"] }` in Cargo.toml",
                    );
                }
                let domain = entry.domain(mistakes);
                self.set_policy(Some(Policy::Hash(domain)));
            }
            "with" => {
                self.name_policy(&key, mistakes);
                let path = entry.function(mistakes);
                self.set_policy(path.map(Policy::With));
            }
            "each" => {
                self.layers.each = true;
                entry.flag(mistakes);
            }
            "show_none" => {
                self.layers.show_none = true;
                entry.flag(mistakes);
            }
            "skip" => {
                if !alone {
                    mistakes.at(
                        &key,
                        "`skip` shows the field as it is, so it stands alone; leave it or the \
                         rest out",
                    );
                }
                self.skip = Some(key);
                entry.flag(mistakes);
            }
            _ => attribute::foreign(&key, "a field", &FIELD_KEYS, mistakes),
        }
    }

    /// `key` names a policy; with another one before it, that is one too many.
    fn name_policy(&mut self, key: &Ident, mistakes: &mut Mistakes) {
        let keeps = |key: &Ident| key == "keep_first" || key == "keep_last";
        match &self.policy {
            Some((first, _)) if keeps(first) && keeps(key) => {}
            Some((first, _)) => mistakes.at(
                key,
                format_args!(
                    "`{key}` is incompatible with `{first}`, for a field has one mask; leave one \
                     out"
                ),
            ),
            None => self.policy = Some((key.clone(), None)),
        }
    }

    fn set_policy(&mut self, policy: Option<Policy>) {
        if let Some((_, set)) = &mut self.policy {
            *set = set.take().or(policy);
        }
    }

    fn finish(self, mistakes: &mut Mistakes) -> FieldMark {
        if let Some(skip) = self.skip {
            return FieldMark::Skip(skip);
        }
        let keeps = self.policy.as_ref().is_some_and(|(key, policy)| {
            policy.is_none() && (key == "keep_first" || key == "keep_last")
        });
        if let (Some((key, _)), false) = (&self.min_hidden, keeps) {
            mistakes.at(
                key,
                "`min_hidden` is for `keep_first` and `keep_last`; write `keep_last = 4, \
                 min_hidden = 8`",
            );
        }
        // A count that is wrong has been reported, and so has a list without one.
        let policy = match (self.first, self.last) {
            (None, None) => self.policy.and_then(|(_, policy)| policy).unwrap_or(Policy::Mask),
            (first, last) => Policy::Keep {
                first: first.unwrap_or(0),
                last: last.unwrap_or(0),
                min_hidden: self.min_hidden.and_then(|(_, count)| count).unwrap_or(0),
            },
        };
        FieldMark::Mask(policy, self.layers)
    }
}
