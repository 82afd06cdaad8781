//! A table as it was read: the values by key, each of the kind that the table of keys says.

use std::time::Duration;

use crate::config::error::Place;
use crate::config::keys::Key;
use crate::format::TimeZone;
use crate::level::LevelFilter;

/// A value that was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Setting {
    Flag(bool),
    Level(LevelFilter),
    /// A size, a count or permission bits.
    Number(u64),
    Duration(Duration),
    Text(String),
    Zone(TimeZone),
    Word(&'static str),
    Names(Vec<(String, Place)>),
    Levels(Vec<(String, LevelFilter)>),
    Texts(Vec<(String, String, Place)>),
    Table(Section),
    Tables(Vec<(String, Section)>),
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Section {
    /// The `type`, if it has one.
    pub(super) kind: &'static str,
    pub(super) at: Place,
    pub(super) settings: Vec<(&'static str, Setting, Place)>,
}

macro_rules! getters {
    ($($name:ident: $variant:ident -> $value:ty;)+) => { $(
        pub(super) fn $name(&self, key: &str) -> Option<(&$value, &Place)> {
            self.settings.iter().find_map(|(name, setting, at)| match setting {
                Setting::$variant(value) if *name == key => Some((value, at)),
                _ => None,
            })
        }
    )+ };
}

impl Section {
    getters! {
        flag: Flag -> bool;
        level_at: Level -> LevelFilter;
        number: Number -> u64;
        duration: Duration -> Duration;
        text: Text -> String;
        zone: Zone -> TimeZone;
        word: Word -> &'static str;
        names: Names -> Vec<(String, Place)>;
        levels: Levels -> Vec<(String, LevelFilter)>;
        texts: Texts -> Vec<(String, String, Place)>;
        table: Table -> Section;
        tables: Tables -> Vec<(String, Section)>;
    }

    pub(super) fn level(&self, key: &str) -> Option<LevelFilter> {
        self.level_at(key).map(|(level, _)| *level)
    }

    /// Returns `true` if the key has the value `true`.
    pub(super) fn is_on(&self, key: &str) -> bool {
        self.flag(key).is_some_and(|(flag, _)| *flag)
    }

    /// The tables of a key; empty if it is missing.
    pub(super) fn tables_of(&self, key: &str) -> &[(String, Self)] {
        self.tables(key).map(|(tables, _)| &**tables).unwrap_or_default()
    }

    /// The part of the table with these keys.
    pub(super) fn only(&self, keys: &[Key]) -> Self {
        let is_one = |name: &str| keys.iter().any(|key| key.name == name);
        let settings = self.settings.iter().filter(|(name, ..)| is_one(name)).cloned();
        Self { kind: self.kind, at: self.at.clone(), settings: settings.collect() }
    }
}
