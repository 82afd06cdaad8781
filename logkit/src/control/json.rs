//! The JSON of the door: the body of a change as it is read, and the states as they are written.

use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};

use crate::control::changes;
use crate::format::{TimeFormat, TimeStyle, TimeZone};
use crate::level::LevelFilter;
use crate::registry::report::{HandlerInfo, shown_source};
use crate::registry::route::Stats;
use crate::registry::settings::{ROOT, Settings};
use crate::util::duration::parse_duration;
use crate::util::line::with_line;
use crate::util::nearest::nearest;

/// The levels that a request may set, the most verbose last, as Spring lists them.
const LEVELS: [LevelFilter; 7] = [
    LevelFilter::OFF,
    LevelFilter::CRITICAL,
    LevelFilter::ERROR,
    LevelFilter::WARNING,
    LevelFilter::INFO,
    LevelFilter::DEBUG,
    LevelFilter::TRACE,
];
/// Spring's name of the root.
pub(super) const SPRINGS_ROOT: &str = "ROOT";
const LEVEL_KEY: &str = "configuredLevel";
const DURATION_KEY: &str = "for";
/// The style of the time at which a level is reverted.
const UNTIL: TimeFormat = TimeFormat::new(TimeZone::Utc, TimeStyle::Rfc3339Millis);
/// The longest time after which a level is reverted.
const LONGEST: Duration = Duration::from_secs(366 * 86_400);

/// The change that a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Reverts what an operator has set.
    Reset,
    Level {
        level: LevelFilter,
        lifetime: Lifetime,
    },
}

/// The time until a level is reverted.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lifetime {
    Default,
    Limited(Duration),
    Unlimited,
}

/// Reads the body of a change.
///
/// # Errors
///
/// The message for the client.
pub(super) fn parse_change(body: &[u8]) -> Result<Wanted, String> {
    let body: Value =
        serde_json::from_slice(body).map_err(|error| format!("the body is not JSON: {error}"))?;
    let Value::Object(body) = body else {
        return Err(format!("expected an object such as {{\"{LEVEL_KEY}\": \"DEBUG\"}}"));
    };
    let keys = [LEVEL_KEY, DURATION_KEY];
    if let Some(unknown) = body.keys().find(|key| !keys.contains(&key.as_str())) {
        let hint = match nearest(unknown, keys) {
            Some(key) => format!("write `{key}`"),
            None => format!("expected `{LEVEL_KEY}` and `{DURATION_KEY}`"),
        };
        return Err(format!("unknown key `{}`; {hint}", unknown.escape_debug()));
    }
    let lifetime = parse_lifetime(body.get(DURATION_KEY))?;
    match body.get(LEVEL_KEY) {
        None | Some(Value::Null) if lifetime != Lifetime::Default => {
            Err(format!("`{DURATION_KEY}` needs a `{LEVEL_KEY}`"))
        }
        None | Some(Value::Null) => Ok(Wanted::Reset),
        Some(Value::String(level)) => Ok(Wanted::Level { level: parse_level(level)?, lifetime }),
        Some(other) => Err(format!("`{LEVEL_KEY}` is {}; expected a level as text", kind(other))),
    }
}

fn parse_level(level: &str) -> Result<LevelFilter, String> {
    // Spring's name of the highest level.
    if level.eq_ignore_ascii_case("fatal") {
        return Ok(LevelFilter::CRITICAL);
    }
    level.parse().map_err(|error: crate::ParseLevelError| {
        let names = LEVELS.map(|level| level.to_string());
        match nearest(level, names.iter().map(String::as_str)) {
            Some(name) => format!("{error}; the nearest is {}", name.to_lowercase()),
            None => error.to_string(),
        }
    })
}

fn parse_lifetime(value: Option<&Value>) -> Result<Lifetime, String> {
    let expected = "expected a time such as \"5 min\", or \"forever\"";
    let duration = match value {
        None | Some(Value::Null) => return Ok(Lifetime::Default),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("forever") => {
            return Ok(Lifetime::Unlimited);
        }
        Some(Value::String(text)) => parse_duration(text).map_err(|fault| fault.to_string()),
        Some(other) => Err(format!("{} has no unit; {expected}", kind(other))),
    };
    match duration {
        Ok(Duration::ZERO) => Err(format!("`{DURATION_KEY}` is zero; {expected}")),
        Ok(duration) if duration > LONGEST => {
            Err(format!("`{DURATION_KEY}` is more than 366 days; {expected}"))
        }
        Ok(duration) => Ok(Lifetime::Limited(duration)),
        Err(fault) => Err(format!("`{DURATION_KEY}`: {fault}")),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a bool",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// All loggers, and the targets that have rules, as Spring lists its loggers.
pub(super) fn loggers(settings: &Settings) -> Value {
    let mut loggers: Map<String, Value> = settings
        .own_levels()
        .map(|(name, own)| (name.to_owned(), logger(settings, name, own)))
        .collect();
    for (target, ..) in settings.target_rules().filter(|(target, ..)| !settings.knows(target)) {
        if let Some(level) = self::target(settings, target) {
            loggers.insert(target.to_owned(), level);
        }
    }
    if let Some(root) = root(settings) {
        loggers.insert(SPRINGS_ROOT.to_owned(), root);
    }
    json!({
        "levels": LEVELS.map(|level| level.to_string()),
        "loggers": loggers,
        "groups": {},
    })
}

/// One logger: the level that is set on it and the level in force, and the time at which an operator's
/// level ends.
pub(super) fn logger(settings: &Settings, name: &str, own: Option<LevelFilter>) -> Value {
    let (effective, source, owner) = settings.level(name);
    state(name, own, effective, &shown_source(name, source, owner))
}

/// A third party's target as a logger; `None` if no layer gets third parties' events.
pub(super) fn target(settings: &Settings, name: &str) -> Option<Value> {
    let level = settings.target_level(name)?;
    Some(state(name, level.own, level.effective, level.source))
}

/// The roots as one logger, if there are any: the level of third parties' events.
pub(super) fn root(settings: &Settings) -> Option<Value> {
    let (level, source) = settings.lowest_root_level().filter(|_| settings.is_root(ROOT))?;
    Some(state(ROOT, Some(level), level, &source.to_string()))
}

fn state(name: &str, own: Option<LevelFilter>, effective: LevelFilter, source: &str) -> Value {
    let mut value = json!({
        "configuredLevel": own.map(|level| level.to_string()),
        "effectiveLevel": effective.to_string(),
        "source": source,
    });
    if let (Some(change), Some(object)) = (changes::change_of(name), value.as_object_mut()) {
        let until = change.until.map_or_else(|| "forever".to_owned(), time);
        object.insert("setByOperator".into(), change.level.to_string().into());
        object.insert("until".into(), until.into());
    }
    value
}

/// The counts of all loggers and of all handlers.
pub(super) fn stats<'a>(
    loggers: impl Iterator<Item = (&'a str, Stats)>,
    handlers: impl Iterator<Item = (String, HandlerInfo)>,
) -> Value {
    let loggers = loggers.map(|(name, stats)| with_stats(json!({ "name": name }), stats));
    let handlers = handlers.map(|(logger, handler)| {
        let level = handler.level().map(|level| level.to_string());
        let description = handler.description();
        let object = json!({ "logger": logger, "handler": description, "level": level });
        with_stats(object, handler.stats())
    });
    json!({
        "loggers": loggers.collect::<Vec<_>>(),
        "handlers": handlers.collect::<Vec<_>>(),
    })
}

fn with_stats(mut value: Value, stats: Stats) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.insert("written".into(), stats.written.into());
        object.insert("dropped".into(), stats.dropped.into());
        object.insert("masked".into(), stats.masked.into());
        object.insert("passed".into(), stats.passed.into());
    }
    value
}

/// A time in RFC 3339, in UTC.
pub(super) fn time(time: SystemTime) -> String {
    with_line(|line| {
        UNTIL.push(line, time);
        line.text()
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Lifetime, Wanted, parse_change};
    use crate::level::LevelFilter;

    #[test]
    fn a_change_is_read() {
        let parse = |body: &str| parse_change(body.as_bytes()).unwrap();
        let level = |level, lifetime| Wanted::Level { level, lifetime };
        for (body, wanted) in [
            (r#"{"configuredLevel":"DEBUG"}"#, level(LevelFilter::DEBUG, Lifetime::Default)),
            (r#"{"configuredLevel":"warn"}"#, level(LevelFilter::WARNING, Lifetime::Default)),
            (r#"{"configuredLevel":"FATAL"}"#, level(LevelFilter::CRITICAL, Lifetime::Default)),
            (r#"{"configuredLevel":"off","for":null}"#, level(LevelFilter::OFF, Lifetime::Default)),
            (
                r#"{"for":"5 min","configuredLevel":"trace"}"#,
                level(LevelFilter::TRACE, Lifetime::Limited(Duration::from_secs(300))),
            ),
            (
                r#"{"configuredLevel":"info","for":"Forever"}"#,
                level(LevelFilter::INFO, Lifetime::Unlimited),
            ),
            (r#"{"configuredLevel":null}"#, Wanted::Reset),
            ("{}", Wanted::Reset),
        ] {
            assert_eq!(parse(body), wanted, "{body}");
        }
    }

    #[test]
    fn a_wrong_change_is_explained() {
        for (body, message) in [
            ("", "the body is not JSON: EOF while parsing a value at line 1 column 0"),
            ("[]", "expected an object such as {\"configuredLevel\": \"DEBUG\"}"),
            (
                r#"{"configuredLevl":"DEBUG"}"#,
                "unknown key `configuredLevl`; write `configuredLevel`",
            ),
            (r#"{"x":1}"#, "unknown key `x`; expected `configuredLevel` and `for`"),
            (
                r#"{"configuredLevel":10}"#,
                "`configuredLevel` is a number; expected a level as text",
            ),
            (
                r#"{"configuredLevel":"DEBGU"}"#,
                "unknown level `DEBGU`; expected one of trace, debug, info, warning, error, \
                 critical, off; the nearest is debug",
            ),
            (r#"{"for":"5 min"}"#, "`for` needs a `configuredLevel`"),
            (
                r#"{"configuredLevel":"DEBUG","for":"0 s"}"#,
                "`for` is zero; expected a time such as \"5 min\", or \"forever\"",
            ),
            (
                r#"{"configuredLevel":"DEBUG","for":"400 days"}"#,
                "`for` is more than 366 days; expected a time such as \"5 min\", or \"forever\"",
            ),
            (
                r#"{"configuredLevel":"DEBUG","for":300}"#,
                "`for`: a number has no unit; expected a time such as \"5 min\", or \"forever\"",
            ),
        ] {
            assert_eq!(parse_change(body.as_bytes()), Err(message.to_owned()), "{body}");
        }
    }
}
