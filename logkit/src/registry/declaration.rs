//! A logger's static, as the registry knows it.

use std::any::Any;

use crate::level::LevelFilter;
use crate::registry::route::Outlet;

/// A logger as declared.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    pub(crate) name: &'static str,
    pub(crate) level: Option<LevelFilter>,
    pub(crate) propagate: bool,
    /// The module that declares it, as `module_path!()` says; empty for a logger made at run time.
    pub(crate) module_path: &'static str,
    /// Its module has another logger as well, which the level macros use.
    pub(crate) secondary: bool,
}

impl Declaration {
    /// `name` has been checked by the macro.
    pub const fn new(name: &'static str, level: Option<LevelFilter>, propagate: bool) -> Self {
        Self { name, level, propagate, module_path: "", secondary: false }
    }

    /// Sets the module of the static.
    #[must_use]
    pub const fn in_module(self, module_path: &'static str) -> Self {
        Self { module_path, ..self }
    }

    /// Marks a static that is not named `LOGGER`, so that the level macros of its module do not use
    /// it by themselves.
    #[must_use]
    pub const fn secondary(self) -> Self {
        Self { secondary: true, ..self }
    }
}

/// One static of a logger: its declaration, the place to publish to, and the static itself, whose type
/// the registry does not know.
#[derive(Clone, Copy)]
pub(crate) struct Declared {
    pub(crate) declaration: &'static Declaration,
    pub(crate) outlet: &'static Outlet,
    pub(crate) logger: &'static (dyn Any + Send + Sync),
}
