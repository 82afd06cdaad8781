//! The part of the tree that is about third parties: rules for targets, and modules whose statements
//! loggers claim.

use std::fmt;

use crate::level::LevelFilter;
use crate::registry::settings::Settings;
use crate::registry::table::TextTable;
use crate::registry::targets::name_of;

/// The rules and claims at one moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct ThirdParties {
    targets: Vec<TargetRow>,
    /// The modules with their loggers' names.
    claims: Vec<(&'static str, &'static str)>,
}

/// A rule for a target.
#[derive(Clone, Debug)]
struct TargetRow {
    target: String,
    level: LevelFilter,
    source: &'static str,
}

impl ThirdParties {
    /// Reads the settings. Without a root nothing receives what third parties log, so nothing is said
    /// about it.
    pub(crate) fn new(settings: &Settings) -> Self {
        if settings.roots().next().is_none() {
            return Self::default();
        }
        let rule = |(target, level, source): (&str, _, _)| TargetRow {
            target: target.to_owned(),
            level,
            source: name_of(source),
        };
        let mut targets: Vec<TargetRow> = settings.target_rules().map(rule).collect();
        targets.sort_by(|one, other| one.target.cmp(&other.target));
        let claims = settings.modules.iter().map(|known| {
            let declaration = known.declaration;
            (declaration.module_path, declaration.name)
        });
        Self { targets, claims: claims.collect() }
    }

    pub(crate) fn targets(&self) -> impl Iterator<Item = (&str, LevelFilter, &str)> {
        self.targets.iter().map(|rule| (rule.target.as_str(), rule.level, rule.source))
    }

    pub(crate) fn claims(&self) -> impl Iterator<Item = (&str, &str)> {
        self.claims.iter().copied()
    }
}

/// Writes each table below an empty line. One without rows is left out.
impl fmt::Display for ThirdParties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.targets.is_empty() {
            let mut table = TextTable::new(&["TARGET", "LEVEL", "FROM"]);
            for TargetRow { target, level, source } in &self.targets {
                table.add(&[target, level, source]);
            }
            writeln!(f)?;
            table.write(f, 0..0)?;
        }
        if !self.claims.is_empty() {
            let mut table = TextTable::new(&["CLAIMED MODULE", "LOGGER"]);
            for (module, logger) in &self.claims {
                table.add(&[module, logger]);
            }
            writeln!(f)?;
            table.write(f, 0..0)?;
        }
        Ok(())
    }
}
