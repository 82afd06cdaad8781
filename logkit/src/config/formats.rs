//! Formats from their tables.

use crate::config::error::{Mistake, Place};
use crate::config::section::Section;
use crate::format::{Format, JsonOptions, JsonPart};

/// The formats that need no table.
pub(super) const PLAIN: [&str; 6] = ["standard", "json", "pretty", "logfmt", "ecs", "google_cloud"];

/// Makes the format of a table, or of a name in [`PLAIN`] with an empty one.
pub(super) fn format(section: &Section, mistakes: &mut Vec<Mistake>) -> Format {
    let mut refuse = |at: &Place, message: String| mistakes.push(Mistake::new(at, message));
    let mut format = match section.kind {
        "pretty" => Format::pretty(),
        "logfmt" => Format::logfmt(),
        "template" => {
            let template = section.text("template");
            template.map_or_else(Format::standard, |(template, at)| {
                Format::template(template).unwrap_or_else(|error| {
                    refuse(at, error.to_string());
                    Format::standard()
                })
            })
        }
        "json" if section.only(crate::config::keys::JSON).settings.is_empty() => Format::json(),
        "json" => with_options(JsonOptions::new(), section, &mut refuse),
        "ecs" => with_options(JsonOptions::ecs(), section, &mut refuse),
        "google_cloud" => with_options(JsonOptions::google_cloud(), section, &mut refuse),
        _ => Format::standard(),
    };
    if let Some((zone, _)) = section.zone("zone") {
        let time = format.time().with_zone(*zone);
        format = format.with_time(time);
    }
    match section.text("datefmt") {
        Some((datefmt, at)) => format.clone().with_datefmt(datefmt).unwrap_or_else(|error| {
            refuse(at, error.to_string());
            format
        }),
        None => format,
    }
}

fn with_options(
    mut options: JsonOptions,
    section: &Section,
    refuse: &mut dyn FnMut(&Place, String),
) -> Format {
    if let Some((keys, _)) = section.table("keys") {
        for (name, part) in PARTS {
            if let Some((key, _)) = keys.text(name) {
                options = options.with_key(part, key.as_str());
            }
        }
    }
    if let Some((constants, _)) = section.texts("constants") {
        for (key, text, _) in constants {
            options = options.with_constant(key.as_str(), text.as_str());
        }
    }
    if section.is_on("flat_fields") {
        options = options.with_flat_fields();
    }
    if section.is_on("flat_spans") {
        options = options.with_flat_spans();
    }
    if let Some((prefix, _)) = section.text("trace_prefix") {
        options = options.with_trace_prefix(prefix.as_str());
    }
    Format::json_with(options).unwrap_or_else(|error| {
        refuse(&section.at, error.to_string());
        Format::json()
    })
}

/// The parts by the keys of the table `keys`.
const PARTS: [(&str, JsonPart); 15] = [
    ("time", JsonPart::Time),
    ("level", JsonPart::Level),
    ("logger", JsonPart::Logger),
    ("message", JsonPart::Message),
    ("fields", JsonPart::Fields),
    ("spans", JsonPart::Spans),
    ("error", JsonPart::Error),
    ("trace_id", JsonPart::TraceId),
    ("span_id", JsonPart::SpanId),
    ("module", JsonPart::Module),
    ("file", JsonPart::File),
    ("line", JsonPart::Line),
    ("process", JsonPart::Process),
    ("thread", JsonPart::Thread),
    ("thread_name", JsonPart::ThreadName),
];
