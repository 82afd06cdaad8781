//! A statement as a static and a call.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::event::ast::{
    Binding, BindingKind, Capture, EnabledCheck, Event, EventField, EventKey, EventLevel,
    FormatArg, MessageParts,
};

pub(crate) fn enabled(question: &EnabledCheck) -> TokenStream {
    let private = question.runtime.private();
    let logger = logger(question.logger.as_ref());
    let level = &question.level;
    quote!(#private::enabled(#logger, #private::level(#level)))
}

pub(crate) fn event(event: &Event) -> TokenStream {
    let private = event.runtime.private();
    let logger = logger(event.logger.as_ref());
    let template = template(event, &private);
    match &event.level {
        EventLevel::Fixed(level) => {
            let level = format_ident!("{level}");
            let emit = emit(event, &quote!(__CALLSITE), &logger, &private);
            quote!({
                static __CALLSITE: #private::Callsite = #private::Callsite::new(
                    #logger,
                    #private::Metadata::new(#private::Level::#level, #template),
                );
                if #private::enabled(#logger, #private::Level::#level) {
                    #emit
                }
            })
        }
        EventLevel::Chosen(level) => {
            // Names that the arguments, which stand within their scope, cannot mean.
            let chosen = Ident::new("__level", Span::mixed_site());
            let callsite = Ident::new("__callsite", Span::mixed_site());
            let emit = emit(event, &callsite.to_token_stream(), &logger, &private);
            quote!({
                static __CALLSITES: #private::LevelCallsites =
                    #private::LevelCallsites::new(#logger, #template);
                let #chosen = #private::level(#level);
                if #private::enabled(#logger, #chosen) {
                    let #callsite = __CALLSITES.at(#chosen);
                    #emit
                }
            })
        }
    }
}

/// A reference to the logger's static.
fn logger(logger: Option<&TokenStream>) -> TokenStream {
    let in_scope = || Ident::new("LOGGER", Span::call_site()).into_token_stream();
    let place = logger.map_or_else(Span::call_site, Spanned::span);
    let logger = logger.cloned().unwrap_or_else(in_scope);
    quote_spanned!(place=> &#logger)
}

/// BindingKind is known at compile time, but for the level: the place, the names, the pieces.
fn template(event: &Event, private: &TokenStream) -> TokenStream {
    let name = event.name.as_ref().map_or_else(
        || quote!(#private::Option::None),
        |name| quote!(#private::Option::Some(#name)),
    );
    let keys = event.fields.iter().map(|EventField { key, explicit, .. }| {
        let new = if *explicit { quote!(explicit) } else { quote!(new) };
        match key {
            EventKey::Text(text) => {
                let in_line = if is_word(text) { format!(" {text}=") } else { String::new() };
                quote!(#private::FieldName::#new(#text, #in_line))
            }
            EventKey::Constant(constant) => quote!(#private::FieldName::#new(#constant, "")),
        }
    });
    let pieces: &[String] = match &event.message {
        MessageParts::None => &[],
        MessageParts::Pieces(pieces, _) => match pieces.split_last() {
            Some((last, before)) if last.is_empty() && !before.is_empty() => before,
            _ => pieces,
        },
    };
    let clean = pieces.iter().all(|piece| piece.chars().all(is_plain));
    quote! {
        #private::Location::new(
            #name,
            #private::module_path!(),
            #private::file!(),
            #private::line!(),
        ),
        &[#(#keys),*],
        &[#(#pieces),*],
        #clean,
    }
}

/// Whether a line may take the character as it is.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~')
}

/// Whether a line may take the field's name without quotes.
fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| is_plain(c) && !matches!(c, ' ' | '=' | '"'))
}

/// The call. Every expression of the user's is evaluated once, in a scope that has nothing of ours,
/// and lives as long as the call. The values are made after the last of them, so that no future
/// holds one across an `await`.
fn emit(
    event: &Event,
    callsite: &TokenStream,
    logger: &TokenStream,
    private: &TokenStream,
) -> TokenStream {
    let call = call(event, callsite, private);
    if event.bindings.is_empty() {
        return call;
    }
    let names = event.bindings.iter().enumerate().map(|(index, binding)| variable(index, binding));
    let scrutinees = event.bindings.iter().map(|binding| match &binding.kind {
        BindingKind::Value(value) => quote!(&(#value)),
        BindingKind::Parent(parent) => quote!(#private::parent(#parent)),
        BindingKind::Formatted(arguments) => quote!(&#private::format_args!(#arguments)),
    });
    let checks = checks(event, logger, private);
    quote! {
        match (#(#scrutinees,)*) {
            (#(#names,)*) => { #(#checks)* #call }
        }
    }
}

/// Whether the logger lets each value be logged: nothing but types, so that a strict logger is one
/// wherever a statement stands. BindingKind is a span's, and not logged, is none of its business.
fn checks(event: &Event, logger: &TokenStream, private: &TokenStream) -> Vec<TokenStream> {
    let bindings = event.bindings.iter().enumerate();
    bindings
        .filter_map(|(index, binding)| {
            let variable = variable(index, binding);
            match &binding.kind {
                BindingKind::Value(_) => Some(quote!(#private::check(#logger, #variable);)),
                BindingKind::Formatted(_) => {
                    Some(quote!(#private::check_unseen(#logger, #variable);))
                }
                BindingKind::Parent(_) => None,
            }
        })
        .collect()
}

/// The variable of a binding, at the user's own token so that errors about its type stand there.
/// Nothing of the user's stands where it could be seen.
fn variable(index: usize, binding: &Binding) -> Ident {
    format_ident!("__value{index}", span = binding.span)
}

fn call(event: &Event, callsite: &TokenStream, private: &TokenStream) -> TokenStream {
    let name = |index: usize| event.bindings.get(index).map(|binding| variable(index, binding));
    let mut shown: Vec<&FormatArg> = event.fields.iter().map(|field| &field.value).collect();
    if let MessageParts::Pieces(_, arguments) = &event.message {
        shown.extend(arguments);
    }
    let values = shown.into_iter().map(|FormatArg { binding, capture }| {
        name(*binding).map(|variable| value(&variable, capture, private)).unwrap_or_default()
    });
    let values = quote!(&[#(#values),*]);
    if event.error.is_none() && event.parent.is_none() {
        return quote!(#callsite.emit(#values));
    }
    let parent = event
        .parent
        .and_then(name)
        .map_or_else(|| quote!(#private::Parent::Current), Ident::into_token_stream);
    match event.error.and_then(name) {
        None => quote!(#callsite.emit_with(#values, #private::Option::None, #parent)),
        Some(error) => {
            let error = quote_spanned!(error.span()=> (*#error).__exception_takes_an_error());
            quote! {
                use #private::AsError as _;
                #callsite.emit_with(#values, #private::Option::Some(#error), #parent)
            }
        }
    }
}

fn value(variable: &Ident, capture: &Capture, private: &TokenStream) -> TokenStream {
    match capture {
        Capture::Typed => quote!(#private::typed(#variable)),
        Capture::Argument => quote!(#private::Probe(#variable).__argument().value(#variable)),
        Capture::Display => quote!(#private::display(#variable)),
        Capture::Debug => quote!(#private::Probe(#variable).__debug().value(#variable)),
        Capture::Formatted(spec) => {
            let mut placeholder = Literal::string(&format!("{{:{spec}}}"));
            placeholder.set_span(variable.span());
            let formatted = quote_spanned! {variable.span()=>
                &#private::format_args!(#placeholder, *#variable)
            };
            quote!(#private::Value::Display(#formatted))
        }
    }
}
