//! An annotated item: the model, and how it is read from the attribute and the item.

use crate::errors::{Errors, SpannedError};
use crate::event::lint::LeakLint;
use crate::module_logger::attr::LoggerArgs;
use crate::module_logger::bypass::{StatementErrors, bypasses};
use crate::module_logger::instrument::instrumented;
use crate::module_logger::name::{LoggerName, given_name};
use crate::paths::Runtime;
use crate::tokens::api::{Delimiter, Ident, Name as _, Span, TokenStream, TokenTree};
use crate::tokens::items::{Annotation, places, split_inner_attributes};
use crate::tokens::{
    Cursor, Tokens, ends_with, fill, find_pair, is_ident, is_path, is_punct, span_of, stream,
    tokens_of, written,
};

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
    /// After a bypass, warnings about unused imports are turned off. After a statement without
    /// arguments, the macros take it.
    pub(crate) found: StatementErrors,
    /// The module declares a `LOGGER` itself, which is an error.
    pub(crate) has_own_logger: bool,
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
pub(crate) fn parse(arguments: TokenStream, item: &TokenStream) -> (Option<AnnotatedItem>, Errors) {
    let mut errors = Errors::default();
    let given = arguments.clone();
    let mut arguments = LoggerArgs::parse(arguments, &mut errors);
    let name = given_name(&arguments, &mut errors);
    let right = DeclarationCode::new(&given, &arguments.runtime);
    let Some(target) = AttributeTarget::parse(item, &right, &mut errors) else {
        return (None, errors);
    };
    let kind = match target {
        AttributeTarget::File { ident } => {
            errors.at(&ident, file_module(&ident, &right.in_a_file()));
            return (None, errors);
        }
        AttributeTarget::Static(logger) => {
            ItemKind::Static(checked_static(logger, &arguments, &right, &mut errors))
        }
        AttributeTarget::Module { head, ident, body } => ItemKind::Module(checked_module(
            (head, &ident, body),
            &name,
            &mut arguments,
            &right,
            &mut errors,
        )),
    };
    let LoggerArgs { runtime, level, propagate, strict, .. } = arguments;
    (Some(AnnotatedItem { runtime, name, level, propagate, strict, kind }), errors)
}

/// Checks the type of a static, and the arguments that it does not take.
fn checked_static(
    mut logger: LoggerStatic,
    arguments: &LoggerArgs,
    right: &DeclarationCode,
    errors: &mut Errors,
) -> LoggerStatic {
    if let Some(of) = &logger.of {
        let fault = match names_strict_logger(of) {
            true => "found the type that the argument `strict` makes from `Logger`",
            false if is_not_a_logger(of) => "expected a static of type `Logger`",
            false => "",
        };
        if !fault.is_empty() {
            errors.at(of, format!("{fault}; write `{}`", right.logger));
            logger.of = None;
        }
    }
    if let Some(visibility) = &arguments.visibility {
        let visibility = tokens_of(visibility);
        errors.at(
            &visibility,
            format!(
                "`vis` is for inline modules; remove it, and write `{} static`",
                written(&visibility)
            ),
        );
    }
    logger
}

/// Checks the items of a module.
fn checked_module(
    (head, ident, body): (TokenStream, &Ident, TokenStream),
    name: &LoggerName,
    arguments: &mut LoggerArgs,
    right: &DeclarationCode,
    errors: &mut Errors,
) -> InlineModule {
    let (inner_attributes, items) = split_inner_attributes(&body);
    refuse_files(&items, &right.in_a_file(), errors);
    let own = own_logger(&items);
    if let Some(own) = &own {
        errors.at(
            &own,
            format!(
                "the attribute of `mod {ident}` declares a `LOGGER` already; write `AUDIT`, or \
                 another name"
            ),
        );
    }
    let found = if arguments.allow_bypass {
        StatementErrors { bypass: false, empty: false }
    } else {
        bypasses(&items, name, ident, &arguments.runtime, errors)
    };
    instrumented(&items, &LeakLint::new(&arguments.runtime), errors);
    let visibility = arguments.visibility.take().unwrap_or_else(|| fill!("pub(crate)"));
    let has_own_logger = own.is_some();
    InlineModule { head, inner_attributes, items, visibility, found, has_own_logger }
}

/// Returns true if the user wrote `StrictLogger`, the type that `strict` gives to the static.
fn names_strict_logger(of: &TokenStream) -> bool {
    matches!(tokens_of(of).as_slice(), [.., last] if is_ident(last, "StrictLogger"))
}

/// Returns true for types that cannot be an alias of `Logger`: primitive ones, references, and types
/// with arguments. `rustc` would report them twice, at the static and at its registration.
fn is_not_a_logger(of: &TokenStream) -> bool {
    let tokens = tokens_of(of);
    match tokens.as_slice() {
        [TokenTree::Ident(only)] => only.is_any(&PRIMITIVE_TYPES),
        // The path of an associated type.
        [TokenTree::Punct(first), ..] if first.as_char() == '<' => false,
        _ => !is_path(&tokens),
    }
}

/// The name in a `static LOGGER` of the module itself.
fn own_logger(items: &TokenStream) -> Option<TokenTree> {
    let tokens = tokens_of(items);
    let at = find_pair(&tokens, &|keyword, name| {
        is_ident(keyword, "static") && is_ident(name, "LOGGER")
    })?;
    tokens.get(at + 1).cloned()
}

/// The parts of a right declaration, for errors: with the arguments as they were given.
struct DeclarationCode {
    /// `#[logkit::module_logger("payments")]`
    attribute: String,
    /// `logkit::Logger`
    logger: String,
}

impl DeclarationCode {
    fn new(arguments: &TokenStream, runtime: &Runtime) -> Self {
        let list = match tokens_of(arguments).as_slice() {
            [] => String::new(),
            arguments => format!("({})", written(arguments)),
        };
        let path = runtime.as_written();
        let attribute = format!("#[{path}module_logger{list}]");
        Self { attribute, logger: format!("{path}Logger") }
    }

    /// The declaration at the top of a module's file.
    fn in_a_file(&self) -> String {
        format!("{} pub(crate) static LOGGER: {};", self.attribute, self.logger)
    }
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
    fn parse(item: &TokenStream, right: &DeclarationCode, errors: &mut Errors) -> Option<Self> {
        match target(Cursor::new(tokens_of(item)), right, errors) {
            Ok(target) => Some(target),
            Err(error) => {
                errors.push(error);
                None
            }
        }
    }
}

fn target(
    mut input: Cursor,
    right: &DeclarationCode,
    errors: &mut Errors,
) -> Result<AttributeTarget, SpannedError> {
    let mut head = TokenStream::new();
    for other in &input.attributes() {
        if other.ends_in("module_logger") {
            let tokens = other.tokens();
            let message = format!("found a second logger; remove `{}`", written(tokens));
            errors.at(tokens, message);
        } else {
            head.extend(stream(other.tokens()));
        }
    }
    head.extend(input.visibility());
    let found = match input.peek() {
        Some(token) => format!(", found `{token}`"),
        None => String::new(),
    };
    let DeclarationCode { attribute, logger } = right;
    let expected = input.error(&format!(
        "expected an inline module or a static{found}; write `{attribute} static LOGGER: {logger};`"
    ));
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
    let keyword = input.keyword("static").or_else(|| constant(&mut input, errors));
    let Some(keyword) = keyword else { return Err(expected) };
    let head = fill!("$head $keyword", head, keyword);
    if let Some(keyword) = input.keyword("mut") {
        errors.at(&keyword, "a logger's level and handlers change through `&LOGGER`; remove `mut`");
    }
    let ident = input.ident().ok_or(expected)?;
    Ok(AttributeTarget::Static(declared(&head, ident, input, right, errors)))
}

/// Parses the `const` of a logger, and returns the `static` that it should be.
fn constant(input: &mut Cursor, errors: &mut Errors) -> Option<Ident> {
    if !input.has("Logger") {
        return None;
    }
    let keyword = input.keyword("const")?;
    errors.at(&keyword, "expected a static, found a constant; write `static`");
    Some(Ident::new("static", keyword.span()))
}

/// Parses the `: Logger;` of a static, and an initializer for its error message.
fn declared(
    head: &TokenStream,
    ident: Ident,
    mut input: Cursor,
    right: &DeclarationCode,
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
        errors.at(&ident, format!("expected a type; write `{ident}: {}`", right.logger));
    }
    if input.is_at('=') {
        let mut initializer = input.rest();
        if ends_with(&initializer, ';') {
            initializer.pop();
        }
        let message = format!("the attribute writes the value; remove `{}`", written(&initializer));
        errors.at(&initializer, message);
    }
    let type_span = span_of(&of);
    let of = (!of.is_empty()).then(|| stream(&of));
    LoggerStatic { head: fill!("$head $ident", head, ident), ident, of, type_span }
}

/// The error for the attribute on `mod ident;`.
fn file_module(ident: &Ident, declaration: &str) -> String {
    format!(
        "an attribute cannot see the file of `mod {ident};`; remove it here and write at the top of \
         that file: `{declaration}`"
    )
}

/// Adds an error for each `mod child;` within the annotated module.
fn refuse_files(items: &TokenStream, declaration: &str, errors: &mut Errors) {
    refuse_files_in(items, declaration, &Annotation::of(items), errors);
}

fn refuse_files_in(
    items: &TokenStream,
    declaration: &str,
    annotation: &Annotation,
    errors: &mut Errors,
) {
    let tokens = tokens_of(items);
    for place in &places(&tokens) {
        match tokens.get(place.index..place.index + 3) {
            Some([keyword, TokenTree::Ident(ident), after])
                if is_ident(keyword, "mod") && is_punct(after, ';') =>
            {
                let message = format!(
                    "an annotated inline module cannot contain `mod {ident};`; move the annotated \
                     module to a file of its own and write at its top: `{declaration}`"
                );
                errors.at(&ident, message);
            }
            _ => {}
        }
        if let (Some(body), false) = (place.module_body(), annotation.marks(place.head)) {
            refuse_files_in(&body.stream(), declaration, annotation, errors);
        }
    }
}
