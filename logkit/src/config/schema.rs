//! The JSON Schema of a configuration, from the table of keys.

use std::fmt::Write as _;

use crate::config::keys::{FILE, Key, Kind, Variant};
use crate::config::units::{DIGITS, DURATIONS, SIZES};
use crate::level::NAMES;
use crate::registry::target_form::TARGET;

/// A value of JSON.
enum JsonValue {
    Text(String),
    Number(u64),
    Flag(bool),
    List(Vec<JsonValue>),
    Object(Vec<(String, JsonValue)>),
}

/// Returns the schema, indented.
pub(super) fn schema() -> String {
    let mut members = vec![
        member("$schema", text("https://json-schema.org/draft/2020-12/schema")),
        member("title", text("The configuration of logkit")),
    ];
    members.extend(table(&[FILE], None));
    let mut out = String::new();
    push(&mut out, &JsonValue::Object(members), 0);
    out.push('\n');
    out
}

/// The members of a table's schema; `kind` is the value of its `type`.
fn table(lists: &[&[Key]], kind: Option<&str>) -> Vec<(String, JsonValue)> {
    let keys = || lists.iter().copied().flatten();
    let mut properties = Vec::new();
    properties.extend(
        kind.map(|kind| member("type", JsonValue::Object(vec![member("const", text(kind))]))),
    );
    for key in keys() {
        let mut members = vec![member("description", text(key.about))];
        members.extend(value(&key.kind));
        properties.push(member(key.name, JsonValue::Object(members)));
    }
    let required = kind.map(|_| "type").into_iter();
    let required = required.chain(keys().filter(|key| key.required).map(|key| key.name));
    let mut members = vec![
        member("type", text("object")),
        member("additionalProperties", JsonValue::Flag(false)),
        member("properties", JsonValue::Object(properties)),
    ];
    let required: Vec<JsonValue> = required.map(text).collect();
    if !required.is_empty() {
        members.push(member("required", JsonValue::List(required)));
    }
    members
}

/// The members of the schema of a value.
fn value(kind: &Kind) -> Vec<(String, JsonValue)> {
    match kind {
        Kind::Flag => vec![member("type", text("boolean"))],
        Kind::On => vec![member("const", JsonValue::Flag(true))],
        Kind::Level => {
            let numbers = [5, 10, 20, 30, 40, 50].map(JsonValue::Number);
            any_of([
                vec![member("enum", JsonValue::List(numbers.into()))],
                pattern(&level_pattern()),
            ])
        }
        Kind::Size => any_of([
            vec![member("type", text("integer")), member("minimum", JsonValue::Number(0))],
            pattern(&format!("^[0-9]{{1,{DIGITS}}} ?({})$", units(&SIZES))),
        ]),
        Kind::Duration => {
            let more = DIGITS - 1;
            pattern(&format!("^[1-9][0-9]{{0,{more}}} ?({})$", units(&DURATIONS)))
        }
        Kind::Count => vec![
            member("type", text("integer")),
            member("minimum", JsonValue::Number(1)),
            member("maximum", JsonValue::Number(u32::MAX.into())),
        ],
        Kind::Mode => pattern("^0?[0-7]{3}$"),
        Kind::Text => {
            vec![member("type", text("string")), member("minLength", JsonValue::Number(1))]
        }
        Kind::Zone => pattern("^(local|utc|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"),
        Kind::Word(words) => {
            vec![member("enum", JsonValue::List(words.iter().copied().map(text).collect()))]
        }
        Kind::Names => vec![
            member("type", text("array")),
            member("uniqueItems", JsonValue::Flag(true)),
            member("items", JsonValue::Object(value(&Kind::Text))),
        ],
        Kind::Levels => {
            let mut levels = map_of(value(&Kind::Level));
            levels.push(member("propertyNames", JsonValue::Object(pattern(TARGET))));
            levels
        }
        Kind::Texts => map_of(value(&Kind::Text)),
        Kind::Table(keys) => table(&[keys], None),
        Kind::Tables(keys) => map_of(table(&[keys], None)),
        Kind::Variants(variants) => map_of(one_of(variants)),
    }
}

fn one_of(variants: &[Variant]) -> Vec<(String, JsonValue)> {
    let each = |variant: &Variant| JsonValue::Object(table(variant.keys, Some(variant.name)));
    vec![
        member("type", text("object")),
        member("required", JsonValue::List(vec![text("type")])),
        member("oneOf", JsonValue::List(variants.iter().map(each).collect())),
    ]
}

/// A table whose keys are free.
fn map_of(values: Vec<(String, JsonValue)>) -> Vec<(String, JsonValue)> {
    vec![member("type", text("object")), member("additionalProperties", JsonValue::Object(values))]
}

fn any_of<const N: usize>(choices: [Vec<(String, JsonValue)>; N]) -> Vec<(String, JsonValue)> {
    vec![member("anyOf", JsonValue::List(choices.map(JsonValue::Object).into()))]
}

fn pattern(pattern: &str) -> Vec<(String, JsonValue)> {
    vec![member("type", text("string")), member("pattern", text(pattern))]
}

fn units(units: &[(&str, u64)]) -> String {
    units.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("|")
}

/// The names of levels in any case, which JSON Schema has no flag for.
fn level_pattern() -> String {
    let any_case = |letter: char| format!("[{}{letter}]", letter.to_ascii_uppercase());
    let names = NAMES.map(|(name, _)| name.chars().map(any_case).collect::<String>());
    format!("^({})$", names.join("|"))
}

fn member(name: &str, value: JsonValue) -> (String, JsonValue) {
    (name.to_owned(), value)
}

fn text(text: &str) -> JsonValue {
    JsonValue::Text(text.to_owned())
}

/// Appends a value. No text in the table has a control character.
fn push(out: &mut String, json: &JsonValue, depth: usize) {
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    match json {
        JsonValue::Text(text) => {
            // Writing to a string cannot fail.
            let _ = write!(out, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        }
        JsonValue::Number(number) => out.push_str(&number.to_string()),
        JsonValue::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        JsonValue::List(list) => {
            out.push('[');
            for (index, value) in list.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                push(out, value, depth);
            }
            out.push(']');
        }
        JsonValue::Object(members) => {
            out.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                line(out, depth + 1);
                let _ = write!(out, "\"{name}\": ");
                push(out, value, depth + 1);
            }
            line(out, depth);
            out.push('}');
        }
    }
}
