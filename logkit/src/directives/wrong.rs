//! Messages about wrong directives: each names the word that is wrong, and the nearest right one.

use crate::format::escape;
use crate::level::EXPECTED_FILTER;
use crate::registry::declaration::Declaration;
use crate::registry::level_rules::{LevelRules, is_below};
use crate::registry::settings::Settings;
use crate::util::nearest::nearest;

/// The most bytes of a directive that are shown.
const LONGEST: usize = 80;

/// An unknown level, and the level that is most like it.
pub(super) fn level(word: &str, nearest: Option<&str>, directive: &str) -> String {
    let (shown, of) = (quoted(word), in_directive(word, directive));
    match nearest {
        Some(nearest) => format!("unknown level {shown}{of}; did you mean `{nearest}`?"),
        None => format!("unknown level {shown}{of}; expected one of {EXPECTED_FILTER}"),
    }
}

/// A directive that selects more than loggers, modules and targets.
pub(super) fn filter(by: &str, directive: &str) -> String {
    let directive = quoted(directive);
    format!("{directive} filters by {by}, which logkit does not; the directive is ignored")
}

pub(super) fn subject(word: &str, directive: &str) -> String {
    let (word, of) = (quoted(word), in_directive(word, directive));
    format!("{word}{of} is not the name of a logger, a module or a target")
}

/// A colon between a name and a level.
pub(super) fn colon(name: &str, level: &str) -> String {
    let (found, wanted) = (quoted(&format!("{name}:{level}")), quoted(&format!("{name}={level}")));
    format!("{found} has no level; did you mean {wanted}?")
}

/// Adds the names that no logger has. A path of a module is not looked up, because it may be a third
/// party's; so may a single word, unless it is much like a logger's name.
pub(super) fn add_unknown_names(
    levels: &LevelRules,
    settings: &Settings,
    mistakes: &mut Vec<String>,
) {
    for rule in &levels.rules {
        let subject = &*rule.subject;
        if subject.as_bytes().contains(&b':') || settings.has_logger_below(subject) {
            continue;
        }
        if let Some(nearest) = nearest(subject, settings.names()) {
            let subject = quoted(subject);
            mistakes.push(format!("no logger is named {subject}; the nearest is `{nearest}`"));
        } else if subject.as_bytes().contains(&b'.') {
            mistakes.push(format!("no logger is named {}", quoted(subject)));
        }
    }
}

/// Adds the modules without a logger of their own inside a module that has one: a level of the outer
/// logger is the level of all its statements, wherever they are.
pub(super) fn add_inner_modules(
    levels: &LevelRules,
    settings: &Settings,
    mistakes: &mut Vec<String>,
) {
    for rule in &levels.rules {
        let subject = &*rule.subject;
        if !subject.contains("::") || settings.has_logger_below(subject) {
            continue;
        }
        let mut around: Option<&Declaration> = None;
        for declaration in settings.declarations() {
            // The level macros of a module use only its `LOGGER` by themselves.
            let is_around =
                !declaration.secondary && is_below(subject, declaration.module_path, "::");
            let is_inner =
                |other: &Declaration| declaration.module_path.len() > other.module_path.len();
            if is_around && around.is_none_or(is_inner) {
                around = Some(declaration);
            }
        }
        if let Some(Declaration { name: logger, .. }) = around {
            let subject = quoted(subject);
            mistakes.push(format!(
                "no logger is declared in {subject}; the logger of the module around it is `{logger}`"
            ));
        }
    }
}

/// The directive of the word, unless the word is all of it.
fn in_directive(word: &str, directive: &str) -> String {
    if word == directive { String::new() } else { format!(" in {}", quoted(directive)) }
}

/// The text in backquotes, on one line and shortened.
fn quoted(text: &str) -> String {
    let mut shown = vec![b'`'];
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    escape::push(&mut shown, text.get(..end).unwrap_or_default());
    if end < text.len() {
        shown.extend_from_slice(b"..");
    }
    shown.push(b'`');
    String::from_utf8(shown).unwrap_or_default()
}
