//! Log statements in an annotated module that would not go to its logger.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use crate::diag::Mistakes;
use crate::module_logger::nested::{ends_item, is_annotated};

const TRACING: [&str; 6] = ["trace", "debug", "info", "warn", "error", "event"];
const LOG: [&str; 6] = ["trace", "debug", "info", "warn", "error", "log"];

/// Notes every `tracing::info!(..)`, `use log::*;` and the like; whether there are any.
pub(crate) fn find(items: &TokenStream, logger: &str, mistakes: &mut Mistakes) -> bool {
    let mut search =
        Search { logger, found: Vec::new(), aliases: Vec::new(), shadowed: Vec::new() };
    search.learn(items);
    search.walk(items);
    let any = !search.found.is_empty();
    search.found.into_iter().for_each(|bypass| mistakes.push(bypass));
    any
}

struct Search<'a> {
    logger: &'a str,
    found: Vec<syn::Error>,
    /// `use tracing as t;`: the alias and the crate.
    aliases: Vec<(String, &'static str)>,
    /// Names that mean something of the user's own, as after `mod log { .. }`.
    shadowed: Vec<String>,
}

/// One leaf of a `use`: its path, and what it is called from then on.
struct Leaf {
    absolute: bool,
    path: Vec<String>,
    last: TokenTree,
    name: String,
}

fn krate(name: &str) -> Option<&'static str> {
    match name {
        "tracing" => Some("tracing"),
        "log" => Some("log"),
        _ => None,
    }
}

fn is_macro(krate: &str, name: &str) -> bool {
    if krate == "log" { LOG.contains(&name) } else { TRACING.contains(&name) }
}

impl Search<'_> {
    /// What the module calls what, wherever in it.
    fn learn(&mut self, items: &TokenStream) {
        let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            match (token, tokens.get(index + 1)) {
                (TokenTree::Ident(keyword), Some(TokenTree::Ident(name))) if keyword == "mod" => {
                    self.shadowed.push(name.to_string());
                }
                (TokenTree::Ident(keyword), Some(_)) if keyword == "use" => {
                    for leaf in leaves(tokens.get(index + 1..).unwrap_or_default()) {
                        self.learn_from(leaf);
                    }
                }
                (TokenTree::Group(group), _) => self.learn(&group.stream()),
                _ => {}
            }
        }
    }

    fn learn_from(&mut self, leaf: Leaf) {
        match leaf.path.as_slice() {
            [only] if krate(only).is_some() => {
                self.aliases.extend(krate(only).map(|krate| (leaf.name, krate)));
            }
            _ => self.shadowed.push(leaf.name),
        }
    }

    fn walk(&mut self, items: &TokenStream) {
        let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
        let mut start = 0;
        for (index, token) in tokens.iter().enumerate() {
            match token {
                // A nested module with its own attribute looks at itself.
                TokenTree::Group(group)
                    if group.delimiter() == Delimiter::Brace
                        && is_annotated(&tokens, start, index) => {}
                TokenTree::Group(group) => self.walk(&group.stream()),
                TokenTree::Ident(ident) if ident == "use" => {
                    self.imports(tokens.get(index + 1..).unwrap_or_default());
                }
                TokenTree::Ident(ident) => self.call(ident, &tokens, index),
                _ => {}
            }
            if ends_item(token) {
                start = index + 1;
            }
        }
    }

    /// `tracing::info!`, with `krate` at `index`.
    fn call(&mut self, krate: &Ident, tokens: &[TokenTree], index: usize) {
        let [
            TokenTree::Punct(colon),
            TokenTree::Punct(_),
            TokenTree::Ident(name),
            TokenTree::Punct(bang),
            ..,
        ] = tokens.get(index + 1..).unwrap_or_default()
        else {
            return;
        };
        if colon.as_char() != ':' || bang.as_char() != '!' {
            return;
        }
        // `a::tracing::info!` is somebody else's; `::tracing::info!` is the crate.
        let is_colon = |at: Option<usize>| matches!(at.and_then(|at| tokens.get(at)), Some(TokenTree::Punct(p)) if p.as_char() == ':');
        let absolute = is_colon(index.checked_sub(1)) && is_colon(index.checked_sub(2));
        if absolute
            && matches!(index.checked_sub(3).and_then(|at| tokens.get(at)), Some(TokenTree::Ident(before)) if before != "return" && before != "else" && before != "in")
        {
            return;
        }
        let Some(origin) = self.origin(&krate.to_string(), absolute) else {
            return;
        };
        if is_macro(origin, &name.to_string()) {
            let instead = if name == "log" { "event".to_owned() } else { name.to_string() };
            let message = format!(
                "`{krate}::{name}!` bypasses the logger `{0}`; write `{instead}!(..)`, or allow it \
                 with `#[module_logger(\"{0}\", allow_bypass)]`",
                self.logger
            );
            let path = tokens.get(index..index + 4).unwrap_or_default();
            self.found.push(syn::Error::new_spanned(stream(path), message));
        }
    }

    /// The crate that `name` means here.
    fn origin(&self, name: &str, absolute: bool) -> Option<&'static str> {
        if absolute {
            return krate(name);
        }
        let alias = self.aliases.iter().find(|(alias, _)| alias == name);
        alias
            .map(|(_, krate)| *krate)
            .or_else(|| krate(name).filter(|_| !self.shadowed.iter().any(|shadow| shadow == name)))
    }

    /// `use tracing::{info, Level};`
    fn imports(&mut self, statement: &[TokenTree]) {
        for leaf in leaves(statement) {
            let [root, name] = leaf.path.as_slice() else {
                continue;
            };
            let Some(origin) = self.origin(root, leaf.absolute) else {
                continue;
            };
            if name == "*" || is_macro(origin, name) {
                let message = format!(
                    "this import bypasses the logger `{0}`, whose macros are in scope without it; \
                     leave it out, or allow it with `#[module_logger(\"{0}\", allow_bypass)]`",
                    self.logger
                );
                self.found.push(syn::Error::new_spanned(&leaf.last, message));
            }
        }
    }
}

/// The leaves of a `use` statement, of which `tokens` are what follows the keyword.
fn leaves(tokens: &[TokenTree]) -> Vec<Leaf> {
    let mut found = Vec::new();
    let absolute =
        matches!(tokens.first(), Some(TokenTree::Punct(colon)) if colon.as_char() == ':');
    let statement: Vec<TokenTree> = tokens
        .iter()
        .take_while(|token| !matches!(token, TokenTree::Punct(p) if p.as_char() == ';'))
        .cloned()
        .collect();
    collect(&statement, &[], absolute, &mut found);
    found
}

fn stream(tokens: &[TokenTree]) -> TokenStream {
    tokens.iter().cloned().collect()
}

fn collect(tree: &[TokenTree], prefix: &[String], absolute: bool, found: &mut Vec<Leaf>) {
    let mut path = prefix.to_vec();
    let mut last = None;
    let mut tokens = tree.iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "as" => {
                if let (Some(TokenTree::Ident(name)), Some(last)) = (tokens.next(), last.take()) {
                    found.push(Leaf { absolute, path, last, name: name.to_string() });
                }
                return;
            }
            // `tracing::{self}` is `tracing`.
            TokenTree::Ident(ident) if ident == "self" && !path.is_empty() => {
                last = Some(token.clone());
            }
            TokenTree::Ident(ident) => {
                path.push(ident.to_string());
                last = Some(token.clone());
            }
            TokenTree::Punct(star) if star.as_char() == '*' => {
                path.push("*".to_owned());
                last = Some(token.clone());
            }
            TokenTree::Group(group) => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                let comma = |token: &TokenTree| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ',');
                for tree in inside.split(comma) {
                    collect(tree, &path, absolute, found);
                }
                return;
            }
            _ => {}
        }
    }
    if let Some(last) = last {
        let name = path.last().cloned().unwrap_or_default();
        found.push(Leaf { absolute, path, last, name });
    }
}
