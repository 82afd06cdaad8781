//! A statement as a call of the runtime's `statement!`, which writes the static and the check.
//!
//! Only the parts that this macro alone knows are written here: the names, the pieces of the message
//! and the values. The rest is the same in every statement, and `macro_rules` writes it at a small
//! part of the cost.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};

use crate::event::ast::{
    Binding, BindingKind, Capture, EnabledCheck, Event, EventField, EventKey, EventLevel,
    FormatArg, MessageParts,
};
use crate::tokens::Spanned;

/// Expands `enabled!`.
pub(crate) fn enabled(check: &EnabledCheck) -> TokenStream {
    let private = check.runtime.private();
    let logger = logger(check.logger.as_ref());
    let level = &check.level;
    quote!(#private::logger(#logger).enabled(#private::level(#level)))
}

/// Expands a statement.
pub(crate) fn event(event: &Event) -> TokenStream {
    let private = event.runtime.private();
    let logger = logger(event.logger.as_ref());
    let level = match &event.level {
        EventLevel::Fixed(level) => format_ident!("{level}").into_token_stream(),
        EventLevel::Chosen(level) => quote!((#private::level(#level))),
    };
    let name = event.name.as_ref().map_or_else(
        || quote!(#private::Option::None),
        |name| quote!(#private::Option::Some(#name)),
    );
    let fields = event.fields.iter().map(|EventField { key, explicit, .. }| match key {
        EventKey::Text(text) => quote!(#text #explicit),
        EventKey::Constant(constant) => quote!((#constant) #explicit),
    });
    let pieces: &[String] = match &event.message {
        MessageParts::None => &[],
        MessageParts::Pieces(pieces, _) => match pieces.split_last() {
            Some((last, before)) if last.is_empty() && !before.is_empty() => before,
            _ => pieces,
        },
    };
    let bindings = event.bindings.iter().enumerate().map(|(index, binding)| {
        let variable = variable(index, binding);
        let expression = expression(&binding.kind, &private);
        quote!(#variable #expression)
    });
    // Its hygiene keeps it out of the user's expressions.
    let variable = Ident::new("__logger", Span::mixed_site());
    let emit = emit(event, &variable, &private);
    quote! {
        #private::statement! {
            #level (#variable: #logger) (#name) [#(#fields)*] [#(#pieces)*] [#(#bindings)*] #emit
        }
    }
}

/// A reference to the logger's static, at the user's token so that errors about its type are there.
fn logger(logger: Option<&TokenStream>) -> TokenStream {
    let in_scope = || Ident::new("LOGGER", Span::call_site()).into_token_stream();
    let place = logger.map_or_else(Span::call_site, Spanned::span);
    let logger = logger.cloned().unwrap_or_else(in_scope);
    quote_spanned!(place=> &#logger)
}

/// The initializer of a binding: evaluated once, in a scope without names of the expansion, and alive
/// until the call returns.
fn expression(kind: &BindingKind, private: &TokenStream) -> TokenStream {
    match kind {
        BindingKind::Value(value) => quote!((&(#value))),
        BindingKind::Parent(parent) => quote!((#private::parent(#parent))),
        BindingKind::Formatted(arguments) => quote!((&#private::format_args!(#arguments))),
    }
}

/// The variable of a binding, at the user's own token so that errors about its type are there. No
/// expression of the user is in its scope.
fn variable(index: usize, binding: &Binding) -> Ident {
    format_ident!("__value{index}", span = binding.span)
}

/// The method of the call site that logs, and its arguments. The values are made after the last
/// expression of the user, so that no future holds one across an `await`.
fn emit(event: &Event, logger: &Ident, private: &TokenStream) -> TokenStream {
    let name = |index: usize| event.bindings.get(index).map(|binding| variable(index, binding));
    let mut shown: Vec<&FormatArg> = event.fields.iter().map(|field| &field.value).collect();
    if let MessageParts::Pieces(_, arguments) = &event.message {
        shown.extend(arguments);
    }
    let values = shown.into_iter().map(|FormatArg { binding, capture }| {
        let kind = event.bindings.get(*binding).map(|binding| &binding.kind);
        name(*binding).map(|variable| match kind {
            Some(BindingKind::Formatted(_)) => quote!(#private::unseen(#logger, #variable)),
            _ => value(&variable, capture, logger, private),
        })
    });
    let values = quote!(&[#(#values),*]);
    if event.error.is_none() && event.parent.is_none() {
        return quote!(emit(#values));
    }
    let parent = event
        .parent
        .and_then(name)
        .map_or_else(|| quote!(#private::Parent::Current), Ident::into_token_stream);
    let (error, report) = match event.error.and_then(name) {
        None => (quote!(#private::Option::None), quote!(#private::Option::None)),
        Some(error) => {
            let found = quote_spanned!(error.span()=> (*#error).__exception_takes_an_error());
            let found = quote!({
                use #private::AsError as _;
                #private::check(#logger, #error);
                #private::Option::Some(#found)
            });
            (found, quote!(#private::Probe::of(#error).__report(#error)))
        }
    };
    quote!(emit_with(#values, #error, #report, #parent))
}

/// The value that a handler gets. Each of these functions also checks that the logger lets the type
/// be logged, so that a strict logger is strict in every module.
fn value(
    variable: &Ident,
    capture: &Capture,
    logger: &Ident,
    private: &TokenStream,
) -> TokenStream {
    match capture {
        Capture::Typed => quote!(#private::typed(#logger, #variable)),
        Capture::Argument => {
            quote!(#private::probe(#logger, #variable).__argument().value(#variable))
        }
        Capture::Display => quote!(#private::display(#logger, #variable)),
        Capture::Debug => quote!(#private::probe(#logger, #variable).__debug().value(#variable)),
        Capture::Formatted(spec) => {
            let mut placeholder = Literal::string(&format!("{{:{spec}}}"));
            placeholder.set_span(variable.span());
            let formatted = quote_spanned! {variable.span()=>
                &#private::format_args!(#placeholder, *#variable)
            };
            quote!(#private::formatted(#logger, #variable, #formatted))
        }
    }
}
