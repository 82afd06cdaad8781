//! The levels that the environment sets: `LOGKIT_LOG`, else `RUST_LOG`.

mod parse;
mod wrong;

use std::env;

use self::parse::parse;
use crate::registry::level_rules::LevelRules;
use crate::registry::settings::Settings;
use crate::util::diagnostics;

/// The variable of logkit's own.
const OWN: &str = "LOGKIT_LOG";
/// The variable that `env_logger` and `tracing-subscriber` read, and so one for third parties, too.
const SHARED: &str = "RUST_LOG";
/// The most words of one variable that are reported.
const MOST: usize = 10;

/// The content of the variable.
#[derive(Debug, Default)]
pub(crate) struct Directives {
    pub(crate) levels: LevelRules,
    pub(crate) mistakes: Mistakes,
}

/// The messages about words that were wrong.
#[derive(Debug, Default)]
pub(crate) struct Mistakes {
    variable: &'static str,
    messages: Vec<String>,
}

impl Directives {
    /// Reads the environment. `settings` hold the loggers.
    pub(crate) fn read(settings: &Settings) -> Self {
        let value = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let (variable, value) = match value(OWN) {
            Some(value) => (OWN, value),
            None => match value(SHARED) {
                Some(value) => (SHARED, value),
                None => return Self::default(),
            },
        };
        let Some(text) = value.to_str() else {
            let messages = vec!["the value is not UTF-8".to_owned()];
            return Self {
                levels: LevelRules::default(),
                mistakes: Mistakes { variable, messages },
            };
        };
        let (levels, mut messages) = parse(text, settings);
        wrong::add_inner_modules(&levels, settings, &mut messages);
        if variable == OWN {
            wrong::add_unknown_names(&levels, settings, &mut messages);
        }
        Self { levels, mistakes: Mistakes { variable, messages } }
    }
}

impl Mistakes {
    /// Reports each in a line of its own on stderr.
    pub(crate) fn report(&self) {
        let Self { variable, messages } = self;
        for message in messages.iter().take(MOST) {
            diagnostics::report_always(format_args!("{variable}: {message}"));
        }
        if let more @ 1.. = messages.len().saturating_sub(MOST) {
            diagnostics::report_always(format_args!("{variable}: {more} more mistakes"));
        }
    }
}
