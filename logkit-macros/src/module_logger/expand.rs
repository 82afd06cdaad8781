//! The logger's static, and the module around it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use crate::module_logger::items::Annotation;
use crate::module_logger::model::{Model, Module, Name, Shape, Static};
use crate::module_logger::nested::Inheritance;

const MACROS: [&str; 9] =
    ["trace", "debug", "info", "warn", "error", "critical", "exception", "event", "enabled"];

pub(crate) fn expand(model: &Model) -> TokenStream {
    match &model.shape {
        Shape::Module(module) => expand_module(model, module),
        Shape::Static(logger) => expand_static(model, logger),
    }
}

fn expand_static(model: &Model, logger: &Static) -> TokenStream {
    let Static { head, ident, of, type_span } = logger;
    let runtime = &model.runtime;
    let mut of = of.clone().unwrap_or_else(|| quote!(#runtime::Logger));
    if model.strict {
        // There, but not the user's own: no lint for them is about it.
        let place = Span::mixed_site().located_at(*type_span);
        let private = runtime.at(place).private();
        of = quote_spanned!(place=> <#of as #private::MadeStrict>::Logger);
    }
    let declaration = declaration(model, *type_span);
    let registration = registration(model, ident, *type_span);
    quote!(#head: #of = #declaration; #registration)
}

fn expand_module(model: &Model, module: &Module) -> TokenStream {
    let Module { head, inner_attributes, items, logger_visibility, has_bypass } = module;
    // A refused import is one error, and not a warning that it is unused as well.
    let quiet = has_bypass.then(|| quote!(#[allow(unused_imports)]));
    let runtime = &model.runtime;
    let of = if model.strict { quote!(#runtime::StrictLogger) } else { quote!(#runtime::Logger) };
    let logger = Ident::new("LOGGER", Span::call_site());
    let declaration = declaration(model, Span::call_site());
    let registration = registration(model, &logger, Span::call_site());
    let macros: TokenStream = MACROS.iter().map(|name| shim(model, name)).collect();
    let annotation = Annotation::of(items);
    let inheritance = Inheritance { macro_names: &MACROS, macros: macros.clone(), annotation };
    let items = inheritance.inherit(items.clone());
    quote! {
        #quiet
        #head {
            #inner_attributes
            /// The logger of this module.
            #logger_visibility static #logger: #of = #declaration;
            #registration
            #macros
            #items
        }
    }
}

/// The static's value; `place` is where the type stands that it has to be of.
fn declaration(model: &Model, place: Span) -> TokenStream {
    let private = model.runtime.private();
    let name = match &model.name {
        Name::Given(name) => quote!(#name),
        Name::OfModule => quote!(#private::name_of_module(#private::module_path!())),
    };
    let level = match model.level {
        None => quote!(#private::Option::None),
        Some("Off") => quote!(#private::Option::Some(#private::LevelFilter::Off)),
        Some(level) => {
            let level = format_ident!("{level}");
            quote!(#private::Option::Some(#private::LevelFilter::At(#private::Level::#level)))
        }
    };
    let propagate = model.propagate;
    let declaration = quote!(#private::Declaration::new(#name, #level, #propagate));
    let private_there = model.runtime.at(place).private();
    let declare = if model.strict { "declare_strict" } else { "declare" };
    let declare = Ident::new(declare, place);
    quote_spanned!(place=> #private_there::#declare(#declaration))
}

/// Makes the logger known before `main`.
fn registration(model: &Model, logger: &Ident, place: Span) -> TokenStream {
    let private = model.runtime.private();
    let mut logger = logger.clone();
    logger.set_span(logger.span().located_at(place));
    let logger = quote_spanned!(place=> &#logger);
    let made = if model.strict { "strict_registration" } else { "Registration" };
    let made = format_ident!("{made}");
    quote!(#private::submit! { #private::#made(#logger) })
}

/// A textual macro, which wins over every import and reaches into nested modules.
fn shim(model: &Model, name: &str) -> TokenStream {
    let runtime = &model.runtime;
    let private = runtime.private();
    let name = format_ident!("{name}");
    let forward = if name == "enabled" {
        format_ident!("enabled_macro")
    } else {
        format_ident!("event_macro")
    };
    // An older rustc counts what an attribute has written as the user's own, and as unused.
    quote! {
        #[allow(unused_macros)]
        macro_rules! #name {
            ($($tokens:tt)*) => { #private::#forward!([#runtime] #name $($tokens)*) };
        }
    }
}
