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
use crate::tokens::{ToTokens as _, Tokens, fill, fill_at, is_ident, is_punct, span_of, stream};

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
    let direct = is_direct(event);
    if direct {
        input.push(ident("direct"));
    }
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
        input.push(punct(','));
        input.push(ident("name"));
        input.push(punct('='));
        input.extend_from_slice(name);
    }
    input.push(punct(';'));
    texts(event, &mut input);
    if !direct {
        input.push(bindings(event));
        input.push(ident(if is_plain(event) { "emit" } else { "emit_with" }));
    }
    input.push(values(event, direct));
    if !is_plain(event) {
        input.push(parenthesized(context(event)));
    }
    let mut statement = Tokens::new();
    event.runtime.to_tokens(&mut statement);
    for segment in &["__private", "statement"] {
        statement.push(TokenTree::Punct(Punct::new(':', Spacing::Joint)));
        statement.push(punct(':'));
        statement.push(ident(segment));
    }
    statement.push(punct('!'));
    statement.push(group(Delimiter::Brace, &input));
    // An error about the type of the static is shown there, and not at the macro.
    if let Some(logger) = event.logger.as_deref() {
        for token in &mut statement {
            token.set_span(token.span().located_at(span_of(logger)));
        }
    }
    stream(&statement)
}

fn ident(name: &str) -> TokenTree {
    TokenTree::Ident(Ident::new(name, Span::call_site()))
}

fn punct(character: char) -> TokenTree {
    TokenTree::Punct(Punct::new(character, Spacing::Alone))
}

fn group(delimiter: Delimiter, tokens: &[TokenTree]) -> TokenTree {
    TokenTree::Group(Group::new(delimiter, stream(tokens)))
}

fn parenthesized(tokens: TokenStream) -> TokenTree {
    TokenTree::Group(Group::new(Delimiter::Parenthesis, tokens))
}

/// Returns true if the values can be made of the user's expressions at once, without variables, which
/// take compile time: no expression does anything or holds a value across an `await`, and nothing
/// but the values refers to them.
fn is_direct(event: &Event) -> bool {
    for binding in &event.bindings {
        if !matches!(&binding.kind, BindingKind::Value(value) if is_place(value)) {
            return false;
        }
    }
    for shown in &shown(event) {
        if matches!(shown.capture, Capture::Formatted(_)) {
            return false;
        }
    }
    matches!(event.level, EventLevel::Fixed(_)) && is_plain(event)
}

/// Returns true for a variable, its fields, and a literal.
fn is_place(value: &[TokenTree]) -> bool {
    let mut rest = match value {
        [TokenTree::Literal(_)] => return true,
        [TokenTree::Ident(_), fields @ ..] => fields,
        _ => return false,
    };
    while let [dot, name @ (TokenTree::Ident(_) | TokenTree::Literal(_)), after @ ..] = rest {
        if !is_punct(dot, '.') || is_ident(name, "await") {
            return false;
        }
        rest = after;
    }
    rest.is_empty()
}

/// `&value`
fn borrowed(value: &[TokenTree]) -> Tokens {
    let mut borrowed = punct('&');
    borrowed.set_span(span_of(value));
    let mut tokens = vec![borrowed];
    tokens.extend_from_slice(value);
    tokens
}

/// The values of the fields, then those of the message.
fn shown(event: &Event) -> Vec<&FormatArg> {
    let mut shown = Vec::new();
    for field in &event.fields {
        shown.push(&field.value);
    }
    if let MessageParts::Pieces(_, arguments) = &event.message {
        for argument in arguments {
            shown.push(argument);
        }
    }
    shown
}

/// Adds a reference to the logger's static, at the user's token so that errors about its type are
/// there.
fn reference(logger: Option<&[TokenTree]>, tokens: &mut Tokens) {
    let mut reference = punct('&');
    if let Some(logger) = logger {
        reference.set_span(span_of(logger));
        tokens.push(reference);
        tokens.extend_from_slice(logger);
    } else {
        tokens.push(reference);
        tokens.push(ident("LOGGER"));
    }
}

/// Adds `fields explicit ["name", .. "piece", ..]`: the number of fields, a bit for each explicit one,
/// the names, and the pieces of the message without an empty one at the end. An array of one type
/// compiles faster than two, or than an array of structs.
///
/// Every output writes the error of an `exception!` as `error`, so a field of this name is numbered, as
/// formats number the second field of a name. A constant has a number of its own, because only the
/// compiler knows which name it is.
fn texts(event: &Event, tokens: &mut Tokens) {
    let fields = &event.fields;
    tokens.push(TokenTree::Literal(Literal::usize_unsuffixed(fields.len())));
    tokens.push(TokenTree::Literal(Literal::u64_unsuffixed(explicit(fields))));
    let mut errors = 1;
    let mut texts = Tokens::new();
    let literal = |text: &str| TokenTree::Literal(Literal::string(text));
    let mut number = || {
        errors += 1;
        literal(&format!("error#{errors}"))
    };
    for EventField { key, .. } in fields {
        let name = match key {
            EventKey::Text(text) if text == "error" && event.error.is_some() => number(),
            EventKey::Text(text) => literal(text),
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
        };
        texts.push(name);
        texts.push(punct(','));
    }
    for text in pieces(&event.message) {
        texts.push(literal(text));
        texts.push(punct(','));
    }
    tokens.push(group(Delimiter::Bracket, &texts));
}

/// The bits of the explicit fields. Those from the 64th on share one, which is set if all are.
fn explicit(fields: &[EventField]) -> u64 {
    let (mut own, mut all) = (0, fields.len() > 63);
    for (index, field) in fields.iter().enumerate() {
        if index < 63 {
            own |= u64::from(field.explicit) << index;
        } else {
            all &= field.explicit;
        }
    }
    own | u64::from(all) << 63
}

fn pieces(message: &MessageParts) -> &[String] {
    match message {
        MessageParts::None => &[],
        MessageParts::Pieces(pieces, _) => match pieces.split_last() {
            Some((last, before)) if last.is_empty() && !before.is_empty() => before,
            _ => pieces,
        },
    }
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
    group(Delimiter::Parenthesis, &bindings)
}

/// The variable of a binding, at the user's own token so that errors about its type are there. No
/// expression of the user is in its scope.
fn variable(index: usize, binding: &Binding) -> TokenTree {
    TokenTree::Ident(Ident::new(&format!("__value{index}"), binding.span))
}

/// `[value, ..]`, of the fields and of the message. They are made after the last expression of the user,
/// so that no future holds one across an `await`.
fn values(event: &Event, direct: bool) -> TokenTree {
    let mut values = Tokens::new();
    for shown in &shown(event) {
        if let Some(binding) = event.bindings.get(shown.binding) {
            value(shown, binding, (event, direct), &mut values);
        }
    }
    group(Delimiter::Bracket, &values)
}

/// The value that a handler gets, made by a method of the statement's logger. Each method also checks
/// that the logger lets the type be logged, so that a strict logger is strict in every module.
///
/// The whole call is written here and not in `statement!`: rustc shows an error about an argument at the
/// user's token only if the call has the same hygiene.
fn value(
    shown: &FormatArg,
    binding: &Binding,
    (event, direct): (&Event, bool),
    values: &mut Tokens,
) {
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
    let value = match &binding.kind {
        BindingKind::Value(path) if direct => borrowed(path),
        _ => vec![variable.clone()],
    };
    let mut arguments = value.clone();
    if let Capture::Formatted(spec) = &shown.capture {
        arguments.extend(formatted(spec, &variable, event));
    }
    // The call is located at the user's token, so that rustc does not show the macro around it.
    let place = Span::call_site().located_at(binding.span);
    let mut logger = statement_logger();
    logger.set_span(logger.span().located_at(binding.span));
    values.push(logger);
    let mut call = |method: &str, arguments: &[TokenTree]| call(method, arguments, place, values);
    if binding.is_count && method != "counted" {
        call("count", &value);
    }
    match (constant(binding), &shown.capture) {
        (ConstantKind::Literal, Capture::Typed) => {
            call("literal", &arguments);
            values.push(punct(','));
            return;
        }
        (ConstantKind::Literal | ConstantKind::Named, _) => {
            call("constant", &value);
        }
        (ConstantKind::Unknown, _) => {}
    }
    call(method, &arguments);
    if let Some(form) = form {
        call(form, &value);
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
fn call(method: &str, arguments: &[TokenTree], place: Span, tokens: &mut Tokens) {
    let mut call = [punct('.'), ident(method), group(Delimiter::Parenthesis, arguments)];
    for token in &mut call {
        token.set_span(place);
    }
    tokens.extend_from_slice(&call);
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
