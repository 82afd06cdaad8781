//! The syntax of directives: `info,payments=debug,my_crate::net=trace`.

use crate::directives::wrong::WrongWord;
use crate::level::{Level, LevelFilter};
use crate::registry::level_rules::{LevelRule, LevelRules, is_below};
use crate::registry::settings::Settings;
use crate::util::nearest::nearest;

/// The names of levels, for suggestions.
pub(super) const LEVELS: [&str; 8] =
    ["trace", "debug", "info", "warning", "warn", "error", "critical", "off"];

/// Parses directives. The right ones hold; the wrong ones are returned beside them.
pub(super) fn parse(text: &str, settings: &Settings) -> (LevelRules, Vec<WrongWord>) {
    let mut levels = LevelRules { of_modules: true, ..LevelRules::default() };
    let mut wrong = Vec::new();
    for directive in split(text) {
        if let Err(word) = add(directive, settings, &mut levels) {
            wrong.push(word);
        }
    }
    (levels, wrong)
}

fn add(directive: &str, settings: &Settings, levels: &mut LevelRules) -> Result<(), WrongWord> {
    if directive.contains(['[', '{']) {
        return Err(WrongWord::filter("spans or fields", directive));
    }
    if directive.contains('/') {
        return Err(WrongWord::filter("the text of messages", directive));
    }
    let (subject, word) = directive.split_once('=').unwrap_or((directive, ""));
    let (subject, word) = (subject.trim(), word.trim());
    if subject == directive {
        if let Some(level) = level(subject) {
            levels.everywhere = Some(level);
            return Ok(());
        }
        // A name without a level turns everything on, as for `env_logger`, but not a mistyped level.
        if nearest(subject, LEVELS).is_some() && !is_known(subject, settings) {
            return Err(WrongWord::level(subject, directive));
        }
    }
    if subject.is_empty() || subject.contains(|c: char| c.is_whitespace() || c == '*') {
        return Err(WrongWord::subject(subject, directive));
    }
    let level = match word {
        "" => LevelFilter::TRACE,
        word => level(word).ok_or_else(|| WrongWord::level(word, directive))?,
    };
    // Crates are called by both; names of loggers and modules have underscores.
    levels.rules.push(LevelRule { subject: subject.replace('-', "_").into(), level });
    Ok(())
}

/// Parses the level of a directive: a name, Python's number, or a number from 0 to 5 as `tracing` takes
/// it, where 0 is `off` and 5 is `trace`.
fn level(word: &str) -> Option<LevelFilter> {
    Some(match word {
        "0" => LevelFilter::OFF,
        "1" => LevelFilter::ERROR,
        "2" => LevelFilter::WARNING,
        "3" => LevelFilter::INFO,
        "4" => LevelFilter::DEBUG,
        "5" => LevelFilter::At(Level::Trace),
        word => return word.parse().ok(),
    })
}

/// Returns true if a logger or a module that has one lies at the path or below it.
fn is_known(path: &str, settings: &Settings) -> bool {
    settings.loggers().any(|logger| {
        let declaration = logger.declaration;
        is_below(declaration.name, path, ".") || is_below(declaration.module_path, path, "::")
    })
}

/// Splits at commas outside of brackets, which `EnvFilter`'s forms have, or at all commas if a bracket is
/// missing. Empty pieces are left out.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let is_balanced = text.matches(['[', '{']).count() == text.matches([']', '}']).count();
    let mut depth = 0_usize;
    text.split(move |c| {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && (depth == 0 || !is_balanced)
    })
    .map(str::trim)
    .filter(|piece| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{parse, split};
    use crate::registry::settings::Settings;
    use crate::registry::settings::tests::logger;

    fn parsed(text: &str) -> String {
        let mut settings = Settings::default();
        settings.attach(logger("tracer.net"));
        let (levels, wrong) = parse(text, &settings);
        let rules = levels.rules.iter().map(|rule| format!("{}={}", rule.subject, rule.level));
        let everywhere = levels.everywhere.map(|level| level.to_string());
        let wrong = wrong.iter().map(|word| format!("wrong: {word}"));
        everywhere.into_iter().chain(rules).chain(wrong).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn directives_are_levels_and_names_with_levels() {
        for (text, expected) in [
            ("", ""),
            (" , ,", ""),
            ("info", "INFO"),
            ("info,debug", "DEBUG"),
            ("WARN", "WARNING"),
            ("warning", "WARNING"),
            ("critical", "CRITICAL"),
            ("0", "OFF"),
            ("4", "DEBUG"),
            ("5", "TRACE"),
            ("10", "DEBUG"),
            (" a = Error , b.c=off", "a=ERROR; b.c=OFF"),
            ("a::b=3", "a::b=INFO"),
            ("hyper", "hyper=TRACE"),
            ("hyper=", "hyper=TRACE"),
            ("my-target=info", "my_target=INFO"),
            // A word like a level is a name if a logger has it.
            ("tracer", "tracer=TRACE"),
        ] {
            assert_eq!(parsed(text), expected, "{text}");
        }
    }

    #[test]
    fn commas_in_brackets_split_nothing() {
        let text = "a,[b{c=1,d=2}]=info,e{f,g=h";
        assert_eq!(split(text).collect::<Vec<_>>(), ["a", "[b{c=1", "d=2}]=info", "e{f", "g=h"]);
        let text = "a,[b{c=1,d=2}]=info,g=h";
        assert_eq!(split(text).collect::<Vec<_>>(), ["a", "[b{c=1,d=2}]=info", "g=h"]);
    }
}
