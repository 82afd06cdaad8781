//! Declarations of one name that disagree: two crates may declare the same logger.

use std::fmt;

use crate::level::LevelFilter;
use crate::registry::declaration::Declared;
use crate::registry::settings::Settings;

/// One of the declarations of a logger: the arguments of its attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeclaredSettings {
    module_path: &'static str,
    level: Option<LevelFilter>,
    propagate: bool,
}

impl DeclaredSettings {
    /// The declarations of a name, the most verbose level first: the linker's order does not matter.
    pub(crate) fn of(settings: &Settings, name: &str) -> Vec<Self> {
        let declared = |logger: &Declared| Self {
            module_path: logger.declaration.module_path,
            level: logger.declaration.level,
            propagate: logger.declaration.propagate,
        };
        let mut declarations: Vec<Self> = settings.statics(name).iter().map(declared).collect();
        declarations
            .sort_by_key(|one| (one.level.is_none(), one.level, one.propagate, one.module_path));
        declarations
    }

    /// The module of the static, as `module_path!()` says.
    pub fn module_path(self) -> &'static str {
        self.module_path
    }

    /// The level, if the attribute gives one.
    pub fn level(self) -> Option<LevelFilter> {
        self.level
    }

    /// Returns true if the attribute says `propagate = true`.
    pub fn propagate(self) -> bool {
        self.propagate
    }
}

/// Returns whether declarations of one name give different levels, or differ in propagation. One
/// without a level agrees with any level.
pub(crate) fn disagree(declarations: &[DeclaredSettings]) -> bool {
    let levels: Vec<LevelFilter> = declarations.iter().filter_map(|one| one.level).collect();
    let first = declarations.first().map(|one| one.propagate);
    levels.iter().any(|level| levels.first() != Some(level))
        || declarations.iter().any(|one| first != Some(one.propagate))
}

/// The line that tells of declarations that disagree.
pub(crate) struct Disagreement<'a> {
    pub(crate) name: &'a str,
    pub(crate) declarations: &'a [DeclaredSettings],
}

impl fmt::Display for Disagreement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, declarations } = self;
        write!(f, "{name} has {} declarations that disagree: ", declarations.len())?;
        let mut separator = "";
        for DeclaredSettings { module_path, level, propagate } in *declarations {
            f.write_str(separator)?;
            match level {
                Some(level) => write!(f, "level {level}")?,
                None => f.write_str("no level")?,
            }
            write!(f, " and {}", if *propagate { "propagate" } else { "no propagate" })?;
            // A logger that is made at run time has no module.
            if !module_path.is_empty() {
                write!(f, " in {module_path}")?;
            }
            separator = "; ";
        }
        f.write_str(". The most verbose level holds, and one that propagates is enough.")
    }
}
