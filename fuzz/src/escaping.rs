//! Any text in any place of a record: one line without control and invisible characters, from which
//! readers get the text back.

use std::sync::{Mutex, PoisonError};

use logkit::handler::Memory;
use logkit::{Format, Logger, exception, module_logger};
use serde_json::{Map, Value as Json};

use crate::hostile::{Failed, Raw, is_hostile};
use crate::readers;

#[module_logger("fuzz.escaping")]
static LOGGER: Logger;

/// Texts that have a meaning in one of the formats, or must be escaped.
const PARTS: &[&str] = &[
    "a",
    "order",
    "7",
    " ",
    "  ",
    "=",
    "\"",
    "'",
    "\\",
    "\\n",
    "\\u{1b}",
    "\\\"",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "key=1",
    "caused by: ",
    "null",
    "é",
    "日本",
    "👍",
    "\0",
    "\x07",
    "\t",
    "\n",
    "\r\n",
    "\x1b[2J",
    "\x7f",
    "\u{85}",
    "\u{9b}31m",
    "\u{61c}",
    "\u{ad}",
    "\u{200b}",
    "\u{200e}",
    "\u{2028}",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{e0041}",
    "\u{fffd}",
];

/// Returns the output of a statement.
fn written(format: Format, log: impl FnOnce()) -> String {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let memory = Memory::new().with_format(format);
    LOGGER.set_handlers(vec![Box::new(memory.clone())]);
    log();
    LOGGER.clear_handlers();
    let lines = memory.lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines.concat()
}

fn failed(text: &str) -> Failed {
    Failed::new(text).caused_by(Failed::new(text))
}

/// Logs the text in each place, and returns the line.
fn line(format: Format, text: &str) -> String {
    let (error, raw, first) = (failed(text), Raw(text), first(text));
    let log = || {
        exception!(&error, plain = text, shown = %raw, debug = ?raw, first, "<{}> <{}> <{:?}>", text, raw, raw);
    };
    let line = written(format, log);
    assert!(!line.contains(is_hostile), "{line:?}");
    line
}

/// The message that was logged.
fn message(text: &str) -> String {
    format!("<{text}> <{text}> <{text}>")
}

fn first(text: &str) -> char {
    text.chars().next().unwrap_or('a')
}

#[test]
fn json_is_read_back() {
    bolero::check!().with_iterations(5_000).with_type::<Vec<u8>>().for_each(|bytes| {
        let text = &*crate::text(bytes, PARTS);
        let line = line(Format::json(), text);
        let object: Map<String, Json> = serde_json::from_str(&line).expect(&line);
        assert_eq!(object["message"], message(text), "{line}");
        let fields = &object["fields"];
        for key in ["plain", "shown", "debug"] {
            assert_eq!(fields[key], text, "{line}");
        }
        assert_eq!(fields["first"], first(text).to_string(), "{line}");
        assert_eq!(object["error"], serde_json::json!([text, text]), "{line}");
    });
}

#[test]
fn logfmt_is_read_back() {
    bolero::check!().with_iterations(5_000).with_type::<Vec<u8>>().for_each(|bytes| {
        let text = &*crate::text(bytes, PARTS);
        let line = line(Format::logfmt(), text);
        let pairs = readers::logfmt(&line);
        let value =
            |key: &str| pairs.iter().find(|(other, _)| other == key).map(|(_, value)| &**value);
        assert_eq!(value("msg"), Some(&*message(text)), "{line}");
        for key in ["plain", "shown", "debug"] {
            assert_eq!(value(key), Some(text), "{line}");
        }
        assert_eq!(value("first"), Some(&*first(text).to_string()), "{line}");
        assert_eq!(value("error"), Some(&*format!("{text}: {text}")), "{line}");
    });
}

/// Without the text of a `Debug`, which is shown as it is if it has brackets or quotes of its own.
#[test]
fn text_is_read_back() {
    bolero::check!().with_iterations(5_000).with_type::<Vec<u8>>().for_each(|bytes| {
        let text = &*crate::text(bytes, PARTS);
        let (error, raw, first) = (failed(text), Raw(text), first(text));
        let log =
            || exception!(&error, plain = text, shown = %raw, first, "<{text}> <{raw}> <{raw:?}>");
        let lines = written(Format::standard(), log);
        let (line, cause) = lines.split_once('\n').expect(&lines);
        let cause = cause.strip_prefix("    caused by: ").expect(&lines);
        assert!(!line.contains(is_hostile) && !cause.contains(is_hostile), "{lines:?}");
        assert_eq!(after(cause, text), Some(""), "{lines:?}");
        // The message cannot be told from the fields, but its text is known.
        let (_, shown) = line.split_once(" - fuzz.escaping - ERROR - ").expect(&lines);
        let fields = after(shown, &message(text)).and_then(|fields| fields.strip_prefix(' '));
        let fields = fields.expect(&lines);
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let expected = [
            pair("plain", text),
            pair("shown", text),
            pair("first", &first.to_string()),
            pair("error", text),
        ];
        assert_eq!(readers::fields(fields), expected, "{lines}");
    });
}

/// Returns what follows the text in a message. Ordinary characters are unchanged, backslashes included.
fn after<'a>(shown: &'a str, text: &str) -> Option<&'a str> {
    text.chars().try_fold(shown, |shown, c| match shown.strip_prefix(c) {
        Some(rest) => Some(rest),
        None => shown.strip_prefix(&*c.escape_default().to_string()),
    })
}
