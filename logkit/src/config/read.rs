//! Reads a text by the table of keys, and collects all mistakes.

use std::collections::HashSet;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::config::error::{Mistake, Place};
use crate::config::keys::{FILE, Key, Kind, Variant};
use crate::config::section::{Section, Setting};
use crate::config::units::{self, unexpected};
use crate::level::{self, LevelFilter};
use crate::registry::target_form::is_target;
use crate::util::nearest::nearest;

/// Reads a file's text. If it is not TOML, only the mistakes in its syntax are returned: what follows
/// one may be anything.
pub(super) fn read(text: &str) -> (Section, Vec<Mistake>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader::default();
    for error in &errors {
        let offset = error.span().map_or(0, |span| span.start);
        let at = Place { offset, path: String::new() };
        reader.mistakes.push(Mistake::new(&at, error.message()));
    }
    if !errors.is_empty() {
        return (Section::default(), reader.mistakes);
    }
    let section = reader.table(&[FILE], document.get_ref(), &Place::default());
    (section, reader.mistakes)
}

#[derive(Default)]
struct Reader {
    mistakes: Vec<Mistake>,
}

impl Reader {
    fn mistake(&mut self, at: &Place, message: impl Into<String>) {
        self.mistakes.push(Mistake::new(at, message));
    }

    /// Reads a table of known keys.
    fn table(&mut self, lists: &[&'static [Key]], table: &DeTable<'_>, at: &Place) -> Section {
        let keys = || lists.iter().copied().flatten();
        let mut settings = Vec::new();
        for (name, value) in table {
            let at_key = below(at, name.get_ref(), name.span().start);
            let Some(key) = keys().find(|key| *key.name == **name.get_ref()) else {
                let message = dotted_logger(&at_key, value).unwrap_or_else(|| {
                    unknown("key", name.get_ref(), keys().map(|key| key.name), false)
                });
                self.mistake(&at_key, message);
                continue;
            };
            let at = Place { offset: value.span().start, ..at_key };
            if let Some(setting) = self.value(&key.kind, value, &at) {
                settings.push((key.name, setting, at));
            }
        }
        for key in keys().filter(|key| key.required && !table.contains_key(key.name)) {
            self.mistake(at, format!("missing key `{}`", key.name));
        }
        Section { kind: "", at: at.clone(), settings }
    }

    /// Reads a table whose keys depend on its `type`. One without a valid type has no settings: it is
    /// there for those who name it, who would otherwise be told that it is missing.
    fn variant(
        &mut self,
        variants: &'static [Variant],
        table: &DeTable<'_>,
        at: &Place,
    ) -> Section {
        let empty = || Section { kind: "", at: at.clone(), ..Section::default() };
        let names = || variants.iter().map(|variant| variant.name);
        let Some((key, value)) = table.get_key_value("type") else {
            let names = names().collect::<Vec<_>>().join(", ");
            self.mistake(at, format!("missing key `type`; expected one of {names}"));
            return empty();
        };
        let at_type = below(at, key.get_ref(), value.span().start);
        let DeValue::String(kind) = value.get_ref() else {
            self.mistake(&at_type, wrong_kind(value, "a text"));
            return empty();
        };
        let Some(variant) = variants.iter().find(|variant| *variant.name == **kind) else {
            self.mistake(&at_type, unknown("type", kind, names(), true));
            return empty();
        };
        let mut rest = table.clone();
        rest.remove("type");
        // A key of another type gets a better message than an unknown one.
        let is_own =
            |name: &str| variant.keys.iter().copied().flatten().any(|key| key.name == name);
        let others = |name: &str| {
            let has =
                |other: &&Variant| other.keys.iter().copied().flatten().any(|key| key.name == name);
            variants.iter().filter(has).map(|other| format!("`{}`", other.name)).collect::<Vec<_>>()
        };
        let mut foreign = Vec::new();
        for (name, _) in &rest {
            let types = others(name.get_ref());
            if !is_own(name.get_ref()) && !types.is_empty() {
                let at = below(at, name.get_ref(), name.span().start);
                let types = types.join(", ");
                self.mistake(&at, format!("key of the type {types}; this one is `{kind}`"));
                foreign.push(name.clone());
            }
        }
        for name in foreign {
            rest.remove(&name);
        }
        let section = self.table(variant.keys, &rest, at);
        Section { kind: variant.name, ..section }
    }

    fn value(&mut self, kind: &Kind, value: &Spanned<DeValue<'_>>, at: &Place) -> Option<Setting> {
        let found = match (kind, value.get_ref()) {
            (Kind::Table(keys), DeValue::Table(table)) => {
                return Some(Setting::Table(self.table(&[keys], table, at)));
            }
            (Kind::Tables(keys), DeValue::Table(table)) => {
                return Some(Setting::Tables(
                    self.tables(table, at, |reader, table, at| reader.table(&[keys], table, at)),
                ));
            }
            (Kind::Variants(variants), DeValue::Table(table)) => {
                return Some(Setting::Tables(
                    self.tables(table, at, |reader, table, at| reader.variant(variants, table, at)),
                ));
            }
            (Kind::Levels, DeValue::Table(table)) => {
                return Some(Setting::Levels(self.levels(table, at)));
            }
            (Kind::Texts, DeValue::Table(table)) => {
                return Some(Setting::Texts(self.texts(table, at)));
            }
            (Kind::Names, DeValue::Array(array)) => {
                return Some(Setting::Names(self.names(array, at)));
            }
            (kind, value) => scalar(kind, value),
        };
        match found {
            Ok(setting) => Some(setting),
            Err(message) => {
                self.mistake(at, message);
                None
            }
        }
    }

    fn tables(
        &mut self,
        tables: &DeTable<'_>,
        at: &Place,
        read: impl Fn(&mut Self, &DeTable<'_>, &Place) -> Section,
    ) -> Vec<(String, Section)> {
        let mut found = Vec::new();
        for (name, value) in tables {
            let at = below(at, name.get_ref(), name.span().start);
            match value.get_ref() {
                DeValue::Table(table) => {
                    let at = Place { offset: value.span().start, ..at };
                    found.push((name.get_ref().to_string(), read(self, table, &at)));
                }
                _ => self.mistake(&at, wrong_kind(value, "a table")),
            }
        }
        found
    }

    fn levels(&mut self, table: &DeTable<'_>, at: &Place) -> Vec<(String, LevelFilter)> {
        let mut levels = Vec::new();
        for (name, value) in table {
            if !is_target(name.get_ref()) {
                let at = below(at, name.get_ref(), name.span().start);
                self.mistake(&at, "not a target; expected a path such as `hyper::client`");
            }
            let at = below(at, name.get_ref(), value.span().start);
            match scalar(&Kind::Level, value.get_ref()) {
                Ok(Setting::Level(level)) => levels.push((name.get_ref().to_string(), level)),
                Ok(_) => {}
                Err(message) => self.mistake(&at, message),
            }
        }
        levels
    }

    fn texts(&mut self, table: &DeTable<'_>, at: &Place) -> Vec<(String, String, Place)> {
        let mut texts = Vec::new();
        for (name, value) in table {
            let at = below(at, name.get_ref(), value.span().start);
            match scalar(&Kind::Text, value.get_ref()) {
                Ok(Setting::Text(text)) => texts.push((name.get_ref().to_string(), text, at)),
                Ok(_) => {}
                Err(message) => self.mistake(&at, message),
            }
        }
        texts
    }

    fn names(&mut self, array: &DeArray<'_>, at: &Place) -> Vec<(String, Place)> {
        let mut names = Vec::new();
        let mut seen = HashSet::new();
        for value in array {
            let at = Place { offset: value.span().start, path: at.path.clone() };
            match scalar(&Kind::Text, value.get_ref()) {
                Ok(Setting::Text(name)) if !seen.insert(name.clone()) => {
                    self.mistake(&at, format!("`{}` appears twice", name.escape_debug()));
                }
                Ok(Setting::Text(name)) => names.push((name, at)),
                Ok(_) => {}
                Err(message) => self.mistake(&at, message),
            }
        }
        names
    }
}

/// Reads a value that is neither a table nor a list.
///
/// # Errors
///
/// The value is of another kind, or has another form; the error is the message.
fn scalar(kind: &Kind, value: &DeValue<'_>) -> Result<Setting, String> {
    match (kind, value) {
        (Kind::Flag, DeValue::Boolean(flag)) => Ok(Setting::Flag(*flag)),
        (Kind::On, DeValue::Boolean(true)) => Ok(Setting::Flag(true)),
        (Kind::On, _) => {
            Err("a file can only turn this on; expected `true`, or leave the key out".to_owned())
        }
        (Kind::Level, DeValue::String(word)) => level(word).map(Setting::Level),
        (Kind::Level, DeValue::Integer(number)) => {
            let known = whole(number).and_then(|number| number.to_string().parse().ok());
            known.map(Setting::Level).ok_or_else(|| {
                unexpected(&number.to_string(), "one of 5, 10, 20, 30, 40, 50, or a level's name")
            })
        }
        (Kind::Size, DeValue::String(text)) => units::size(text).map(Setting::Number),
        (Kind::Size, DeValue::Integer(number)) => {
            let size = whole(number).map(Setting::Number);
            size.ok_or_else(|| unexpected(&number.to_string(), "a number of bytes"))
        }
        (Kind::Count, DeValue::Integer(number)) => {
            let count = whole(number).filter(|count| (1..=u64::from(u32::MAX)).contains(count));
            let expected = "a whole number from 1 on";
            count.map(Setting::Number).ok_or_else(|| unexpected(&number.to_string(), expected))
        }
        (Kind::Duration, DeValue::String(text)) => units::duration(text).map(Setting::Duration),
        (Kind::Mode, DeValue::String(text)) => units::mode(text).map(Setting::Number),
        (Kind::Zone, DeValue::String(text)) => units::zone(text).map(Setting::Zone),
        (Kind::Text, DeValue::String(text)) if text.is_empty() => {
            Err("the text is empty".to_owned())
        }
        (Kind::Text, DeValue::String(text)) => Ok(Setting::Text(text.to_string())),
        (Kind::Word(words), DeValue::String(text)) => {
            let word = words.iter().find(|word| ***word == **text).copied();
            let mistake = || unknown("word", text, words.iter().copied(), true);
            word.map(Setting::Word).ok_or_else(mistake)
        }
        (kind, value) => Err(expected(kind, value)),
    }
}

fn level(word: &str) -> Result<LevelFilter, String> {
    let names = level::NAMES.map(|(name, _)| name);
    level::find(&level::NAMES, word).ok_or_else(|| unknown("level", word, names, true))
}

fn whole(number: &toml::de::DeInteger<'_>) -> Option<u64> {
    let number = u64::from_str_radix(number.as_str(), number.radix()).ok()?;
    // TOML's integers have 64 bits with a sign.
    i64::try_from(number).is_ok().then_some(number)
}

/// The message for a value of another kind.
fn expected(kind: &Kind, value: &DeValue<'_>) -> String {
    let expected = match kind {
        Kind::Flag => "`true` or `false`",
        Kind::On => "`true`",
        Kind::Level => "a level such as \"debug\"",
        Kind::Size => "a size such as \"10 MB\"",
        Kind::Duration => "a duration such as \"5 s\"",
        Kind::Count => "a whole number from 1 on",
        Kind::Mode => "permission bits as a text, such as \"0640\"",
        Kind::Text | Kind::Word(_) => "a text",
        Kind::Zone => "`local`, `utc` or an offset such as `+01:00`",
        Kind::Names => "a list of names",
        Kind::Levels | Kind::Texts | Kind::Table(_) | Kind::Tables(_) | Kind::Variants(_) => {
            "a table"
        }
    };
    format!("unexpected {}; expected {expected}", described(value))
}

/// The error for a table inside that of a logger: the name's dots have divided it.
fn dotted_logger(at: &Place, value: &Spanned<DeValue<'_>>) -> Option<String> {
    let mut name = at.path.strip_prefix("loggers.")?.replace('"', "");
    let DeValue::Table(table) = value.get_ref() else { return None };
    let mut rest = table.iter().next();
    while let Some((part, value)) = rest {
        let DeValue::Table(table) = value.get_ref() else { break };
        name = format!("{name}.{}", part.get_ref());
        rest = table.iter().next();
    }
    Some(format!("a name with dots needs quotes; write `[loggers.\"{name}\"]`"))
}

fn wrong_kind(value: &Spanned<DeValue<'_>>, expected: &str) -> String {
    format!("unexpected {}; expected {expected}", described(value.get_ref()))
}

fn described(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("text `{}`", text.escape_debug()),
        DeValue::Integer(number) => format!("number {number}"),
        DeValue::Float(number) => format!("number {number}"),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(_) => "date or time".to_owned(),
        DeValue::Array(_) => "list".to_owned(),
        DeValue::Table(_) => "table".to_owned(),
    }
}

/// The message for an unknown word: the nearest known one, or all of them. The word itself is left out
/// if the key's path ends with it.
pub(super) fn unknown<'w>(
    what: &str,
    word: &str,
    words: impl IntoIterator<Item = &'w str>,
    with_word: bool,
) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    let found = if with_word { format!(" `{}`", word.escape_debug()) } else { String::new() };
    match nearest(word, words.iter().copied()) {
        Some(near) => format!("unknown {what}{found}; did you mean `{near}`?"),
        None if words.is_empty() => format!("unknown {what}{found}"),
        None => format!("unknown {what}{found}; expected one of {}", words.join(", ")),
    }
}

/// The place of a key in a table.
fn below(at: &Place, key: &str, offset: usize) -> Place {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let key = match key {
        key if !key.is_empty() && key.chars().all(is_bare) => key.to_owned(),
        key => format!("\"{}\"", key.escape_debug()),
    };
    let path = if at.path.is_empty() { key } else { format!("{}.{key}", at.path) };
    Place { offset, path }
}
