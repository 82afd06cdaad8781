//! A statement with its parts in the right order, as text: the code in errors about the arrangement.

use crate::event::args;
use crate::event::ast::{is_field, is_valid_field};
use crate::event::message::{Shown, arguments_of, is_captured, name_of, shown};
use crate::event::repair::{self, formatted, pieces};
use crate::levels;
use crate::nearest::nearest;
use crate::paths::Runtime;
use crate::tokens::api::{Delimiter, Literal, TokenStream, TokenTree};
use crate::tokens::{
    Tokens, is_macro_call, is_path, punct, split_at_commas, split_rest_at_commas, stream,
    string_literal, written,
};

/// The parts of a statement, each as the user wrote it or corrected.
#[derive(Default)]
struct Draft {
    /// `logger: LOGGER`, `name: ".."` and `parent: &span`.
    args: Vec<String>,
    /// The level of `event!` and `enabled!`, the error of `exception!`.
    first: Option<String>,
    fields: Vec<String>,
    /// The token of the message.
    message: Option<String>,
    /// The text of a message that is a literal.
    text: Option<String>,
    arguments: Vec<Tokens>,
}

/// Returns the corrected statement; the input is `[$crate] info ..`.
pub(crate) fn statement(input: TokenStream, runtime: &Runtime) -> String {
    let mut tokens = input.into_iter();
    tokens.next();
    let name = tokens.next().map(|name| name.to_string()).unwrap_or_default();
    let mut items = Vec::new();
    for item in &split_rest_at_commas(tokens) {
        for part in item.split(|token| punct(token) == Some(';')) {
            for part in &without_braces(part) {
                for piece in pieces(part) {
                    items.push(piece.to_vec());
                }
            }
        }
    }
    let mut draft = Draft::default();
    for (index, item) in items.iter().enumerate() {
        let is_last_chance =
            !items.iter().skip(index + 1).any(|later| string_literal(later).is_some());
        if !item.is_empty() {
            draft.add(item, &name, is_last_chance, runtime);
        }
    }
    draft.finish(&name, runtime)
}

/// The fields in braces at the beginning of an item, and the tokens after the braces.
fn without_braces(item: &[TokenTree]) -> Vec<Tokens> {
    match item {
        [TokenTree::Group(braces), after @ ..]
            if braces.delimiter() == Delimiter::Brace && !is_field(item) =>
        {
            let mut items = split_at_commas(braces.stream());
            items.push(after.to_vec());
            items
        }
        item => vec![item.to_vec()],
    }
}

impl Draft {
    fn add(&mut self, item: &Tokens, macro_name: &str, is_last: bool, runtime: &Runtime) {
        if let Some(argument) = argument(item) {
            self.argument(argument);
        } else if self.takes_first(item, macro_name) {
            let level = levels::mistaken(item, runtime).filter(|_| macro_name != "exception");
            self.first = Some(level.map_or_else(|| written(item), |(_, code)| code));
        } else if self.message.is_some() {
            self.after_message(item);
        } else if let Some(literal) = string_literal(item) {
            self.text = Some(literal.value().to_owned());
            self.message = Some(written(item));
        } else if let Some(inside) = formatted(item) {
            let mut inside = split_at_commas(stream(&inside)).into_iter();
            let template = inside.next().unwrap_or_default();
            self.text = string_literal(&template).map(|literal| literal.value().to_owned());
            self.message = Some(written(&template));
            self.arguments.extend(inside);
        } else if is_macro_call(item) {
            self.message = Some(written(item));
        } else if is_valid_field(item) {
            self.fields.push(written(item));
        } else if is_last && !is_field(item) && !repair::is_other_grammar(item) {
            self.message = Some(repair::message(item).code);
        } else {
            self.fields.push(repair::field(item).code);
        }
    }

    /// Adds an argument with a colon, the first one of each name.
    fn argument(&mut self, argument: Argument) {
        let Argument::Kept(text) = argument else { return };
        let key = text.split(':').next();
        if !self.args.iter().any(|arg| arg.split(':').next() == key) {
            self.args.push(text);
        }
    }

    /// Returns true for the level of `event!`, or the error of `exception!`.
    fn takes_first(&self, item: &Tokens, macro_name: &str) -> bool {
        let is_text = string_literal(item).is_some();
        match macro_name {
            "exception" => {
                self.first.is_none() && self.message.is_none() && !is_text && !is_field(item)
            }
            "event" | "enabled" => {
                let is_level = |text: &str| levels::variant(text).is_some();
                self.first.is_none()
                    && self.message.is_none()
                    && !is_field(item)
                    && string_literal(item).is_none_or(|text| is_level(text.value()))
            }
            _ => false,
        }
    }

    /// Adds a field or an argument that is after the message.
    fn after_message(&mut self, item: &Tokens) {
        let shown = self.text.as_deref().and_then(shown);
        let is_argument = match name_of(item) {
            Some((name, _)) => shown.is_none_or(|shown| shown.names.contains(&name)),
            None => !is_field(item) && !repair::is_other_grammar(item),
        };
        if is_argument {
            self.arguments.push(item.clone());
        } else if is_valid_field(item) {
            self.fields.push(written(item));
        } else {
            self.fields.push(repair::field(item).code);
        }
    }

    fn finish(mut self, macro_name: &str, runtime: &Runtime) -> String {
        if macro_name == "exception" && self.first.is_none() {
            self.find_error();
        }
        self.balance();
        let level = |variant: &str| format!("{}Level::{variant}", runtime.as_written());
        let (macro_name, first) = match (macro_name, self.first) {
            ("event", None) => ("event", Some(level("Info"))),
            ("enabled", None) => ("enabled", Some(level("Debug"))),
            // Without an error there is no exception.
            ("exception", None) => ("error", None),
            ("warning", first) => ("warn", first),
            (name, first) => (name, first),
        };
        let is_empty = self.message.is_none() && self.fields.is_empty();
        let needs_text = is_empty && !["enabled", "exception"].contains(&macro_name);
        let message = self.message.or_else(|| needs_text.then(|| "\"message\"".to_owned()));
        let mut parts = self.args;
        parts.extend(first);
        parts.append(&mut self.fields);
        parts.extend(message);
        for argument in &self.arguments {
            parts.push(written(argument));
        }
        let mut text = format!("{macro_name}!(");
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            text.push_str(part);
        }
        text.push(')');
        text
    }

    /// Takes the error of an exception from a field of an error's name, or from the arguments.
    fn find_error(&mut self) {
        const NAMES: [&str; 4] = ["err", "error", "e", "cause"];
        let value = |field: &String| {
            let without_sigil = |text: &str| text.trim_start_matches(['%', '?']).to_owned();
            let (name, value) = field.split_once(" = ").unwrap_or((field, field));
            let (name, value) = (without_sigil(name), without_sigil(value));
            NAMES.contains(&name.as_str()).then_some(value)
        };
        if let Some(at) = self.fields.iter().position(|field| value(field).is_some()) {
            self.first = value(&self.fields.remove(at));
        } else if let Some(at) = self.arguments.iter().position(|argument| is_path(argument)) {
            let error = written(&self.arguments[at]);
            // It stays an argument if the message shows it.
            let count = self.text.as_deref().map_or(0, |text| arguments_of(text, &self.arguments));
            if at >= count {
                self.arguments.remove(at);
            }
            self.first = Some(error);
        } else if let Some(shown) = self.text.as_deref().and_then(shown) {
            self.first = shown.names.into_iter().find(|name| NAMES.contains(&name.as_str()));
        }
    }

    /// Gives each placeholder an argument, and each argument a placeholder or a name.
    fn balance(&mut self) {
        let Some(text) = self.text.clone() else { return };
        let Some(Shown { positional, names, .. }) = shown(&text) else { return };
        if positional == 0 {
            self.arguments.retain(|argument| !is_captured(argument, &names));
        }
        let named = self.arguments.iter().filter(|argument| name_of(argument).is_some()).count();
        let given = self.arguments.len() - named;
        let (text, positional) = match printf(&text) {
            Some(text) if positional == 0 && given > 0 => {
                let count = shown(&text).map_or(0, |shown| shown.positional);
                (text, count)
            }
            _ => (text, positional),
        };
        let mut text = text;
        let extras = given.saturating_sub(positional);
        let mut at = positional.min(given);
        for _ in 0..extras {
            if self.arguments.get(at).is_some_and(|extra| is_valid_field(extra)) {
                let extra = self.arguments.remove(at);
                self.fields.push(written(&extra));
            } else {
                text.push_str(if text.ends_with(' ') { "{}" } else { " {}" });
                at += 1;
            }
        }
        while self.arguments.len() < positional {
            self.arguments.push(vec![TokenTree::Literal(Literal::u8_unsuffixed(0))]);
        }
        if self.text.as_deref() != Some(&text) {
            self.message = Some(format!("{text:?}"));
        }
    }
}

/// The text with `{}` in place of `%s`, `%d` and the like; `None` without any.
fn printf(text: &str) -> Option<String> {
    let mut found = text.to_owned();
    for (old, new) in [("%s", "{}"), ("%d", "{}"), ("%i", "{}"), ("%f", "{}"), ("%r", "{:?}")] {
        found = found.replace(old, new);
    }
    (found != text).then_some(found)
}

/// An argument with a colon as it should be.
enum Argument {
    Kept(String),
    LeftOut,
}

/// Corrects an argument with a colon; `None` if the item is something else.
fn argument(item: &[TokenTree]) -> Option<Argument> {
    let logger =
        args::logger_as_field(item).or_else(|| args::is_logger_static(item).then_some(item));
    if let Some(logger) = logger {
        return Some(Argument::Kept(format!("logger: {}", written(logger))));
    }
    let (key, value) = args::arg(item)?;
    let known = nearest(&key.to_string(), args::ARGUMENTS)?;
    Some(match known {
        "target" => Argument::LeftOut,
        "logger" if !is_path(value) => Argument::Kept("logger: LOGGER".to_owned()),
        known => Argument::Kept(format!("{known}: {}", written(value))),
    })
}
