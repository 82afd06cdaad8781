//! The expected output of a statement's record, in each format.

use serde_json::{Map, Value, json};

use crate::routes::Written;
use crate::statements::{Field, Fields, Said};
use crate::subject::Shown;

/// The standard format.
pub(crate) fn in_text(said: &Said) -> String {
    let Said { level, message, fields, chain, span } = said;
    let mut text = format!("corpus - {level} - {message}");
    for (name, field) in fields {
        text += &format!(" {name}={}", in_line(field));
    }
    if let Some(outermost) = chain.first() {
        text += &format!(" error={}", word(outermost));
    }
    for (index, (name, field)) in span.iter().enumerate() {
        let before = if index == 0 { " span=request{" } else { " " };
        let braces = |text: &str| text.contains(['{', '}']);
        let field = match field {
            Field::Text(text) if braces(text) => quoted(text),
            field => in_line(field),
        };
        text += &format!("{before}{name}={field}");
    }
    text += if span.is_empty() { "" } else { "}" };
    chain.iter().skip(1).for_each(|cause| text += &format!("\n    caused by: {cause}"));
    text
}

fn in_line(field: &Field) -> String {
    match field {
        Field::Text(_) | Field::Display(_) | Field::Errors(_) | Field::Heard(_) => {
            word(&bare(field))
        }
        // A kept end may be a quote, which hides where the text ends.
        Field::Debug(text) | Field::Parts(Shown { debug: text, .. })
            if text.replace("\\\"", "").matches('"').count() % 2 == 1 =>
        {
            quoted(text)
        }
        Field::Number(_) | Field::Debug(_) | Field::Parts(_) | Field::Scrubbed => bare(field),
    }
}

/// A text as one word, or in quotes. These texts contain no control characters.
fn word(text: &str) -> String {
    if text.contains([' ', '=', '"']) { quoted(text) } else { text.to_owned() }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}

/// The value, unescaped.
fn bare(field: &Field) -> String {
    match field {
        Field::Number(number) => number.to_string(),
        // If one of the causes cannot be printed, one marker replaces the chain.
        Field::Errors(chain) if chain[0].starts_with("[formatting") => chain[0].clone(),
        Field::Errors(chain) | Field::Heard(chain) => chain.join(": "),
        Field::Debug(text)
        | Field::Text(text)
        | Field::Display(text)
        | Field::Parts(Shown { debug: text, .. }) => text.clone(),
        Field::Scrubbed => "[redacted]".to_owned(),
    }
}

/// The parts of a record, one in each line, without its error and spans.
pub(crate) fn in_parts(said: &Said) -> String {
    said.message.clone() + &each(&said.fields, "")
}

/// A line for each field of `of`.
pub(crate) fn each(fields: &Fields, of: &str) -> String {
    let line = |(name, field): &(&str, Field)| format!("\n{of}{name}={}", bare(field));
    fields.iter().map(line).collect::<Vec<_>>().concat()
}

/// The text of `tracing_subscriber`'s `fmt`, which has no spans here.
pub(crate) fn in_hosts_text(said: &Said) -> String {
    let errors = |name: &str, chain: &[String]| {
        format!(" {name}={} {name}.sources=[{}]", chain[0], chain[1..].join(", "))
    };
    let (level, critical) = match said.level {
        "CRITICAL" => ("ERROR", " critical=true"),
        level => (level, ""),
    };
    let mut text = format!("{level:>5} corpus: {}", said.message);
    for (name, field) in &said.fields {
        text += &match field {
            Field::Errors(chain) | Field::Heard(chain) => errors(name, chain),
            Field::Text(text) => format!(" {name}={text:?}"),
            field => format!(" {name}={}", bare(field)),
        };
    }
    text += &if said.chain.is_empty() { String::new() } else { errors("error", &said.chain) };
    text + critical + "\n"
}

/// A JSON line as a parser reads it, and the expected one; the text without its time.
pub(crate) fn as_json(line: &str, said: &Said) -> Written {
    let mut read: Value = serde_json::from_str(line).expect("a line is JSON");
    let time = read.as_object_mut().and_then(|object| object.remove("time"));
    let time = time.as_ref().and_then(Value::as_str).expect("a time");
    let nested = |fields: &Fields| -> Map<String, Value> {
        let nested = |field: &Field| match field {
            Field::Number(number) => json!(number),
            Field::Parts(shown) => shown.json.clone(),
            Field::Errors(chain) | Field::Heard(chain) => json!(chain),
            text => json!(bare(text)),
        };
        fields.iter().map(|(name, field)| ((*name).to_owned(), nested(field))).collect()
    };
    let mut wanted = json!({
        "level": said.level, "logger": "corpus", "message": said.message,
        "fields": nested(&said.fields),
    });
    if !said.span.is_empty() {
        wanted["span"] = json!([{"name": "request", "fields": nested(&said.span)}]);
    }
    if !said.chain.is_empty() {
        wanted["error"] = json!(said.chain);
    }
    Written { text: line.replace(time, ""), shown: read.to_string(), wanted: wanted.to_string() }
}
