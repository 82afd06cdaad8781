//! A statement as a static and a call.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};

use crate::event::model::{Event, Field, How, Key, Level, Message, Question, Shown};

pub(crate) fn enabled(question: &Question) -> TokenStream {
    let private = question.runtime.private();
    let logger = logger(question.logger.as_ref());
    let level = &question.level;
    quote!(#private::enabled(&#logger, #private::level(#level)))
}

pub(crate) fn event(event: &Event) -> TokenStream {
    let private = event.runtime.private();
    let logger = logger(event.logger.as_ref());
    let template = template(event, &private);
    match &event.level {
        Level::Fixed(level) => {
            let level = format_ident!("{level}");
            let emit = emit(event, &quote!(__CALLSITE), &private);
            quote!({
                static __CALLSITE: #private::Callsite = #private::Callsite::new(
                    &#logger,
                    #private::Site::new(#private::Level::#level, #template),
                );
                if #private::enabled(&#logger, #private::Level::#level) {
                    #emit
                }
            })
        }
        Level::Chosen(level) => {
            let emit = emit(event, &quote!(__callsite), &private);
            quote!({
                static __CALLSITES: #private::LevelCallsites =
                    #private::LevelCallsites::new(&#logger, #template);
                let __level = #private::level(#level);
                if #private::enabled(&#logger, __level) {
                    let __callsite = __CALLSITES.at(__level);
                    #emit
                }
            })
        }
    }
}

fn logger(logger: Option<&TokenStream>) -> TokenStream {
    logger.cloned().unwrap_or_else(|| Ident::new("LOGGER", Span::call_site()).into_token_stream())
}

/// What is known at compile time, but for the level: the place, the names, the pieces.
fn template(event: &Event, private: &TokenStream) -> TokenStream {
    let name = event.name.as_ref().map_or_else(
        || quote!(#private::Option::None),
        |name| quote!(#private::Option::Some(#name)),
    );
    let keys = event.fields.iter().map(|Field { key, .. }| match key {
        Key::Text(text) => {
            let in_line = if is_word(text) { format!(" {text}=") } else { String::new() };
            quote!(#private::Key::new(#text, #in_line))
        }
        Key::Constant(constant) => quote!(#private::Key::new(#constant, "")),
    });
    let pieces: &[String] = match &event.message {
        Message::None => &[],
        Message::Pieces(pieces, _) => match pieces.split_last() {
            Some((last, before)) if last.is_empty() && !before.is_empty() => before,
            _ => pieces,
        },
        Message::Verbatim(_) => &[String::new()],
    };
    let clean = pieces.iter().all(|piece| piece.chars().all(is_plain));
    quote! {
        #private::Place::new(
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

/// The call; every expression of the user's is evaluated once and lives as long as the call. The
/// values are made after the last of them, so that no future holds one across an `await`.
fn emit(event: &Event, callsite: &TokenStream, private: &TokenStream) -> TokenStream {
    let expressions = &event.bindings;
    let bound: Vec<Ident> = (0..expressions.len())
        .map(|index| format_ident!("__{index}", span = Span::mixed_site()))
        .collect();
    let show = |shown: &Shown| value(shown, &bound, private);
    let mut values: Vec<TokenStream> =
        event.fields.iter().map(|field| show(&field.value)).collect();
    match &event.message {
        Message::None => {}
        Message::Pieces(_, arguments) => values.extend(arguments.iter().map(show)),
        Message::Verbatim(tokens) => {
            values.push(quote!(#private::Value::Display(&#private::format_args!(#tokens))));
        }
    }
    let call = call(event, callsite, &quote!(&[#(#values),*]), private);
    if bound.is_empty() {
        return quote!({ #call });
    }
    quote! {
        match (#(&(#expressions),)*) {
            (#(#bound,)*) => { #call }
        }
    }
}

fn call(
    event: &Event,
    callsite: &TokenStream,
    values: &TokenStream,
    private: &TokenStream,
) -> TokenStream {
    let traits = quote!(
        #[allow(unused_imports)]
        use #private::{DebugKind as _, DisplayKind as _, PlainKind as _, RedactKind as _};
    );
    if event.error.is_none() && event.parent.is_none() {
        return quote!(#traits #callsite.emit(#values));
    }
    let parent = event.parent.as_ref().map_or_else(
        || quote!(#private::Parent::Current),
        |parent| quote!(#private::parent(#parent)),
    );
    match &event.error {
        None => quote!(#traits #callsite.emit_with(#values, #private::Option::None, #parent)),
        Some(error) => quote! {
            #traits
            use #private::AsError as _;
            match &(#error) {
                __error => #callsite.emit_with(
                    #values,
                    #private::Option::Some((*__error).__as_error()),
                    #parent,
                ),
            }
        },
    }
}

/// One value; errors about its type stand at the user's own expression.
fn value(shown: &Shown, bound: &[Ident], private: &TokenStream) -> TokenStream {
    let span = Span::mixed_site().located_at(shown.span);
    let Some(binding) = bound.get(shown.binding) else {
        return TokenStream::new();
    };
    let mut binding = binding.clone();
    binding.set_span(span);
    match &shown.how {
        How::Typed => quote_spanned!(span=> #private::typed(#binding)),
        How::Argument => {
            quote_spanned!(span=> (&#private::Probe(#binding)).__argument().value(#binding))
        }
        How::Display => quote_spanned!(span=> #private::display(#binding)),
        How::Debug => quote_spanned!(span=> (&#private::Probe(#binding)).__debug().value(#binding)),
        How::Formatted(spec) => {
            let placeholder = format!("{{:{spec}}}");
            quote_spanned! {span=>
                #private::Value::Display(&#private::format_args!(#placeholder, #binding))
            }
        }
    }
}
