//! Log statements in an annotated module that would not go to its logger.

use proc_macro2::{Ident, TokenStream, TokenTree};

use crate::diag::Mistakes;
use crate::module_logger::imports::{Leaf, leaves, leaves_within};
use crate::module_logger::items::{Annotation, ends_item, import, is_ident, is_punct, module_body};

/// Notes every `tracing::info!(..)`, `use log::*;` and the like; whether there are any.
pub(crate) fn find(items: &TokenStream, logger: &str, mistakes: &mut Mistakes) -> bool {
    let annotation = Annotation::of(items);
    let mut search =
        Search { logger, annotation, found: Vec::new(), aliases: Vec::new(), own: Vec::new() };
    search.learn(items);
    search.walk(items);
    let any = !search.found.is_empty();
    search.found.into_iter().for_each(|bypass| mistakes.push(bypass));
    any
}

struct Search<'a> {
    logger: &'a str,
    annotation: Annotation,
    found: Vec<syn::Error>,
    /// `use tracing as t;`: the name here, and the crate.
    aliases: Vec<(String, Origin)>,
    /// Names that mean something of the user's own, as after `mod log { .. }`.
    own: Vec<String>,
}

/// A crate that logs past us.
#[derive(Clone, Copy)]
enum Origin {
    Tracing,
    Log,
}

impl Origin {
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

impl Search<'_> {
    /// What the module calls what, wherever in it.
    fn learn(&mut self, items: &TokenStream) {
        self.learn_modules(items);
        for leaf in leaves_within(items) {
            self.learn_from(leaf);
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

    fn learn_from(&mut self, leaf: Leaf) {
        match leaf.path.as_slice() {
            [only] if Origin::of(only).is_some() => {
                self.aliases.extend(Origin::of(only).map(|origin| (leaf.name, origin)));
            }
            _ => self.own.push(leaf.name),
        }
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
                TokenTree::Group(group) => self.walk(&group.stream()),
                TokenTree::Ident(ident) => match import(&tokens, index) {
                    Some(statement) => self.imports(statement),
                    None => self.call(ident, &tokens, index),
                },
                _ => {}
            }
            if ends_item(token) {
                start = index + 1;
            }
        }
    }

    /// `tracing::info!`, with `krate` at `index`.
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
                // `a::tracing::info!` is somebody else's; `return ::tracing::info!` is the crate's.
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
        let instead = if name == "log" { "event".to_owned() } else { name.to_string() };
        let message = format!(
            "`{krate}::{name}!` bypasses the logger `{0}`; write `{instead}!(..)`, or allow it \
             with `#[module_logger(\"{0}\", allow_bypass)]`",
            self.logger
        );
        let path: TokenStream = path.iter().take(4).cloned().collect();
        self.found.push(syn::Error::new_spanned(path, message));
    }

    /// The crate that `name` means here.
    fn origin(&self, name: &str, absolute: bool) -> Option<Origin> {
        if absolute {
            return Origin::of(name);
        }
        let alias = self.aliases.iter().find(|(alias, _)| alias == name);
        let krate = || Origin::of(name).filter(|_| !self.own.iter().any(|own| own == name));
        alias.map(|(_, origin)| *origin).or_else(krate)
    }

    /// `use tracing::{info, Level};`
    fn imports(&mut self, statement: &[TokenTree]) {
        for leaf in leaves(statement) {
            let [root, name] = leaf.path.as_slice() else {
                continue;
            };
            let origin = self.origin(root, leaf.absolute);
            if origin.is_some_and(|origin| name == "*" || origin.has_macro(name)) {
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

fn is_path_separator(tokens: &[&TokenTree; 2]) -> bool {
    tokens.iter().all(|token| is_punct(Some(token), ':'))
}

/// Whether a `::` after this token goes on with a path.
fn is_path_segment(token: &TokenTree) -> bool {
    const WORDS: [&str; 5] = ["return", "else", "in", "break", "match"];
    match token {
        TokenTree::Ident(ident) => !WORDS.iter().any(|word| ident == word),
        token => is_punct(Some(token), '>'),
    }
}
