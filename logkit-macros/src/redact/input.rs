//! The input of the derive, as far as it is looked at: types and conditions stay tokens.

use crate::errors::SpannedError;
use crate::tokens::api::{Delimiter, Group, Ident, Name as _, TokenStream, TokenTree};
use crate::tokens::{
    Angles, Attribute, Cursor, ToTokens, Tokens, fill, find_punct, inside_of, is_ident, is_path,
    is_punct, is_separator, join, split_at_commas, split_types, starts_with,
};

/// A struct, an enum or a union.
pub(super) struct TypeInput {
    pub(super) attributes: Vec<Attribute>,
    pub(super) ident: Ident,
    pub(super) generics: Generics,
    pub(super) body: TypeBody,
}

pub(super) enum TypeBody {
    Struct(InputFields),
    Enum(Vec<InputVariant>),
    /// The keyword.
    Union(Ident),
}

pub(super) struct InputVariant {
    pub(super) attributes: Vec<Attribute>,
    pub(super) ident: Ident,
    pub(super) fields: InputFields,
}

#[derive(Default)]
pub(super) struct InputFields {
    /// They have no names: `(u8, u8)`.
    pub(super) unnamed: bool,
    pub(super) list: Vec<InputField>,
}

pub(super) struct InputField {
    pub(super) attributes: Vec<Attribute>,
    pub(super) ident: Option<Ident>,
    pub(super) ty: FieldType,
}

/// The type of a field.
#[derive(Clone)]
pub(super) struct FieldType(pub(super) Tokens);

impl ToTokens for FieldType {
    fn to_tokens(&self, tokens: &mut Tokens) {
        self.0.to_tokens(tokens);
    }
}

impl TypeInput {
    /// Reads the item. rustc passes only items that it could parse itself.
    pub(super) fn parse(item: TokenStream) -> Result<Self, SpannedError> {
        let mut input = Cursor::new(item.into_iter().collect());
        let expected = input.error("expected a struct or an enum");
        let attributes = input.attributes();
        input.visibility();
        let (Some(keyword), Some(ident)) = (input.ident(), input.ident()) else {
            return Err(expected);
        };
        let mut generics = Generics::parse(&mut input);
        let body = generics.conditions(&mut input);
        if body.as_ref().is_some_and(|body| body.delimiter() == Delimiter::Parenthesis) {
            // `struct Name(..) where ..;`
            generics.conditions(&mut input);
        }
        let body = match keyword.to_string().as_str() {
            "struct" => TypeBody::Struct(body.as_ref().map(fields).unwrap_or_default()),
            "enum" => TypeBody::Enum(body.as_ref().map(variants).unwrap_or_default()),
            "union" => TypeBody::Union(keyword),
            _ => return Err(expected),
        };
        Ok(Self { attributes, ident, generics, body })
    }
}

fn variants(braces: &Group) -> Vec<InputVariant> {
    let mut variants = Vec::new();
    for tokens in split_at_commas(braces.stream()) {
        if let Some(variant) = variant(tokens) {
            variants.push(variant);
        }
    }
    variants
}

/// Reads `Name`, `Name(..)` or `Name { .. }`; the discriminant is left out.
fn variant(tokens: Tokens) -> Option<InputVariant> {
    let mut input = Cursor::new(tokens);
    let attributes = input.attributes();
    input.visibility();
    let ident = input.ident()?;
    let fields = match input.next() {
        Some(TokenTree::Group(group)) => fields(&group),
        _ => InputFields::default(),
    };
    Some(InputVariant { attributes, ident, fields })
}

fn fields(group: &Group) -> InputFields {
    let unnamed = group.delimiter() == Delimiter::Parenthesis;
    let mut list = Vec::new();
    for tokens in split_types(inside_of(group)) {
        list.push(field(tokens, unnamed));
    }
    InputFields { unnamed, list }
}

fn field(tokens: Tokens, unnamed: bool) -> InputField {
    let mut input = Cursor::new(tokens);
    let attributes = input.attributes();
    input.visibility();
    let ident = if unnamed { None } else { input.ident() };
    if ident.is_some() {
        input.punct(':');
    }
    InputField { attributes, ident, ty: FieldType(input.rest()) }
}

/// The parameters of a type, and its conditions.
#[derive(Default)]
pub(super) struct Generics {
    parameters: Vec<TypeParameter>,
    /// The predicates after `where`.
    pub(super) conditions: Vec<Tokens>,
}

/// `'a: 'b`, `T: Bound` or `const N: usize`.
struct TypeParameter {
    /// Without the default.
    declared: Tokens,
    /// `'a`, `T` or `N`.
    name: Tokens,
    /// `T`, if this is the parameter of a type.
    ty: Option<Ident>,
}

impl Generics {
    /// Reads the parameters, if there are any.
    fn parse(input: &mut Cursor) -> Self {
        if input.punct('<').is_none() {
            return Self::default();
        }
        let mut angles = Angles::open();
        let mut inside = Tokens::new();
        while let Some(token) = input.next() {
            if angles.pass(&token) == 0 {
                break;
            }
            inside.push(token);
        }
        let mut generics = Self::default();
        for parameter in split_types(inside) {
            if let Some(parameter) = TypeParameter::new(parameter) {
                generics.parameters.push(parameter);
            }
        }
        generics
    }

    /// Reads the conditions, if there are any, and the group after them.
    fn conditions(&mut self, input: &mut Cursor) -> Option<Group> {
        let mut tokens = Tokens::new();
        let has_conditions = input.keyword("where").is_some();
        let mut angles = Angles::default();
        let body = loop {
            match input.next() {
                Some(TokenTree::Group(group))
                    if angles.depth() == 0
                        && (group.delimiter() == Delimiter::Brace || !has_conditions) =>
                {
                    break Some(group);
                }
                None => break None,
                Some(token) => {
                    if angles.pass(&token) == 0 && is_punct(&token, ';') {
                        break None;
                    }
                    tokens.push(token);
                }
            }
        };
        self.conditions.append(&mut split_types(tokens));
        body
    }

    /// The parameters for `impl<..>`.
    pub(super) fn declared(&self) -> TokenStream {
        self.listed(|parameter| &parameter.declared)
    }

    /// The arguments of the type in its impls.
    pub(super) fn arguments(&self) -> TokenStream {
        self.listed(|parameter| &parameter.name)
    }

    pub(super) fn has_types(&self) -> bool {
        self.parameters.iter().any(|parameter| parameter.ty.is_some())
    }

    pub(super) fn has_type(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| matches!(&parameter.ty, Some(ty) if ty.is(name)))
    }

    fn listed(&self, part: fn(&TypeParameter) -> &Tokens) -> TokenStream {
        if self.parameters.is_empty() {
            return TokenStream::new();
        }
        let mut parts = Tokens::new();
        for parameter in &self.parameters {
            join(&mut parts, part(parameter));
        }
        fill!("<$parts>", parts)
    }
}

impl TypeParameter {
    fn new(tokens: Tokens) -> Option<Self> {
        let mut input = Cursor::new(tokens.clone());
        input.attributes();
        let is_const = input.keyword("const").is_some();
        let mut name = Tokens::new();
        if let Some(lifetime) = input.punct('\'') {
            name.push(TokenTree::Punct(lifetime));
        }
        let is_type = !is_const && name.is_empty();
        let ident = input.ident()?;
        name.push(TokenTree::Ident(ident.clone()));
        let ty = if is_type { Some(ident) } else { None };
        Some(Self { declared: without_default(tokens), name, ty })
    }
}

/// Removes the default, ` = u8`, which an impl must not repeat.
fn without_default(mut declared: Tokens) -> Tokens {
    let mut angles = Angles::default();
    for (index, token) in declared.iter().enumerate() {
        if angles.pass(token) == 0 && is_punct(token, '=') {
            declared.truncate(index);
            break;
        }
    }
    declared
}

/// The form of a type, as far as masks depend on it.
pub(super) enum TypeForm {
    /// `&T` or `(T)`.
    Around(Tokens),
    /// `[T]` or `[T; N]`.
    Elements(Tokens),
    /// `path::Name<T>`: the name, and the first argument that is a type.
    Named(Ident, Option<Tokens>),
    Other,
}

impl TypeForm {
    pub(super) fn of(ty: &[TokenTree]) -> Self {
        match ty {
            [TokenTree::Group(group)] => {
                let inside = inside_of(group);
                match group.delimiter() {
                    Delimiter::None => Self::Around(inside),
                    Delimiter::Parenthesis if !has_comma(&inside) => Self::Around(inside),
                    Delimiter::Bracket => {
                        let (element, _) =
                            inside.split_at(find_punct(&inside, ';').unwrap_or(inside.len()));
                        Self::Elements(element.to_vec())
                    }
                    Delimiter::Parenthesis | Delimiter::Brace => Self::Other,
                }
            }
            [reference, rest @ ..] if is_punct(reference, '&') => {
                let rest = match rest {
                    [tick, _, rest @ ..] if is_punct(tick, '\'') => rest,
                    rest => rest,
                };
                let rest = match rest {
                    [keyword, rest @ ..] if is_ident(keyword, "mut") => rest,
                    rest => rest,
                };
                Self::Around(rest.to_vec())
            }
            ty => Self::named(ty).unwrap_or(Self::Other),
        }
    }

    fn named(ty: &[TokenTree]) -> Option<Self> {
        let arguments = find_punct(ty, '<');
        let (path, arguments) = ty.split_at(arguments.unwrap_or(ty.len()));
        let path = match path {
            [path @ .., a, b] if is_separator(a, b) => path,
            path => path,
        };
        let [.., TokenTree::Ident(name)] = path else { return None };
        if !is_path(path) {
            return None;
        }
        let argument = match arguments {
            [] => None,
            [_, inside @ .., close] if is_punct(close, '>') => {
                let mut first = None;
                for argument in split_types(inside.to_vec()) {
                    // A lifetime is not a type.
                    if first.is_none() && !starts_with(&argument, '\'') {
                        first = Some(argument);
                    }
                }
                first
            }
            _ => return None,
        };
        Some(Self::Named(name.clone(), argument))
    }
}

fn has_comma(tokens: &[TokenTree]) -> bool {
    tokens.is_empty() || find_punct(tokens, ',').is_some()
}
