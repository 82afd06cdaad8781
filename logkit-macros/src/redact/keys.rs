//! The keys of `#[redact(..)]` and their values, on types, variants and fields.

use crate::errors::Errors;
use crate::redact::unknown::unknown;
use crate::tokens::api::{Group, Ident, Name as _, Span, TokenStream, TokenTree};
use crate::tokens::items::is_colon;
use crate::tokens::{
    Attribute, AttributeArgument, Cursor, StringLiteral, Tokens, after_generics, find, inside_of,
    is_ident, is_path, is_punct, is_separator, split_at_commas, split_types, stream,
    string_literal, tokens_of, ungrouped,
};

/// The keys of a field.
pub(super) const FIELD_KEYS: [&str; 9] =
    ["keep_first", "keep_last", "min_hidden", "hash", "with", "text", "each", "show_none", "skip"];
/// The keys of a variant.
pub(super) const VARIANT_KEYS: [&str; 1] = ["name"];
/// The keys of a type.
pub(super) const TYPE_KEYS: [&str; 5] = ["all", "strict", "nested", "bound", "crate"];

/// A key and its value, `key`, `key = value` or `key(value)`: the tokens up to the next comma.
pub(super) struct KeyEntry {
    pub(super) key: Ident,
    value: Tokens,
}

/// The attributes that are `#[redact]`.
pub(super) fn marks(attributes: &[Attribute]) -> Vec<&Attribute> {
    let mut marks = Vec::new();
    for attribute in attributes {
        // rustc accepts `#[r#redact]` too; overlooking it would show a masked field.
        if matches!(attribute.name(), Some(name) if name.unraw() == "redact") {
            marks.push(attribute);
        }
    }
    marks
}

/// The entries in the lists of the attributes of that name.
pub(super) fn listed(attributes: &[Attribute], name: &str) -> Vec<Tokens> {
    let mut entries = Vec::new();
    for attribute in attributes {
        if let Some(list) = attribute.list_of(name) {
            for entry in split_at_commas(list) {
                entries.push(ungrouped(&entry).unwrap_or(entry));
            }
        }
    }
    entries
}

/// Returns true for `#[redact(skip)]`.
pub(super) fn is_skip(mark: &Attribute) -> bool {
    let AttributeArgument::List(list) = &mark.argument else { return false };
    find(&tokens_of(list), &|token| is_ident(token, "skip")).is_some()
}

/// The entry that errors about a field's attribute suggest.
pub(super) const FIELD_EXAMPLE: &str = "keep_first = 4";

/// The entries of an attribute's list, each key once; `example` is the entry that errors suggest.
pub(super) fn entries(mark: &Attribute, example: &str, errors: &mut Errors) -> Vec<KeyEntry> {
    let AttributeArgument::List(list) = &mark.argument else {
        return Vec::new();
    };
    let mut entries = Vec::<KeyEntry>::new();
    let mut input = Cursor::new(tokens_of(list));
    let mut seen = Vec::new();
    while let Some(token) = input.next() {
        let value = input.until_comma();
        // The comma itself.
        input.next();
        match token {
            TokenTree::Ident(key) => {
                let name = key.unraw();
                let key = Ident::new(&name, key.span());
                if seen.contains(&name) {
                    errors.at(&key, format!("`{key}` is given twice; remove one"));
                } else {
                    entries.push(KeyEntry { key, value });
                    seen.push(name);
                }
            }
            other => {
                let text = string_literal(std::slice::from_ref(&other));
                let is_key = text.is_none_or(|text| FIELD_KEYS.contains(&text.value()));
                let code = if is_key || example != FIELD_EXAMPLE {
                    example.to_owned()
                } else {
                    format!("text = {other}")
                };
                errors.at(&other, format!("expected a key; write `#[redact({code})]`"));
            }
        }
    }
    entries
}

impl KeyEntry {
    /// Checks that the key has no value.
    pub(super) fn flag(&self, errors: &mut Errors) {
        if !self.value.is_empty() {
            let key = &self.key;
            let message = format!("`{key}` takes no value; write `#[redact({key})]`");
            self.wrong(message, errors);
        }
    }

    /// The number of characters; `None` after an error. `zero` describes the effect of 0.
    pub(super) fn count(&self, zero: &str, errors: &mut Errors) -> Option<usize> {
        let key = &self.key;
        let number = self.number();
        match number {
            Some(0) => self.wrong(format!("`{key} = 0` {zero}"), errors),
            Some(_) => {}
            None => {
                let message = format!("`{key}` takes a number of characters; write `{key} = 4`");
                self.wrong(message, errors);
            }
        }
        if number == Some(0) { None } else { number }
    }

    fn number(&self) -> Option<usize> {
        match self.equals()?.as_slice() {
            // A suffix would be a type, as in `4u8`.
            [TokenTree::Literal(number)] => {
                let mut digits = String::new();
                for part in number.to_string().split('_') {
                    digits.push_str(part);
                }
                digits.parse().ok()
            }
            _ => None,
        }
    }

    /// A text that is not empty; `None` after an error.
    pub(super) fn text(&self, errors: &mut Errors) -> Option<StringLiteral> {
        let text = self.quoted();
        let key = &self.key;
        match &text {
            Some(text) if text.value().is_empty() => {
                self.wrong(format!("`{key}` is empty; write `{key} = \"[hidden]\"`"), errors);
            }
            Some(_) => {}
            None => {
                self.wrong(format!("`{key}` takes a string; write `{key} = \"[hidden]\"`"), errors);
            }
        }
        text
    }

    /// The domain of `hash(domain = "..")`.
    pub(super) fn domain(&self, errors: &mut Errors) -> Option<StringLiteral> {
        if self.value.is_empty() {
            return None;
        }
        let domain = domain(&self.value);
        if domain.is_none() {
            self.wrong(
                "expected a domain in quotes or nothing; write `hash(domain = \"email\")`",
                errors,
            );
        }
        domain
    }

    /// The path of a function, generic arguments included; `None` after an error.
    pub(super) fn function(&self, errors: &mut Errors) -> Option<Tokens> {
        if let Some(path) = self.equals() {
            if is_function(&path) {
                return Some(path);
            }
        }
        let key = &self.key;
        let message = match self.quoted() {
            Some(quoted) if is_function_name(quoted.value()) => {
                format!("`{key}` takes a path without quotes; write `{key} = {}`", quoted.value())
            }
            _ => format!(
                "`{key}` takes the path of a function, without quotes; write `{key} = my::mask`, \
                 for `fn mask(value: &T, mask: &mut Mask<'_>) -> fmt::Result`"
            ),
        };
        self.wrong(message, errors);
        None
    }

    /// The predicates in quotes, maybe none; `None` after an error.
    pub(super) fn predicates(&self, errors: &mut Errors) -> Option<Vec<Tokens>> {
        let Some(text) = self.quoted() else {
            self.wrong(
                "`bound` takes predicates in quotes; write `bound = \"T: std::fmt::Debug\"`",
                errors,
            );
            return None;
        };
        let predicates = predicates(&text);
        if predicates.is_none() {
            self.wrong(
                "expected the predicates of a `where` clause, without `where`; write \
                 `bound = \"T: std::fmt::Debug, U: std::fmt::Debug\"`, or `bound = \"\"` for none",
                errors,
            );
        }
        predicates
    }

    /// The path of a crate; `None` after an error.
    pub(super) fn module(&self, errors: &mut Errors) -> Option<TokenStream> {
        match self.equals() {
            Some(path) if is_path(&path) => Some(stream(&path)),
            _ => {
                self.wrong(
                    "expected the path of logkit without quotes; write `crate = my::logkit`",
                    errors,
                );
                None
            }
        }
    }

    /// The string after `=`.
    fn quoted(&self) -> Option<StringLiteral> {
        string_literal(&self.equals()?)
    }

    /// The tokens after `=`, out of the invisible group of a `macro_rules` fragment.
    fn equals(&self) -> Option<Tokens> {
        let (equals, value) = self.value.split_first()?;
        if !is_punct(equals, '=') {
            return None;
        }
        Some(ungrouped(value).unwrap_or_else(|| value.to_vec()))
    }

    /// Adds an error at the key and its value.
    fn wrong(&self, message: impl Into<String>, errors: &mut Errors) {
        errors.at(&self.tokens(), message);
    }

    fn tokens(&self) -> Tokens {
        let mut tokens = vec![TokenTree::Ident(self.key.clone())];
        tokens.extend_from_slice(&self.value);
        tokens
    }
}

/// The text of `(domain = "..")`.
fn domain(value: &[TokenTree]) -> Option<StringLiteral> {
    let [TokenTree::Group(list)] = value else { return None };
    let mut list = Cursor::new(inside_of(list));
    list.keyword("domain")?;
    list.punct('=')?;
    let text = list.string()?;
    list.punct(',');
    (list.is_empty() && !text.value().is_empty()).then_some(text)
}

/// The predicates of a `where` clause, `T: Bound` or `'a: 'b`, at the place of their text.
fn predicates(text: &StringLiteral) -> Option<Vec<Tokens>> {
    let tokens: TokenStream = text.value().parse().ok()?;
    let predicates = split_types(placed(&tokens, text.span()));
    for predicate in &predicates {
        let starts_with_where =
            matches!(predicate.as_slice(), [first, ..] if is_ident(first, "where"));
        if starts_with_where || !has_colon(predicate) {
            return None;
        }
    }
    Some(predicates)
}

/// Returns true for `T: Bound`, whose colon is not half of a `::`.
fn has_colon(predicate: &[TokenTree]) -> bool {
    for index in 1..predicate.len() {
        if is_colon(predicate, index) {
            return true;
        }
    }
    false
}

/// The tokens at another place, for errors about them.
fn placed(tokens: &TokenStream, place: Span) -> Tokens {
    let mut tokens = tokens_of(tokens);
    for token in &mut tokens {
        if let TokenTree::Group(group) = token {
            let inside = stream(&placed(&group.stream(), place));
            *token = TokenTree::Group(Group::new(group.delimiter(), inside));
        }
        token.set_span(place);
    }
    tokens
}

/// Returns true for the text of a path, `my::mask`.
fn is_function_name(text: &str) -> bool {
    text.parse().is_ok_and(|tokens: TokenStream| is_path(&tokens_of(&tokens)))
}

/// Returns true for the path of a function, generic arguments included.
fn is_function(path: &[TokenTree]) -> bool {
    if let Some(inside) = ungrouped(path) {
        return is_function(&inside);
    }
    // The path without its arguments.
    let mut plain = Tokens::new();
    let mut rest = path;
    while let [token, after @ ..] = rest {
        if is_punct(token, '<') {
            let [.., a, b] = plain.as_slice() else { return false };
            if !is_separator(a, b) {
                return false;
            }
            plain.truncate(plain.len() - 2);
            let Some(after) = after_generics(after) else { return false };
            rest = after;
        } else {
            plain.push(token.clone());
            rest = after;
        }
    }
    is_path(&plain)
}

/// The error for a key that `place` does not take: it belongs elsewhere, or is unknown.
pub(super) fn misplaced(entry: &KeyEntry, place: &str, known: &[&str], errors: &mut Errors) {
    let key = &entry.key;
    let typed = key.to_string();
    let typed = typed.as_str();
    if typed == "all" && place == "a variant" {
        errors.at(
            key,
            "`all` is for the whole type; to mask all fields of a variant write `#[redact]`",
        );
    } else if TYPE_KEYS.contains(&typed) {
        let written = match typed {
            "crate" => "crate = path",
            "bound" => "bound = \"T: Trait\"",
            typed => typed,
        };
        errors.at(
            key,
            format!("`{typed}` is for the whole type; write `#[redact({written})]` above it"),
        );
    } else if VARIANT_KEYS.contains(&typed) {
        errors.at(
            key,
            format!("`{typed}` is for a variant of an enum; write `#[redact({typed})]` on one"),
        );
    } else if FIELD_KEYS.contains(&typed) {
        let written = match typed {
            "with" => "with = path".to_owned(),
            "text" => "text = \"..\"".to_owned(),
            "hash" | "each" | "show_none" | "skip" => typed.to_owned(),
            _ => format!("{typed} = 4"),
        };
        errors.at(
            key,
            format!("`{typed}` does not apply to {place}; write `#[redact({written})]` on a field"),
        );
    } else {
        errors.at(key, unknown(typed, entry.value.is_empty(), known));
    }
}
