//! The part of the tree that is about third parties: rules for targets, and modules whose statements
//! loggers claim.

use std::fmt;

use crate::level::LevelFilter;
use crate::registry::settings::Settings;
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

impl fmt::Display for ThirdParties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let targets = self
            .targets
            .iter()
            .map(|rule| [rule.target.clone(), rule.level.to_string(), rule.source.to_owned()]);
        write_table(f, ["TARGET", "LEVEL", "FROM"], targets.collect())?;
        write_table(f, ["CLAIMED MODULE", "LOGGER"], self.claims.clone())
    }
}

/// Writes a table below an empty line, unless it has no rows.
fn write_table<const N: usize>(
    f: &mut fmt::Formatter<'_>,
    heads: [&str; N],
    rows: Vec<[String; N]>,
) -> fmt::Result {
    if rows.is_empty() {
        return Ok(());
    }
    let mut lines = vec![heads.map(str::to_owned)];
    lines.extend(rows);
    writeln!(f)?;
    lines.iter().try_for_each(|line| {
        for (column, cell) in line.iter().enumerate() {
            let width = lines.iter().filter_map(|line| Some(line.get(column)?.len())).max();
            match column + 1 {
                last if last == N => writeln!(f, "{cell}")?,
                _ => write!(f, "{cell:<width$}  ", width = width.unwrap_or_default())?,
            }
        }
        Ok(())
    })
}
