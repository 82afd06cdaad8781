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
}

impl Declaration {
    /// `name` has been checked by the macro.
    pub const fn new(name: &'static str, level: Option<LevelFilter>, propagate: bool) -> Self {
        Self { name, level, propagate }
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
