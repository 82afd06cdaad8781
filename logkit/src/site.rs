//! What is known of a call site at compile time.

use std::any::Any;
use std::sync::OnceLock;

use crate::level::Level;
use crate::redact::verdict::{Named, Secrets, Verdict};

/// One log statement of the program; a static that the level macros write.
///
/// The message is kept in pieces, one in front of each argument and one behind the last if there is
/// something: `"m {} of {}"` is `["m ", " of "]`. So nothing is parsed at run time.
#[derive(Debug)]
pub struct Site {
    pub(crate) level: Level,
    pub(crate) place: Place<'static>,
    pub(crate) fields: &'static [Key<'static>],
    pub(crate) message: &'static [&'static str],
    /// The pieces hold nothing that a line would have to escape.
    pub(crate) clean: bool,
    /// Which of the fields are secrets by their names.
    verdict: Verdict,
    /// What the bridge knows of this site, once a record of it has crossed. Opaque, so that only
    /// the bridge's room knows tracing's types.
    pub(crate) crossing: OnceLock<&'static (dyn Any + Send + Sync)>,
}

/// Where a statement stands in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) module_path: Option<&'a str>,
    pub(crate) file: Option<&'a str>,
    pub(crate) line: Option<u32>,
}

impl<'a> Place<'a> {
    /// `name` is what `name:` says in the statement.
    pub const fn new(
        name: Option<&'a str>,
        module_path: &'a str,
        file: &'a str,
        line: u32,
    ) -> Self {
        Self { name, module_path: Some(module_path), file: Some(file), line: Some(line) }
    }
}

/// A field's name.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    pub(crate) name: &'a str,
    /// The name as a line takes it, ` name=`; empty where the name has to be quoted for that.
    pub(crate) in_line: &'a str,
    /// The statement says how the field shows, so that its name does not.
    decided: bool,
}

impl<'a> Key<'a> {
    /// `in_line` is put together by the macro, so that a line takes it in one piece.
    pub const fn new(name: &'a str, in_line: &'a str) -> Self {
        Self { name, in_line, decided: false }
    }

    /// Of a field that was written as `masked(&value)`, `unmasked(&value)` or the like.
    pub const fn decided(name: &'a str, in_line: &'a str) -> Self {
        Self { name, in_line, decided: true }
    }
}

impl Named for Key<'_> {
    fn name(&self) -> &str {
        self.name
    }

    fn is_decided(&self) -> bool {
        self.decided
    }
}

impl Site {
    /// `clean` is found out by the macro, which has read every literal anyway.
    pub const fn new(
        level: Level,
        place: Place<'static>,
        fields: &'static [Key<'static>],
        message: &'static [&'static str],
        clean: bool,
    ) -> Self {
        let verdict = Verdict::new();
        Self { level, place, fields, message, clean, verdict, crossing: OnceLock::new() }
    }

    /// Which of the fields are masked by name.
    #[inline]
    pub(crate) fn secrets(&self) -> Secrets {
        self.verdict.get(self.fields)
    }
}
