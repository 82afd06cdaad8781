//! The leak lint: what a statement may not log as it is, because its name is that of a secret.

use proc_macro2::{Delimiter, TokenTree};
use syn::LitStr;

use crate::diag::Mistakes;
use crate::event::fields;
use crate::event::holes;
use crate::event::message::name_of;
use crate::event::model::{Key, What};
use crate::event::subject::Subject;
use crate::event::tokens::{Item, is_ident, punct, stream, string_literal, ungrouped};
use crate::secret_names::{Secret, secret};

/// The longest path that an error repeats, in bytes.
const MAX_REPEATED: usize = 40;

/// Notes a field whose name, or what is logged under it, is a secret's. `sigil` is what a mask
/// needs in front of it there.
pub(crate) fn field(item: &[TokenTree], key: &Key, value: &[TokenTree], sigil: &str) -> Mistakes {
    let path = match item {
        [first, path @ ..] if matches!(punct(first), Some('%' | '?')) => path,
        item => item,
    };
    let equals = path.iter().position(|token| punct(token) == Some('='));
    let place = path.get(..equals.unwrap_or(path.len())).unwrap_or_default();
    let (name, written) = match key {
        Key::Text(name) if string_literal(place).is_some() => (name.as_str(), format!("{name:?}")),
        Key::Text(name) => (name.as_str(), name.clone()),
        Key::Constant(constant) => ("", format!("{{ {constant} }}")),
    };
    named(name, place, value, &format!("{written} = {sigil}"))
}

/// What stands in `fields(..)` of an `#[instrument]`: the parameter whose record it takes the place
/// of, and what it must not record.
pub(crate) fn span_field(item: &[TokenTree]) -> (Option<String>, Mistakes) {
    let mut bindings = Vec::new();
    let Some(Ok(found)) = fields::parse(item, &mut bindings) else {
        return (None, Mistakes::default());
    };
    let name = match &found.key {
        Key::Text(name) => Some(name.clone()),
        Key::Constant(_) => None,
    };
    let value = match bindings.pop().map(|binding| binding.what) {
        // Without a value `tracing` records nothing.
        Some(What::Value(value)) if fields::is_field(item) => value.into_iter().collect(),
        _ => Item::new(),
    };
    let is_nothing = match Subject::of(&value) {
        Subject::Path(path) => path == "Empty",
        _ => value.is_empty(),
    };
    let leaks = if is_nothing { Mistakes::default() } else { field(item, &found.key, &value, "%") };
    (name, leaks)
}

/// What is wrong with a parameter that `#[instrument]` records, and the ways out.
pub(crate) fn recorded(kind: Secret, name: &str) -> String {
    let field = |mask: &str| format!("`fields({name} = %{mask}&{name}))`");
    let mask = match kind {
        Secret::Whole => "masked(",
        Secret::Number => "keep_last(4, ",
    };
    format!(
        "`{name}` looks like a secret, and `#[instrument]` records it; write `skip({name})` or \
         {}, or, to record it as it is, {}",
        field(mask),
        field("unmasked(")
    )
}

/// Notes the arguments of a message that are secrets by their names, and the variables that the
/// literal captures.
pub(crate) fn message(literal: Option<&LitStr>, arguments: &[Item]) -> Mistakes {
    let mut leaks = Mistakes::default();
    let names: Vec<_> = arguments.iter().map(|argument| name_of(argument)).collect();
    if let Some(literal) = literal {
        for capture in holes::captures(&literal.value()) {
            let is_given = names.iter().flatten().any(|(name, _)| *name == capture);
            if let Some(kind) = secret(&capture).filter(|_| !is_given) {
                let mend = mend(kind, "add", &format!("{capture} = "), &format!("&{capture}"));
                leaks.at(literal, format_args!("`{{{capture}}}` {mend}"));
            }
        }
    }
    for (argument, name) in arguments.iter().zip(names) {
        leaks.append(match name {
            Some((name, value)) => {
                let place = argument.get(..1).unwrap_or_default();
                named(&name, place, value, &format!("{name} = "))
            }
            None => named("", &[], argument, ""),
        });
    }
    leaks
}

/// Notes a value that stands under a name, or under none, where one of the two is a secret's.
fn named(name: &str, place: &[TokenTree], value: &[TokenTree], before: &str) -> Mistakes {
    let mut leaks = Mistakes::default();
    let subject = Subject::of(value);
    let shown = match &subject {
        Subject::Masked | Subject::Literal => return leaks,
        Subject::Path(_) => repeated(value),
        Subject::Formatted(_) | Subject::Several(_) | Subject::Other => "..".to_owned(),
    };
    if let Some(kind) = secret(name) {
        let mend = mend(kind, "write", before, &shown);
        leaks.at(stream(place), format_args!("`{name}` {mend}"));
        return leaks;
    }
    match subject {
        Subject::Path(path) => {
            if let Some(kind) = secret(&path) {
                let mend = mend(kind, "write", before, &shown);
                leaks.at(stream(value), format_args!("`{path}` {mend}"));
            }
        }
        Subject::Formatted(inside) => leaks.append(formatted(&inside)),
        Subject::Several(items) => {
            for item in &items {
                leaks.append(named("", &[], item, ""));
            }
        }
        Subject::Masked | Subject::Literal | Subject::Other => {}
    }
    leaks
}

/// Notes what a `format!` makes text of.
fn formatted(inside: &[Item]) -> Mistakes {
    match inside {
        [template, arguments @ ..] => message(string_literal(template).as_ref(), arguments),
        [] => Mistakes::default(),
    }
}

/// What is wrong, and the ways out.
fn mend(kind: Secret, verb: &str, before: &str, value: &str) -> String {
    let masked = match kind {
        Secret::Whole => format!("`{before}masked({value})`"),
        Secret::Number => format!("`{before}keep_last(4, {value})` or `{before}masked({value})`"),
    };
    format!(
        "looks like a secret; {verb} {masked}, or, to log it as it is, \
         `{before}unmasked({value})`"
    )
}

/// A path as the user wrote it, borrowed; `..` for what is more.
fn repeated(value: &[TokenTree]) -> String {
    if let Some(inside) = ungrouped(value) {
        return repeated(&inside);
    }
    let is_cast = value.iter().any(|token| is_ident(token, "as"));
    // A mask takes references of any depth.
    let is_before =
        |token: &TokenTree| matches!(punct(token), Some('&' | '*')) || is_ident(token, "mut");
    let path = value.split(is_before).next_back().unwrap_or_default();
    let mut text = String::new();
    compact(path, &mut text);
    if is_cast || text.len() > MAX_REPEATED { "..".to_owned() } else { format!("&{text}") }
}

/// Writes a path, and what may follow it, as `rustfmt` would.
fn compact(tokens: &[TokenTree], text: &mut String) {
    let mut after_word = false;
    for token in tokens {
        let is_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        if after_word && is_word {
            text.push(' ');
        }
        after_word = is_word;
        let TokenTree::Group(group) = token else {
            text.push_str(&token.to_string());
            continue;
        };
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::None => ("", ""),
        };
        text.push_str(open);
        compact(&group.stream().into_iter().collect::<Vec<_>>(), text);
        text.push_str(close);
    }
}

#[cfg(test)]
mod tests {
    use super::repeated;

    #[test]
    fn paths_are_repeated_as_they_were_written() {
        for (value, shown) in [
            ("token", "&token"),
            ("&mut *user.token", "&user.token"),
            ("user.tokens[0].as_str()", "&user.tokens[0].as_str()"),
            ("(&token).into::<Box<dyn Any>>()", "&(&token).into::<Box<dyn Any>>()"),
            ("pin as u64", ".."),
            ("a.very_long_path.to_something.that_nobody.would_read", ".."),
        ] {
            let tokens: proc_macro2::TokenStream = value.parse().unwrap();
            assert_eq!(repeated(&tokens.into_iter().collect::<Vec<_>>()), shown);
        }
    }
}
