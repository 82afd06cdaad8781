//! The syntax of directives: `info,payments=debug,my_crate::net=trace`.

use crate::directives::wrong;
use crate::level::{LevelFilter, NAMES, find};
use crate::registry::level_rules::{LevelRule, LevelRules};
use crate::registry::settings::Settings;
use crate::registry::target_form::is_target;
use crate::util::nearest::nearest;

/// The numbers of `tracing`, where 0 is `off` and 5 is `trace`, and those of Python.
const NUMBERS: [(&str, LevelFilter); 11] = [
    ("0", LevelFilter::OFF),
    ("1", LevelFilter::ERROR),
    ("2", LevelFilter::WARNING),
    ("3", LevelFilter::INFO),
    ("4", LevelFilter::DEBUG),
    ("5", LevelFilter::TRACE),
    ("10", LevelFilter::DEBUG),
    ("20", LevelFilter::INFO),
    ("30", LevelFilter::WARNING),
    ("40", LevelFilter::ERROR),
    ("50", LevelFilter::CRITICAL),
];

/// Parses directives. The right ones hold; the messages of the wrong ones are returned beside them.
pub(super) fn parse(text: &str, settings: &Settings) -> (LevelRules, Vec<String>) {
    let mut levels = LevelRules { of_modules: true, ..LevelRules::default() };
    let mut mistakes = Vec::new();
    for directive in split(text) {
        if directive.is_empty() {
            continue;
        }
        if let Err(mistake) = add(directive, settings, &mut levels) {
            mistakes.push(mistake);
        }
    }
    (levels, mistakes)
}

/// Adds a directive.
///
/// # Errors
///
/// It is wrong; the error is the message.
fn add(directive: &str, settings: &Settings, levels: &mut LevelRules) -> Result<(), String> {
    if directive.contains(['[', '{']) {
        return Err(wrong::filter("spans or fields", directive));
    }
    if directive.as_bytes().contains(&b'/') {
        return Err(wrong::filter("the text of messages", directive));
    }
    let (subject, word) = directive.split_once('=').unwrap_or((directive, ""));
    let subject = subject.trim_ascii();
    if !directive.as_bytes().contains(&b'=') {
        if let Some(level) = level(subject) {
            levels.everywhere = Some(level);
            return Ok(());
        }
        // A name without a level turns everything on, as for `env_logger`, but not a mistyped level.
        let nearest = nearest_level(subject);
        let is_number = !has(subject, |byte| !byte.is_ascii_digit() && byte != b'-');
        if is_number || nearest.is_some() && !settings.has_logger_below(subject) {
            return Err(wrong::level(subject, nearest, directive));
        }
        // A single colon is one for `=`.
        if let Some((name, word)) = subject.rsplit_once(':') {
            if level(word).is_some() && !name.ends_with(':') {
                return Err(wrong::colon(name, word));
            }
        }
    }
    if !is_subject(subject) {
        return Err(wrong::subject(subject, directive));
    }
    let word = word.trim_ascii();
    let level = if word.is_empty() { Some(LevelFilter::TRACE) } else { level(word) };
    let Some(level) = level else {
        return Err(wrong::level(word, nearest_level(word), directive));
    };
    // Crates are called by both; names of loggers and modules have underscores.
    let mut name = String::new();
    for c in subject.chars() {
        name.push(if c == '-' { '_' } else { c });
    }
    levels.rules.push(LevelRule { subject: name.into(), level });
    Ok(())
}

/// Returns whether a text has the form of a name or a path. Targets may have characters that names of
/// loggers and modules do not have.
fn is_subject(text: &str) -> bool {
    has(text, |byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()) && is_target(text)
}

/// Returns whether a byte of the text is of a kind.
fn has(text: &str, is: fn(u8) -> bool) -> bool {
    for byte in text.bytes() {
        if is(byte) {
            return true;
        }
    }
    false
}

fn level(word: &str) -> Option<LevelFilter> {
    match find(&NAMES, word) {
        None => find(&NUMBERS, word),
        level => level,
    }
}

/// The name of a level that is most like the word.
fn nearest_level(word: &str) -> Option<&'static str> {
    nearest(word, NAMES.iter().map(|(name, _)| *name))
}

/// Splits at commas outside of brackets, which `EnvFilter`'s forms have, or at all commas if a bracket is
/// missing.
fn split(text: &str) -> Vec<&str> {
    let (pieces, depth) = split_at(text, false);
    if depth == 0 { pieces } else { split_at(text, true).0 }
}

/// Returns the pieces, and the number of brackets that are open at the end.
fn split_at(text: &str, all_commas: bool) -> (Vec<&str>, usize) {
    let mut pieces = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 || all_commas => {
                pieces.push(text.get(start..at).unwrap_or_default().trim_ascii());
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(text.get(start..).unwrap_or_default().trim_ascii());
    (pieces, depth)
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
            ("50", "CRITICAL"),
            (" a = Error , b.c=off", "a=ERROR; b.c=OFF"),
            ("a::b=3", "a::b=INFO"),
            ("hyper", "hyper=TRACE"),
            ("hyper=", "hyper=TRACE"),
            ("my-target=info", "my_target=INFO"),
            ("größe=info,ä", "größe=INFO; ä=TRACE"),
            // A word like a level is a name if a logger has it.
            ("tracer", "tracer=TRACE"),
        ] {
            assert_eq!(parsed(text), expected, "{text}");
        }
    }

    #[test]
    fn commas_in_brackets_split_nothing() {
        let text = "a,[b{c=1,d=2}]=info,e{f,g=h";
        assert_eq!(split(text), ["a", "[b{c=1", "d=2}]=info", "e{f", "g=h"]);
        let text = "a,[b{c=1,d=2}]=info,g=h";
        assert_eq!(split(text), ["a", "[b{c=1,d=2}]=info", "g=h"]);
    }
}
