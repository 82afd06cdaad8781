//! The leak lint: values that a statement must not log as they are, because their names are those
//! of secrets.

use crate::allowance::{allows, secret};
use crate::errors::Errors;
use crate::event::ast::{BindingKind, EventKey, is_field, parse_field};
use crate::event::count::is_count;
use crate::event::message::name_of;
use crate::event::placeholder::captures;
use crate::paths::Runtime;
use crate::secret_names::{self, SecretName, is_plural};
use crate::tokens::api::{Delimiter, Name as _, TokenTree};
use crate::tokens::{
    ExprKind, StringLiteral, Tokens, all, find_punct, is_ident, is_punct, punct, string_literal,
    ungrouped, written,
};

/// The longest expression that an error repeats, in bytes. The code around a longer one cannot be pasted.
const MAX_REPEATED: usize = 200;

/// The answer of the lint about one value, or about a message.
#[derive(Default)]
pub(crate) struct Verdict {
    /// The statement decides whether the value shows, so its name is not checked at run time.
    pub(crate) explicit: bool,
    /// The value is not a secret if its type is that of a count, which the expansion checks.
    pub(crate) is_count: bool,
    pub(crate) leaks: Errors,
}

/// The text in front of a mask, and in front of `unmasked`, which needs the value's own sigil.
#[derive(Default)]
struct Before {
    masked: String,
    unmasked: String,
}

impl Before {
    fn both(text: String) -> Self {
        Self { unmasked: text.clone(), masked: text }
    }
}

/// The lint, with the crate of the masks that its errors suggest.
pub(crate) struct LeakLint {
    runtime: Runtime,
}

impl LeakLint {
    pub(crate) fn new(runtime: &Runtime) -> Self {
        Self { runtime: runtime.clone() }
    }

    /// Checks the name of a field and its value. `sigil` is the one that a mask needs there.
    pub(crate) fn field(
        &self,
        item: &[TokenTree],
        key: &EventKey,
        value: &[TokenTree],
        sigil: &str,
    ) -> Verdict {
        let path = match item {
            [first, path @ ..] if matches!(punct(first), Some('%' | '?')) => path,
            item => item,
        };
        let (place, after) = path.split_at(find_punct(path, '=').unwrap_or(path.len()));
        let (name, written) = match key {
            EventKey::Text(name) if string_literal(place).is_some() => {
                (name.as_str(), format!("{name:?}"))
            }
            EventKey::Text(name) => (name.as_str(), name.clone()),
            EventKey::Constant(constant) => ("", format!("{{ {constant} }}")),
        };
        let mut unmasked = format!("{written} = {sigil}");
        for tokens in [after.get(1..).unwrap_or_default(), item].as_slice() {
            if let [TokenTree::Punct(given), ..] = tokens {
                if matches!(given.as_char(), '%' | '?') {
                    unmasked = format!("{written} = {given}");
                }
            }
        }
        let before = Before { masked: format!("{written} = {sigil}"), unmasked };
        // The types of a span's fields are not checked.
        self.named(name, item, value, &before, &|| sigil.is_empty())
    }

    /// Checks a field in `fields(..)` of an `#[instrument]`; also returns the name of the parameter
    /// that the field replaces.
    pub(crate) fn span_field(&self, item: &[TokenTree]) -> (Option<String>, Errors) {
        let mut bindings = Vec::new();
        let Some(Ok(found)) = parse_field(item, &mut bindings) else {
            return (None, Errors::default());
        };
        let name = match &found.key {
            EventKey::Text(name) => Some(name.clone()),
            EventKey::Constant(_) => None,
        };
        let value = match bindings.pop().map(|binding| binding.kind) {
            // Without a value `tracing` records nothing.
            Some(BindingKind::Value(value)) if is_field(item) => value,
            _ => Tokens::new(),
        };
        let is_empty = match ExprKind::of(&value) {
            ExprKind::Path(path) => path == "Empty",
            _ => value.is_empty(),
        };
        let leaks = if is_empty {
            Errors::default()
        } else {
            self.field(item, &found.key, &value, "%").leaks
        };
        (name, leaks)
    }

    /// The error for a parameter that `#[instrument]` records.
    pub(crate) fn recorded(&self, kind: SecretName, name: &str) -> String {
        let masks = self.runtime.as_written();
        let mask = match kind {
            SecretName::Whole => "masked(",
            SecretName::Number => "keep_last(4, ",
        };
        format!(
            "`{name}` looks like a secret, and `#[instrument]` records it; write `skip({name})` or \
             `fields({name} = %{masks}{mask}&{name}))`, or, to record it as it is, \
             `fields({name} = %{masks}unmasked(&{name}))`"
        )
    }

    /// Checks the arguments of a message and the variables that its literal captures. `is_split` returns
    /// true if the expansion has a value for each of them. Only then can a verdict of a count, which the
    /// value's type must confirm, be given.
    pub(crate) fn message(
        &self,
        literal: Option<&StringLiteral>,
        arguments: &[Tokens],
        is_split: &dyn Fn() -> bool,
    ) -> Verdict {
        let mut verdict = Verdict::default();
        if let Some(literal) = literal {
            for capture in &captures(literal.value()) {
                let Some(kind) = secret(capture) else { continue };
                if is_given(capture, arguments) {
                    continue;
                }
                if is_plural(capture) && is_split() {
                    verdict.is_count = true;
                } else {
                    let before = Before::both(format!("{capture} = "));
                    let remedy = self.remedy(kind, "add", &before, &format!("&{capture}"));
                    verdict.leaks.at(literal, format!("`{{{capture}}}` {remedy}"));
                }
            }
        }
        for argument in arguments {
            let found = match name_of(argument) {
                Some((name, value)) => {
                    let before = Before::both(format!("{name} = "));
                    self.named(&name, argument, value, &before, is_split)
                }
                None => self.named("", argument, argument, &Before::default(), is_split),
            };
            verdict.is_count |= found.is_count;
            verdict.leaks.append(found.leaks);
        }
        verdict
    }

    /// Checks a value under a name. The code of an error replaces `place`, and `before` is the text in
    /// front of a mask.
    fn named(
        &self,
        name: &str,
        place: &[TokenTree],
        value: &[TokenTree],
        before: &Before,
        has_type: &dyn Fn() -> bool,
    ) -> Verdict {
        let kind = ExprKind::of(value);
        let mut verdict = Verdict { explicit: true, is_count: false, leaks: Errors::default() };
        if kind.is_masked() {
            return verdict;
        }
        let listed = secret_names::secret(name);
        let (Some(secret), false) = (listed, listed.is_some() && allows(name)) else {
            // At run time, too, a name that the crate declares harmless is.
            verdict.explicit = listed.is_some();
            verdict.leaks = self.value(kind, place, value, before);
            if !verdict.leaks.is_empty() && is_count("", value) && has_type() {
                verdict = Verdict { is_count: true, leaks: Errors::default(), ..verdict };
            }
            return verdict;
        };
        verdict.explicit = kind.is_harmless();
        if verdict.explicit {
            return verdict;
        }
        verdict.is_count = is_count(name, value) && has_type();
        if !verdict.is_count {
            let remedy = self.remedy(secret, "write", before, &borrowed(value));
            verdict.leaks.at(&place, format!("`{name}` {remedy}"));
        }
        verdict
    }

    /// Checks an expression that is logged as the whole argument `logged` or as a part of it, and that
    /// a mask around `logged` hides. The code of an error replaces `place`.
    fn value(
        &self,
        kind: ExprKind,
        place: &[TokenTree],
        logged: &[TokenTree],
        before: &Before,
    ) -> Errors {
        let mut leaks = Errors::default();
        match kind {
            ExprKind::Path(path) => {
                if let Some(kind) = secret(&path) {
                    let remedy = self.remedy(kind, "write", before, &borrowed(logged));
                    leaks.at(&place, format!("`{path}` {remedy}"));
                }
            }
            ExprKind::Formatted(inside) => {
                if let [template, arguments @ ..] = inside.as_slice() {
                    let literal = string_literal(template);
                    leaks.append(self.message(literal.as_ref(), arguments, &|| false).leaks);
                }
            }
            // The elements of an array have one type, so that one mask hides all of them.
            ExprKind::Several(items) if items.len() > 1 && !is_tuple(logged) => {
                leaks.append(self.value(ExprKind::Either(items), place, logged, before));
            }
            // A mask can be around the element alone.
            ExprKind::Several(items) => {
                for item in &items {
                    leaks.append(self.value(ExprKind::of(item), item, item, &Before::default()));
                }
            }
            // One mask hides all of them, so one error is enough.
            ExprKind::Either(items) => {
                for item in &items {
                    leaks = self.value(ExprKind::of(item), place, logged, before);
                    if !leaks.is_empty() {
                        break;
                    }
                }
            }
            ExprKind::Masked | ExprKind::Literal | ExprKind::Measured | ExprKind::Other => {}
        }
        leaks
    }

    /// The rest of an error: the reason, and the statements to write instead.
    fn remedy(&self, kind: SecretName, verb: &str, before: &Before, value: &str) -> String {
        let masks = self.runtime.as_written();
        let Before { masked: before, unmasked } = before;
        let masked = match kind {
            SecretName::Whole => format!("`{before}{masks}masked({value})`"),
            SecretName::Number => format!(
                "`{before}{masks}masked({value})` or, for a text, \
                 `{before}{masks}keep_last(4, {value})`"
            ),
        };
        format!(
            "looks like a secret; {verb} {masked}, or, to log it as it is, \
             `{unmasked}{masks}unmasked({value})`"
        )
    }
}

/// Returns true if an argument has the name.
fn is_given(name: &str, arguments: &[Tokens]) -> bool {
    arguments.iter().any(|argument| matches!(name_of(argument), Some((given, _)) if given == name))
}

/// Returns true for a tuple, also behind references.
fn is_tuple(value: &[TokenTree]) -> bool {
    match value {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
            ungrouped(value).is_some_and(|inside| is_tuple(&inside))
        }
        [TokenTree::Group(group)] => group.delimiter() == Delimiter::Parenthesis,
        [sign, rest @ ..] => is_punct(sign, '&') && is_tuple(rest),
        [] => false,
    }
}

/// A value as an error repeats it, borrowed; `..` for a long one.
fn borrowed(value: &[TokenTree]) -> String {
    if let Some(inside) = ungrouped(value) {
        return borrowed(&inside);
    }
    // A mask takes references of any depth.
    let mut path = value;
    while let [token, after @ ..] = path {
        if !matches!(punct(token), Some('&' | '*')) && !is_ident(token, "mut") {
            break;
        }
        path = after;
    }
    let path = if path.is_empty() { value } else { path };
    let text = if all(path, &is_of_path) {
        format!("&{}", written(path))
    } else {
        format!("&({})", written(value))
    };
    if text.len() > MAX_REPEATED { "..".to_owned() } else { text }
}

/// Returns true for the tokens of paths, calls and their suffixes.
fn is_of_path(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(word) => !["as", "if", "match", "unsafe"].iter().any(|key| word.is(key)),
        TokenTree::Punct(punct) => matches!(punct.as_char(), '.' | ':' | '?' | '!' | '<' | '>'),
        TokenTree::Group(group) => group.delimiter() != Delimiter::Brace,
        TokenTree::Literal(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::borrowed;

    #[test]
    fn paths_are_repeated_as_they_were_written() {
        for (value, shown) in [
            ("token", "&token"),
            ("&mut *user.token", "&user.token"),
            ("user.tokens[0].as_str()", "&user.tokens[0].as_str()"),
            ("(&token).into::<Box<dyn Any>>()", "&(&token).into::<Box<dyn Any>>()"),
            ("pin as u64", "&(pin as u64)"),
            ("&", "&(&)"),
            ("", "&"),
            (
                "std::env::var_os(\"KEY\").map(OsString::into_string)",
                "&std::env::var_os(\"KEY\").map(OsString::into_string)",
            ),
        ] {
            let tokens: crate::tokens::api::TokenStream = value.parse().unwrap();
            assert_eq!(borrowed(&tokens.into_iter().collect::<Vec<_>>()), shown);
        }
    }
}
