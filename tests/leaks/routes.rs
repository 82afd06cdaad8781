//! The places that a record goes to, and what it looks like there. Another format is one function
//! here; every statement has it then.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use logkit::handler::{Color, Handler, Layered, Memory, Stream};
use logkit::{Format, Logger, Record, module_logger};
use serde_json::{Value, json};

use crate::common::shared::{Shared, without_times};
use crate::statements::{Field, Said};
use crate::subject::Shown;

#[module_logger("corpus")]
pub(crate) static LOGGER: Logger;

/// Runs a statement, and gives what came of it and a look at what should have.
pub(crate) type Route = fn(&dyn Fn() -> Option<Said>) -> Option<Written>;

pub(crate) const ALL: &[(&str, Route)] = &[
    ("standard", standard),
    ("coloured", coloured),
    ("json", nested),
    ("memory_lines", memory_lines),
    ("memory_json", memory_json),
    ("memory_records", memory_records),
    ("own_handler", own_handler),
    ("layer", layer),
    ("host", host),
];

/// What was written, without the times, and what was to be.
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) shown: String,
    pub(crate) wanted: String,
}

impl Written {
    /// Of a text that is to be the same.
    pub(crate) fn same(text: String, wanted: String) -> Self {
        Self { shown: text.clone(), text, wanted }
    }
}

fn stream(
    handler: impl FnOnce(Stream) -> Stream,
    log: &dyn Fn() -> Option<Said>,
) -> Option<(String, Said)> {
    let lines = Shared::default();
    LOGGER.set_handlers(vec![Box::new(handler(Stream::new(lines.clone())))]);
    let said = log()?;
    Some((lines.text(), said))
}

fn standard(log: &dyn Fn() -> Option<Said>) -> Option<Written> {
    let (text, said) = stream(|stream| stream, log)?;
    Some(Written::same(without_times(&text).join("\n"), in_text(&said)))
}

fn coloured(log: &dyn Fn() -> Option<Said>) -> Option<Written> {
    let (text, said) = stream(|stream| stream.color(Color::Always), log)?;
    assert!(text.contains('\x1b'), "not coloured");
    let plain = without_times(&without_colours(&text)).join("\n");
    Some(Written { text, shown: plain, wanted: in_text(&said) })
}

fn nested(log: &dyn Fn() -> Option<Said>) -> Option<Written> {
    let (text, said) = stream(|stream| stream.format(Format::json()), log)?;
    let text = text.strip_suffix('\n').expect("a line ends").to_owned();
    Some(as_json(&text, &said))
}

fn memory(format: Format, log: &dyn Fn() -> Option<Said>) -> Option<(Memory, Said)> {
    let memory = Memory::new().format(format);
    LOGGER.set_handlers(vec![Box::new(memory.clone())]);
    let said = log()?;
    assert_eq!(memory.records().len(), 1);
    Some((memory, said))
}

fn memory_lines(log: &dyn Fn() -> Option<Said>) -> Option<Written> {
    let (memory, said) = memory(Format::standard(), log)?;
    let text = memory.lines().join("\n") + "\n";
    Some(Written::same(without_times(&text).join("\n"), in_text(&said)))
}

fn memory_json(log: &dyn Fn() -> Option<Said>) -> Option<Written> {
    let (memory, said) = memory(Format::json(), log)?;
    Some(as_json(&memory.lines()[0], &said))
}

/// Message and fields as they are, unescaped; an error is in the line only, which is looked at, too.
fn memory_records(log: &dyn Fn() -> Option<Said>) -> Option<Written> {
    let (memory, said) = memory(Format::standard(), log)?;
    let record = memory.records().remove(0);
    let fields: Vec<String> =
        record.fields().map(|(key, value)| format!("{key}={value}")).collect();
    let shown = format!("{}\n{}", record.message(), fields.join("\n"));
    let line = without_times(&format!("{}\n", memory.lines()[0])).join("\n");
    Some(Written { text: format!("{shown}\n{line}"), shown, wanted: in_parts(&said) })
}

/// What a handler of the user's reads, by every way that a value of a record can be printed.
#[derive(Default)]
struct Reader(Mutex<[String; 2]>);

impl Handler for Reader {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        let mut shown = record.message().to_string();
        let mut all = format!("{record:?}");
        for (key, value) in record.fields() {
            shown += &format!("\n{key}={value}");
            all += &format!("\n{key}={value:?} {value:#?} {value:>99.3} {value:#X?}");
        }
        let mut error = record.error();
        while let Some(cause) = error {
            // Printed bare, it might panic: by a handler of the user's that is the user's.
            shown += &format!("\nerror={}", logkit::Value::Display(&cause));
            error = cause.source();
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = [shown, all];
        Ok(())
    }
}

fn own_handler(log: &dyn Fn() -> Option<Said>) -> Option<Written> {
    let reader = Arc::new(Reader::default());
    LOGGER.set_handlers(vec![Box::new(Arc::clone(&reader))]);
    let said = log()?;
    let [shown, all] = reader.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let wanted = said.chain.iter().fold(in_parts(&said), |all, error| all + "\nerror=" + error);
    Some(Written { text: format!("{shown}\n{all}"), shown, wanted })
}

fn layer(log: &dyn Fn() -> Option<Said>) -> Option<Written> {
    let lines = Shared::default();
    let layer = tracing_subscriber::fmt::layer().without_time().with_ansi(false);
    LOGGER.set_handlers(vec![Box::new(Layered::new(layer.with_writer(lines.clone())))]);
    let said = log()?;
    Some(Written::same(lines.text(), in_hosts_text(&said)))
}

fn host(log: &dyn Fn() -> Option<Said>) -> Option<Written> {
    let lines = Shared::default();
    let host = tracing_subscriber::fmt().without_time().with_ansi(false).with_writer(lines.clone());
    LOGGER.set_handlers(vec![Box::new(logkit::handler::Null)]);
    LOGGER.set_propagate(true);
    let said = tracing::subscriber::with_default(host.finish(), log);
    LOGGER.set_propagate(false);
    Some(Written::same(lines.text(), in_hosts_text(&said?)))
}

/// The standard format.
fn in_text(said: &Said) -> String {
    let field = match &said.field {
        None => String::new(),
        Some(Field::Debug(text) | Field::Parts(Shown { debug: text, .. })) => {
            format!(" subject={text}")
        }
        Some(Field::Display(text)) => format!(" subject={}", word(text)),
        Some(Field::Errors(chain)) => format!(" subject={}", word(&joined(chain))),
    };
    let Said { level, message, .. } = said;
    let mut text = format!("corpus - {level} - {message} before=1{field} after=2");
    if let Some(outermost) = said.chain.first() {
        text += &format!(" error={}", word(outermost));
    }
    said.chain.iter().skip(1).for_each(|cause| text += &format!("\n    caused by: {cause}"));
    text
}

/// A text that is one word, or in quotes. The texts here have no controls left in them.
fn word(text: &str) -> String {
    if text.contains([' ', '=', '"']) {
        format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
    } else {
        text.to_owned()
    }
}

/// An error that cannot be printed is one marker with all its causes.
fn joined(chain: &[String]) -> String {
    if chain[0].starts_with("[formatting") { chain[0].clone() } else { chain.join(": ") }
}

/// What is in a record, line by line, its error aside.
fn in_parts(said: &Said) -> String {
    let field = match &said.field {
        None => String::new(),
        Some(Field::Errors(chain)) => format!("subject={}\n", joined(chain)),
        Some(
            Field::Debug(text) | Field::Display(text) | Field::Parts(Shown { debug: text, .. }),
        ) => format!("subject={text}\n"),
    };
    format!("{}\nbefore=1\n{field}after=2", said.message)
}

/// The text of `tracing_subscriber`'s `fmt`.
fn in_hosts_text(said: &Said) -> String {
    let errors = |name: &str, chain: &[String]| {
        format!(" {name}={} {name}.sources=[{}]", chain[0], chain[1..].join(", "))
    };
    let field = match &said.field {
        None => String::new(),
        Some(Field::Errors(chain)) => errors("subject", chain),
        Some(
            Field::Debug(text) | Field::Display(text) | Field::Parts(Shown { debug: text, .. }),
        ) => format!(" subject={text}"),
    };
    let error = if said.chain.is_empty() { String::new() } else { errors("error", &said.chain) };
    format!("{:>5} corpus: {} before=1{field} after=2{error}\n", said.level, said.message)
}

/// A JSON line as a parser reads it, and what it is to be; the text without its time.
fn as_json(line: &str, said: &Said) -> Written {
    let mut read: Value = serde_json::from_str(line).expect("a line is JSON");
    let time = read.as_object_mut().and_then(|object| object.remove("time"));
    let time = time.as_ref().and_then(Value::as_str).expect("a line has a time");
    let mut fields = json!({"before": 1, "after": 2});
    match &said.field {
        None => {}
        Some(Field::Debug(text) | Field::Display(text)) => fields["subject"] = json!(text),
        Some(Field::Parts(shown)) => fields["subject"] = shown.json.clone(),
        Some(Field::Errors(chain)) => fields["subject"] = json!(chain),
    }
    let mut wanted = json!({
        "level": said.level, "logger": "corpus", "message": said.message, "fields": fields,
    });
    if !said.chain.is_empty() {
        wanted["error"] = json!(said.chain);
    }
    Written { text: line.replace(time, ""), shown: read.to_string(), wanted: wanted.to_string() }
}

/// Takes the escape sequences for colours away.
pub(crate) fn without_colours(text: &str) -> String {
    let mut pieces = text.split('\x1b');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        let (colour, rest) = piece.split_once('m').expect("a colour ends with m");
        let is_number = |c: char| c.is_ascii_digit() || c == ';';
        assert!(colour.strip_prefix('[').is_some_and(|colour| colour.chars().all(is_number)));
        text + rest
    })
}
