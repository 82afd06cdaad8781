//! The logger's static, and the module around it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::module_logger::model::{Model, Module, Name, Shape, Static};
use crate::module_logger::nested;

const MACROS: [&str; 9] =
    ["trace", "debug", "info", "warn", "error", "critical", "exception", "event", "enabled"];

pub(crate) fn expand(model: &Model) -> TokenStream {
    match &model.shape {
        Shape::Module(module) => expand_module(model, module),
        Shape::Static(Static { head, ident }) => {
            let declaration = declaration(model);
            let registration = registration(model, ident);
            quote!(#head = #declaration; #registration)
        }
    }
}

fn expand_module(model: &Model, module: &Module) -> TokenStream {
    let Module { head, inner_attributes, items, logger_visibility } = module;
    let runtime = &model.runtime;
    let logger = Ident::new("LOGGER", Span::call_site());
    let declaration = declaration(model);
    let registration = registration(model, &logger);
    let macros = MACROS.map(|name| shim(model, name));
    let items = nested::inherit(items.clone());
    quote! {
        #head {
            #inner_attributes
            /// The logger of this module.
            #[allow(dead_code)]
            #logger_visibility static #logger: #runtime::Logger = #declaration;
            #registration
            #(#macros)*
            #items
        }
    }
}

fn declaration(model: &Model) -> TokenStream {
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
    quote!(#private::declare(#private::Declaration::new(#name, #level, #propagate)))
}

/// Makes the logger known before `main`.
fn registration(model: &Model, logger: &Ident) -> TokenStream {
    let private = model.runtime.private();
    quote!(#private::submit! { #private::Registration(&#logger) })
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
    quote! {
        #[allow(unused_macros)]
        macro_rules! #name {
            ($($tokens:tt)*) => { #private::#forward!([#runtime] #name $($tokens)*) };
        }
    }
}
