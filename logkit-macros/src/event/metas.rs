//! What stands before the fields with a colon: `logger: .., name: .., parent: ..`.

use proc_macro2::{Ident, Spacing, TokenStream, TokenTree};

use crate::event::tokens::{is_path, stream};
use crate::nearest::nearest;

/// The metas of a statement.
#[derive(Default)]
pub(crate) struct Metas {
    pub(crate) logger: Option<TokenStream>,
    pub(crate) name: Option<TokenStream>,
    pub(crate) parent: Option<TokenStream>,
}

impl Metas {
    /// Takes one over.
    pub(crate) fn add(&mut self, key: &Ident, value: &[TokenTree]) -> syn::Result<()> {
        let mistake = |message: String| Err(syn::Error::new(key.span(), message));
        let (slot, example) = match key.to_string().as_str() {
            "logger" => (&mut self.logger, "LOGGER"),
            "name" => (&mut self.name, "\"packed\""),
            "parent" => (&mut self.parent, "&span"),
            other => return mistake(unknown(other)),
        };
        if value.is_empty() {
            return mistake(format!("`{key}:` needs a value; write `{key}: {example}`"));
        }
        if key == "logger" && !is_path(value) {
            return Err(syn::Error::new_spanned(
                stream(value),
                "`logger:` takes the path of a logger's static; write `logger: LOGGER`",
            ));
        }
        if slot.replace(stream(value)).is_some() {
            return mistake(format!("`{key}:` stands here twice; leave one out"));
        }
        Ok(())
    }
}

/// `name: value`
pub(crate) fn meta(item: &[TokenTree]) -> Option<(&Ident, &[TokenTree])> {
    match item {
        [TokenTree::Ident(key), TokenTree::Punct(colon), value @ ..]
            if colon.as_char() == ':' && colon.spacing() == Spacing::Alone =>
        {
            Some((key, value))
        }
        _ => None,
    }
}

/// What is wrong with a meta that stands among or after the fields.
pub(crate) fn misplaced(key: &Ident) -> String {
    match key.to_string().as_str() {
        "logger" | "name" | "parent" => {
            format!("`{key}:` stands before the fields and the message; write it first")
        }
        other => unknown(other),
    }
}

fn unknown(key: &str) -> String {
    if key == "target" {
        return "`target:` is decided by the logger: its name is the target; leave it out, or \
                write `logger: OTHER` to log to another logger"
            .to_owned();
    }
    match nearest(key, &["logger", "name", "parent"]) {
        Some(known) => format!("unknown argument `{key}:`; did you mean `{known}:`?"),
        None => format!("a field is written with `=`; write `{key} = value`"),
    }
}
