//! `tracing`'s event grammar, and what logkit adds to it: `logger:` and an exception's error.

use std::collections::VecDeque;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::spanned::Spanned as _;

use crate::diag::Mistakes;
use crate::event::fields;
use crate::event::leak;
use crate::event::message;
use crate::event::metas::{Metas, meta, misplaced};
use crate::event::model::{Binding, Event, Field, Key, Level, Message, Question, What};
use crate::event::tokens::{Item, is_macro_call, split_at_commas, stream, string_literal};
use crate::paths::Runtime;

/// What the bridge can carry, the message and its own fields left room for.
const MAX_FIELDS: usize = 250;

/// The statement, unless it cannot be made, and everything that is wrong with it.
pub(crate) fn parse(input: TokenStream) -> (Option<Event>, Mistakes) {
    let (runtime, mut parser) = head(input);
    let metas = parser.metas();
    let parent = metas.parent.map(|parent| parser.bind(parent, What::Parent));
    let level = match parser.macro_name.as_str() {
        "event" => Level::Chosen(parser.required("a level")),
        "trace" => Level::Fixed("Trace"),
        "debug" => Level::Fixed("Debug"),
        "warn" => Level::Fixed("Warning"),
        "error" | "exception" => Level::Fixed("Error"),
        "critical" => Level::Fixed("Critical"),
        _ => Level::Fixed("Info"),
    };
    let error = parser.is_exception().then(|| parser.required("the error"));
    let error = error.map(|error| parser.bind(error, What::Value));
    let (fields, message) = parser.body();
    let Parser { mut mistakes, leaks, bindings, .. } = parser;
    let Metas { logger, name, .. } = metas;
    let event = mistakes.is_empty().then(|| Event {
        runtime,
        level,
        logger,
        name,
        bindings,
        parent,
        error,
        fields,
        message,
    });
    mistakes.append(leaks);
    (event, mistakes)
}

pub(crate) fn parse_enabled(input: TokenStream) -> Result<Question, Mistakes> {
    let (runtime, mut parser) = head(input);
    let metas = parser.metas();
    let level = parser.required("a level");
    // `tracing` lets fields follow, for its filters; a logger's answer does not depend on them.
    if parser.mistakes.is_empty() {
        Ok(Question { runtime, logger: metas.logger, level })
    } else {
        Err(parser.mistakes)
    }
}

/// `[$crate] info` in front of what the user wrote.
fn head(input: TokenStream) -> (Runtime, Parser) {
    let mut tokens = input.into_iter();
    let runtime = match tokens.next() {
        Some(TokenTree::Group(path)) => Runtime::new(path.stream()),
        _ => Runtime::default(),
    };
    let macro_name = tokens.next().map(|name| name.to_string()).unwrap_or_default();
    let items = split_at_commas(tokens.collect()).into();
    let (mistakes, leaks) = (Mistakes::default(), Mistakes::default());
    (runtime, Parser { macro_name, items, bindings: Vec::new(), mistakes, leaks })
}

struct Parser {
    macro_name: String,
    items: VecDeque<Item>,
    bindings: Vec<Binding>,
    /// What keeps the statement from being made.
    mistakes: Mistakes,
    /// What it must not log, though it could.
    leaks: Mistakes,
}

impl Parser {
    fn is_exception(&self) -> bool {
        self.macro_name == "exception"
    }

    fn bind(&mut self, value: TokenStream, what: fn(TokenStream) -> What) -> usize {
        self.bindings.push(Binding { span: value.span(), what: what(value) });
        self.bindings.len() - 1
    }

    /// `logger: .., name: .., parent: ..`, in any order.
    fn metas(&mut self) -> Metas {
        let mut metas = Metas::default();
        while let Some((key, value)) = self.items.front().and_then(|item| meta(item)) {
            if let Err(mistake) = metas.add(key, value) {
                self.mistakes.push(mistake);
            }
            self.items.pop_front();
        }
        metas
    }

    /// What has to come first: the level of `event!`, the error of `exception!`.
    fn required(&mut self, what: &str) -> TokenStream {
        let is_there = |item: &Item| string_literal(item).is_none() && !fields::is_field(item);
        match self.items.front() {
            Some(item) if is_there(item) => {
                self.items.pop_front().map(|item| stream(&item)).unwrap_or_default()
            }
            other => {
                let place = other.map_or_else(Span::call_site, |item| stream(item).span());
                let message = format!(
                    "`{}!` needs {what} first; write `{}`",
                    self.macro_name,
                    self.example()
                );
                self.mistakes.push(syn::Error::new(place, message));
                TokenStream::new()
            }
        }
    }

    /// The shortest right statement.
    fn example(&self) -> String {
        let arguments = match self.macro_name.as_str() {
            "event" => "Level::Info, \"message\"",
            "exception" => "err, \"message\"",
            "enabled" => "Level::Debug",
            _ => "\"message\"",
        };
        format!("{}!({arguments})", self.macro_name)
    }

    /// The fields, then the message.
    fn body(&mut self) -> (Vec<Field>, Message) {
        let mut fields = Vec::new();
        if self.items.is_empty() && !self.is_exception() && self.mistakes.is_empty() {
            let message = format!("nothing to log; write `{}`", self.example());
            self.mistakes.push(syn::Error::new(Span::call_site(), message));
        }
        self.braced(&mut fields);
        while let Some(item) = self.items.pop_front() {
            if let Some((key, _)) = meta(&item) {
                self.mistakes.at(key, misplaced(key));
                continue;
            }
            if !self.field(&item, &mut fields) {
                let message = self.message(&item, &mut fields);
                return (self.checked(fields), message);
            }
        }
        let message = take_message(&mut fields);
        (self.checked(fields), message)
    }

    /// Takes the item as a field, if it is one, be it a wrong one.
    fn field(&mut self, item: &[TokenTree], fields: &mut Vec<Field>) -> bool {
        match fields::parse(item, &mut self.bindings) {
            Some(Ok(field)) => {
                if let Some(Binding { what: What::Value(value), .. }) = self.bindings.last() {
                    let value: Item = value.clone().into_iter().collect();
                    self.leaks.append(leak::field(item, &field.key, &value, ""));
                }
                fields.push(field);
            }
            Some(Err(mistake)) => self.mistakes.push(mistake),
            None => return false,
        }
        true
    }

    /// `{ a = 1, b }, "message"`
    fn braced(&mut self, fields: &mut Vec<Field>) {
        let Some(item) = self.items.front() else { return };
        let [TokenTree::Group(braces), after @ ..] = item.as_slice() else { return };
        // `{ KEY } = value` is a field.
        if braces.delimiter() != Delimiter::Brace || fields::is_field(item) {
            return;
        }
        if let [found, ..] = after {
            self.mistakes.at(found, "a comma is missing after the fields; write `{ .. }, \"..\"`");
        }
        let braces = braces.clone();
        self.items.pop_front();
        self.fields_in(&braces, fields);
    }

    fn fields_in(&mut self, braces: &Group, fields: &mut Vec<Field>) {
        for item in split_at_commas(braces.stream()) {
            if !self.field(&item, fields) {
                self.mistakes.at(
                    stream(&item),
                    "only fields stand in braces; the message follows them: \
                     `{ order_id = 7 }, \"message\"`",
                );
            }
        }
    }

    fn checked(&mut self, fields: Vec<Field>) -> Vec<Field> {
        if let Some(field) = fields.get(MAX_FIELDS) {
            let span = self.bindings.get(field.value.binding).map(|binding| binding.span);
            let message = format!("a record holds at most {MAX_FIELDS} fields");
            self.mistakes.push(syn::Error::new(span.unwrap_or_else(Span::call_site), message));
        }
        fields
    }

    /// The message and what follows it: format arguments, and an exception's fields.
    fn message(&mut self, item: &[TokenTree], fields: &mut Vec<Field>) -> Message {
        let mut arguments: Vec<Item> = self.items.drain(..).collect();
        for (key, _) in arguments.iter().filter_map(|argument| meta(argument)) {
            self.mistakes.at(key, misplaced(key));
        }
        let Some(literal) = string_literal(item) else {
            if is_macro_call(item) {
                self.leaks.append(leak::message(None, &arguments));
                return message::formatted(stream(item), &arguments, &mut self.bindings);
            }
            self.mistakes.push(no_message(item));
            return Message::None;
        };
        if self.is_exception() {
            let count = message::arguments_of(&literal.value(), &arguments);
            for item in arguments.split_off(count) {
                if !self.field(&item, fields) {
                    self.mistakes.at(
                        stream(&item),
                        "neither an argument of the message nor a field; write `name = value`",
                    );
                }
            }
        }
        for field in arguments.iter().filter(|argument| fields::is_shorthand(argument)) {
            self.mistakes.at(stream(field), "a field stands before the message; write it first");
        }
        self.leaks.append(leak::message(Some(&literal), &arguments));
        if !self.mistakes.is_empty() {
            return Message::None;
        }
        message::parse(&literal, &arguments, &mut self.bindings)
    }
}

/// Says what an item is not that stands where the message should.
fn no_message(item: &[TokenTree]) -> syn::Error {
    match item {
        [first, found, ..] if string_literal(std::slice::from_ref(first)).is_some() => {
            syn::Error::new_spanned(found, "a comma is missing after the message")
        }
        _ => syn::Error::new_spanned(
            stream(item),
            "neither a field nor a message; write `name = value`, or `\"{}\", value`",
        ),
    }
}

/// `message = ..` among the fields is the message, where there is no other.
fn take_message(fields: &mut Vec<Field>) -> Message {
    let is_message = |field: &Field| matches!(&field.key, Key::Text(key) if key == "message");
    match fields.iter().position(is_message) {
        Some(at) => Message::only(fields.remove(at).value),
        None => Message::None,
    }
}
