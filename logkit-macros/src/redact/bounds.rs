//! The bounds of the impls, on the types of the fields that are read.

use std::mem;

use super::ast::{FieldPolicy, ImplTarget, ItemField, RedactItem};
use crate::tokens::api::{Ident, Name as _, TokenStream, TokenTree};
use crate::tokens::{Tokens, after_generics, inside_of, is_punct, is_separator, punct, stream};

/// Types of std that hold a value of their argument in place, so that they cannot close a circle of types.
const IN_PLACE: [&str; 2] = ["Option", "Result"];

/// Other generic types of std.
const BEHIND: [&str; 19] = [
    "Vec",
    "VecDeque",
    "LinkedList",
    "BinaryHeap",
    "HashMap",
    "BTreeMap",
    "HashSet",
    "BTreeSet",
    "Box",
    "Rc",
    "Arc",
    "Cow",
    "Pin",
    "Cell",
    "RefCell",
    "Mutex",
    "RwLock",
    "OnceLock",
    "PhantomData",
];

/// A bound: `ty` must implement the traits that the policy of `field` needs.
pub(super) struct FieldBound<'a> {
    pub(super) ty: TokenStream,
    pub(super) field: &'a ItemField,
    /// `ty` is a part of the field's type: a type parameter or an associated type.
    pub(super) is_part: bool,
}

/// A bound for each field that is read and whose type mentions a type parameter. For other types a
/// missing trait is an error at the field itself.
///
/// The bound is on the field's type, not on the parameter: `Masked<T>` may need nothing of `T`. But if
/// the type may contain the item itself, that would make the impl depend on itself, so there the bound
/// is on the parameters, as std's derive writes it. A type contains itself only behind a pointer or a
/// collection, so in each circle of generic types one has this bound.
pub(super) fn bounds<'a>(target: &ImplTarget, item: &'a RedactItem) -> Vec<FieldBound<'a>> {
    let mut bounds = Vec::new();
    for field in &read_fields(item) {
        let seen = Mentions::of(&field.ty.0, target);
        let is_shown = matches!(field.policy, FieldPolicy::Show);
        if seen.itself || seen.nesting == Nesting::Recursive && is_shown {
            for ty in &seen.parts() {
                bounds.push(FieldBound { ty: ty.clone(), field, is_part: true });
            }
        } else if seen.any() {
            bounds.push(FieldBound { ty: stream(&field.ty.0), field, is_part: false });
        }
    }
    bounds
}

/// The fields of all variants that the impls read.
fn read_fields(item: &RedactItem) -> Vec<&ItemField> {
    let mut fields = Vec::new();
    for variant in &item.variants {
        for field in &variant.fields {
            if field.is_read() {
                fields.push(field);
            }
        }
    }
    fields
}

/// The types of the fields that are copied out of a packed item, if they mention a type parameter. For
/// other types a missing `Copy` is an error at the field itself.
pub(super) fn copied(target: &ImplTarget, item: &RedactItem) -> Vec<TokenStream> {
    let mut types = Vec::new();
    for field in &read_fields(item) {
        if item.packed && Mentions::of(&field.ty.0, target).any() {
            types.push(stream(&field.ty.0));
        }
    }
    types
}

/// The types that must be `LogSafe` if the item is to be: the type parameters that show, and their
/// associated types, of which the parameter itself proves nothing. A field that masks itself may show a
/// parameter all the same, so there it is the field's type.
pub(super) fn shown(target: &ImplTarget, item: &RedactItem) -> Vec<TokenStream> {
    let mut types = Vec::new();
    for field in &read_fields(item) {
        let seen = Mentions::of(&field.ty.0, target);
        match field.policy {
            FieldPolicy::Show => types.append(&mut seen.parts()),
            FieldPolicy::Nested | FieldPolicy::MasksItself if seen.any() && !seen.itself => {
                types.push(stream(&field.ty.0));
            }
            _ => {}
        }
    }
    types
}

/// The place of the rest of a type in its whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nesting {
    /// Its values are in place.
    InPlace,
    /// A pointer, a collection or a generic type of others is around it.
    Behind,
    /// And a generic type that is not std's was there: it may contain the item.
    Recursive,
}

/// The type parameters and the item itself as far as a type mentions them, outside of the item's
/// own arguments: the other bounds of the item cover those.
struct Mentions<'a> {
    target: &'a ImplTarget,
    parameters: Vec<Ident>,
    /// The associated types of parameters.
    projections: Vec<Tokens>,
    itself: bool,
    nesting: Nesting,
    /// The last token may have been a module's name.
    module: bool,
}

impl<'a> Mentions<'a> {
    fn of(ty: &[TokenTree], target: &'a ImplTarget) -> Self {
        let mut mentions = Self {
            target,
            parameters: Vec::new(),
            projections: Vec::new(),
            itself: false,
            nesting: Nesting::InPlace,
            module: false,
        };
        mentions.read(ty);
        mentions
    }

    fn any(&self) -> bool {
        !self.parameters.is_empty() || !self.projections.is_empty()
    }

    /// The parameters and their associated types.
    fn parts(&self) -> Vec<TokenStream> {
        let mut parts = Vec::new();
        for parameter in &self.parameters {
            parts.push(TokenTree::Ident(parameter.clone()).into());
        }
        for projection in &self.projections {
            parts.push(stream(projection));
        }
        parts
    }

    fn read(&mut self, mut tokens: &[TokenTree]) {
        while !tokens.is_empty() {
            tokens = self.next(tokens);
        }
    }

    /// Reads a token, and returns those after it.
    fn next<'t>(&mut self, tokens: &'t [TokenTree]) -> &'t [TokenTree] {
        let in_module = mem::take(&mut self.module);
        let whole = tokens;
        let (in_path, tokens) = match tokens {
            [a, b, rest @ ..] if is_separator(a, b) => (true, rest),
            tokens => (false, tokens),
        };
        match tokens {
            // A lifetime.
            [tick, TokenTree::Ident(_), rest @ ..] if is_punct(tick, '\'') => rest,
            [TokenTree::Group(group), rest @ ..] => {
                self.read(&inside_of(group));
                rest
            }
            // `<T as Trait>::Item`
            [open, inside @ ..] if is_punct(open, '<') && !in_path && !in_module => {
                let rest = projected(after_generics(inside).unwrap_or_default());
                let path = whole.get(..whole.len() - rest.len()).unwrap_or(whole);
                let mut qualified = Self::of(
                    inside.get(..inside.len() - rest.len()).unwrap_or(inside),
                    self.target,
                );
                self.itself |= mem::take(&mut qualified.itself);
                if qualified.any() {
                    self.projections.push(path.to_vec());
                }
                rest
            }
            // `path::Item` may be the item; `T::Item` is not.
            [TokenTree::Ident(ident), rest @ ..]
                if self.is_itself(ident) && (in_module || !in_path) =>
            {
                self.itself = true;
                after_arguments(rest)
            }
            [TokenTree::Ident(ident), rest @ ..] if self.is_parameter(ident) && !in_path => {
                match projected(rest) {
                    after if after.len() < rest.len() => {
                        let path = whole.get(..whole.len() - after.len()).unwrap_or(whole);
                        self.projections.push(path.to_vec());
                        after
                    }
                    rest => {
                        self.note_parameter(ident);
                        rest
                    }
                }
            }
            [token, rest @ ..] => {
                self.module = matches!(token, TokenTree::Ident(_));
                self.note_container(token, rest);
                rest
            }
            [] => tokens,
        }
    }

    fn note_parameter(&mut self, ident: &Ident) {
        let name = ident.to_string();
        for known in &self.parameters {
            if known.is(&name) {
                return;
            }
        }
        self.parameters.push(ident.clone());
    }

    /// Notes that a pointer, a collection or another generic type begins.
    fn note_container(&mut self, token: &TokenTree, rest: &[TokenTree]) {
        match token {
            TokenTree::Ident(name) if after_arguments(rest).len() < rest.len() => {
                let name = name.to_string();
                // `for<'a> fn(&'a T)` is not a type with arguments.
                if IN_PLACE.contains(&name.as_str()) || name == "for" {
                    return;
                }
                let is_std = BEHIND.contains(&name.as_str());
                self.nesting = match self.nesting {
                    Nesting::Behind if is_std => Nesting::Behind,
                    Nesting::InPlace => Nesting::Behind,
                    Nesting::Behind | Nesting::Recursive => Nesting::Recursive,
                };
            }
            token if self.nesting == Nesting::InPlace => {
                if matches!(punct(token), Some('&' | '*')) {
                    self.nesting = Nesting::Behind;
                }
            }
            _ => {}
        }
    }

    fn is_itself(&self, ident: &Ident) -> bool {
        ident.is("Self") || ident.is(&self.target.name.to_string())
    }

    fn is_parameter(&self, ident: &Ident) -> bool {
        self.target.generics.has_type(&ident.to_string())
    }
}

/// The tokens after `::Item` or `::Item<..>`, as often as one is there.
fn projected(mut rest: &[TokenTree]) -> &[TokenTree] {
    while let [a, b, TokenTree::Ident(_), after @ ..] = rest {
        if !is_separator(a, b) {
            break;
        }
        rest = after_arguments(after);
    }
    rest
}

/// The tokens after the generic arguments, if `rest` begins with some.
fn after_arguments(rest: &[TokenTree]) -> &[TokenTree] {
    let inside = match rest {
        [a, b, open, inside @ ..] if is_separator(a, b) && is_punct(open, '<') => inside,
        [open, inside @ ..] if is_punct(open, '<') => inside,
        _ => return rest,
    };
    after_generics(inside).unwrap_or_default()
}
