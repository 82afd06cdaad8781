//! The errors of templates.

use std::error::Error;
use std::fmt;

use crate::format::custom::template::attribute::Attribute;
use crate::util::debug_as_display::debug_as_display;
use crate::util::nearest::nearest;

/// Names of attributes in the formats of other loggers, log4rs's patterns included, and those here.
const NAMES_OF_OTHERS: [(&[&str], &str); 9] = [
    (&["d", "date", "datetime", "time", "timestamp"], "asctime"),
    (&["l", "level", "severity"], "levelname"),
    (&["m", "msg", "text"], "message"),
    (&["t", "logger", "target"], "name"),
    (&["M", "module_path"], "module"),
    (&["f", "file"], "pathname"),
    (&["L", "line"], "lineno"),
    (&["P", "pid", "processName"], "process"),
    (&["T", "thread_name"], "threadName"),
];

/// A mistake in a template: [`Format::template`](crate::Format::template) explains the syntax.
///
/// ```
/// use logkit::Format;
///
/// let error = Format::template("%(levlname)s: %(message)s").unwrap_err();
/// assert!(error.to_string().starts_with("unknown attribute `levlname`, perhaps `levelname`; "));
/// ```
#[derive(Clone, PartialEq, Eq)]
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
        let of_others = || NAMES_OF_OTHERS.iter().find(|(of_others, _)| of_others.contains(&name));
        let near = nearest(name, names).or_else(|| of_others().map(|(_, near)| *near));
        let perhaps = near.map(|near| format!(", perhaps `{near}`"));
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

debug_as_display!(TemplateError);

impl Error for TemplateError {}
