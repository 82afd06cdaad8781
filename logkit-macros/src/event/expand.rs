//! A statement as a call of the runtime's `statement!`, which writes the static and the check.
//!
//! Only the parts that this macro alone knows are written here: the names, the pieces of the message
//! and the values. The rest is the same in every statement, and `macro_rules` writes it at a small
//! part of the cost.

use crate::event::ast::{
    Binding, BindingKind, Capture, EnabledCheck, Event, EventField, EventKey, EventLevel,
    FormatArg, MessageParts,
};
use crate::tokens::api::{Ident, Literal, Span, TokenStream, TokenTree};
use crate::tokens::{Tokens, fill, fill_at, joined, span_of, stream};

/// Expands `enabled!`.
pub(crate) fn enabled(check: &EnabledCheck) -> TokenStream {
    let private = check.runtime.private();
    let logger = logger(check.logger.as_deref());
    let level = &check.level;
    fill!("$private::logger($logger).enabled($private::level($level))", private, logger, level)
}

/// Expands a statement.
pub(crate) fn event(event: &Event) -> TokenStream {
    let private = event.runtime.private();
    let logger = logger(event.logger.as_deref());
    let level = match &event.level {
        EventLevel::Fixed(level) => fill!(level),
        EventLevel::Chosen(level) => fill!("($private::level($level))", private, level),
    };
    let name = event.name.as_ref().map(|name| fill!(".named($name)", name));
    let fields = event.fields.iter().map(|EventField { key, explicit, .. }| match key {
        EventKey::Text(text) => fill!("$text $explicit", text, explicit),
        EventKey::Constant(constant) => fill!("($constant) $explicit", constant, explicit),
    });
    let fields: TokenStream = fields.collect();
    let pieces: &[String] = match &event.message {
        MessageParts::None => &[],
        MessageParts::Pieces(pieces, _) => match pieces.split_last() {
            Some((last, before)) if last.is_empty() && !before.is_empty() => before,
            _ => pieces,
        },
    };
    let pieces: Vec<TokenTree> =
        pieces.iter().map(|piece| TokenTree::Literal(Literal::string(piece))).collect();
    let pieces = joined(pieces.iter().map(std::slice::from_ref));
    let bindings = event.bindings.iter().enumerate().map(|(index, binding)| {
        let variable = variable(index, binding);
        let expression = expression(&binding.kind, &private);
        fill!("$variable ($expression)", variable, expression)
    });
    let bindings: TokenStream = bindings.collect();
    // Its hygiene keeps it out of the user's expressions.
    let variable = Ident::new("__logger", Span::mixed_site());
    let emit = emit(event, &variable, &private);
    fill!(
        "$private::statement! {
            $level $variable ($logger) ($name) [$fields] [$pieces] [$bindings] $emit
        }",
        private,
        level,
        variable,
        logger,
        name,
        fields,
        pieces,
        bindings,
        emit
    )
}

/// A reference to the logger's static, at the user's token so that errors about its type are there.
fn logger(logger: Option<&[TokenTree]>) -> TokenStream {
    match logger {
        Some(logger) => fill_at!(span_of(logger), "&$logger", logger),
        None => fill!("&LOGGER"),
    }
}

/// The expression that a binding borrows: evaluated once, in a scope without names of the expansion, and
/// alive until the call returns.
fn expression(kind: &BindingKind, private: &TokenStream) -> TokenStream {
    match kind {
        BindingKind::Value(value) => stream(value),
        BindingKind::Parent(parent) => fill!("$private::parent($parent)", private, parent),
        BindingKind::Formatted(arguments) => {
            fill!("$private::format_args!($arguments)", private, arguments)
        }
    }
}

/// The variable of a binding, at the user's own token so that errors about its type are there. No
/// expression of the user is in its scope.
fn variable(index: usize, binding: &Binding) -> Ident {
    Ident::new(&format!("__value{index}"), binding.span)
}

/// The method of the call site that logs, and its arguments. The values are made after the last
/// expression of the user, so that no future holds one across an `await`.
fn emit(event: &Event, logger: &Ident, private: &TokenStream) -> TokenStream {
    let name = |index: usize| event.bindings.get(index).map(|binding| variable(index, binding));
    let mut shown: Vec<&FormatArg> = event.fields.iter().map(|field| &field.value).collect();
    if let MessageParts::Pieces(_, arguments) = &event.message {
        shown.extend(arguments);
    }
    let values = shown.into_iter().filter_map(|FormatArg { binding, capture }| {
        let kind = event.bindings.get(*binding).map(|binding| &binding.kind);
        name(*binding).map(|variable| match kind {
            Some(BindingKind::Formatted(_)) => {
                fill!("$logger.unseen($variable)", logger, variable)
            }
            _ => value(&variable, capture, logger, private),
        })
    });
    let values: Vec<Tokens> = values.map(|value| value.into_iter().collect()).collect();
    let values = joined(values.iter().map(Vec::as_slice));
    if event.error.is_none() && event.parent.is_none() {
        return fill!("emit(&[$values])", values);
    }
    let parent = match event.parent.and_then(name) {
        None => fill!("$private::Parent::Current", private),
        Some(parent) => fill!("*$parent", parent),
    };
    let none = || fill!("$private::Option::None", private);
    let (error, report) = match event.error.and_then(name) {
        None => (none(), none()),
        Some(error) => {
            let found = fill_at!(error.span(), "(*$error).__exception_takes_an_error()", error);
            let found = fill!(
                "{
                    use $private::AsError as _;
                    $logger.check($error);
                    $private::Option::Some($found)
                }",
                private,
                logger,
                error,
                found
            );
            (found, fill!("$private::Probe::of($error).__report($error)", private, error))
        }
    };
    fill!("emit_with(&[$values], $error, $report, $parent)", values, error, report, parent)
}

/// The value that a handler gets. Each of these functions also checks that the logger lets the type
/// be logged, so that a strict logger is strict in every module.
fn value(
    variable: &Ident,
    capture: &Capture,
    logger: &Ident,
    private: &TokenStream,
) -> TokenStream {
    let template = match capture {
        Capture::Typed => "$logger.typed($variable)",
        Capture::Argument => "$logger.probe($variable).__argument().value($variable)",
        Capture::Display => "$logger.display($variable)",
        Capture::Debug => "$logger.probe($variable).__debug().value($variable)",
        Capture::Formatted(spec) => {
            let place = variable.span();
            let mut placeholder = Literal::string(&format!("{{:{spec}}}"));
            placeholder.set_span(place);
            let formatted = fill_at!(
                place,
                "&$private::format_args!($placeholder, *$variable)",
                private,
                placeholder,
                variable
            );
            return fill!("$logger.formatted($variable, $formatted)", logger, variable, formatted);
        }
    };
    fill!(template, logger, variable)
}
