//! The name of a logger, and the attribute that gives it.

use crate::errors::Errors;
use crate::module_logger::attr::LoggerArgs;
use crate::names;

/// The name of a logger.
pub(crate) enum LoggerName {
    Given(String),
    /// Derived from `module_path!()` at compile time.
    OfModule,
}

impl LoggerName {
    /// The attribute as the user would write it, with one more argument unless that is empty.
    pub(crate) fn attribute(&self, argument: &str) -> String {
        match (self, argument) {
            (Self::Given(name), "") => format!("#[module_logger(\"{name}\")]"),
            (Self::Given(name), _) => format!("#[module_logger(\"{name}\", {argument})]"),
            (Self::OfModule, "") => "#[module_logger]".to_owned(),
            (Self::OfModule, _) => format!("#[module_logger({argument})]"),
        }
    }
}

/// The given name, or after an error the nearest valid one, so that the logger exists.
pub(crate) fn given_name(arguments: &LoggerArgs, errors: &mut Errors) -> LoggerName {
    let Some(literal) = &arguments.name else {
        return LoggerName::OfModule;
    };
    let name = literal.value();
    if names::is_valid(name) {
        return LoggerName::Given(name.to_owned());
    }
    let suggestion = names::suggestion(name);
    let written = suggestion.as_deref().unwrap_or("payments");
    let wrong = names::describe_error(name);
    errors.at(&literal, format!("{wrong}; write `\"{written}\"`"));
    suggestion.map_or(LoggerName::OfModule, LoggerName::Given)
}
