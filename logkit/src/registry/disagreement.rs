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
        let mut declarations: Vec<Self> = Vec::new();
        for Declared { declaration, .. } in settings.statics(name) {
            let one = Self {
                module_path: declaration.module_path,
                level: declaration.level,
                propagate: declaration.propagate,
            };
            // They are few, and a sort would add much code.
            let index = declarations.partition_point(|other| other.rank() < one.rank());
            declarations.insert(index, one);
        }
        declarations
    }

    /// Orders declarations; those without a level are the last ones.
    fn rank(self) -> (bool, u8, bool, &'static str) {
        let threshold = self.level.map(LevelFilter::threshold);
        (threshold.is_none(), threshold.unwrap_or(0), self.propagate, self.module_path)
    }

    /// The module of the static, as `module_path!()` says.
    pub fn module_path(self) -> &'static str {
        self.module_path
    }

    /// The level, if the attribute gives one.
    pub fn level(self) -> Option<LevelFilter> {
        self.level
    }

    /// Returns `true` if the attribute says `propagate = true`.
    pub fn propagate(self) -> bool {
        self.propagate
    }
}

/// Returns whether declarations of one name, in their order, give different levels, or differ in
/// propagation. One without a level agrees with any level.
pub(crate) fn disagree(declarations: &[DeclaredSettings]) -> bool {
    let Some((first, others)) = declarations.split_first() else { return false };
    others.iter().any(|one| {
        one.propagate != first.propagate || one.level.is_some() && one.level != first.level
    })
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
