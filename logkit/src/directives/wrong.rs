//! Mistakes in directives: each names the word that is wrong, and the nearest right one.

use std::fmt;

use crate::directives::parse::LEVELS;
use crate::registry::level_rules::{LevelRules, is_below};
use crate::registry::settings::Settings;
use crate::util::nearest::nearest;

/// The most characters of a directive that are shown.
const LONGEST: usize = 80;

/// A word that is wrong.
#[derive(Debug)]
pub(crate) struct WrongWord(String);

impl WrongWord {
    pub(super) fn level(word: &str, directive: &str) -> Self {
        let of = if word == directive { String::new() } else { in_directive(directive) };
        Self(match nearest(word, LEVELS) {
            Some(nearest) => {
                format!("unknown level {}{of}; did you mean `{nearest}`?", quoted(word))
            }
            None => format!(
                "unknown level {}{of}; expected one of trace, debug, info, warning, error, critical, \
                 off",
                quoted(word)
            ),
        })
    }

    /// A directive that selects more than loggers, modules and targets.
    pub(super) fn filter(by: &str, directive: &str) -> Self {
        let directive = quoted(directive);
        Self(format!(
            "{directive} filters by {by}, which logkit does not; the directive is ignored"
        ))
    }

    pub(super) fn subject(word: &str, directive: &str) -> Self {
        let (word, of) = (quoted(word), in_directive(directive));
        Self(format!("{word}{of} is not the name of a logger, a module or a target"))
    }

    pub(super) fn not_utf8() -> Self {
        Self("the value is not UTF-8".to_owned())
    }

    fn unknown(subject: &str, nearest: Option<&str>) -> Self {
        let nearest = nearest.map(|name| format!("; the nearest is `{name}`")).unwrap_or_default();
        Self(format!("no logger is named {}{nearest}", quoted(subject)))
    }
}

impl fmt::Display for WrongWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The names that no logger has. A path of a module is not looked up, because it may be a third
/// party's; so may a single word, unless it is much like a logger's name.
pub(super) fn unknown_names(levels: &LevelRules, settings: &Settings) -> Vec<WrongWord> {
    let names = || settings.loggers().map(|logger| logger.declaration);
    let mut unknown = Vec::new();
    for rule in &levels.rules {
        let subject = &*rule.subject;
        let is_known = names().any(|logger| {
            is_below(logger.name, subject, ".") || is_below(logger.module_path, subject, "::")
        });
        if is_known || subject.contains("::") {
            continue;
        }
        let nearest = nearest(subject, names().map(|logger| logger.name));
        if subject.contains('.') || nearest.is_some() {
            unknown.push(WrongWord::unknown(subject, nearest));
        }
    }
    unknown
}

fn in_directive(directive: &str) -> String {
    format!(" in {}", quoted(directive))
}

/// The text in backquotes, on one line and shortened.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST).and_then(|(end, _)| text.get(..end)) {
        Some(start) => format!("`{}..`", start.escape_debug()),
        None => format!("`{}`", text.escape_debug()),
    }
}
