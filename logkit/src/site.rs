//! What is known of a call site at compile time.

use std::any::Any;
use std::sync::OnceLock;

use crate::level::Level;

/// One log statement of the program; a static that the level macros write.
///
/// The message is kept in the pieces between its arguments: `"m {} of {}"` is
/// `["m ", " of ", ""]`, so that nothing is parsed at run time.
#[derive(Debug)]
pub struct Site {
    pub(crate) level: Level,
    pub(crate) place: Place,
    pub(crate) fields: &'static [&'static str],
    pub(crate) message: &'static [&'static str],
    /// The names and pieces hold nothing that a line would have to escape or quote.
    pub(crate) clean: bool,
    /// What the bridge knows of this site, once a record of it has crossed. Opaque, so that only
    /// the bridge's room knows tracing's types.
    pub(crate) crossing: OnceLock<&'static (dyn Any + Send + Sync)>,
}

/// Where a statement stands in the source.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub(crate) name: Option<&'static str>,
    pub(crate) module_path: &'static str,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
}

impl Place {
    /// `name` is what `name:` says in the statement.
    pub const fn new(
        name: Option<&'static str>,
        module_path: &'static str,
        file: &'static str,
        line: u32,
    ) -> Self {
        Self { name, module_path, file, line }
    }
}

impl Site {
    /// `clean` is found out by the macro, which has read every literal anyway.
    pub const fn new(
        level: Level,
        place: Place,
        fields: &'static [&'static str],
        message: &'static [&'static str],
        clean: bool,
    ) -> Self {
        Self { level, place, fields, message, clean, crossing: OnceLock::new() }
    }
}
