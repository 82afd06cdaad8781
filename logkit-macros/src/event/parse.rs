//! `tracing`'s event grammar, and what logkit adds to it: `logger:` and an exception's error.

use std::collections::VecDeque;

use proc_macro2::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

use crate::diag::Mistakes;
use crate::event::message;
use crate::event::model::{Event, Field, How, Key, Level, Message, Question, Shown};
use crate::event::tokens::{Item, is_ident, punct, split_at_commas, stream, string_literal};
use crate::paths::Runtime;

/// What the bridge can carry, the message and its own fields left room for.
const MAX_FIELDS: usize = 250;

pub(crate) fn parse(input: TokenStream) -> Result<Event, Mistakes> {
    let (runtime, macro_name, rest) = head(input);
    let mut parser = Parser::new(&macro_name, rest);
    let metas = parser.metas();
    let level = match macro_name.as_str() {
        "event" => Level::Chosen(parser.required("a level", "event!(Level::Info, \"message\")")),
        "trace" => Level::Fixed("Trace"),
        "debug" => Level::Fixed("Debug"),
        "warn" => Level::Fixed("Warning"),
        "error" | "exception" => Level::Fixed("Error"),
        "critical" => Level::Fixed("Critical"),
        _ => Level::Fixed("Info"),
    };
    let error = (macro_name == "exception").then(|| parser.error());
    let (fields, message) = parser.body();
    let Parser { mistakes, bindings, .. } = parser;
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let Metas { logger, name, parent } = metas;
    Ok(Event { runtime, level, logger, name, parent, error, bindings, fields, message })
}

pub(crate) fn parse_enabled(input: TokenStream) -> Result<Question, Mistakes> {
    let (runtime, macro_name, rest) = head(input);
    let mut parser = Parser::new(&macro_name, rest);
    let metas = parser.metas();
    let level = parser.required("a level", "enabled!(Level::Debug)");
    // `tracing` lets fields follow, for its filters; a logger's answer does not depend on them.
    if parser.mistakes.is_empty() {
        Ok(Question { runtime, logger: metas.logger, level })
    } else {
        Err(parser.mistakes)
    }
}

/// `[$crate] info` in front of what the user wrote.
fn head(input: TokenStream) -> (Runtime, String, TokenStream) {
    let mut tokens = input.into_iter();
    let runtime = match tokens.next() {
        Some(TokenTree::Group(path)) => Runtime::new(path.stream()),
        _ => Runtime::default(),
    };
    let name = tokens.next().map(|name| name.to_string()).unwrap_or_default();
    (runtime, name, tokens.collect())
}

#[derive(Default)]
struct Metas {
    logger: Option<TokenStream>,
    name: Option<TokenStream>,
    parent: Option<TokenStream>,
}

/// A field that is a mistake, which has been noted.
struct Noted;

struct Parser<'a> {
    macro_name: &'a str,
    items: VecDeque<Item>,
    bindings: Vec<TokenStream>,
    mistakes: Mistakes,
}

impl<'a> Parser<'a> {
    fn new(macro_name: &'a str, rest: TokenStream) -> Self {
        Self {
            macro_name,
            items: split_at_commas(rest).into(),
            bindings: Vec::new(),
            mistakes: Mistakes::default(),
        }
    }

    /// `logger: .., name: .., parent: ..`, in any order.
    fn metas(&mut self) -> Metas {
        let mut metas = Metas::default();
        while let Some((key, value)) = self.items.front().and_then(|item| meta(item)) {
            let slot = match key.to_string().as_str() {
                "logger" => &mut metas.logger,
                "name" => &mut metas.name,
                "parent" => &mut metas.parent,
                _ => {
                    self.mistakes.at(
                        &key,
                        "`target:` is decided by the logger: its name is the target; leave it \
                         out, or write `logger: OTHER` to log to another logger",
                    );
                    self.items.pop_front();
                    continue;
                }
            };
            if value.is_empty() {
                self.mistakes.at(&key, format_args!("`{key}:` has no value"));
            } else if slot.replace(value).is_some() {
                self.mistakes.at(&key, format_args!("`{key}:` stands here twice"));
            }
            self.items.pop_front();
        }
        metas
    }

    fn required(&mut self, what: &str, example: &str) -> TokenStream {
        let item = self.items.pop_front().unwrap_or_default();
        let message = format!("`{}!` needs {what} first; write `{example}`", self.macro_name);
        if item.is_empty() {
            self.mistakes.push(syn::Error::new(Span::call_site(), message));
        } else if let Some(literal) = string_literal(&item) {
            self.mistakes.at(literal, message);
        }
        stream(&item)
    }

    fn error(&mut self) -> TokenStream {
        self.required("the error", "exception!(err, \"message\")")
    }

    /// The fields, then the message.
    fn body(&mut self) -> (Vec<Field>, Message) {
        let mut fields = Vec::new();
        if self.items.is_empty() && self.macro_name != "exception" {
            let message = format!(
                "nothing to log; write `{0}!(\"message\")` or `{0}!(field)`",
                self.macro_name
            );
            self.mistakes.push(syn::Error::new(Span::call_site(), message));
        }
        if let Some([TokenTree::Group(braces)]) = self.items.front().map(Vec::as_slice) {
            if braces.delimiter() == Delimiter::Brace {
                let braces = braces.clone();
                self.items.pop_front();
                self.braced(&braces, &mut fields);
            }
        }
        while let Some(item) = self.items.pop_front() {
            let Some(field) = self.field(&item) else {
                let message = self.message(&item, &mut fields);
                return (self.checked(fields), message);
            };
            fields.extend(field.ok());
        }
        let message = take_message(&mut fields);
        (self.checked(fields), message)
    }

    /// `{ a = 1, b }, "message"`
    fn braced(&mut self, braces: &Group, fields: &mut Vec<Field>) {
        for item in split_at_commas(braces.stream()) {
            match self.field(&item) {
                Some(field) => fields.extend(field.ok()),
                None => self.mistakes.at(
                    stream(&item),
                    "only fields stand in braces; the message follows them: \
                     `{ order_id = 7 }, \"message\"`",
                ),
            }
        }
    }

    fn checked(&mut self, fields: Vec<Field>) -> Vec<Field> {
        if fields.len() > MAX_FIELDS {
            let message = format!("a record holds at most {MAX_FIELDS} fields");
            self.mistakes.push(syn::Error::new(Span::call_site(), message));
        }
        fields
    }

    /// The item as a field; `None` where it is none, but the message.
    fn field(&mut self, item: &[TokenTree]) -> Option<Result<Field, Noted>> {
        if let [first, rest @ ..] = item {
            if let Some(how) = sigil(first) {
                return Some(self.shorthand(first, rest, how));
            }
        }
        let (key, rest) = key(item)?;
        match rest {
            [] => match key {
                Key::Text(_) if string_literal(item).is_none() => {
                    let value = self.bind(stream(item), How::Typed);
                    Some(Ok(Field { key, value }))
                }
                _ => None,
            },
            [equals, value @ ..] if is_assignment(equals, value) => {
                Some(self.named(key, equals, value))
            }
            _ => None,
        }
    }

    /// `?path` or `%path`
    fn shorthand(
        &mut self,
        sigil: &TokenTree,
        path: &[TokenTree],
        how: How,
    ) -> Result<Field, Noted> {
        match key(path) {
            Some((Key::Text(name), [])) if string_literal(path).is_none() => {
                let value = self.bind(stream(path), how);
                Ok(Field { key: Key::Text(name), value })
            }
            _ => {
                let sign = punct(sigil).unwrap_or('?');
                let value = stream(path);
                let place = if value.is_empty() { sigil.to_token_stream() } else { value };
                self.mistakes.at(
                    place,
                    format_args!("only a path names itself; write `name = {sign}value`"),
                );
                Err(Noted)
            }
        }
    }

    /// `key = value`, `key = %value`, `key = ?value`
    fn named(&mut self, key: Key, equals: &TokenTree, value: &[TokenTree]) -> Result<Field, Noted> {
        let (how, value) = match value {
            // `tracing` has these two functions in scope here.
            [function, TokenTree::Group(argument)]
                if argument.delimiter() == Delimiter::Parenthesis
                    && (is_ident(function, "display") || is_ident(function, "debug")) =>
            {
                let how = if is_ident(function, "debug") { How::Debug } else { How::Display };
                (how, argument.stream())
            }
            [first, rest @ ..] => match sigil(first) {
                Some(how) => (how, stream(rest)),
                None => (How::Typed, stream(value)),
            },
            [] => (How::Typed, TokenStream::new()),
        };
        if value.is_empty() {
            self.mistakes.at(equals, "a value is missing after `=`");
            return Err(Noted);
        }
        let value = self.bind(value, how);
        Ok(Field { key, value })
    }

    fn bind(&mut self, value: TokenStream, how: How) -> Shown {
        let shown = Shown { binding: self.bindings.len(), span: value.span(), how };
        self.bindings.push(value);
        shown
    }

    /// The message and what follows it: format arguments, and an exception's fields.
    fn message(&mut self, item: &[TokenTree], fields: &mut Vec<Field>) -> Message {
        let Some(literal) = string_literal(item) else {
            let mut verbatim = stream(item);
            for argument in self.items.drain(..) {
                verbatim.extend(quote::quote!(,));
                verbatim.extend(stream(&argument));
            }
            return Message::Verbatim(verbatim);
        };
        let mut arguments: Vec<Item> = self.items.drain(..).collect();
        if self.macro_name == "exception" {
            let count = message::arguments_of(&literal.value(), &arguments);
            for item in arguments.split_off(count) {
                match self.field(&item) {
                    Some(field) => fields.extend(field.ok()),
                    None => self.mistakes.at(
                        stream(&item),
                        "this is neither an argument of the message nor a field; write \
                         `name = value`",
                    ),
                }
            }
        }
        message::parse(&literal, &arguments, &mut self.bindings)
    }
}

/// `message = ..` among the fields is the message, where there is no other.
fn take_message(fields: &mut Vec<Field>) -> Message {
    let is_message = |field: &Field| matches!(&field.key, Key::Text(key) if key == "message");
    match fields.iter().position(is_message) {
        Some(at) => {
            let value = fields.remove(at).value;
            Message::Pieces(vec![String::new(), String::new()], vec![value])
        }
        None => Message::None,
    }
}

/// `name: value`, for the names that mean something.
fn meta(item: &[TokenTree]) -> Option<(proc_macro2::Ident, TokenStream)> {
    match item {
        [TokenTree::Ident(key), TokenTree::Punct(colon), value @ ..]
            if colon.as_char() == ':'
                && colon.spacing() == Spacing::Alone
                && ["logger", "name", "parent", "target"].iter().any(|known| key == known) =>
        {
            Some((key.clone(), stream(value)))
        }
        _ => None,
    }
}

fn sigil(token: &TokenTree) -> Option<How> {
    match punct(token)? {
        '%' => Some(How::Display),
        '?' => Some(How::Debug),
        _ => None,
    }
}

/// Whether this is the `=` of a field and not that of `==` or `=>`.
fn is_assignment(equals: &TokenTree, after: &[TokenTree]) -> bool {
    matches!(equals, TokenTree::Punct(equals) if equals.as_char() == '='
        && (equals.spacing() == Spacing::Alone
            || !matches!(after.first().and_then(punct), Some('=' | '>'))))
}

/// A field's name at the beginning of the tokens, and what follows it.
fn key(item: &[TokenTree]) -> Option<(Key, &[TokenTree])> {
    let (first, rest) = item.split_first()?;
    match first {
        TokenTree::Literal(_) | TokenTree::Group(_)
            if string_literal(std::slice::from_ref(first)).is_some() =>
        {
            let text = string_literal(std::slice::from_ref(first))?;
            Some((Key::Text(text.value()), rest))
        }
        TokenTree::Group(constant) if constant.delimiter() == Delimiter::Brace => {
            Some((Key::Constant(constant.stream()), rest))
        }
        TokenTree::Ident(ident) => {
            let mut name = ident.unraw().to_string();
            let mut rest = rest;
            while let [dot, part @ (TokenTree::Ident(_) | TokenTree::Literal(_)), after @ ..] = rest
            {
                if punct(dot) != Some('.') {
                    break;
                }
                name.push('.');
                name.push_str(part.to_string().trim_start_matches("r#"));
                rest = after;
            }
            Some((Key::Text(name), rest))
        }
        _ => None,
    }
}
