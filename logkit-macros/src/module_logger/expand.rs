//! The logger's static, the module around it, and what nested modules inherit.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};

use crate::module_logger::ast::{AnnotatedItem, InlineModule, ItemKind, LoggerName, LoggerStatic};
use crate::tokens::is_ident;
use crate::tokens::items::{
    Annotation, ends_item, import, is_punct, mentions, module_body, split_inner_attributes,
};

const MACROS: [&str; 9] =
    ["trace", "debug", "info", "warn", "error", "critical", "exception", "event", "enabled"];

pub(crate) fn expand(model: &AnnotatedItem) -> TokenStream {
    match &model.kind {
        ItemKind::Module(module) => expand_module(model, module),
        ItemKind::Static(logger) => expand_static(model, logger),
    }
}

fn expand_static(model: &AnnotatedItem, logger: &LoggerStatic) -> TokenStream {
    let LoggerStatic { head, ident, of, type_span } = logger;
    let runtime = &model.runtime;
    let mut of = of.clone().unwrap_or_else(|| quote!(#runtime::Logger));
    if model.strict {
        // Located at the user's type, but with this macro's hygiene, so that lints ignore it.
        let place = Span::mixed_site().located_at(*type_span);
        let private = runtime.at(place).private();
        of = quote_spanned!(place=> <#of as #private::MadeStrict>::Logger);
    }
    let declaration = declaration(model, None, *type_span);
    let registration = registration(model, ident, *type_span);
    quote!(#head: #of = #declaration; #registration)
}

fn expand_module(model: &AnnotatedItem, module: &InlineModule) -> TokenStream {
    let InlineModule { head, inner_attributes, items, visibility, has_bypass } = module;
    // A refused import is one error, without a warning that it is unused.
    let quiet = has_bypass.then(|| quote!(#[allow(unused_imports)]));
    let runtime = &model.runtime;
    let of = if model.strict { quote!(#runtime::StrictLogger) } else { quote!(#runtime::Logger) };
    let logger = Ident::new("LOGGER", Span::call_site());
    let declaration = declaration(model, Some(end_of(items)), Span::call_site());
    let registration = registration(model, &logger, Span::call_site());
    let mut macros = TokenStream::new();
    for name in MACROS {
        macros.extend(shim(model, name));
    }
    let annotation = Annotation::of(items);
    let inheritance = Inheritance { macro_names: &MACROS, macros: macros.clone(), annotation };
    let items = inheritance.inherit(items.clone());
    quote! {
        #quiet
        #head {
            #inner_attributes
            /// The logger of this module.
            #visibility static #logger: #of = #declaration;
            #registration
            #macros
            #items
        }
    }
}

/// The span of the last token of a module.
fn end_of(items: &TokenStream) -> Span {
    match items.clone().into_iter().last() {
        Some(TokenTree::Group(group)) => group.span_close(),
        Some(token) => token.span(),
        None => Span::call_site(),
    }
}

/// The initializer of the static; `place` is the span of its type, and `end` that of the last token of an
/// inline module.
fn declaration(model: &AnnotatedItem, end: Option<Span>, place: Span) -> TokenStream {
    let private = model.runtime.private();
    let name = match &model.name {
        LoggerName::Given(name) => quote!(#name),
        LoggerName::OfModule => quote!({
            const NAME: &#private::ModuleName = &#private::ModuleName::of(#private::module_path!());
            NAME.as_str()
        }),
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
    let lines = end.map(|end| {
        let private_there = model.runtime.at(end).private();
        let last = quote_spanned!(end=> #private_there::line!());
        quote!(.in_lines(#private::line!(), #last))
    });
    let declaration = quote! {
        #private::Declaration::new(#name, #level, #propagate).in_file(#private::file!()) #lines
    };
    let private_there = model.runtime.at(place).private();
    let declare = if model.strict { "declare_strict" } else { "declare" };
    let declare = Ident::new(declare, place);
    quote_spanned!(place=> #private_there::#declare(#declaration))
}

/// Registers the logger before `main`, and that the crate is compiled for tests if it is.
fn registration(model: &AnnotatedItem, logger: &Ident, place: Span) -> TokenStream {
    let private = model.runtime.private();
    let mut logger = logger.clone();
    logger.set_span(logger.span().located_at(place));
    let logger = quote_spanned!(place=> &#logger);
    let made = if model.strict { "strict_registration" } else { "Registration" };
    let made = format_ident!("{made}");
    quote! {
        #private::submit! { #private::#made(#logger) }
        #[cfg(test)]
        #private::submit! { #private::UnderTest }
    }
}

/// A `macro_rules` definition: textual scope takes precedence over imports and includes nested
/// modules.
fn shim(model: &AnnotatedItem, name: &str) -> TokenStream {
    let runtime = &model.runtime;
    let private = runtime.private();
    let name = format_ident!("{name}");
    let forward = if name == "enabled" {
        format_ident!("enabled_macro")
    } else {
        format_ident!("event_macro")
    };
    // Older versions of rustc lint macros that an attribute has written.
    quote! {
        #[allow(unused_macros)]
        macro_rules! #name {
            ($($tokens:tt)*) => { #private::#forward!([#runtime] #name $($tokens)*) };
        }
    }
}

/// Gives nested inline modules the logger, and the macros where an import could shadow them: a glob
/// import in a nested module and a macro defined outside of it would be ambiguous.
pub(crate) struct Inheritance<'a> {
    pub(crate) macro_names: &'a [&'a str],
    pub(crate) macros: TokenStream,
    pub(crate) annotation: Annotation,
}

impl Inheritance<'_> {
    /// Returns the items with the inherited logger and macros.
    pub(crate) fn inherit(&self, items: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = items.into_iter().collect();
        let mut out = Vec::with_capacity(tokens.len());
        let mut start = 0;
        for (index, token) in tokens.iter().enumerate() {
            let head = tokens.get(start..index).unwrap_or_default();
            out.push(match token {
                TokenTree::Group(group) if !self.annotation.marks(head) => {
                    TokenTree::Group(self.group(group, &tokens, index))
                }
                token => token.clone(),
            });
            if ends_item(token) {
                start = index + 1;
            }
        }
        out.into_iter().collect()
    }

    /// Rewrites the group at `index`: the body of a nested module, or of a function that holds one.
    fn group(&self, group: &Group, tokens: &[TokenTree], index: usize) -> Group {
        let is_macro_input = is_punct(index.checked_sub(1).and_then(|at| tokens.get(at)), '!');
        let body = if module_body(tokens, index).is_some() {
            self.module(group.stream())
        } else if group.delimiter() == Delimiter::Brace && !is_macro_input && has_module(group) {
            self.inherit(group.stream())
        } else {
            // A new group would lose the spans of the braces.
            return group.clone();
        };
        let mut changed = Group::new(group.delimiter(), body);
        changed.set_span(group.span());
        changed
    }

    fn module(&self, body: TokenStream) -> TokenStream {
        let (attributes, items) = split_inner_attributes(body);
        let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
        let logger = (!has_logger(&tokens)).then(|| {
            quote!(
                use super::LOGGER;
            )
        });
        let macros = self.may_import_macros(&tokens).then_some(&self.macros);
        let items = self.inherit(items);
        quote!(#attributes #logger #macros #items)
    }

    /// Returns true if the module imports a macro of one of the names, or has a glob import.
    fn may_import_macros(&self, tokens: &[TokenTree]) -> bool {
        imports(tokens).any(|import| {
            has_glob(import)
                || mentions(import, &|ident| self.macro_names.iter().any(|name| ident == name))
        })
    }
}

/// The `use` items of a module.
fn imports(tokens: &[TokenTree]) -> impl Iterator<Item = &[TokenTree]> {
    (0..tokens.len()).filter_map(|index| import(tokens, index))
}

fn has_glob(import: &[TokenTree]) -> bool {
    import.iter().any(|token| match token {
        TokenTree::Group(group) => has_glob(&group.stream().into_iter().collect::<Vec<_>>()),
        token => is_punct(Some(token), '*'),
    })
}

/// Returns true if the group contains a module at any depth.
fn has_module(group: &Group) -> bool {
    mentions(&[TokenTree::Group(group.clone())], &|ident| ident == "mod")
}

/// Returns true if the module declares or imports `LOGGER`.
fn has_logger(tokens: &[TokenTree]) -> bool {
    let declares = tokens.windows(2).any(|pair| match pair {
        [keyword, name] => {
            (is_ident(keyword, "static") || is_ident(keyword, "const")) && is_ident(name, "LOGGER")
        }
        _ => false,
    });
    declares || imports(tokens).any(|import| mentions(import, &|ident| ident == "LOGGER"))
}
