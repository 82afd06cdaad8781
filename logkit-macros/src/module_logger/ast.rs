//! An annotated item: the model, and how it is read from the attribute and the item.

use crate::errors::{Errors, SpannedError};
use crate::event::lint::LeakLint;
use crate::module_logger::attr::LoggerArgs;
use crate::module_logger::lint;
use crate::names;
use crate::paths::Runtime;
use crate::tokens::api::{Delimiter, Ident, Span, TokenStream, TokenTree};
use crate::tokens::items::{Annotation, ends_item, is_punct, module_body, split_inner_attributes};
use crate::tokens::{Cursor, Tokens, fill, is_ident, is_path, span_of, stream};

/// An annotated item that can be expanded.
pub(crate) struct AnnotatedItem {
    pub(crate) runtime: Runtime,
    pub(crate) name: LoggerName,
    /// A variant of the runtime's `Level`; `Off` is its own.
    pub(crate) level: Option<&'static str>,
    pub(crate) propagate: bool,
    pub(crate) strict: bool,
    pub(crate) kind: ItemKind,
}

pub(crate) enum LoggerName {
    Given(String),
    /// Derived from `module_path!()` at compile time.
    OfModule,
}

impl LoggerName {
    /// The attribute as the user would write it, with one more argument unless that is empty.
    pub(crate) fn attribute(&self, argument: &str) -> String {
        match (self, argument) {
            (Self::Given(name), "") => format!("#[module_logger(\"{name}\")]"),
            (Self::Given(name), _) => format!("#[module_logger(\"{name}\", {argument})]"),
            (Self::OfModule, "") => "#[module_logger]".to_owned(),
            (Self::OfModule, _) => format!("#[module_logger({argument})]"),
        }
    }
}

/// The two kinds of items that can be annotated.
pub(crate) enum ItemKind {
    Module(InlineModule),
    Static(LoggerStatic),
}

/// `mod payments { .. }`
pub(crate) struct InlineModule {
    /// `#[..] pub mod payments`
    pub(crate) head: TokenStream,
    /// `//! ..` and `#![..]`, which must come first.
    pub(crate) inner_attributes: TokenStream,
    pub(crate) items: TokenStream,
    /// The visibility of the logger's static.
    pub(crate) visibility: TokenStream,
    /// An import was refused, so warnings about unused imports are turned off.
    pub(crate) has_bypass: bool,
}

/// `static LOGGER: Logger;`
pub(crate) struct LoggerStatic {
    /// `#[..] pub(crate) static LOGGER`
    pub(crate) head: TokenStream,
    pub(crate) ident: Ident,
    /// The type as the user wrote it; `None` after the error that it is missing.
    pub(crate) of: Option<TokenStream>,
    /// The span of the type, for errors about it.
    pub(crate) type_span: Span,
}

const PRIMITIVE_TYPES: [&str; 17] = [
    "bool", "char", "str", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16",
    "u32", "u64", "u128", "usize",
];

/// The model, if there is enough to expand, and every error. Without a model the item is kept as it
/// is.
pub(crate) fn parse(arguments: TokenStream, item: TokenStream) -> (Option<AnnotatedItem>, Errors) {
    let mut errors = Errors::default();
    let mut arguments = LoggerArgs::parse(arguments, &mut errors);
    let name = given_name(&arguments, &mut errors);
    let Some(target) = AttributeTarget::parse(item, &mut errors) else {
        return (None, errors);
    };
    let kind = match target {
        AttributeTarget::File { ident } => {
            errors.at(&ident, file_module(&ident, &name.attribute("")));
            return (None, errors);
        }
        AttributeTarget::Static(mut logger) => {
            if let Some(of) = logger.of.take_if(|of| names_strict_logger(of)) {
                errors.at(of, made_by_strict(&logger.ident));
            }
            if let Some(of) = logger.of.take_if(|of| is_not_a_logger(of)) {
                let ident = &logger.ident;
                let message = "expected a static of type `Logger`";
                errors.at(of, format_args!("{message}; write `static {ident}: Logger;`"));
            }
            if let Some(visibility) = &arguments.visibility {
                errors.at(
                    visibility,
                    "`vis` is for inline modules; write the visibility before `static`",
                );
            }
            ItemKind::Static(logger)
        }
        AttributeTarget::Module { head, ident, body } => {
            let (inner_attributes, items) = split_inner_attributes(body);
            refuse_files(&items, &name.attribute(""), &mut errors);
            let has_bypass =
                !arguments.allow_bypass && lint::bypasses(&items, &name, &ident, &mut errors);
            lint::instrumented(&items, &LeakLint::new(&arguments.runtime), &mut errors);
            let visibility = arguments.visibility.take().unwrap_or_else(|| fill!("pub(crate)"));
            ItemKind::Module(InlineModule { head, inner_attributes, items, visibility, has_bypass })
        }
    };
    let LoggerArgs { runtime, level, propagate, strict, .. } = arguments;
    (Some(AnnotatedItem { runtime, name, level, propagate, strict, kind }), errors)
}

/// Returns true if the user wrote `StrictLogger`, the type that `strict` gives to the static.
fn names_strict_logger(of: &TokenStream) -> bool {
    of.clone().into_iter().last().is_some_and(|last| is_ident(&last, "StrictLogger"))
}

/// Returns true for types that cannot be an alias of `Logger`: primitive ones, references, and types
/// with arguments. `rustc` would report them twice, at the static and at its registration.
fn is_not_a_logger(of: &TokenStream) -> bool {
    let tokens: Vec<TokenTree> = of.clone().into_iter().collect();
    match tokens.as_slice() {
        [TokenTree::Ident(only)] => PRIMITIVE_TYPES.contains(&only.to_string().as_str()),
        // The path of an associated type.
        [TokenTree::Punct(first), ..] if first.as_char() == '<' => false,
        _ => !is_path(&tokens),
    }
}

fn made_by_strict(ident: &Ident) -> String {
    format!(
        "found the type `StrictLogger`, but the argument `strict` makes it from `Logger`; write \
         `#[module_logger(.., strict)] static {ident}: Logger;`"
    )
}

/// The given name, or after an error the nearest valid one, so that the logger exists.
fn given_name(arguments: &LoggerArgs, errors: &mut Errors) -> LoggerName {
    let Some(literal) = &arguments.name else {
        return LoggerName::OfModule;
    };
    let name = literal.value();
    if names::is_valid(name) {
        return LoggerName::Given(name.to_owned());
    }
    let suggestion = names::suggestion(name);
    let written = suggestion.as_deref().unwrap_or("payments");
    let wrong = names::describe_error(name);
    errors.at(literal, format_args!("{wrong}; write `#[module_logger(\"{written}\")]`"));
    suggestion.map_or(LoggerName::OfModule, LoggerName::Given)
}

/// The item under the attribute.
pub(crate) enum AttributeTarget {
    Module {
        /// `#[..] pub mod payments`
        head: TokenStream,
        ident: Ident,
        body: TokenStream,
    },
    /// `mod payments;`
    File {
        ident: Ident,
    },
    Static(LoggerStatic),
}

impl AttributeTarget {
    /// Parses the item; `None`, with an error added, if it is neither a module nor a static.
    pub(crate) fn parse(item: TokenStream, errors: &mut Errors) -> Option<Self> {
        target(Cursor::new(item.into_iter().collect()), errors)
            .map_err(|error| errors.push(error))
            .ok()
    }
}

fn target(mut input: Cursor, errors: &mut Errors) -> Result<AttributeTarget, SpannedError> {
    let mut head = TokenStream::new();
    for attribute in input.attributes() {
        head.extend(attribute.into_tokens());
    }
    head.extend(input.visibility());
    let expected = input.error(
        "expected an inline module or a static; write `#[module_logger] mod payments { .. }`, or in a \
         file `#[module_logger] pub(crate) static LOGGER: Logger;`",
    );
    if let Some(keyword) = input.keyword("mod") {
        let ident = input.ident().ok_or(expected)?;
        return Ok(match input.next() {
            Some(TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace => {
                AttributeTarget::Module {
                    head: fill!("$head $keyword $ident", head, keyword, ident),
                    ident,
                    body: body.stream(),
                }
            }
            _ => AttributeTarget::File { ident },
        });
    }
    let Some(keyword) = input.keyword("static") else { return Err(expected) };
    head.extend([TokenTree::Ident(keyword)]);
    if let Some(keyword) = input.keyword("mut") {
        errors.at(
            keyword,
            "found `mut`, but a logger's level and handlers change through `&LOGGER`; remove it",
        );
    }
    let ident = input.ident().ok_or(expected)?;
    Ok(AttributeTarget::Static(logger(&head, ident, input, errors)))
}

/// Parses the `: Logger;` of a static, and an initializer for its error message.
fn logger(
    head: &TokenStream,
    ident: Ident,
    mut input: Cursor,
    errors: &mut Errors,
) -> LoggerStatic {
    let mut of = Tokens::new();
    if input.punct(':').is_some() {
        while !input.is_at(';') && !input.is_at('=') {
            let Some(token) = input.next() else { break };
            of.push(token);
        }
    }
    if of.is_empty() {
        errors.at(&ident, format_args!("expected a type; write `static {ident}: Logger;`"));
    }
    if input.is_at('=') {
        let message = format!(
            "found an initializer, but the attribute writes it; write `static {ident}: Logger;`"
        );
        errors.at(stream(&input.rest()), message);
    }
    let type_span = span_of(&of);
    let of = (!of.is_empty()).then(|| stream(&of));
    LoggerStatic { head: fill!("$head $ident", head, ident), ident, of, type_span }
}

/// The error for the attribute on `mod ident;`.
fn file_module(ident: &Ident, attribute: &str) -> String {
    format!(
        "an attribute cannot see the file of `mod {ident};`; remove it here and write at the top of \
         that file: `{attribute} pub(crate) static LOGGER: Logger;`"
    )
}

/// Adds an error for each `mod child;` within the annotated module.
fn refuse_files(items: &TokenStream, attribute: &str, errors: &mut Errors) {
    refuse_files_in(items, attribute, &Annotation::of(items), errors);
}

fn refuse_files_in(
    items: &TokenStream,
    attribute: &str,
    annotation: &Annotation,
    errors: &mut Errors,
) {
    let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
    let mut start = 0;
    for (index, token) in tokens.iter().enumerate() {
        match tokens.get(index..index + 3) {
            Some([keyword, TokenTree::Ident(ident), after])
                if is_ident(keyword, "mod") && is_punct(Some(after), ';') =>
            {
                let message = format!(
                    "an annotated inline module cannot contain `mod {ident};`; move the annotated \
                     module to a file of its own and write at its top: `{attribute} pub(crate) \
                     static LOGGER: Logger;`"
                );
                errors.at(ident, message);
            }
            _ => {}
        }
        let head = tokens.get(start..index).unwrap_or_default();
        if let (Some(body), false) = (module_body(&tokens, index), annotation.marks(head)) {
            refuse_files_in(&body.stream(), attribute, annotation, errors);
        }
        if ends_item(token) {
            start = index + 1;
        }
    }
}
