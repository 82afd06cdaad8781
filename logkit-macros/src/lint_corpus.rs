//! The leak lint over the log statements of other crates, to read by hand what it refuses.

#![allow(clippy::print_stdout, reason = "the test prints what a person reads")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::event;
use crate::tokens::api::{Delimiter, Group, TokenStream, TokenTree};
use crate::tokens::{Tokens, is_punct, join, split_at_commas, stream};

const MACROS: [&str; 5] = ["trace", "debug", "info", "warn", "error"];

/// The statements of a corpus, and those that the lint refuses.
#[derive(Default)]
struct Corpus {
    statements: usize,
    refused: usize,
    /// Those that compile only if a value is a number or a bool.
    by_type: usize,
}

#[test]
#[ignore = "reads the crates in LINT_CORPUS, or in cargo's registry; run with `-- --ignored --nocapture`"]
fn few_statements_of_other_crates_are_refused() {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let registry = home.map(|home| home.join("registry/src"));
    let root = env::var_os("LINT_CORPUS").map(PathBuf::from).or(registry);
    let mut corpus = Corpus::default();
    corpus.folder(&root.expect("LINT_CORPUS is the folder of a corpus"));
    let Corpus { statements, refused, by_type } = corpus;
    println!("{statements} statements, {refused} refused, {by_type} left to the type of a value");
    assert!(1_000 * (refused + by_type) <= 3 * statements, "more than 0.3 %");
}

impl Corpus {
    fn folder(&mut self, folder: &Path) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                self.folder(&path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap_or_default();
                if MACROS.iter().any(|name| text.contains(&format!("{name}!("))) {
                    self.tokens(text.parse().unwrap_or_default(), &path);
                }
            }
        }
    }

    fn tokens(&mut self, tokens: TokenStream, path: &Path) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            let TokenTree::Group(group) = token else { continue };
            match tokens.get(..index) {
                Some([.., TokenTree::Ident(name), bang])
                    if is_punct(bang, '!')
                        && group.delimiter() == Delimiter::Parenthesis
                        && MACROS.contains(&name.to_string().as_str()) =>
                {
                    self.statement(&name.to_string(), group, path);
                }
                _ => self.tokens(group.stream(), path),
            }
        }
    }

    fn statement(&mut self, name: &str, input: &Group, path: &Path) {
        // `target:` and `parent:` are not the lint's matter.
        let items = split_at_commas(input.stream());
        let is_argument = |item: &Vec<TokenTree>| match item.as_slice() {
            [TokenTree::Ident(key), colon, ..] => {
                is_punct(colon, ':')
                    && ["target", "parent", "name", "logger"].contains(&key.to_string().as_str())
            }
            _ => false,
        };
        let mut rest = Tokens::new();
        for item in items.iter().skip_while(|item| is_argument(item)) {
            join(&mut rest, item);
        }
        let rest = stream(&rest);
        self.statements += 1;
        let expansion = event::expand(format!("[::logkit] {name} {rest}").parse().unwrap());
        let expansion = expansion.to_string();
        if !expansion.contains("looks like a secret") {
            if [". counted (__", ". count (__"].iter().any(|call| expansion.contains(call)) {
                self.by_type += 1;
                println!("{}: {name}!({}): by type", path.display(), input.stream());
            }
            return;
        }
        self.refused += 1;
        let found = expansion.split("looks like a secret").next().unwrap_or_default();
        let found = found.rsplit('"').next().unwrap_or_default();
        println!("{}: {name}!({}): {found}", path.display(), input.stream());
    }
}
