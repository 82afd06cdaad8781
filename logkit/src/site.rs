//! What is known of a call site at compile time.

use std::any::Any;
use std::sync::OnceLock;

use crate::level::Level;

/// One log statement of the program; a static that the level macros write.
///
/// The message is kept in pieces, one in front of each argument and one behind the last if there is
/// something: `"m {} of {}"` is `["m ", " of "]`. So nothing is parsed at run time.
#[derive(Debug)]
pub struct Site {
    pub(crate) level: Level,
    pub(crate) place: Place,
    pub(crate) fields: &'static [Key],
    pub(crate) message: &'static [&'static str],
    /// The pieces hold nothing that a line would have to escape.
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

/// A field's name.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub(crate) name: &'static str,
    /// The name as a line takes it, ` name=`; empty where the name has to be quoted for that.
    pub(crate) in_line: &'static str,
}

impl Key {
    /// `in_line` is put together by the macro, so that a line takes it in one piece.
    pub const fn new(name: &'static str, in_line: &'static str) -> Self {
        Self { name, in_line }
    }
}

impl Site {
    /// `clean` is found out by the macro, which has read every literal anyway.
    pub const fn new(
        level: Level,
        place: Place,
        fields: &'static [Key],
        message: &'static [&'static str],
        clean: bool,
    ) -> Self {
        Self { level, place, fields, message, clean, crossing: OnceLock::new() }
    }
}
