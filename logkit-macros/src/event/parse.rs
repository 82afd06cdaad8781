//! The grammar of a statement: that of `tracing`'s events, `logger:`, and an exception's error.

use crate::errors::{Errors, SpannedError};
use crate::event::ast::{
    Binding, BindingKind, EnabledCheck, Event, EventField, EventKey, EventLevel, MessageParts,
    is_field, is_shorthand, parse_field,
};
use crate::event::lint::LeakLint;
use crate::event::message;
use crate::nearest::nearest;
use crate::paths::Runtime;
use crate::tokens::api::{
    Delimiter, Group, Ident, Name as _, Spacing, Span, TokenStream, TokenTree,
};
use crate::tokens::{
    Tokens, is_macro_call, is_path, span_of, split_at_commas, split_rest_at_commas, string_literal,
    ungrouped,
};

/// The maximum number of fields: what a `tracing` event can carry, less the message and logkit's own
/// fields.
const MAX_FIELDS: usize = 250;

/// The statement, if it can be expanded, and every error.
pub(crate) fn parse(input: TokenStream) -> (Option<Event>, Errors) {
    let (runtime, mut parser) = head(input);
    let args = parser.args();
    let parent = args.parent.map(|parent| parser.bind(parent, BindingKind::Parent));
    let level = match parser.macro_name.as_str() {
        "event" => EventLevel::Chosen(parser.required("a level")),
        "trace" => EventLevel::Fixed("Trace"),
        "debug" => EventLevel::Fixed("Debug"),
        "warn" => EventLevel::Fixed("Warning"),
        "error" | "exception" => EventLevel::Fixed("Error"),
        "critical" => EventLevel::Fixed("Critical"),
        _ => EventLevel::Fixed("Info"),
    };
    let error = parser.is_exception().then(|| parser.required("the error"));
    let error = error.map(|error| parser.bind(error, BindingKind::Value));
    let (fields, message) = parser.body();
    let Parser { mut errors, leaks, bindings, .. } = parser;
    let EventArgs { logger, name, .. } = args;
    let event = errors.is_empty().then(|| Event {
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
    errors.append(leaks);
    (event, errors)
}

/// The input of `enabled!`.
pub(crate) fn parse_enabled(input: TokenStream) -> Result<EnabledCheck, Errors> {
    let (runtime, mut parser) = head(input);
    let args = parser.args();
    let level = parser.required("a level");
    // `tracing` lets fields follow, for its filters; a logger's answer does not depend on them.
    if parser.errors.is_empty() {
        Ok(EnabledCheck { runtime, logger: args.logger, level })
    } else {
        Err(parser.errors)
    }
}

/// Parses the `[$crate] info` in front of the user's tokens.
fn head(input: TokenStream) -> (Runtime, Parser) {
    let mut tokens = input.into_iter();
    let runtime = match tokens.next() {
        Some(TokenTree::Group(path)) => Runtime::new(path.stream()),
        _ => Runtime::default(),
    };
    let macro_name = tokens.next().map(|name| name.to_string()).unwrap_or_default();
    let mut items = split_rest_at_commas(tokens);
    items.reverse();
    let lint = LeakLint::new(&runtime);
    let (errors, leaks) = (Errors::default(), Errors::default());
    (runtime, Parser { macro_name, items, bindings: Vec::new(), lint, errors, leaks })
}

/// The state of parsing one statement.
struct Parser {
    macro_name: String,
    /// The items that have not been read yet, the next one last.
    items: Vec<Tokens>,
    bindings: Vec<Binding>,
    lint: LeakLint,
    /// Errors after which the statement cannot be expanded.
    errors: Errors,
    /// Errors of the leak lint.
    leaks: Errors,
}

impl Parser {
    fn is_exception(&self) -> bool {
        self.macro_name == "exception"
    }

    fn bind(&mut self, value: Tokens, kind: fn(Tokens) -> BindingKind) -> usize {
        self.bindings.push(Binding { span: span_of(&value), kind: kind(value) });
        self.bindings.len() - 1
    }

    /// Parses `logger: .., name: .., parent: ..`, in any order.
    fn args(&mut self) -> EventArgs {
        let mut args = EventArgs::default();
        while let Some((key, value)) = self.items.last().and_then(|item| arg(item)) {
            if let Err(error) = args.add(key, value) {
                self.errors.push(error);
            }
            self.items.pop();
        }
        args
    }

    /// Takes the first argument: the level of `event!`, the error of `exception!`.
    fn required(&mut self, what: &str) -> Tokens {
        let is_there = |item: &Tokens| string_literal(item).is_none() && !is_field(item);
        match self.items.last() {
            Some(item) if is_there(item) => self.items.pop().unwrap_or_default(),
            other => {
                let place = other.map_or_else(Span::call_site, |item| span_of(item));
                let message = format!(
                    "`{}!` needs {what} first; write `{}`",
                    self.macro_name,
                    self.example()
                );
                self.errors.push(SpannedError::new(place, message));
                Tokens::new()
            }
        }
    }

    /// The shortest valid statement, for messages.
    fn example(&self) -> String {
        let arguments = match self.macro_name.as_str() {
            "event" => "Level::Info, \"message\"",
            "exception" => "err, \"message\"",
            "enabled" => "Level::Debug",
            _ => "\"message\"",
        };
        format!("{}!({arguments})", self.macro_name)
    }

    /// Parses the fields, then the message.
    fn body(&mut self) -> (Vec<EventField>, MessageParts) {
        let mut fields = Vec::new();
        if self.items.is_empty() && !self.is_exception() && self.errors.is_empty() {
            let message = format!("nothing to log; write `{}`", self.example());
            self.errors.push(SpannedError::new(Span::call_site(), message));
        }
        self.braced(&mut fields);
        while let Some(item) = self.items.pop() {
            if let Some((key, _)) = arg(&item) {
                self.errors.at(key, misplaced(key));
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

    /// Parses the item as a field; returns false if it is something else.
    fn field(&mut self, item: &[TokenTree], fields: &mut Vec<EventField>) -> bool {
        match parse_field(item, &mut self.bindings) {
            Some(Ok(field)) => {
                if let Some(Binding { kind: BindingKind::Value(value), .. }) = self.bindings.last()
                {
                    self.leaks.append(self.lint.field(item, &field.key, value, ""));
                }
                fields.push(field);
            }
            Some(Err(error)) => self.errors.push(error),
            None => return false,
        }
        true
    }

    /// Parses the braces of `{ a = 1, b }, "message"`.
    fn braced(&mut self, fields: &mut Vec<EventField>) {
        let Some(item) = self.items.last() else { return };
        let [TokenTree::Group(braces), after @ ..] = item.as_slice() else { return };
        // `{ KEY } = value` is a field.
        if braces.delimiter() != Delimiter::Brace || is_field(item) {
            return;
        }
        if let [found, ..] = after {
            self.errors.at(found, "expected a comma after the fields; write `{ .. }, \"..\"`");
        }
        let braces = braces.clone();
        self.items.pop();
        self.fields_in(&braces, fields);
    }

    fn fields_in(&mut self, braces: &Group, fields: &mut Vec<EventField>) {
        for item in split_at_commas(braces.stream()) {
            if !self.field(&item, fields) {
                self.errors.at(
                    &item,
                    "expected a field in the braces; write the message after them: \
                     `{ order_id = 7 }, \"message\"`",
                );
            }
        }
    }

    fn checked(&mut self, fields: Vec<EventField>) -> Vec<EventField> {
        if let Some(field) = fields.get(MAX_FIELDS) {
            let span = self.bindings.get(field.value.binding).map(|binding| binding.span);
            let message = format!("too many fields; a statement can have at most {MAX_FIELDS}");
            self.errors.push(SpannedError::new(span.unwrap_or_else(Span::call_site), message));
        }
        fields
    }

    /// Parses the message and its format arguments, and the fields after an exception's message.
    fn message(&mut self, item: &[TokenTree], fields: &mut Vec<EventField>) -> MessageParts {
        let mut arguments = std::mem::take(&mut self.items);
        arguments.reverse();
        for (key, _) in arguments.iter().filter_map(|argument| arg(argument)) {
            self.errors.at(key, misplaced(key));
        }
        let Some(literal) = string_literal(item) else {
            if is_macro_call(item) {
                self.leaks.append(self.lint.message(None, &arguments));
                return message::formatted(item, &arguments, &mut self.bindings);
            }
            self.errors.push(no_message(item));
            return MessageParts::None;
        };
        let count = message::arguments_of(literal.value(), &arguments);
        if self.is_exception() {
            for item in arguments.split_off(count) {
                if !self.field(&item, fields) {
                    self.errors.at(
                        &item,
                        "expected a field, because the message has no placeholder for this; write \
                         `name = value`",
                    );
                }
            }
        }
        let is_field = |(index, argument): &(usize, &Tokens)| {
            is_shorthand(argument) || *index >= count && message::name_of(argument).is_some()
        };
        for (_, field) in arguments.iter().enumerate().filter(is_field) {
            self.errors.at(field, "found a field after the message; write it before the message");
        }
        self.leaks.append(self.lint.message(Some(&literal), &arguments));
        if !self.errors.is_empty() {
            return MessageParts::None;
        }
        message::parse(&literal, &arguments, &mut self.bindings)
    }
}

/// The error for an item that is neither a field nor the message.
fn no_message(item: &[TokenTree]) -> SpannedError {
    match item {
        [first, found, ..] if string_literal(std::slice::from_ref(first)).is_some() => {
            SpannedError::at(found, "expected a comma after the message")
        }
        _ => SpannedError::at(
            item,
            "expected a field or a message; write `name = value` or `\"{}\", value`",
        ),
    }
}

/// Takes the field `message = ..` as the message if there is no other.
fn take_message(fields: &mut Vec<EventField>) -> MessageParts {
    let is_message =
        |field: &EventField| matches!(&field.key, EventKey::Text(key) if key == "message");
    match fields.iter().position(is_message) {
        Some(at) => MessageParts::only(fields.remove(at).value),
        None => MessageParts::None,
    }
}

/// The arguments with a colon before the fields: `logger: .., name: .., parent: ..`.
#[derive(Default)]
struct EventArgs {
    logger: Option<Tokens>,
    name: Option<Tokens>,
    parent: Option<Tokens>,
}

impl EventArgs {
    /// Adds one argument.
    fn add(&mut self, key: &Ident, value: &[TokenTree]) -> Result<(), SpannedError> {
        let error = |message: String| Err(SpannedError::new(key.span(), message));
        let (slot, example) = match key.to_string().as_str() {
            "logger" => (&mut self.logger, "LOGGER"),
            "name" => (&mut self.name, "\"packed\""),
            "parent" => (&mut self.parent, "&span"),
            other => return error(unknown(other)),
        };
        if value.is_empty() {
            return error(format!("`{key}:` needs a value; write `{key}: {example}`"));
        }
        if key.is("logger") && (!is_path(value) || is_variable(value)) {
            return Err(SpannedError::at(
                value,
                "expected the path of a logger's static; write `logger: LOGGER`",
            ));
        }
        if slot.replace(value.to_vec()).is_some() {
            return error(format!("`{key}:` is given twice; remove one"));
        }
        Ok(())
    }
}

/// Returns true for a name in lower case, which no static has. `rustc` would suggest a change to the
/// static of the expansion.
fn is_variable(value: &[TokenTree]) -> bool {
    match value {
        [TokenTree::Ident(only)] => only.unraw().starts_with(|first: char| first.is_lowercase()),
        _ => ungrouped(value).is_some_and(|value| is_variable(&value)),
    }
}

/// Parses `name: value`.
fn arg(item: &[TokenTree]) -> Option<(&Ident, &[TokenTree])> {
    match item {
        [TokenTree::Ident(key), TokenTree::Punct(colon), value @ ..]
            if colon.as_char() == ':' && colon.spacing() == Spacing::Alone =>
        {
            Some((key, value))
        }
        _ => None,
    }
}

/// The error for an argument with a colon among or after the fields.
fn misplaced(key: &Ident) -> String {
    match key.to_string().as_str() {
        "logger" | "name" | "parent" => {
            format!("found `{key}:` after a field or the message; write it first")
        }
        other => unknown(other),
    }
}

fn unknown(key: &str) -> String {
    if key == "target" {
        return "found `target:`, but the target is the logger's name; remove it, or write \
                `logger: OTHER` to log to another logger"
            .to_owned();
    }
    match nearest(key, ["logger", "name", "parent"]) {
        Some(known) => format!("unknown argument `{key}:`; did you mean `{known}:`?"),
        None => format!("expected `=` after a field's name; write `{key} = value`"),
    }
}
