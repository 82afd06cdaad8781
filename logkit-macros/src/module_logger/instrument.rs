//! `tracing`'s `#[instrument]` records every argument of a function in a span; here are found those
//! that are secrets by their names.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;

use crate::diag::Mistakes;
use crate::event::leak;
use crate::event::tokens::{Item, after_generics, split_at_commas};
use crate::module_logger::imports::{Leaf, leaves_within};
use crate::module_logger::items::{Annotation, ends_item, is_ident, is_punct, module_body};
use crate::secret_names::secret;

/// Notes every parameter that would be recorded as it is, and every such value in `fields(..)`.
pub(crate) fn find(items: &TokenStream, mistakes: &mut Mistakes) {
    let annotation = Annotation::of(items);
    let (names, crates) = (vec!["instrument".to_owned()], CRATES.map(str::to_owned).into());
    let mut search = Search { annotation, names, crates, mistakes };
    // What the module calls what, wherever in it.
    for leaf in leaves_within(items) {
        search.learn_from(leaf);
    }
    search.walk(items);
}

/// Where the attribute comes from.
const CRATES: [&str; 2] = ["tracing", "tracing_attributes"];

struct Search<'a> {
    annotation: Annotation,
    /// What the attribute is called where it has been imported.
    names: Vec<String>,
    /// What its crates are called.
    crates: Vec<String>,
    mistakes: &'a mut Mistakes,
}

impl Search<'_> {
    fn learn_from(&mut self, leaf: Leaf) {
        match leaf.path.as_slice() {
            [krate] if CRATES.contains(&krate.as_str()) => self.crates.push(leaf.name),
            [root, .., name] if name == "instrument" && self.may_lead_there(root) => {
                self.names.push(leaf.name);
            }
            // Another crate's, as `fastrace` has one.
            [_, .., _] if leaf.name == "instrument" => self.names.retain(|name| *name != leaf.name),
            _ => {}
        }
    }

    /// Whether a path that begins so may end in `tracing`, perhaps by the user's own re-export.
    fn may_lead_there(&self, root: &str) -> bool {
        ["crate", "self", "super"].contains(&root) || self.crates.iter().any(|name| name == root)
    }

    fn walk(&mut self, items: &TokenStream) {
        let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
        let mut start = 0;
        for (index, token) in tokens.iter().enumerate() {
            let head = tokens.get(start..index).unwrap_or_default();
            match token {
                // A nested module with its own attribute looks at itself.
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

    /// What stands in the brackets of an attribute, and what follows them.
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
            [root, .., name] => name == "instrument" && self.may_lead_there(root),
            [] => false,
        }
    }

    /// An instrumented function: the attribute's arguments, and the function's parameters.
    fn function(&mut self, arguments: &[Item], parameters: &Group) {
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
                        let (name, leaks) = leak::span_field(&field);
                        covered.extend(name);
                        self.mistakes.append(leaks);
                    }
                }
                _ => {}
            }
        }
        if skips_all {
            return;
        }
        for parameter in names(parameters) {
            let name = parameter.unraw().to_string();
            if let Some(kind) = secret(&name).filter(|_| !covered.contains(&name)) {
                self.mistakes.at(parameter, leak::recorded(kind, &name));
            }
        }
    }
}

fn unraw(name: &TokenTree) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

/// The parentheses of the function that the tokens begin; `None` where they begin something else.
fn parameters(item: &[TokenTree]) -> Option<&Group> {
    let at = item.iter().position(|token| is_ident(token, "fn") || ends_item(token))?;
    match item.get(at..)? {
        [_, TokenTree::Ident(_), open, rest @ ..] if is_punct(Some(open), '<') => {
            match after_generics(rest)? {
                [TokenTree::Group(parameters), ..] => Some(parameters),
                _ => None,
            }
        }
        [_, TokenTree::Ident(_), TokenTree::Group(parameters), ..] => Some(parameters),
        _ => None,
    }
}

/// The variables that the parameters make, as `tracing` names its fields after them.
fn names(parameters: &Group) -> Vec<Ident> {
    let tokens: Vec<TokenTree> = parameters.stream().into_iter().collect();
    let mut found = Vec::new();
    let mut rest = tokens.as_slice();
    while let Some(colon) = rest.iter().enumerate().position(|(at, _)| is_colon(rest, at)) {
        let (pattern, of) = rest.split_at(colon);
        variables(pattern, &mut found);
        rest = after_type(of);
    }
    found
}

/// What follows the comma behind a type.
fn after_type(mut rest: &[TokenTree]) -> &[TokenTree] {
    while let [token, after @ ..] = rest {
        rest = after;
        if is_punct(Some(token), ',') {
            break;
        }
        if is_punct(Some(token), '<') {
            rest = after_generics(after).unwrap_or_default();
        }
    }
    rest
}

/// Whether a colon that is no part of a `::` stands there.
fn is_colon(tokens: &[TokenTree], at: usize) -> bool {
    let is_punct_at = |at: Option<usize>| is_punct(at.and_then(|at| tokens.get(at)), ':');
    is_punct_at(Some(at)) && !is_punct_at(at.checked_sub(1)) && !is_punct_at(Some(at + 1))
}

fn variables(pattern: &[TokenTree], found: &mut Vec<Ident>) {
    for (at, token) in pattern.iter().enumerate() {
        match token {
            // An attribute of the parameter's.
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Bracket
                    && is_punct(at.checked_sub(1).and_then(|at| pattern.get(at)), '#') => {}
            TokenTree::Group(group) => {
                variables(&group.stream().into_iter().collect::<Vec<_>>(), found);
            }
            TokenTree::Ident(ident) => {
                let before = at.checked_sub(1).and_then(|at| pattern.get(at));
                let after = pattern.get(at + 1);
                // The name of a type or of a field, or a `macro_rules` variable.
                let is_path = is_punct(after, ':')
                    || is_punct(before, ':') && !is_colon(pattern, at.saturating_sub(1))
                    || is_punct(before, '$')
                    || matches!(after, Some(TokenTree::Group(_)));
                if !is_path {
                    found.push(ident.clone());
                }
            }
            _ => {}
        }
    }
}
