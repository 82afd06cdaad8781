//! The kind of an expression, as far as its tokens tell.

use crate::secret_names::secret;
use crate::tokens::api::{Delimiter, Group, Ident, Name as _, TokenTree};
use crate::tokens::arguments::{elements, function, has_captures, macro_input};
use crate::tokens::kind::ExprKind;
use crate::tokens::operators::{Operation, split};
use crate::tokens::{
    Tokens, after_generics, calls, find_punct, flow, inside_of, is_ident, is_punct, is_separator,
    punct, split_at_commas, stream, string_literal, ungrouped,
};

impl ExprKind {
    pub(crate) fn of(expression: &[TokenTree]) -> Self {
        if let [TokenTree::Ident(only)] = expression {
            return path(only, expression, &[]).unwrap_or(Self::Other);
        }
        if let Some(inside) = ungrouped(expression) {
            return Self::of(&inside);
        }
        match split(expression) {
            Operation::Operand => operand(expression),
            Operation::Truth => Self::Measured,
            Operation::Operands(operands) => Self::Either(operands),
        }
    }

    /// Returns true if the value has a visible mask or `unmasked` around it.
    pub(crate) fn is_masked(&self) -> bool {
        self.all(&|kind| matches!(kind, Self::Masked))
    }

    /// Returns true if the value shows no secret even under the name of one: a mask, a literal, a
    /// measure, or a value made of these.
    pub(crate) fn is_harmless(&self) -> bool {
        self.all(&|kind| matches!(kind, Self::Masked | Self::Literal | Self::Measured))
    }

    fn all(&self, is: &dyn Fn(&Self) -> bool) -> bool {
        match self {
            Self::Several(items) | Self::Either(items) => Self::all_of(items, is),
            Self::Formatted(items) => match items.as_slice() {
                [template, arguments @ ..] => {
                    let text = string_literal(template);
                    text.is_some_and(|text| !has_captures(text.value()))
                        && Self::all_of(arguments, is)
                }
                [] => false,
            },
            Self::Path(path) => is(self) || calls::is_measure(path) && is(&Self::Measured),
            kind => is(kind),
        }
    }

    /// Returns true if there are items, and `is` holds for each.
    fn all_of(items: &[Tokens], is: &dyn Fn(&Self) -> bool) -> bool {
        for item in items {
            if !Self::of(item).all(is) {
                return false;
            }
        }
        !items.is_empty()
    }
}

/// The kind of an expression without operators between operands.
fn operand(expression: &[TokenTree]) -> ExprKind {
    let mut rest = expression;
    let mut is_negated = false;
    while let [first, after @ ..] = rest {
        match punct(first) {
            Some('&' | '*' | '-') => {}
            Some('!') => is_negated = true,
            _ if is_ident(first, "mut") && !after.is_empty() => {}
            _ => break,
        }
        rest = after;
    }
    let kind = match rest {
        [] => return ExprKind::Other,
        [only] if ungrouped(std::slice::from_ref(only)).is_some() => ExprKind::of(rest),
        [first, after @ ..] => primary(rest, first, after).unwrap_or(ExprKind::Other),
    };
    match kind {
        // Of a number, the complement; of a flag, its contrary.
        ExprKind::Path(path) if is_negated && secret(&path).is_none() => ExprKind::Measured,
        ExprKind::Other if is_negated => ExprKind::Measured,
        kind => kind,
    }
}

/// A primary expression and its suffixes; `None` for anything longer. `whole` are all tokens.
fn primary(whole: &[TokenTree], first: &TokenTree, rest: &[TokenTree]) -> Option<ExprKind> {
    if let Some((branches, rest)) = flow::branches(whole) {
        return suffixes(whole, any_of(&branches), rest);
    }
    match first {
        TokenTree::Literal(_) => suffixes(whole, ExprKind::Literal, rest),
        TokenTree::Group(group) => suffixes(whole, inside(group).or_else(|| several(group))?, rest),
        TokenTree::Ident(ident) => path(ident, whole, rest),
        TokenTree::Punct(_) => match rest {
            // `::logkit::masked(..)`
            [colon, TokenTree::Ident(ident), rest @ ..] if is_punct(colon, ':') => {
                path(ident, whole, rest)
            }
            // `<T as Trait>::f(..)`
            [of, ..] if is_punct(first, '<') => match after_generics(rest)? {
                [a, b, TokenTree::Ident(ident), rest @ ..] if is_separator(a, b) => {
                    called(whole, &of.to_string(), &ident.unraw(), rest)
                }
                _ => None,
            },
            _ => None,
        },
    }
}

/// The kind of a value that is one of the branches'.
fn any_of(branches: &[flow::Branch]) -> ExprKind {
    let mut items = Vec::new();
    let mut before = None;
    for branch in branches {
        for item in leaves(branch) {
            let text = stream(&item).to_string();
            if before.as_ref() != Some(&text) {
                items.push(item);
            }
            before = Some(text);
        }
    }
    match items.as_slice() {
        [only] => ExprKind::of(only),
        _ => ExprKind::Either(items),
    }
}

/// The expressions whose value a branch hands on.
fn leaves(branch: &flow::Branch) -> Vec<Tokens> {
    let body = branch.resolved();
    match ExprKind::of(&body) {
        ExprKind::Either(items) => items,
        _ => vec![body],
    }
}

/// The expression in parentheses or in the invisible group of a `macro_rules` fragment.
fn inside(group: &Group) -> Option<ExprKind> {
    let inside = inside_of(group);
    let is_tuple = find_punct(&inside, ',').is_some();
    let is_plain = matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::None);
    if !is_plain || is_tuple {
        return None;
    }
    // `(|| token)()`
    let body = flow::closure(&inside).map_or(inside.as_slice(), |(_, body)| body);
    Some(ExprKind::of(body))
}

/// The elements of a tuple or an array.
fn several(group: &Group) -> Option<ExprKind> {
    let is_list = matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::Bracket);
    is_list.then(|| ExprKind::Several(elements(group)))
}

/// A value that is looked up by the name in the parentheses.
fn looked_up(call: &Group) -> Option<ExprKind> {
    let inside = inside_of(call);
    key(&inside).map(ExprKind::Path)
}

/// The text of a literal key, or the name of a constant one, `header::AUTHORIZATION`.
fn key(tokens: &[TokenTree]) -> Option<String> {
    if let Some(text) = string_literal(tokens) {
        return Some(text.value().to_owned());
    }
    let ExprKind::Path(name) = ExprKind::of(tokens) else { return None };
    for c in name.chars() {
        if c.is_lowercase() || c == '.' {
            return None;
        }
    }
    Some(name)
}

/// A path and its suffixes: `config::PASSWORD`, `password`, `masked(&password)`.
fn path(first: &Ident, whole: &[TokenTree], rest: &[TokenTree]) -> Option<ExprKind> {
    let (mut name, mut rest) = (first, rest);
    let mut owner = None;
    loop {
        rest = match rest {
            [a, b, TokenTree::Ident(segment), after @ ..] if is_separator(a, b) => {
                owner = Some(name);
                name = segment;
                after
            }
            [a, b, open, after @ ..] if is_separator(a, b) && is_punct(open, '<') => {
                after_generics(after)?
            }
            _ => break,
        }
    }
    let name = name.unraw();
    match rest {
        [] if owner.is_none() && (name == "true" || name == "false") => Some(ExprKind::Literal),
        [] => Some(ExprKind::Path(name)),
        [bang, TokenTree::Group(input), rest @ ..] if is_punct(bang, '!') => {
            suffixes(whole, macro_call(&name, input)?, rest)
        }
        [TokenTree::Group(call), ..] if call.delimiter() == Delimiter::Parenthesis => {
            let owner = owner.map(ToString::to_string).unwrap_or_default();
            called(whole, &owner, &name, rest)
        }
        rest => suffixes(whole, ExprKind::Path(name), rest),
    }
}

/// The kind of `name!(input)`.
fn macro_call(name: &str, input: &Group) -> Option<ExprKind> {
    Some(match name {
        text if calls::makes_text(text) => ExprKind::Formatted(split_at_commas(input.stream())),
        variable if calls::reads_variable(variable) => looked_up(input)?,
        text if calls::is_literal(text) => ExprKind::Literal,
        truth if calls::is_truth(truth) => ExprKind::Measured,
        "vec" => ExprKind::Several(elements(input)),
        _ => {
            let items = split_at_commas(input.stream());
            // `anyhow!("{token}")`
            if matches!(items.as_slice(), [first, ..] if string_literal(first).is_some()) {
                return Some(ExprKind::Formatted(items));
            }
            let mut found = Vec::new();
            macro_input(input, &mut found);
            if found.is_empty() { ExprKind::Other } else { ExprKind::Either(found) }
        }
    })
}

/// A call of the function `name`, of the type or the module `owner` if that is given, and the suffixes
/// after it.
fn called(whole: &[TokenTree], owner: &str, name: &str, rest: &[TokenTree]) -> Option<ExprKind> {
    let [TokenTree::Group(call), rest @ ..] = after_turbofish(rest)? else { return None };
    let made = match name {
        mask if calls::is_mask(mask) => ExprKind::Masked,
        wrapper if calls::wraps(owner, wrapper) => inside(call)?,
        look_up if calls::looks_up(look_up) && looked_up(call).is_some() => looked_up(call)?,
        name => {
            let arguments = split_at_commas(call.stream());
            match arguments.split_first() {
                // `ToString::to_string(&token)`, `str::trim(token)`
                Some((receiver, arguments))
                    if calls::hands_on(name) || calls::converts(name) && secret(name).is_none() =>
                {
                    with_arguments(receiver, ExprKind::of(receiver), name, arguments)
                }
                _ if calls::measures(name) => ExprKind::Measured,
                _ => ExprKind::getter(name),
            }
        }
    };
    suffixes(whole, made, rest)
}

/// The tokens after `::<..>`, or all of them; `None` if it does not end.
fn after_turbofish(rest: &[TokenTree]) -> Option<&[TokenTree]> {
    match rest {
        [a, b, open, after @ ..] if is_separator(a, b) && is_punct(open, '<') => {
            after_generics(after)
        }
        rest => Some(rest),
    }
}

/// Applies `.field`, `.method()`, `[..]`, `(..)`, `?` and `as T`, one after the other.
fn suffixes(whole: &[TokenTree], mut kind: ExprKind, mut rest: &[TokenTree]) -> Option<ExprKind> {
    loop {
        (kind, rest) = match rest {
            [] => return Some(kind),
            [cast, ..] if is_ident(cast, "as") => return Some(kind),
            [question, after @ ..] if is_punct(question, '?') => (kind, after),
            [TokenTree::Group(index), after @ ..] if index.delimiter() == Delimiter::Bracket => {
                (indexed(kind, index), after)
            }
            // A call of a closure.
            [TokenTree::Group(call), after @ ..] if call.delimiter() == Delimiter::Parenthesis => {
                (kind, after)
            }
            [dot, after @ ..] if is_punct(dot, '.') => {
                let receiver = whole.get(..whole.len() - rest.len()).unwrap_or_default();
                member(receiver, kind, after)?
            }
            _ => return None,
        }
    }
}

/// A field or a method after a dot, and the tokens after it.
fn member<'a>(
    receiver: &[TokenTree],
    kind: ExprKind,
    after: &'a [TokenTree],
) -> Option<(ExprKind, &'a [TokenTree])> {
    let (name, rest) = match after {
        [TokenTree::Ident(name), rest @ ..] => (name.unraw(), rest),
        // `pair.0`
        [TokenTree::Literal(index), rest @ ..] => {
            let index = index.to_string();
            if let (ExprKind::Several(items), Ok(at)) = (&kind, index.parse::<usize>()) {
                if let Some(element) = items.get(at) {
                    return Some((ExprKind::of(element), rest));
                }
            }
            return Some((kind.field(&index), rest));
        }
        _ => return None,
    };
    Some(match after_turbofish(rest)? {
        [TokenTree::Group(call), rest @ ..] if call.delimiter() == Delimiter::Parenthesis => {
            if calls::looks_up(&name) {
                if let Some(got) = looked_up(call) {
                    return Some((got, rest));
                }
            }
            match split_at_commas(call.stream()).as_slice() {
                [] => (kind.method(&name), rest),
                arguments => (with_arguments(receiver, kind, &name, arguments), rest),
            }
        }
        rest if name == "await" => (kind, rest),
        rest => (kind.field(&name), rest),
    })
}

/// The kind of the result of a method with arguments.
fn with_arguments(
    receiver: &[TokenTree],
    kind: ExprKind,
    name: &str,
    arguments: &[Tokens],
) -> ExprKind {
    let is_transform = calls::transforms(name);
    if !is_transform && !calls::hands_on(name) {
        return kind.method(name);
    }
    if let (true, [only]) = (is_transform, arguments) {
        if let Some(called) = function(only) {
            return kind.method(&called);
        }
    }
    let mut items = Vec::new();
    if !is_transform {
        items.push(receiver.to_vec());
    }
    let (mut has_literal, mut has_other) = (false, false);
    for argument in arguments {
        for item in handed_on(receiver, argument) {
            match ExprKind::of(&item) {
                ExprKind::Literal => has_literal = true,
                ExprKind::Other => has_other = true,
                _ => items.push(item),
            }
        }
    }
    match items.as_slice() {
        [] if has_literal && !has_other => ExprKind::Literal,
        [] => ExprKind::Other,
        [only] if is_transform => ExprKind::of(only),
        [_] => kind,
        _ => ExprKind::Either(items),
    }
}

/// The expressions that an argument of a method hands on; the parameters of a closure are the receiver.
fn handed_on(receiver: &[TokenTree], argument: &Tokens) -> Vec<Tokens> {
    match flow::closure(argument) {
        Some((parameters, body)) => {
            let bindings = vec![(parameters.to_vec(), receiver.to_vec())];
            leaves(&flow::Branch { body: body.to_vec(), bindings })
        }
        None => vec![argument.clone()],
    }
}

/// An index: `settings["password"]` is named by its key, a number or a range keeps the name of the
/// indexed value.
fn indexed(kind: ExprKind, index: &Group) -> ExprKind {
    let index = inside_of(index);
    match key(&index) {
        Some(key) if string_literal(&index).is_some() || secret(&key).is_some() => {
            ExprKind::Path(key)
        }
        _ => kind,
    }
}
