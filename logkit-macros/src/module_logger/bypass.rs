//! Statements of an annotated module that bypass its logger, or that have no arguments.

use crate::errors::Errors;
use crate::module_logger::name::LoggerName;
use crate::paths::Runtime;
use crate::tokens::api::{Ident, Name as _, TokenStream, TokenTree};
use crate::tokens::items::{Annotation, Import, import, imports_of, imports_within, places};
use crate::tokens::{is_ident, is_punct, is_punct_at, is_separator, tokens_of};
use crate::words::contains;

/// The kinds of errors in a module's statements.
pub(crate) struct StatementErrors {
    /// There is a `tracing::info!(..)`, a `use log::*;` or the like.
    pub(crate) bypass: bool,
    /// There is an `info!()`.
    pub(crate) empty: bool,
}

/// Adds an error for every statement that bypasses the logger, and for every one without arguments.
pub(crate) fn bypasses(
    items: &TokenStream,
    name: &LoggerName,
    module: &Ident,
    runtime: &Runtime,
    errors: &mut Errors,
) -> StatementErrors {
    let annotation = Annotation::of(items);
    let logger = match name {
        LoggerName::Given(name) => format!("the logger `{name}`"),
        LoggerName::OfModule => format!("the logger of `mod {module}`"),
    };
    let allowed = name.attribute("allow_bypass");
    let mut search = BypassSearch {
        logger,
        allowed,
        annotation,
        path: runtime.as_written(),
        empty: Errors::default(),
        found: Errors::default(),
        aliases: Vec::new(),
        own: Vec::new(),
    };
    search.learn(items);
    search.walk(items);
    let kinds =
        StatementErrors { bypass: !search.found.is_empty(), empty: !search.empty.is_empty() };
    errors.append(search.empty);
    errors.append(search.found);
    kinds
}

struct BypassSearch {
    /// The logger, for messages.
    logger: String,
    /// The attribute that allows bypasses.
    allowed: String,
    annotation: Annotation,
    /// The prefix of logkit's paths.
    path: String,
    /// Calls without arguments.
    empty: Errors,
    found: Errors,
    /// Aliases of the crates, as in `use tracing as t;`.
    aliases: Vec<(String, BypassCrate)>,
    /// Names that the user defines, as in `mod log { .. }`, and that hide a crate.
    own: Vec<String>,
}

/// A crate whose macros bypass the logger.
#[derive(Clone, Copy)]
enum BypassCrate {
    Tracing,
    Log,
}

impl BypassCrate {
    fn of(name: &str) -> Option<Self> {
        match name {
            "tracing" => Some(Self::Tracing),
            "log" => Some(Self::Log),
            _ => None,
        }
    }

    fn has_macro(self, name: &str) -> bool {
        let own = match self {
            Self::Tracing => "event",
            Self::Log => "log",
        };
        name == own || ["trace", "debug", "info", "warn", "error"].contains(&name)
    }
}

impl BypassSearch {
    /// Collects the module's aliases for the crates, and the names that shadow them.
    fn learn(&mut self, items: &TokenStream) {
        self.learn_modules(items);
        for import in &imports_within(items) {
            self.learn_from(import);
        }
    }

    fn learn_modules(&mut self, items: &TokenStream) {
        let tokens = tokens_of(items);
        for (index, token) in tokens.iter().enumerate() {
            match (token, tokens.get(index + 1)) {
                (keyword, Some(TokenTree::Ident(name))) if is_ident(keyword, "mod") => {
                    self.own.push(name.to_string());
                }
                (TokenTree::Group(group), _) => self.learn_modules(&group.stream()),
                _ => {}
            }
        }
    }

    fn learn_from(&mut self, import: &Import) {
        let origin = match import.path.as_slice() {
            [only] => BypassCrate::of(only),
            _ => None,
        };
        match origin {
            Some(origin) => self.aliases.push((import.name.clone(), origin)),
            None => self.own.push(import.name.clone()),
        }
    }

    fn walk(&mut self, items: &TokenStream) {
        let tokens = tokens_of(items);
        for place in &places(&tokens) {
            match place.token {
                // A nested module with its own attribute checks itself.
                TokenTree::Group(_) if self.annotation.marks_module(place) => {}
                TokenTree::Group(group) => self.walk(&group.stream()),
                TokenTree::Ident(ident) => {
                    if let Some(statement) = import(&tokens, place.index) {
                        self.imports(statement);
                    } else {
                        self.empty_call(ident, &tokens, place.index);
                        self.call(ident, &tokens, place.index);
                    }
                }
                _ => {}
            }
        }
    }

    /// Checks for `info!()`, with its name at `index`. Only the attribute has tokens of such a call; an
    /// error of the macro would point at the attribute.
    fn empty_call(&mut self, name: &Ident, tokens: &[TokenTree], index: usize) {
        let Some([_, bang, TokenTree::Group(input)]) = tokens.get(index..index + 3) else { return };
        let is_path = is_punct_at(tokens, index.wrapping_sub(1), ':');
        if is_path || !is_punct(bang, '!') || !input.stream().is_empty() {
            return;
        }
        let code = match name.to_string().as_str() {
            "event" => format!("event!({}Level::Info, \"message\")", self.path),
            "enabled" => format!("enabled!({}Level::Debug)", self.path),
            "exception" => "error!(\"message\")".to_owned(),
            level if ["trace", "debug", "info", "warn", "error", "critical"].contains(&level) => {
                format!("{level}!(\"message\")")
            }
            _ => return,
        };
        let call = tokens.get(index..index + 3).unwrap_or_default();
        self.empty.at(&call, format!("nothing to log; write `{code}`"));
    }

    /// Checks for `tracing::info!`, with `krate` at `index`.
    fn call(&mut self, krate: &Ident, tokens: &[TokenTree], index: usize) {
        let (before, path) = tokens.split_at(index);
        let Some([_, first, second, TokenTree::Ident(name), bang]) = path.get(..5) else {
            return;
        };
        if !is_separator(first, second) || !is_punct(bang, '!') {
            return;
        }
        let absolute = match before {
            [.., earlier, first, second] if is_separator(first, second) => {
                // `a::tracing::info!` is another macro; `return ::tracing::info!` is the crate's.
                if is_path_segment(earlier) {
                    return;
                }
                true
            }
            [first, second] => is_separator(first, second),
            _ => false,
        };
        let origin = self.origin(&krate.to_string(), absolute);
        if !matches!(origin, Some(origin) if origin.has_macro(&name.to_string())) {
            return;
        }
        let instead = if name.is("log") { "event".to_owned() } else { name.to_string() };
        let message = format!(
            "`{krate}::{name}!` bypasses {}; write `{instead}!`, or allow it with `{}`",
            self.logger, self.allowed
        );
        let start = if absolute { index - 2 } else { index };
        let path = tokens.get(start..index + 5).unwrap_or_default();
        self.found.at(&path, message);
    }

    /// The crate that `name` refers to in this module.
    fn origin(&self, name: &str, absolute: bool) -> Option<BypassCrate> {
        if !absolute {
            for (alias, origin) in &self.aliases {
                if alias == name {
                    return Some(*origin);
                }
            }
            if contains(&self.own, name) {
                return None;
            }
        }
        BypassCrate::of(name)
    }

    /// Checks an import such as `use tracing::{info, Level};`.
    fn imports(&mut self, statement: &[TokenTree]) {
        for import in &imports_of(statement) {
            let [root, name] = import.path.as_slice() else {
                continue;
            };
            let origin = self.origin(root, import.absolute);
            if matches!(origin, Some(origin) if name == "*" || origin.has_macro(name)) {
                let message = format!(
                    "this import bypasses {}, whose macros are in scope already; remove it, or \
                     allow it with `{}`",
                    self.logger, self.allowed
                );
                self.found.at(&import.last, message);
            }
        }
    }
}

/// Returns true if a `::` after this token continues a path.
fn is_path_segment(token: &TokenTree) -> bool {
    const WORDS: [&str; 5] = ["return", "else", "in", "break", "match"];
    match token {
        TokenTree::Ident(ident) => !ident.is_any(&WORDS),
        token => is_punct(token, '>'),
    }
}
