//! A statement as a call of the runtime's `statement!`, which writes the static and the check.
//!
//! Only the parts that this macro alone knows are written here: the names, the pieces of the message
//! and the values. The rest is the same in every statement, and `macro_rules` writes it at a small
//! part of the cost.

use crate::event::ast::{
    Binding, BindingKind, Capture, EnabledCheck, Event, EventField, EventKey, EventLevel,
    FormatArg, MessageParts,
};
use crate::event::constant::ConstantKind;
use crate::tokens::api::{
    Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree,
};
use crate::tokens::{ToTokens as _, Tokens, fill, fill_at, span_of};

/// Expands `enabled!`.
pub(crate) fn enabled(check: &EnabledCheck) -> TokenStream {
    let private = check.runtime.private();
    let mut logger = Tokens::new();
    reference(check.logger.as_deref(), &mut logger);
    let level = &check.level;
    fill!("$private::logger($logger).enabled($private::level($level))", private, logger, level)
}

/// Expands a statement.
pub(crate) fn event(event: &Event) -> TokenStream {
    let mut input = Tokens::new();
    match &event.level {
        EventLevel::Fixed(level) => input.push(ident(level)),
        EventLevel::Chosen(level) => {
            let private = event.runtime.private();
            input.push(parenthesized(fill!("$private::level($level)", private, level)));
        }
    }
    input.push(statement_logger());
    input.push(punct('='));
    reference(event.logger.as_deref(), &mut input);
    if let Some(name) = &event.name {
        input.extend([punct(','), ident("name"), punct('=')]);
        input.extend_from_slice(name);
    }
    input.push(punct(';'));
    input.push(names(event));
    input.push(pieces(&event.message));
    input.push(bindings(event));
    input.push(ident(if is_plain(event) { "emit" } else { "emit_with" }));
    input.push(values(event));
    if !is_plain(event) {
        input.push(parenthesized(context(event)));
    }
    let mut statement = Tokens::new();
    event.runtime.to_tokens(&mut statement);
    for segment in ["__private", "statement"] {
        statement.push(TokenTree::Punct(Punct::new(':', Spacing::Joint)));
        statement.extend([punct(':'), ident(segment)]);
    }
    statement.extend([punct('!'), group(Delimiter::Brace, input)]);
    // An error about the type of the static is shown there, and not at the macro.
    if let Some(logger) = event.logger.as_deref() {
        for token in &mut statement {
            token.set_span(token.span().located_at(span_of(logger)));
        }
    }
    statement.into_iter().collect()
}

fn ident(name: &str) -> TokenTree {
    TokenTree::Ident(Ident::new(name, Span::call_site()))
}

fn punct(character: char) -> TokenTree {
    TokenTree::Punct(Punct::new(character, Spacing::Alone))
}

fn group(delimiter: Delimiter, tokens: Tokens) -> TokenTree {
    TokenTree::Group(Group::new(delimiter, tokens.into_iter().collect()))
}

fn parenthesized(tokens: TokenStream) -> TokenTree {
    TokenTree::Group(Group::new(Delimiter::Parenthesis, tokens))
}

/// Adds a reference to the logger's static, at the user's token so that errors about its type are
/// there.
fn reference(logger: Option<&[TokenTree]>, tokens: &mut Tokens) {
    let mut reference = punct('&');
    match logger {
        Some(logger) => {
            reference.set_span(span_of(logger));
            tokens.push(reference);
            tokens.extend_from_slice(logger);
        }
        None => tokens.extend([reference, ident("LOGGER")]),
    }
}

/// `["name" explicit ..]`. Every output writes the error of an `exception!` as `error`, so a field of this
/// name is numbered, as formats number the second field of a name. A constant has a number of its own,
/// because only the compiler knows which name it is.
fn names(event: &Event) -> TokenTree {
    let mut errors = 1;
    let mut number = || {
        errors += 1;
        TokenTree::Literal(Literal::string(&format!("error#{errors}")))
    };
    let mut names = Tokens::new();
    for EventField { key, explicit, .. } in &event.fields {
        names.push(match key {
            EventKey::Text(text) if text == "error" && event.error.is_some() => number(),
            EventKey::Text(text) => TokenTree::Literal(Literal::string(text)),
            EventKey::Constant(constant) if event.error.is_some() => {
                let (private, numbered) = (event.runtime.private(), number());
                parenthesized(fill!(
                    "$private::beside_error($constant, $numbered)",
                    private,
                    constant,
                    numbered
                ))
            }
            EventKey::Constant(constant) => parenthesized(constant.clone()),
        });
        explicit.to_tokens(&mut names);
    }
    group(Delimiter::Bracket, names)
}

/// `["piece", ..]`, without an empty one at the end.
fn pieces(message: &MessageParts) -> TokenTree {
    let texts: &[String] = match message {
        MessageParts::None => &[],
        MessageParts::Pieces(pieces, _) => match pieces.split_last() {
            Some((last, before)) if last.is_empty() && !before.is_empty() => before,
            _ => pieces,
        },
    };
    let mut pieces = Tokens::new();
    for text in texts {
        pieces.extend([TokenTree::Literal(Literal::string(text)), punct(',')]);
    }
    group(Delimiter::Bracket, pieces)
}

/// `(variable = expression, ..)`. An expression is borrowed, evaluated once, in a scope without names of
/// the expansion, and alive until the call returns.
fn bindings(event: &Event) -> TokenTree {
    let mut bindings = Tokens::new();
    for (index, binding) in event.bindings.iter().enumerate() {
        bindings.push(variable(index, binding));
        bindings.push(punct('='));
        match &binding.kind {
            BindingKind::Value(value) => bindings.extend_from_slice(value),
            BindingKind::Parent(parent) => {
                let private = event.runtime.private();
                bindings.extend(fill!("$private::parent($parent)", private, parent));
            }
            BindingKind::Formatted(arguments) => {
                let private = event.runtime.private();
                bindings.extend(fill!("$private::format_args!($arguments)", private, arguments));
            }
        }
        bindings.push(punct(','));
    }
    group(Delimiter::Parenthesis, bindings)
}

/// The variable of a binding, at the user's own token so that errors about its type are there. No
/// expression of the user is in its scope.
fn variable(index: usize, binding: &Binding) -> TokenTree {
    TokenTree::Ident(Ident::new(&format!("__value{index}"), binding.span))
}

/// `[value, ..]`, of the fields and of the message. They are made after the last expression of the user,
/// so that no future holds one across an `await`.
fn values(event: &Event) -> TokenTree {
    let mut values = Tokens::new();
    let of_message = match &event.message {
        MessageParts::None => &[][..],
        MessageParts::Pieces(_, arguments) => arguments,
    };
    for shown in event.fields.iter().map(|field| &field.value).chain(of_message) {
        if let Some(binding) = event.bindings.get(shown.binding) {
            value(shown, binding, event, &mut values);
        }
    }
    group(Delimiter::Bracket, values)
}

/// The value that a handler gets, made by a method of the statement's logger. Each method also checks
/// that the logger lets the type be logged, so that a strict logger is strict in every module.
///
/// The whole call is written here and not in `statement!`: rustc shows an error about an argument at the
/// user's token only if the call has the same hygiene.
fn value(shown: &FormatArg, binding: &Binding, event: &Event, values: &mut Tokens) {
    let (method, form) = match (&binding.kind, &shown.capture) {
        (BindingKind::Formatted(_), _) => ("unseen", None),
        (_, Capture::Typed) if binding.is_count => ("counted", None),
        (_, Capture::Typed) => ("typed", None),
        (_, Capture::Display) => ("display", None),
        (_, Capture::Argument) => ("probe", Some("__argument")),
        (_, Capture::Debug) => ("probe", Some("__debug")),
        (_, Capture::Formatted(_)) => ("formatted", None),
    };
    let variable = variable(shown.binding, binding);
    let mut arguments = vec![variable.clone()];
    if let Capture::Formatted(spec) = &shown.capture {
        arguments.extend(formatted(spec, &variable, event));
    }
    // The call is located at the user's token, so that rustc does not show the macro around it.
    let place = Span::call_site().located_at(binding.span);
    let mut logger = statement_logger();
    logger.set_span(logger.span().located_at(binding.span));
    values.push(logger);
    let mut call = |method: &str, arguments| call(method, arguments, place, values);
    if binding.is_count && method != "counted" {
        call("count", vec![variable.clone()]);
    }
    match (constant(binding), &shown.capture) {
        (ConstantKind::Literal, Capture::Typed) => {
            call("literal", arguments);
            values.push(punct(','));
            return;
        }
        (ConstantKind::Literal | ConstantKind::Named, _) => {
            call("constant", vec![variable.clone()]);
        }
        (ConstantKind::Unknown, _) => {}
    }
    call(method, arguments);
    if let Some(form) = form {
        call(form, Tokens::new());
        call("value", vec![variable]);
    }
    values.push(punct(','));
}

fn constant(binding: &Binding) -> ConstantKind {
    match &binding.kind {
        BindingKind::Value(value) => ConstantKind::of(value),
        BindingKind::Parent(_) | BindingKind::Formatted(_) => ConstantKind::Unknown,
    }
}

/// Adds `.method(arguments)`.
fn call(method: &str, arguments: Tokens, place: Span, tokens: &mut Tokens) {
    let mut call = [punct('.'), ident(method), group(Delimiter::Parenthesis, arguments)];
    for token in &mut call {
        token.set_span(place);
    }
    tokens.extend(call);
}

/// `, &format_args!("{:spec}", *variable)`
fn formatted(spec: &str, variable: &TokenTree, event: &Event) -> TokenStream {
    let place = variable.span();
    let private = event.runtime.private();
    let mut placeholder = Literal::string(&format!("{{:{spec}}}"));
    placeholder.set_span(place);
    fill_at!(
        place,
        ", &$private::format_args!($placeholder, *$variable)",
        private,
        placeholder,
        variable
    )
}

/// The variable of the logger. Its hygiene keeps it out of the user's expressions.
fn statement_logger() -> TokenTree {
    TokenTree::Ident(Ident::new("__logger", Span::mixed_site()))
}

/// Returns true for a statement without an error and without a parent.
fn is_plain(event: &Event) -> bool {
    event.error.is_none() && event.parent.is_none()
}

/// `, error, report, parent`
fn context(event: &Event) -> TokenStream {
    let private = event.runtime.private();
    let variable = |index: usize| event.bindings.get(index).map(|binding| variable(index, binding));
    let parent = match event.parent.and_then(variable) {
        None => fill!("$private::Parent::Current", private),
        Some(parent) => fill!("*$parent", parent),
    };
    let none = || fill!("$private::Option::None", private);
    let (error, report) = match event.error.and_then(variable) {
        None => (none(), none()),
        Some(error) => {
            let place = error.span();
            let mut logger = statement_logger();
            logger.set_span(logger.span().located_at(place));
            let form = fill!("$private::Probe::of($error).__error()", private, error);
            let found = fill_at!(place, "$form.error($error)", form, error);
            let check = fill_at!(place, "$logger.check($error)", logger, error);
            let found = fill!("{ $check; $private::Option::Some($found) }", private, check, found);
            (found, fill!("$private::Probe::of($error).__report($error)", private, error))
        }
    };
    fill!(", $error, $report, $parent", error, report, parent)
}
