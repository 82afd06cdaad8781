//! Statements of an annotated module that bypass its logger, and functions whose `#[instrument]`
//! records a secret.

use crate::allowance::secret;
use crate::errors::{Errors, SpannedError};
use crate::event::lint::LeakLint;
use crate::module_logger::name::LoggerName;
use crate::paths::Runtime;
use crate::tokens::api::{Group, Ident, Name as _, TokenStream, TokenTree};
use crate::tokens::items::{
    Annotation, Import, ends_item, import, imports_of, imports_within, is_punct, module_body,
    parameter_names, parameters,
};
use crate::tokens::{Tokens, is_ident, split_at_commas};

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
        found: Vec::new(),
        aliases: Vec::new(),
        own: Vec::new(),
    };
    search.learn(items);
    search.walk(items);
    let kinds =
        StatementErrors { bypass: !search.found.is_empty(), empty: !search.empty.is_empty() };
    errors.append(search.empty);
    search.found.into_iter().for_each(|bypass| errors.push(bypass));
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
    found: Vec<SpannedError>,
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
        for import in imports_within(items) {
            self.learn_from(import);
        }
    }

    fn learn_modules(&mut self, items: &TokenStream) {
        let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
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

    fn learn_from(&mut self, import: Import) {
        match import.path.as_slice() {
            [only] if BypassCrate::of(only).is_some() => {
                self.aliases.extend(BypassCrate::of(only).map(|origin| (import.name, origin)));
            }
            _ => self.own.push(import.name),
        }
    }

    fn walk(&mut self, items: &TokenStream) {
        let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
        let mut start = 0;
        for (index, token) in tokens.iter().enumerate() {
            let head = tokens.get(start..index).unwrap_or_default();
            match token {
                // A nested module with its own attribute checks itself.
                TokenTree::Group(_)
                    if module_body(&tokens, index).is_some() && self.annotation.marks(head) => {}
                TokenTree::Group(group) => self.walk(&group.stream()),
                TokenTree::Ident(ident) => {
                    if let Some(statement) = import(&tokens, index) {
                        self.imports(statement);
                    } else {
                        self.empty_call(ident, &tokens, index);
                        self.call(ident, &tokens, index);
                    }
                }
                _ => {}
            }
            if ends_item(token) {
                start = index + 1;
            }
        }
    }

    /// Checks for `info!()`, with its name at `index`. Only the attribute has tokens of such a call; an
    /// error of the macro would point at the attribute.
    fn empty_call(&mut self, name: &Ident, tokens: &[TokenTree], index: usize) {
        let Some([_, bang, TokenTree::Group(input)]) = tokens.get(index..index + 3) else { return };
        let is_path = index.checked_sub(1).is_some_and(|before| is_punct(tokens.get(before), ':'));
        if is_path || !is_punct(Some(bang), '!') || !input.stream().is_empty() {
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
        self.empty.at(call, format_args!("nothing to log; write `{code}`"));
    }

    /// Checks for `tracing::info!`, with `krate` at `index`.
    fn call(&mut self, krate: &Ident, tokens: &[TokenTree], index: usize) {
        let (before, path) = tokens.split_at(index);
        let Some([_, first, second, TokenTree::Ident(name), bang]) = path.get(..5) else {
            return;
        };
        if !is_path_separator(&[first, second]) || !is_punct(Some(bang), '!') {
            return;
        }
        let absolute = match before {
            [.., earlier, first, second] if is_path_separator(&[first, second]) => {
                // `a::tracing::info!` is another macro; `return ::tracing::info!` is the crate's.
                if is_path_segment(earlier) {
                    return;
                }
                true
            }
            [first, second] => is_path_separator(&[first, second]),
            _ => false,
        };
        let origin = self.origin(&krate.to_string(), absolute);
        if origin.is_none_or(|origin| !origin.has_macro(&name.to_string())) {
            return;
        }
        let instead = if name.is("log") { "event".to_owned() } else { name.to_string() };
        let message = format!(
            "`{krate}::{name}!` bypasses {}; write `{instead}!`, or allow it with `{}`",
            self.logger, self.allowed
        );
        let start = if absolute { index - 2 } else { index };
        let path: TokenStream = tokens.iter().take(index + 5).skip(start).cloned().collect();
        self.found.push(SpannedError::at(path, message));
    }

    /// The crate that `name` refers to in this module.
    fn origin(&self, name: &str, absolute: bool) -> Option<BypassCrate> {
        if absolute {
            return BypassCrate::of(name);
        }
        let alias = self.aliases.iter().find(|(alias, _)| alias == name);
        let krate = || BypassCrate::of(name).filter(|_| !self.own.iter().any(|own| own == name));
        alias.map(|(_, origin)| *origin).or_else(krate)
    }

    /// Checks an import such as `use tracing::{info, Level};`.
    fn imports(&mut self, statement: &[TokenTree]) {
        for import in imports_of(statement) {
            let [root, name] = import.path.as_slice() else {
                continue;
            };
            let origin = self.origin(root, import.absolute);
            if origin.is_some_and(|origin| name == "*" || origin.has_macro(name)) {
                let message = format!(
                    "this import bypasses {}, whose macros are in scope already; remove it, or \
                     allow it with `{}`",
                    self.logger, self.allowed
                );
                self.found.push(SpannedError::at(&import.last, message));
            }
        }
    }
}

fn is_path_separator(tokens: &[&TokenTree; 2]) -> bool {
    tokens.iter().all(|token| is_punct(Some(token), ':'))
}

/// Returns true if a `::` after this token continues a path.
fn is_path_segment(token: &TokenTree) -> bool {
    const WORDS: [&str; 5] = ["return", "else", "in", "break", "match"];
    match token {
        TokenTree::Ident(ident) => !WORDS.contains(&ident.to_string().as_str()),
        token => is_punct(Some(token), '>'),
    }
}

/// Adds an error for every parameter and every value in `fields(..)` that an `#[instrument]` would
/// record unmasked although it is named like a secret.
pub(crate) fn instrumented(items: &TokenStream, leaks: &LeakLint, errors: &mut Errors) {
    let annotation = Annotation::of(items);
    let (names, crates) = (vec!["instrument".to_owned()], CRATES.map(str::to_owned).into());
    let mut search = InstrumentSearch { annotation, leaks, names, crates, errors };
    for import in imports_within(items) {
        search.learn_from(import);
    }
    search.walk(items);
}

/// The crates that define `#[instrument]`.
const CRATES: [&str; 2] = ["tracing", "tracing_attributes"];

struct InstrumentSearch<'a> {
    annotation: Annotation,
    leaks: &'a LeakLint,
    /// Names of the attribute in the module.
    names: Vec<String>,
    /// Names of its crates in the module.
    crates: Vec<String>,
    errors: &'a mut Errors,
}

impl InstrumentSearch<'_> {
    fn learn_from(&mut self, import: Import) {
        match import.path.as_slice() {
            [krate] if CRATES.contains(&krate.as_str()) => self.crates.push(import.name),
            [root, .., name] if name == "instrument" && self.may_lead_to_tracing(root) => {
                self.names.push(import.name);
            }
            // Another crate's, as `fastrace` has one.
            [_, .., _] if import.name == "instrument" => {
                self.names.retain(|name| *name != import.name);
            }
            _ => {}
        }
    }

    /// Returns true if a path with this first segment may lead to `tracing`, re-exports included.
    fn may_lead_to_tracing(&self, root: &str) -> bool {
        ["crate", "self", "super"].contains(&root) || self.crates.iter().any(|name| name == root)
    }

    fn walk(&mut self, items: &TokenStream) {
        let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
        let mut start = 0;
        for (index, token) in tokens.iter().enumerate() {
            let head = tokens.get(start..index).unwrap_or_default();
            match token {
                // A nested module with its own attribute checks itself.
                TokenTree::Group(_)
                    if module_body(&tokens, index).is_some() && self.annotation.marks(head) => {}
                TokenTree::Group(attribute) if is_punct(head.last(), '#') => {
                    let item = tokens.get(index + 1..).unwrap_or_default();
                    self.attribute(&attribute.stream().into_iter().collect::<Vec<_>>(), item);
                }
                TokenTree::Group(group) => self.walk(&group.stream()),
                _ => {}
            }
            if ends_item(token) {
                start = index + 1;
            }
        }
    }

    /// Checks one attribute; `item` are the tokens after it.
    fn attribute(&mut self, attribute: &[TokenTree], item: &[TokenTree]) {
        let (path, arguments) = match attribute {
            [path @ .., TokenTree::Group(arguments)] => (path, split_at_commas(arguments.stream())),
            path => (path, Vec::new()),
        };
        if matches!(path, [only] if is_ident(only, "cfg_attr")) {
            arguments.iter().skip(1).for_each(|attribute| self.attribute(attribute, item));
        } else if self.is_instrument(path) {
            if let Some(parameters) = parameters(item) {
                self.function(&arguments, parameters);
            }
        }
    }

    fn is_instrument(&self, path: &[TokenTree]) -> bool {
        let segments: Vec<String> = path
            .iter()
            .filter(|token| matches!(token, TokenTree::Ident(_)))
            .map(ToString::to_string)
            .collect();
        match segments.as_slice() {
            [name] => self.names.contains(name),
            [root, .., name] => name == "instrument" && self.may_lead_to_tracing(root),
            [] => false,
        }
    }

    /// Checks the parameters of an instrumented function.
    fn function(&mut self, arguments: &[Tokens], parameters: &Group) {
        let mut covered = Vec::new();
        let mut skips_all = false;
        for argument in arguments {
            match argument.as_slice() {
                [only] if is_ident(only, "skip_all") => skips_all = true,
                [skip, TokenTree::Group(names)] if is_ident(skip, "skip") => {
                    covered.extend(names.stream().into_iter().map(|name| unraw(&name)));
                }
                [fields, TokenTree::Group(fields_in)] if is_ident(fields, "fields") => {
                    for field in split_at_commas(fields_in.stream()) {
                        let (name, leaks) = self.leaks.span_field(&field);
                        covered.extend(name);
                        self.errors.append(leaks);
                    }
                }
                _ => {}
            }
        }
        if skips_all {
            return;
        }
        for parameter in parameter_names(parameters) {
            let name = parameter.unraw();
            if let Some(kind) = secret(&name).filter(|_| !covered.contains(&name)) {
                self.errors.at(parameter, self.leaks.recorded(kind, &name));
            }
        }
    }
}

fn unraw(name: &TokenTree) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}
