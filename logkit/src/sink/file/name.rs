//! The names of backups: the only files that a rotation renames, compresses or deletes. A file is one
//! of them if its whole name is one that the settings in force write.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::str;

use crate::sink::file::stamp::{Rotation, Stamp};

/// The grammar of the backups' names, and of the temporary names beside them:
///
/// | rotation | backup | compressed |
/// |---|---|---|
/// | by size | `app.log.1`, the newest, to `app.log.N` | `app.log.1.gz` |
/// | by size, direct | `app.log.1`, the oldest, and so on | `app.log.1.gz` |
/// | daily | `app.log.2026-11-22`, then `app.log.2026-11-22.1` | `app.log.2026-11-22.gz` |
/// | hourly | `app.log.2026-11-22_07`, then `app.log.2026-11-22_07.1` | `app.log.2026-11-22_07.gz` |
#[derive(Clone, Debug)]
pub(super) struct NameGrammar {
    base: OsString,
    scheme: NameScheme,
    gzip: bool,
}

/// The part of a name that tells backups apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameScheme {
    /// Backups are renumbered at each rotation; the newest is 1.
    Shifted { count: u32 },
    /// Numbers grow.
    Growing,
    /// The start of the period, and growing numbers within it.
    Dated(Rotation),
}

/// The name of a backup, without the name of the log file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BackupName {
    pub(super) stamp: Option<Stamp>,
    /// 0 where there is no number.
    pub(super) number: u32,
    pub(super) form: BackupForm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BackupForm {
    Plain,
    Gzip,
    /// A compressed file that is not complete.
    PartialGzip,
    /// The oldest backup during a rotation that deletes it.
    Oldest,
    OldestGzip,
}

impl BackupForm {
    const ALL: [Self; 5] =
        [Self::PartialGzip, Self::OldestGzip, Self::Oldest, Self::Gzip, Self::Plain];

    fn suffix(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Gzip => ".gz",
            Self::PartialGzip => ".gz.tmp",
            Self::Oldest => ".old.tmp",
            Self::OldestGzip => ".gz.old.tmp",
        }
    }

    /// The oldest backup while a rotation deletes it.
    pub(super) fn is_pushed_out(self) -> bool {
        matches!(self, Self::Oldest | Self::OldestGzip)
    }

    /// Left behind by a process that died.
    pub(super) fn is_temporary(self) -> bool {
        matches!(self, Self::PartialGzip | Self::Oldest | Self::OldestGzip)
    }
}

impl NameGrammar {
    pub(super) fn new(base: &OsStr, scheme: NameScheme, gzip: bool) -> Self {
        Self { base: base.to_owned(), scheme, gzip }
    }

    /// Returns the temporary name of the link to the current file.
    pub(super) fn link_tmp(&self) -> OsString {
        let mut name = self.base.clone();
        name.push(".link.tmp");
        name
    }

    /// Returns a name as long as any that a rotation is likely to write.
    pub(super) fn longest(&self) -> OsString {
        let (stamp, number) = match self.scheme {
            NameScheme::Shifted { count } => (None, count),
            NameScheme::Growing => (None, MANY),
            NameScheme::Dated(rotation) => (Some(Stamp::longest(rotation)), MANY),
        };
        let form = BackupForm::ALL.into_iter().filter(|form| self.writes(*form));
        let form = form.max_by_key(|form| form.suffix().len()).unwrap_or(BackupForm::Plain);
        self.format(BackupName { stamp, number, form })
    }

    pub(super) fn scheme(&self) -> NameScheme {
        self.scheme
    }

    /// Returns the file name of a backup.
    pub(super) fn format(&self, backup: BackupName) -> OsString {
        let mut name = self.base.clone();
        let mut rest = String::new();
        // Writing to a string cannot fail.
        if let Some(stamp) = backup.stamp {
            let _ = write!(rest, ".{stamp}");
        }
        if backup.number > 0 {
            let _ = write!(rest, ".{}", backup.number);
        }
        name.push(rest);
        name.push(backup.form.suffix());
        name
    }

    /// Returns the backup of a file name; `None` for every other file.
    pub(super) fn parse(&self, name: &OsStr) -> Option<BackupName> {
        let rest = name.as_encoded_bytes().strip_prefix(self.base.as_encoded_bytes())?;
        let rest = str::from_utf8(rest).ok()?.strip_prefix('.')?;
        let (form, stem) = BackupForm::ALL
            .into_iter()
            .filter(|form| self.writes(*form))
            .find_map(|form| Some((form, rest.strip_suffix(form.suffix())?)))?;
        let (stamp, number) = match self.scheme {
            NameScheme::Shifted { count } => {
                (None, parse_number(stem).filter(|number| *number <= count)?)
            }
            NameScheme::Growing => (None, parse_number(stem)?),
            NameScheme::Dated(rotation) => match stem.split_once('.') {
                Some((stamp, number)) => {
                    (Some(Stamp::parse(stamp, rotation)?), parse_number(number)?)
                }
                None => (Some(Stamp::parse(stem, rotation)?), 0),
            },
        };
        Some(BackupName { stamp, number, form })
    }

    fn writes(&self, form: BackupForm) -> bool {
        let shifts = matches!(self.scheme, NameScheme::Shifted { .. });
        match form {
            BackupForm::Plain => true,
            BackupForm::Gzip | BackupForm::PartialGzip => self.gzip,
            BackupForm::Oldest => shifts,
            BackupForm::OldestGzip => shifts && self.gzip,
        }
    }

    /// The order of age: smaller is older.
    pub(super) fn age(&self, backup: &BackupName) -> (Option<Stamp>, u32) {
        match self.scheme {
            NameScheme::Shifted { .. } => (None, u32::MAX - backup.number),
            NameScheme::Growing | NameScheme::Dated(_) => (backup.stamp, backup.number),
        }
    }
}

/// More backups than most logs ever have.
const MANY: u32 = 99_999;

/// A number from 1 on, without leading zeros.
fn parse_number(digits: &str) -> Option<u32> {
    let plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::{BackupForm, BackupName, NameGrammar, NameScheme};
    use crate::sink::file::stamp::{Rotation, Stamp};

    const SCHEMES: [NameScheme; 4] = [
        NameScheme::Shifted { count: 3 },
        NameScheme::Growing,
        NameScheme::Dated(Rotation::Daily),
        NameScheme::Dated(Rotation::Hourly),
    ];

    fn grammars() -> impl Iterator<Item = NameGrammar> {
        SCHEMES.into_iter().flat_map(|scheme| {
            [false, true].map(|gzip| NameGrammar::new(OsStr::new("app.log"), scheme, gzip))
        })
    }

    #[test]
    fn only_names_that_the_settings_write_are_backups() {
        let table = [
            // The name, and the schemes by which it is a backup: without and with gzip.
            ("app.log", "-- -- -- --"),
            ("app.log.1", "yy yy -- --"),
            ("app.log.3", "yy yy -- --"),
            ("app.log.4", "-- yy -- --"),
            ("app.log.0", "-- -- -- --"),
            ("app.log.01", "-- -- -- --"),
            ("app.log.+1", "-- -- -- --"),
            ("app.log.99999999999", "-- -- -- --"),
            ("app.log.1.gz", "-y -y -- --"),
            ("app.log.1.gz.tmp", "-y -y -- --"),
            ("app.log.1.old.tmp", "yy -- -- --"),
            ("app.log.1.tmp", "-- -- -- --"),
            ("app.log.gz", "-- -- -- --"),
            ("app.log.bak", "-- -- -- --"),
            ("app.log.notes", "-- -- -- --"),
            ("app.log.old.1", "-- -- -- --"),
            ("app.log1", "-- -- -- --"),
            ("app.toml", "-- -- -- --"),
            ("my-app.log.1", "-- -- -- --"),
            ("App.log.1", "-- -- -- --"),
            ("app.log.2019-01-01", "-- -- yy --"),
            ("app.log.2020-02-29", "-- -- yy --"),
            ("app.log.2019-02-29", "-- -- -- --"),
            ("app.log.2019-13-01", "-- -- -- --"),
            ("app.log.2019-00-10", "-- -- -- --"),
            ("app.log.2019-1-01", "-- -- -- --"),
            ("app.log.+019-01-01", "-- -- -- --"),
            ("app.log.2019-01-01.7", "-- -- yy --"),
            ("app.log.2019-01-01.gz", "-- -- -y --"),
            ("app.log.2019-01-01.2.gz", "-- -- -y --"),
            ("app.log.2019-01-01_07", "-- -- -- yy"),
            ("app.log.2019-01-01_24", "-- -- -- --"),
            ("app.log.2019-01-01_7", "-- -- -- --"),
            ("app.log.2019-01-01_07.2.gz", "-- -- -- -y"),
            ("app.log.2019-01-01.old.tmp", "-- -- -- --"),
        ];
        for (name, expected) in table {
            let answers = grammars().map(|grammar| grammar.parse(OsStr::new(name)).is_some());
            let found: String = answers.map(|answer| if answer { 'y' } else { '-' }).collect();
            assert_eq!(found, expected.replace(' ', ""), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_utf_8_can_be_a_base_but_not_the_rest() {
        use std::os::unix::ffi::OsStrExt as _;
        let base = OsStr::from_bytes(b"app\xff.log");
        let grammar = NameGrammar::new(base, NameScheme::Growing, false);
        assert!(grammar.parse(OsStr::from_bytes(b"app\xff.log.1")).is_some());
        assert!(grammar.parse(OsStr::from_bytes(b"app\xff.log.1\xff")).is_none());
        assert!(grammar.parse(OsStr::from_bytes(b"app\xfe.log.1")).is_none());
    }

    #[test]
    fn every_name_is_parsed_to_the_backup_that_it_was_made_of() {
        let stamps = [(1, 1, 1, 0), (2026, 11, 22, 7), (9999, 12, 31, 23), (2020, 2, 29, 9)];
        for grammar in grammars() {
            for (year, month, day, hour) in stamps {
                for number in [0, 1, 2, 3] {
                    for form in BackupForm::ALL.into_iter().filter(|form| grammar.writes(*form)) {
                        let stamp = Stamp { year, month, day, hour: Some(hour) };
                        let stamp = match grammar.scheme {
                            NameScheme::Dated(Rotation::Hourly) => Some(stamp),
                            NameScheme::Dated(_) => Some(Stamp { hour: None, ..stamp }),
                            _ => None,
                        };
                        if stamp.is_none() && number == 0 {
                            continue;
                        }
                        let backup = BackupName { stamp, number, form };
                        let name = grammar.format(backup);
                        assert_eq!(grammar.parse(&name), Some(backup), "{name:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn no_name_that_is_accepted_is_written_in_another_way() {
        // Names of parts of the grammar in random order; a linear congruence is random enough.
        let parts = [
            "app.log",
            ".",
            "1",
            "0",
            "12",
            "gz",
            "tmp",
            "old",
            "2026-11-22",
            "_07",
            "-",
            "_",
            "99",
            "2026-02-30",
            "bak",
            "4294967296",
        ];
        let (mut seed, mut accepted) = (7_u64, 0);
        for _ in 0..200_000 {
            let mut name = String::from("app.log");
            for _ in 0..(seed >> 60) % 8 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                name.push_str(parts[usize::try_from(seed >> 33).unwrap() % parts.len()]);
            }
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            for grammar in grammars() {
                if let Some(backup) = grammar.parse(OsStr::new(&name)) {
                    accepted += 1;
                    assert_eq!(grammar.format(backup), OsStr::new(&name));
                }
            }
        }
        assert!(accepted > 1_000, "{accepted}");
    }
}
