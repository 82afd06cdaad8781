//! The logger's static, the module around it, and what nested modules inherit.

use crate::allowance::Allowance;
use crate::module_logger::ast::{AnnotatedItem, InlineModule, ItemKind, LoggerStatic};
use crate::module_logger::name::LoggerName;
use crate::tokens::api::{
    Delimiter, Group, Ident, Literal, Name as _, Punct, Spacing, Span, TokenStream, TokenTree,
};
use crate::tokens::items::{Annotation, Place, import, mentions, places, split_inner_attributes};
use crate::tokens::{
    Tokens, ends_with, fill, fill_at, find, find_pair, inside_of, is_ident, is_punct, stream,
    tokens_of,
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
    let mut of = of.clone().unwrap_or_else(|| fill!("$runtime::Logger", runtime));
    if model.strict {
        // Located at the user's type, but with this macro's hygiene, so that lints ignore it.
        let place = Span::mixed_site().located_at(*type_span);
        let private = runtime.at(place).private();
        of = fill_at!(place, "<$of as $private::MadeStrict>::Logger", of, private);
    }
    let secondary = (!ident.is("LOGGER")).then(|| fill!(".secondary()"));
    let declaration = declaration(model, secondary.as_ref(), *type_span);
    let registration = registration(model, ident, *type_span);
    fill!("$head: $of = $declaration; $registration", head, of, declaration, registration)
}

fn expand_module(model: &AnnotatedItem, module: &InlineModule) -> TokenStream {
    let InlineModule { head, inner_attributes, items, visibility, found, has_own_logger } = module;
    // A refused import is one error, without a warning that it is unused.
    let quiet = found.bypass.then(|| fill!("#[allow(unused_imports)]"));
    let runtime = &model.runtime;
    let of = if model.strict {
        fill!("$runtime::StrictLogger", runtime)
    } else {
        fill!("$runtime::Logger", runtime)
    };
    let logger = Ident::new("LOGGER", Span::call_site());
    let private = runtime.private();
    let end = end_of(items);
    let there = runtime.at(end).private();
    let last = fill_at!(end, "$there::line!()", there);
    let lines = fill!(".in_lines($private::line!(), $last)", private, last);
    let declaration = declaration(model, Some(&lines), Span::call_site());
    let registration = registration(model, &logger, Span::call_site());
    let declared = (!has_own_logger).then(|| {
        fill!(
            "#[doc = \" The logger of this module.\"]
            $visibility static $logger: $of = $declaration;
            $registration",
            visibility,
            logger,
            of,
            declaration,
            registration
        )
    });
    let mut macros = TokenStream::new();
    for name in &MACROS {
        macros.extend(shim(model, name, found.empty));
    }
    let annotation = Annotation::of(items);
    let inheritance = Inheritance { macro_names: &MACROS, macros: macros.clone(), annotation };
    let items = inheritance.inherit(items);
    fill!(
        "$quiet $head {
            $inner_attributes
            $declared
            $macros
            $items
        }",
        quiet,
        head,
        inner_attributes,
        declared,
        macros,
        items
    )
}

/// The span of the last token of a module.
fn end_of(items: &TokenStream) -> Span {
    match tokens_of(items).last() {
        Some(TokenTree::Group(group)) => group.span_close(),
        Some(token) => token.span(),
        None => Span::call_site(),
    }
}

/// The initializer of the static; `place` is the span of its type, and `more` are further calls on the
/// declaration.
fn declaration(model: &AnnotatedItem, more: Option<&TokenStream>, place: Span) -> TokenStream {
    let private = model.runtime.private();
    let name = match &model.name {
        LoggerName::Given(name) => fill!("$name", name),
        LoggerName::OfModule => fill!(
            "{
                const NAME: &$private::ModuleName =
                    &$private::ModuleName::of($private::module_path!());
                NAME.as_str()
            }",
            private
        ),
    };
    let level = match model.level {
        None => fill!("$private::Option::None", private),
        Some("Off") => fill!("$private::Option::Some($private::LevelFilter::Off)", private),
        Some(level) => {
            let level = Ident::new(level, Span::call_site());
            fill!(
                "$private::Option::Some($private::LevelFilter::At($private::Level::$level))",
                private,
                level
            )
        }
    };
    let propagate = model.propagate;
    let declaration = fill!(
        "$private::Declaration::new($name, $level, $propagate)
            .at($private::module_path!(), $private::file!()) $more",
        private,
        name,
        level,
        propagate,
        more
    );
    let private_there = model.runtime.at(place).private();
    let declare = if model.strict { "declare_strict" } else { "declare" };
    let declare = Ident::new(declare, place);
    fill_at!(place, "$private_there::$declare($declaration)", private_there, declare, declaration)
}

/// Registers the logger before `main`, and that the crate is compiled for tests if it is.
fn registration(model: &AnnotatedItem, logger: &Ident, place: Span) -> TokenStream {
    let private = model.runtime.private();
    let mut logger = logger.clone();
    logger.set_span(logger.span().located_at(place));
    let logger = fill_at!(place, "&$logger", logger);
    let made = if model.strict { "strict_registration" } else { "Registration" };
    let made = Ident::new(made, Span::call_site());
    fill!(
        "$private::submit! { $private::$made($logger) }
        #[cfg(test)]
        $private::submit! { $private::UnderTest }",
        private,
        made,
        logger
    )
}

/// Tracks the crate's manifest, which cargo does not rebuild for, and registers the names that it
/// declares harmless.
pub(crate) fn allowance(model: &AnnotatedItem, allowance: &Allowance) -> TokenStream {
    let private = model.runtime.private();
    let tracked = allowance.has_manifest.then(|| {
        fill!(
            "const _: () = {
                let _ = $private::include_bytes!(
                    $private::concat!($private::env!(\"CARGO_MANIFEST_DIR\"), \"/Cargo.toml\")
                );
            };",
            private
        )
    });
    let registered = (!allowance.names.is_empty()).then(|| {
        let mut names = Tokens::new();
        for name in &allowance.names {
            names.push(TokenTree::Literal(Literal::string(name)));
            names.push(TokenTree::Punct(Punct::new(',', Spacing::Alone)));
        }
        fill!(
            "$private::submit! {
                $private::HarmlessNames { module_path: $private::module_path!(), names: &[$names] }
            }",
            private,
            names
        )
    });
    fill!("$tracked $registered", tracked, registered)
}

/// A `macro_rules` definition: textual scope takes precedence over imports and includes nested
/// modules.
fn shim(model: &AnnotatedItem, name: &str, takes_nothing: bool) -> TokenStream {
    let runtime = &model.runtime;
    let private = runtime.private();
    let forward = if name == "enabled" { "enabled_macro" } else { "event_macro" };
    let forward = Ident::new(forward, Span::call_site());
    let nothing = takes_nothing.then(|| {
        if name == "enabled" { fill!("() => { false };") } else { fill!("() => { () };") }
    });
    let name = Ident::new(name, Span::call_site());
    // A call without tokens, in which the macro would report an error at the attribute, is found by
    // `lint`, or else refused by rustc.
    // Older versions of rustc lint macros that an attribute has written.
    fill!(
        "#[allow(unused_macros)]
        macro_rules! $name {
            $nothing
            ($first:tt $($rest:tt)*) => { $private::$forward!([$runtime] $name $first $($rest)*) };
        }",
        name,
        nothing,
        private,
        forward,
        runtime
    )
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
    pub(crate) fn inherit(&self, items: &TokenStream) -> TokenStream {
        let tokens = tokens_of(items);
        let mut out = Tokens::new();
        for place in &places(&tokens) {
            out.push(match place.token {
                TokenTree::Group(group) if !self.annotation.marks(place.head) => {
                    TokenTree::Group(self.group(group, place))
                }
                token => token.clone(),
            });
        }
        stream(&out)
    }

    /// Rewrites the group at `place`: the body of a nested module, or of a function that holds one.
    fn group(&self, group: &Group, place: &Place<'_>) -> Group {
        let is_macro_input = ends_with(place.head, '!');
        let body = if place.module_body().is_some() {
            self.module(&group.stream())
        } else if group.delimiter() == Delimiter::Brace && !is_macro_input && has_module(group) {
            self.inherit(&group.stream())
        } else {
            // A new group would lose the spans of the braces.
            return group.clone();
        };
        let mut changed = Group::new(group.delimiter(), body);
        changed.set_span(group.span());
        changed
    }

    fn module(&self, body: &TokenStream) -> TokenStream {
        let (attributes, items) = split_inner_attributes(body);
        let tokens = tokens_of(&items);
        let logger = (!has_logger(&tokens)).then(|| fill!("use super::LOGGER;"));
        let macros = self.may_import_macros(&tokens).then_some(&self.macros);
        let items = self.inherit(&items);
        fill!("$attributes $logger $macros $items", attributes, logger, macros, items)
    }

    /// Returns true if the module imports a macro of one of the names, or has a glob import.
    fn may_import_macros(&self, tokens: &[TokenTree]) -> bool {
        any_import(tokens, &|import| {
            has_glob(import) || mentions(import, &|ident| ident.is_any(self.macro_names))
        })
    }
}

/// Returns true if `is` holds for a `use` of a module.
fn any_import(tokens: &[TokenTree], is: &dyn Fn(&[TokenTree]) -> bool) -> bool {
    for index in 0..tokens.len() {
        if import(tokens, index).is_some_and(is) {
            return true;
        }
    }
    false
}

fn has_glob(import: &[TokenTree]) -> bool {
    let is_glob = |token: &TokenTree| match token {
        TokenTree::Group(group) => has_glob(&inside_of(group)),
        token => is_punct(token, '*'),
    };
    find(import, &is_glob).is_some()
}

/// Returns true if the group contains a module at any depth.
fn has_module(group: &Group) -> bool {
    mentions(&[TokenTree::Group(group.clone())], &|ident| ident.is("mod"))
}

/// Returns true if the module declares or imports `LOGGER`.
fn has_logger(tokens: &[TokenTree]) -> bool {
    let declares = |keyword: &TokenTree, name: &TokenTree| {
        (is_ident(keyword, "static") || is_ident(keyword, "const")) && is_ident(name, "LOGGER")
    };
    find_pair(tokens, &declares).is_some()
        || any_import(tokens, &|import| mentions(import, &|ident| ident.is("LOGGER")))
}
