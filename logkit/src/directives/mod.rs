//! The levels that the environment sets: `LOGKIT_LOG`, else `RUST_LOG`.

mod parse;
mod wrong;

use std::env;
use std::ffi::OsString;

use self::parse::parse;
pub(crate) use self::wrong::WrongWord;
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
    wrong: Vec<WrongWord>,
    variable: &'static str,
}

impl Directives {
    /// Reads the environment. `settings` hold the loggers.
    pub(crate) fn read(settings: &Settings) -> Self {
        let variable = |name| {
            let value: OsString = env::var_os(name).filter(|value| !value.is_empty())?;
            Some((name, value))
        };
        let Some((variable, value)) = variable(OWN).or_else(|| variable(SHARED)) else {
            return Self::default();
        };
        let mut directives = Self { variable, ..Self::default() };
        match value.to_str() {
            Some(text) => (directives.levels, directives.wrong) = parse(text, settings),
            None => directives.wrong.push(WrongWord::not_utf8()),
        }
        if variable == OWN {
            directives.wrong.extend(wrong::unknown_names(&directives.levels, settings));
        }
        directives
    }

    /// Reports the words that were wrong, each in a line of its own on stderr. The others hold.
    pub(crate) fn report(&self) {
        for word in self.wrong.iter().take(MOST) {
            diagnostics::report_once(format_args!("{}: {word}", self.variable));
        }
        if let more @ 1.. = self.wrong.len().saturating_sub(MOST) {
            diagnostics::report_once(format_args!("{}: {more} more mistakes", self.variable));
        }
    }
}
