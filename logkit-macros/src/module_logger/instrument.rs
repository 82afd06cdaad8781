//! Functions of an annotated module whose `#[instrument]` records a secret.

use crate::allowance::secret;
use crate::errors::Errors;
use crate::event::lint::LeakLint;
use crate::tokens::api::{Group, Name as _, TokenStream, TokenTree};
use crate::tokens::items::{
    Annotation, Import, imports_within, parameter_names, parameters, places,
};
use crate::tokens::{
    Tokens, ends_with, inside_of, is_ident, is_separator, split_at_commas, tokens_of,
};
use crate::words::contains;

/// Adds an error for every parameter and every value in `fields(..)` that an `#[instrument]` would
/// record unmasked although it is named like a secret.
pub(crate) fn instrumented(items: &TokenStream, leaks: &LeakLint, errors: &mut Errors) {
    let annotation = Annotation::of(items);
    let names = vec!["instrument".to_owned()];
    let mut search = InstrumentSearch { annotation, leaks, names, crates: Vec::new(), errors };
    for import in &imports_within(items) {
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
    /// Names of its crates in the module, beside their own.
    crates: Vec<String>,
    errors: &'a mut Errors,
}

impl InstrumentSearch<'_> {
    fn learn_from(&mut self, import: &Import) {
        match import.path.as_slice() {
            [krate] if CRATES.contains(&krate.as_str()) => self.crates.push(import.name.clone()),
            [root, .., name] if name == "instrument" && self.may_lead_to_tracing(root) => {
                self.names.push(import.name.clone());
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
        ["crate", "self", "super"].contains(&root)
            || CRATES.contains(&root)
            || contains(&self.crates, root)
    }

    fn walk(&mut self, items: &TokenStream) {
        let tokens = tokens_of(items);
        for place in &places(&tokens) {
            match place.token {
                // A nested module with its own attribute checks itself.
                TokenTree::Group(_) if self.annotation.marks_module(place) => {}
                TokenTree::Group(attribute) if ends_with(place.head, '#') => {
                    let item = tokens.get(place.index + 1..).unwrap_or_default();
                    self.attribute(&inside_of(attribute), item);
                }
                TokenTree::Group(group) => self.walk(&group.stream()),
                _ => {}
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
            for attribute in arguments.get(1..).unwrap_or_default() {
                self.attribute(attribute, item);
            }
        } else if self.is_instrument(path) {
            if let Some(parameters) = parameters(item) {
                self.function(&arguments, parameters);
            }
        }
    }

    fn is_instrument(&self, path: &[TokenTree]) -> bool {
        match path {
            [TokenTree::Ident(name)] => contains(&self.names, &name.to_string()),
            [a, b, path @ ..] if is_separator(a, b) => self.is_instrument(path),
            [TokenTree::Ident(root), .., name] => {
                is_ident(name, "instrument") && self.may_lead_to_tracing(&root.to_string())
            }
            _ => false,
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
                    for name in &inside_of(names) {
                        if let TokenTree::Ident(name) = name {
                            covered.push(name.unraw());
                        }
                    }
                }
                [fields, TokenTree::Group(fields_in)] if is_ident(fields, "fields") => {
                    for field in split_at_commas(fields_in.stream()) {
                        let (name, leaks) = self.leaks.span_field(&field);
                        covered.push(name.unwrap_or_default());
                        self.errors.append(leaks);
                    }
                }
                _ => {}
            }
        }
        if skips_all {
            return;
        }
        for parameter in &parameter_names(parameters) {
            let name = parameter.unraw();
            match secret(&name) {
                Some(kind) if !covered.contains(&name) => {
                    self.errors.at(parameter, self.leaks.recorded(kind, &name));
                }
                _ => {}
            }
        }
    }
}
