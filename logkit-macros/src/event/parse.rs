//! The grammar of a statement: that of `tracing`'s events, `logger:`, and an exception's error.

use crate::errors::{Errors, SpannedError};
use crate::event::args::{
    Added, EventArgs, arg, comes_first, is_argument, is_logger_before_level, is_logger_static,
    logger_as_field, span_as_field,
};
use crate::event::ast::{
    Binding, BindingKind, Capture, EnabledCheck, Event, EventField, EventLevel, IncompleteField,
    MessageParts, is_field, is_shorthand, parse_field,
};
use crate::event::lint::LeakLint;
use crate::event::repair::{self, Mistake};
use crate::event::{draft, message};
use crate::levels;
use crate::paths::Runtime;
use crate::tokens::api::{Delimiter, Group, TokenStream, TokenTree};
use crate::tokens::{
    Tokens, find_punct, is_macro_call, span_of, split_at_commas, split_rest_at_commas,
    string_literal, text_of, written,
};

/// The maximum number of fields: what a `tracing` event can carry, less the message and logkit's own
/// fields.
const MAX_FIELDS: usize = 250;

/// The statement, if it can be expanded, and every error.
pub(crate) fn parse(input: TokenStream) -> (Option<Event>, Errors) {
    let (runtime, mut parser) = head(input.clone());
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
    let error = if parser.is_exception() {
        let error = parser.required("the error");
        Some(parser.bind(error, BindingKind::Value))
    } else {
        None
    };
    let (fields, message) = parser.body();
    parser.report_arrangement(input);
    let Parser { mut errors, leaks, bindings, .. } = parser;
    let EventArgs { logger, name, .. } = args;
    let event = Event { runtime, level, logger, name, bindings, parent, error, fields, message };
    let is_valid = errors.is_empty();
    errors.append(leaks);
    (is_valid.then_some(event), errors)
}

/// The input of `enabled!`.
pub(crate) fn parse_enabled(input: TokenStream) -> Result<EnabledCheck, Errors> {
    let (runtime, mut parser) = head(input.clone());
    let args = parser.args();
    let level = parser.required("a level");
    parser.report_arrangement(input);
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
        Some(TokenTree::Group(path)) => Runtime::new(&path.stream()),
        _ => Runtime::default(),
    };
    let macro_name = text_of(tokens.next().as_ref());
    let mut items = split_rest_at_commas(tokens);
    items.reverse();
    let mut parser = Parser {
        macro_name,
        items,
        bindings: Vec::new(),
        lint: LeakLint::new(&runtime),
        runtime: runtime.clone(),
        arrangement: None,
        mistakes: Errors::default(),
        errors: Errors::default(),
        leaks: Errors::default(),
    };
    if parser.macro_name == "warning" {
        parser.misplaced(&[], "the macro for WARNING is `warn!`");
    }
    parser.split_at_semicolons();
    parser.drop_empty_items();
    (runtime, parser)
}

/// The state of parsing one statement.
struct Parser {
    macro_name: String,
    /// The items that have not been read yet, the next one last.
    items: Vec<Tokens>,
    bindings: Vec<Binding>,
    lint: LeakLint,
    runtime: Runtime,
    /// The first fault in the order of the parts. One corrected statement is the remedy for all of them.
    arrangement: Option<(Tokens, String)>,
    /// Parts in another grammar, which the corrected statement has in the right one.
    mistakes: Errors,
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
        let span = span_of(&value);
        self.bindings.push(Binding::new(kind(value), span));
        self.bindings.len() - 1
    }

    /// Notes a fault in the order of the parts, at the tokens or, without any, at the macro.
    fn misplaced(&mut self, place: &[TokenTree], fault: &str) {
        if self.arrangement.is_none() {
            self.arrangement = Some((place.to_vec(), fault.to_owned()));
        }
    }

    /// Adds the error about the order of the parts, with the corrected statement.
    fn report_arrangement(&mut self, input: TokenStream) {
        if let Some((place, fault)) = self.arrangement.take() {
            let code = draft::statement(input, &self.runtime);
            self.errors.at(&place, format!("{fault}; write `{code}`"));
        } else {
            self.errors.append(std::mem::take(&mut self.mistakes));
        }
    }

    /// Adds the error about a part that is written in another grammar.
    fn mistaken(&mut self, place: &[TokenTree], Mistake { fault, code }: Mistake) {
        self.mistakes.at(&place, format!("{fault}; write `{code}`"));
    }

    /// Splits `user; "message"`, which separates fields from the message in the macros of `log`.
    fn split_at_semicolons(&mut self) {
        let mut items = std::mem::take(&mut self.items);
        while let Some(mut item) = items.pop() {
            if let Some(at) = find_punct(&item, ';') {
                if let [semicolon, after @ ..] = item.split_off(at).as_slice() {
                    self.misplaced(std::slice::from_ref(semicolon), "expected a comma, found `;`");
                    if !after.is_empty() {
                        items.push(after.to_vec());
                    }
                }
                if item.is_empty() {
                    continue;
                }
            }
            self.items.push(item);
        }
        self.items.reverse();
    }

    /// Notes a comma that no item precedes: `info!(, "message")`.
    fn drop_empty_items(&mut self) {
        while let Some(at) = self.items.iter().position(Vec::is_empty) {
            self.items.remove(at);
            let next = at.checked_sub(1).and_then(|next| self.items.get(next));
            let next = next.cloned().unwrap_or_default();
            self.misplaced(&next, "found a comma with nothing before it");
        }
    }

    /// Parses `logger: .., name: .., parent: ..`, in any order.
    fn args(&mut self) -> EventArgs {
        let mut args = EventArgs::default();
        while let Some(item) = self.items.last().filter(|item| arg(item).is_some()).cloned() {
            let Some((key, value)) = arg(&item) else { break };
            if is_argument(key) && repair::lacks_comma_before_message(&item) {
                self.items.pop();
                self.split_at_missing_comma(&item);
                continue;
            }
            match args.add(key, value) {
                Added::Yes => {}
                Added::Field => break,
                Added::Mistake(mistake) => self.mistaken(&item, mistake),
                Added::Misplaced(fault) => self.misplaced(&item[..1], &fault),
            }
            self.items.pop();
        }
        args
    }

    /// Takes the first argument: the level of `event!`, the error of `exception!`.
    fn required(&mut self, what: &str) -> Tokens {
        let is_exception = self.is_exception();
        let is_alone = self.items.len() < 2 && self.macro_name != "enabled";
        let item = self.items.last().cloned().unwrap_or_default();
        if !is_exception && !is_alone {
            if let Some((fault, code)) = levels::mistaken(&item, &self.runtime) {
                self.mistaken(&item, Mistake { fault, code });
                self.items.pop();
                return item;
            }
            let next = self.items.len().checked_sub(2).and_then(|next| self.items.get(next));
            if is_logger_before_level(&item, next) {
                self.misplaced(&item, "found a logger without its name");
                self.items.pop();
                return self.required(what);
            }
        }
        if item.is_empty() || string_literal(&item).is_some() || is_field(&item) {
            let fault = format!("`{}!` needs {what} first", self.macro_name);
            self.misplaced(&item, &fault);
            return Tokens::new();
        }
        self.items.pop();
        item
    }

    /// Parses the fields, then the message.
    fn body(&mut self) -> (Vec<EventField>, MessageParts) {
        let mut fields = Vec::new();
        if self.items.is_empty() && !self.is_exception() {
            self.misplaced(&[], "nothing to log");
        }
        self.braced(&mut fields);
        while let Some(item) = self.items.pop() {
            if self.is_argument_among_fields(&item, fields.is_empty())
                || !repair::lacks_comma_before_message(&item) && self.field(&item, &mut fields)
                || self.split_at_missing_comma(&item)
            {
                continue;
            }
            if string_literal(&item).is_some() || is_macro_call(&item) {
                let message = self.message(&item, &mut fields);
                return (self.checked(fields), message);
            } else if draft::has_literal(&self.items) {
                self.mistaken(&item, repair::field(&item));
            } else {
                self.mistaken(&item, repair::message(&item));
                self.items.clear();
            }
        }
        let message = message::take_from(&mut fields);
        (self.checked(fields), message)
    }

    /// Splits an item where a comma is missing, and notes the fault; returns false if none is missing.
    fn split_at_missing_comma(&mut self, item: &[TokenTree]) -> bool {
        let mut pieces = repair::pieces(item);
        let last = pieces.last().copied().unwrap_or_default();
        let ([first, ..], true) = (last, last.len() < item.len()) else { return false };
        let fault = format!("expected a comma before `{first}`");
        self.misplaced(std::slice::from_ref(first), &fault);
        while let Some(piece) = pieces.pop() {
            self.items.push(piece.to_vec());
        }
        true
    }

    /// Notes an argument such as `logger: AUDIT` that is among the fields, or that is written as one.
    fn is_argument_among_fields(&mut self, item: &[TokenTree], is_first: bool) -> bool {
        if let (Some((key, _)), [first, ..]) = (arg(item).filter(|(key, _)| is_argument(key)), item)
        {
            self.misplaced(std::slice::from_ref(first), &comes_first(key));
        } else if logger_as_field(item).is_some() {
            self.misplaced(item, "found a logger among the fields");
        } else if is_first && is_logger_static(item) {
            self.misplaced(item, "found a logger without its name");
        } else if is_first && levels::is_variant(item) && !self.items.is_empty() {
            let rest: Vec<_> = self.items.iter().rev().map(|item| written(item)).collect();
            let code = format!("event!({}, {})", written(item), rest.join(", "));
            let fault = format!("found a level, but `{}!` has its own", self.macro_name);
            self.mistaken(item, Mistake { fault, code });
            self.items.clear();
        } else if let Some(span) = span_as_field(item) {
            let code = format!("parent: {}", written(span));
            let fault = "found a span among the fields".to_owned();
            self.mistaken(item, Mistake { fault, code });
        } else {
            return false;
        }
        true
    }

    /// Parses the item as a field; returns false if it is something else.
    fn field(&mut self, item: &[TokenTree], fields: &mut Vec<EventField>) -> bool {
        match parse_field(item, &mut self.bindings) {
            Some(Ok(mut field)) => {
                if let Some(Binding { kind: BindingKind::Value(value), is_count, .. }) =
                    self.bindings.last_mut()
                {
                    let verdict = self.lint.field(item, &field.key, value, "");
                    field.explicit = verdict.explicit;
                    *is_count = verdict.is_count;
                    if verdict.is_count {
                        // At run time, too, a number shows, and its text does not.
                        field.value.capture = Capture::Typed;
                    }
                    self.leaks.append(verdict.leaks);
                }
                fields.push(field);
            }
            Some(Err(IncompleteField)) => self.mistaken(item, repair::field(item)),
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
        let (braces, after) = (braces.clone(), after.to_vec());
        self.items.pop();
        if !after.is_empty() {
            self.misplaced(&after[..1], "expected a comma after the fields");
            self.items.push(after);
        }
        self.fields_in(&braces, fields);
    }

    fn fields_in(&mut self, braces: &Group, fields: &mut Vec<EventField>) {
        for item in split_at_commas(braces.stream()) {
            if string_literal(&item).is_some() {
                self.misplaced(&item, "found the message in the braces of the fields");
            } else if !self.field(&item, fields) {
                self.mistaken(&item, repair::field(&item));
            }
        }
    }

    fn checked(&mut self, fields: Vec<EventField>) -> Vec<EventField> {
        if let Some(field) = fields.get(MAX_FIELDS) {
            let message = format!("too many fields; a statement can have at most {MAX_FIELDS}");
            if let Some(binding) = self.bindings.get(field.value.binding) {
                self.errors.push(SpannedError::new(binding.span, &message));
            }
        }
        fields
    }

    /// Parses the message and its format arguments, and the fields after an exception's message.
    fn message(&mut self, item: &[TokenTree], fields: &mut Vec<EventField>) -> MessageParts {
        let mut arguments = std::mem::take(&mut self.items);
        arguments.reverse();
        for argument in &arguments {
            if let Some((key, _)) = arg(argument) {
                self.misplaced(&[TokenTree::Ident(key.clone())], &comes_first(key));
            }
        }
        let Some(literal) = string_literal(item) else {
            if repair::formatted(item).is_some() {
                self.mistaken(item, repair::message(item));
            }
            self.leaks.append(self.lint.message(None, &arguments, &|| false).leaks);
            return message::formatted(item, &arguments, &mut self.bindings);
        };
        let count = message::arguments_of(literal.value(), &arguments);
        if self.is_exception() {
            for item in arguments.get(count..).unwrap_or_default() {
                if !self.field(item, fields) {
                    self.mistaken(item, repair::field(item));
                }
            }
            arguments.truncate(count);
        }
        if let Some(field) = late_field(&arguments, count) {
            self.misplaced(field, "found a field after the message");
        } else if let Some((unused, fault)) = message::mismatch(literal.value(), &arguments) {
            let place = match unused.and_then(|unused| arguments.get(unused)) {
                Some(unused) => unused,
                None => item,
            };
            self.misplaced(place, &fault);
        }
        let is_split = || message::is_split(&literal, &arguments);
        let verdict = self.lint.message(Some(&literal), &arguments, &is_split);
        self.leaks.append(verdict.leaks);
        let has_mistake = !self.mistakes.is_empty() || self.arrangement.is_some();
        if has_mistake || !self.errors.is_empty() {
            return MessageParts::None;
        }
        message::parse(&literal, &arguments, verdict.is_count, &mut self.bindings)
    }
}

/// The first field among the arguments; the message has placeholders for `count` of them.
fn late_field(arguments: &[Tokens], count: usize) -> Option<&Tokens> {
    for (index, argument) in arguments.iter().enumerate() {
        let is_late = is_shorthand(argument)
            || index >= count && message::name_of(argument).is_some()
            || repair::is_other_grammar(argument);
        if is_late {
            return Some(argument);
        }
    }
    None
}
