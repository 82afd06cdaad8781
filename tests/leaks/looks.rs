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
        text += &format!("{before}{name}={}", in_span(field));
    }
    text += if span.is_empty() { "" } else { "}" };
    chain.iter().skip(1).for_each(|cause| text += &format!("\n    caused by: {cause}"));
    text
}

/// The promise of `Format::standard`: a text is one word or quoted, and a `?value` is quoted only if
/// it could be taken for further fields.
fn in_line(field: &Field) -> String {
    match field {
        Field::Text(_) | Field::Display(_) | Field::Errors(_) | Field::Heard(_) => {
            word(&bare(field))
        }
        Field::Debug(text) if !shows_its_end(text) => word(text),
        // A mask may keep a quote or a `=`; without them the text contains no field.
        Field::Parts(Shown { debug: text, .. })
            if (text.contains('=') || text.matches('"').count() % 2 == 1)
                && !shows_its_end(text) =>
        {
            word(text)
        }
        Field::Number(_) | Field::Debug(_) | Field::Parts(_) | Field::Scrubbed => bare(field),
    }
}

/// A value in a span, whose fields end with a brace: no value may contain what looks like that end.
fn in_span(field: &Field) -> String {
    let text = bare(field);
    let is_open = match field {
        Field::Text(_) | Field::Display(_) | Field::Errors(_) | Field::Heard(_) => true,
        Field::Debug(text) => !shows_its_end(text),
        Field::Number(_) | Field::Parts(_) | Field::Scrubbed => false,
    };
    if is_open && text.contains(['{', '}']) { quoted(&text) } else { in_line(field) }
}

/// Returns true if a reader can tell where the text of a `Debug` ends, whatever follows it: brackets
/// and quotes are balanced, and outside of them there is no space, except before a brace as in
/// `Card { .. }`. Outside of quotes there is no `=`.
fn shows_its_end(text: &str) -> bool {
    let mut depth = 0_u32;
    let mut rest = text.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            '"' if depth > 0 || at == 0 => loop {
                match rest.next() {
                    Some((_, '"')) => break,
                    Some((_, '\\')) => drop(rest.next()),
                    Some(_) => {}
                    None => return false,
                }
            },
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth > 0 => depth -= 1,
            ' ' if depth > 0 || at > 0 && text[at + 1..].starts_with('{') => {}
            ')' | ']' | '}' | ' ' | '=' | '"' => return false,
            _ => {}
        }
    }
    depth == 0 && !text.is_empty()
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
