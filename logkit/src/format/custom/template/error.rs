//! The errors of templates.

use std::error::Error;
use std::fmt;

use crate::format::custom::template::attribute::Attribute;
use crate::util::nearest::nearest;

/// A mistake in a template: [`Format::template`](crate::Format::template) explains the syntax.
///
/// ```
/// use logkit::Format;
///
/// let error = Format::template("%(levlname)s: %(message)s").unwrap_err();
/// assert!(error.to_string().starts_with("unknown attribute `levlname`, perhaps `levelname`; "));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    message: String,
}

impl TemplateError {
    pub(super) fn new(message: String) -> Self {
        Self { message }
    }

    /// The name of no attribute.
    pub(super) fn unknown(name: &str) -> Self {
        let names = Attribute::ALL.map(|(name, _)| name);
        let perhaps = nearest(name, names).map(|near| format!(", perhaps `{near}`"));
        Self::new(format!(
            "unknown attribute `{}`{}; expected one of {}",
            name.escape_debug(),
            perhaps.unwrap_or_default(),
            names.join(", "),
        ))
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for TemplateError {}
