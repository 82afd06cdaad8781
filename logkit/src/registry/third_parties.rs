//! The part of the tree that is about third parties: rules for targets, and modules whose statements
//! loggers claim.

use std::fmt;

use crate::level::LevelFilter;
use crate::registry::settings::Settings;
use crate::registry::table::write_table;
use crate::registry::targets::name_of;

/// The rules and claims at one moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct ThirdParties {
    targets: Vec<Rule>,
    /// The modules with their loggers' names.
    claims: Vec<[String; 2]>,
}

/// A rule for a target.
#[derive(Clone, Debug)]
struct Rule {
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
        let rule = |(target, level, source): (&str, _, _)| Rule {
            target: target.to_owned(),
            level,
            source: name_of(source),
        };
        let mut targets: Vec<Rule> = settings.target_rules().map(rule).collect();
        targets.sort_by(|one, other| one.target.cmp(&other.target));
        let claim = |(module, name): (&str, &str)| [module.to_owned(), name.to_owned()];
        Self { targets, claims: settings.modules().map(claim).collect() }
    }

    pub(crate) fn targets(&self) -> impl Iterator<Item = (&str, LevelFilter, &str)> {
        self.targets.iter().map(|rule| (rule.target.as_str(), rule.level, rule.source))
    }

    pub(crate) fn claims(&self) -> impl Iterator<Item = (&str, &str)> {
        self.claims.iter().map(|[module, logger]| (module.as_str(), logger.as_str()))
    }
}

/// Writes each table below an empty line. One without rows is left out.
impl fmt::Display for ThirdParties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heads = ["TARGET", "LEVEL", "FROM"].map(str::to_owned);
        let mut targets = vec![heads.into()];
        for Rule { target, level, source } in &self.targets {
            targets.push(vec![target.clone(), level.to_string(), (*source).to_owned()]);
        }
        let mut claims = vec![["CLAIMED MODULE", "LOGGER"].map(str::to_owned).into()];
        claims.extend(self.claims.iter().map(|claim| claim.to_vec()));
        for rows in [targets, claims].iter().filter(|rows| rows.len() > 1) {
            writeln!(f)?;
            write_table(f, 0..0, rows)?;
        }
        Ok(())
    }
}
