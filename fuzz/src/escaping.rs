//! Any text in any place of a record: one line without control and invisible characters, from which
//! readers get the text back.

use std::error::Error;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use logkit::handler::Memory;
use logkit::{Format, Logger, exception, module_logger};
use serde_json::{Map, Value as Json};

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

/// Unicode's `Cc`, the separators, `Bidi_Control` and characters that show as nothing, written
/// independently of the library's list.
fn is_hostile(c: char) -> bool {
    let is_invisible = "\u{ad}\u{180e}\u{200b}\u{2060}\u{2061}\u{3164}\u{feff}".contains(c);
    let is_separator = "\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}".contains(c);
    let is_bidi = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control()
        || is_invisible
        || is_separator
        || is_bidi
        || matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// A text as its own `Debug` and `Display`.
struct Raw<'a>(&'a str);

impl fmt::Debug for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// An error with this text and a cause with the same text.
#[derive(Debug)]
struct Failed(String, Option<Box<Failed>>);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Failed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.1.as_deref().map(|source| source as _)
    }
}

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
    Failed(text.to_owned(), Some(Box::new(Failed(text.to_owned(), None))))
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
        let pairs = logfmt(&line);
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

/// Decodes a line as go-logfmt's `Decoder` does: a key is a run of characters above the space without
/// `=` and quotes, a value is such a run or a string of JSON.
fn logfmt(line: &str) -> Vec<(String, String)> {
    let is_end = |c| c <= ' ' || "=\"'".contains(c);
    let (mut pairs, mut rest) = (Vec::new(), line);
    while !rest.is_empty() {
        let (key, after) = rest.split_at(rest.find(is_end).expect(line));
        let after = after.strip_prefix('=').expect(line);
        let (value, after) = if after.starts_with('"') {
            let mut strings = serde_json::Deserializer::from_str(after).into_iter::<String>();
            let value = strings.next().expect(line).expect(line);
            (value, &after[strings.byte_offset()..])
        } else {
            let end = after.find(is_end).unwrap_or(after.len());
            (after[..end].to_owned(), &after[end..])
        };
        pairs.push((key.to_owned(), value));
        rest = after.strip_prefix(' ').unwrap_or(after);
        assert!(after.is_empty() || rest.len() < after.len(), "{line}");
    }
    pairs
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
        assert_eq!(words(fields).as_deref(), Some(&expected[..]), "{lines}");
    });
}

/// Returns what follows the text in a message. Ordinary characters are unchanged, backslashes included.
fn after<'a>(shown: &'a str, text: &str) -> Option<&'a str> {
    text.chars().try_fold(shown, |shown, c| match shown.strip_prefix(c) {
        Some(rest) => Some(rest),
        None => shown.strip_prefix(&*c.escape_default().to_string()),
    })
}

/// Splits `key=value key="value"`; `None` if it is not of that form.
fn words(mut fields: &str) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    while !fields.is_empty() {
        let (key, rest) = word(fields)?;
        let (value, rest) = word(rest.strip_prefix('=')?)?;
        pairs.push((key, value));
        fields = if rest.is_empty() { rest } else { rest.strip_prefix(' ')? };
    }
    Some(pairs)
}

/// A word, plain or in quotes, and the rest.
fn word(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([' ', '=']).unwrap_or(text.len());
        return Some((text[..end].to_owned(), &text[end..]));
    };
    let mut word = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((word, &quoted[at + 1..])),
            '\\' => word.push(match chars.next()?.1 {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => {
                    let digits = chars.by_ref().map(|(_, digit)| digit).skip(1);
                    let digits: String = digits.take_while(|digit| *digit != '}').collect();
                    u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)?
                }
                quoted @ ('"' | '\\' | '\'') => quoted,
                _ => return None,
            }),
            c => word.push(c),
        }
    }
    None
}
