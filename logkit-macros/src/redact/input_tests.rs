//! The reader of types against `syn`, which reads all of Rust.

use crate::tokens::api::{Delimiter, Group, TokenStream};
use quote::{ToTokens, quote};
use syn::{DeriveInput, Fields};

use super::expand;
use super::input::{InputFields, TypeBody, TypeInput};
use crate::tokens::stream;

const TYPES: [&str; 20] = [
    "struct Unit;",
    "pub struct Unit where u8: Copy;",
    "#[repr(C, packed(2))] #[doc = \"a, b\"] pub(crate) struct Card { pub number: String, cvv: u16 }",
    "struct Tuple(u8, pub(in crate::shop) Vec<(u8, i8)>, pub (crate::A, crate::B), (u8), [u8; 1 << 2]);",
    "struct Tuple<'a, T>(pub &'a mut T,) where T: 'a + Fn(u8) -> Vec<T>, for<'b> &'b T: Copy;",
    "struct A<'a: 'static, #[cfg(all())] T: Iterator<Item = u8> + 'a = Of<u8, i8>, const N: usize = 3>
        where T: Into<[u8; { 1 + 2 }]>, [(); { N > 2 }]: Sized { x: [T; N], }",
    "struct A<F: Fn(u8, i8) -> Option<u8>, G: for<'x> Fn(&'x u8) -> &'x u8 = fn(&u8) -> &u8>(F, G);",
    "struct A<const B: bool = { 1 < 2 }, const C: i8 = -1>([u8; 3]);",
    "struct A<>{ r#type: <T as Iterator>::Item, f: fn(u8, i8) -> Vec<u8>, g: Box<dyn Fn(u8) -> u8> }",
    "struct A { m: map!(a, b < c), p: *const u8, n: !, i: m::N<{ 1 < 2 }, -1>, last: dyn Copy }",
    "enum Never {}",
    "enum Of { #[redact] A, B(u8, Vec<u8>), C { x: Map<u8, i8>, y: u8 }, D = 1 << 2, E = f::<u8, i8>(), }",
    "enum Of { A = -<u8 as Two<u8, i8>>::C, B = 1 + <u8 as Two<u8, i8>>::C, C = size_of::<(u8, i8)>() as isize }",
    "enum Of { A = if f::<u8, i8>() < 3 { 1 } else { 2 }, #[cfg(all())] B = x as <T as U<A, B>>::C, C() }",
    "struct A<'r#a, T: B<C<D>>=E>(&'r#a T) where T: B<C<D>>, <T as B<{ 1 > 2 }>>::C: for<'b> Fn(&'b u8) -> &'b u8;",
    "struct union { pub union: r#struct, pub(self) auto: fn() -> Box<dyn Fn() -> Vec<u8>>, r#pub: N<-1, '>'> }",
    "struct A(pub (in_a::B, u8), pub(super) (super::C,), pub <T as B>::C, #[a(<)] pub [(); { 1 < 2 } as usize]);",
    "enum Of<T> where T: Copy { A = 1 < 2, B(T) = 3 >> 1, }",
    "union Of { a: u8, b: i8 }",
    "#[redact(keep_first = 4)] #[a::b = 1 + 2] #[c[x, y]] struct r#struct<r#type>(#[x] #[redact] r#type);",
];

/// The tokens without the spaces that tell whether punctuation is joint.
fn text(tokens: impl ToTokens) -> String {
    tokens.into_token_stream().to_string().replace(' ', "")
}

/// The name and the type of each field.
fn fields(fields: &InputFields) -> Vec<(Option<String>, String, usize)> {
    let field = |field: &super::input::InputField| {
        (field.ident.as_ref().map(text), text(stream(&field.ty.0)), field.attributes.len())
    };
    fields.list.iter().map(field).collect()
}

fn expected(fields: &Fields) -> Vec<(Option<String>, String, usize)> {
    let field =
        |field: &syn::Field| (field.ident.as_ref().map(text), text(&field.ty), field.attrs.len());
    fields.iter().map(field).collect()
}

fn compare(tokens: TokenStream) {
    let item = tokens.to_string();
    let found = TypeInput::parse(tokens.clone()).ok().unwrap();
    let syn: DeriveInput = syn::parse2(tokens).unwrap();
    assert_eq!(found.ident, syn.ident, "{item}");
    let attributes = found.attributes.iter().map(|attribute| text(stream(attribute.path())));
    assert!(attributes.eq(syn.attrs.iter().map(|attribute| text(attribute.path()))), "{item}");
    let (declared, arguments, conditions) = syn.generics.split_for_impl();
    assert_eq!(text(found.generics.declared()), text(declared), "{item}");
    assert_eq!(text(found.generics.arguments()), text(arguments), "{item}");
    let conditions = conditions.map(|conditions| &conditions.predicates).into_iter().flatten();
    let written = found.generics.conditions.iter().map(|condition| text(stream(condition)));
    assert!(written.eq(conditions.map(text)), "{item}");
    match (found.body, syn.data) {
        (TypeBody::Struct(found), syn::Data::Struct(syn)) => {
            assert_eq!(fields(&found), expected(&syn.fields), "{item}");
            assert_eq!(found.unnamed, matches!(syn.fields, Fields::Unnamed(_)), "{item}");
        }
        (TypeBody::Enum(found), syn::Data::Enum(syn)) => {
            assert_eq!(found.len(), syn.variants.len(), "{item}");
            for (found, syn) in found.iter().zip(&syn.variants) {
                assert_eq!(found.ident, syn.ident, "{item}");
                assert_eq!(found.attributes.len(), syn.attrs.len(), "{item}");
                assert_eq!(fields(&found.fields), expected(&syn.fields), "{item}");
            }
        }
        (TypeBody::Union(_), syn::Data::Union(_)) => {}
        _ => panic!("{item}"),
    }
}

#[test]
fn types_are_read_as_syn_reads_them() {
    for item in TYPES {
        compare(item.parse().unwrap());
    }
}

/// A fragment of a `macro_rules`, as rustc passes it on.
fn fragment(tokens: &str) -> Group {
    Group::new(Delimiter::None, tokens.parse().unwrap())
}

#[test]
fn fragments_of_macros_are_read_as_syn_reads_them() {
    let [none, public, within] = ["", "pub", "pub(in crate::shop)"].map(fragment);
    let [ty, pair, bytes] = ["Vec<u8>", "(u8, i8)", "[u8]"].map(fragment);
    let [path, meta] = ["redact", "redact(keep_first = 4)"].map(fragment);
    compare(quote!(#public struct A(#none #ty, #within #pair, #public &'static #bytes);));
    compare(quote!(#none struct A { #none a: #ty, #within b: Option<#pair>, #public c: #bytes }));
    compare(
        quote!(#[#meta] enum A { #[#path] B(#[#path(each)] #none #ty), #[#meta] C { a: #ty } }),
    );
}

#[test]
fn fragments_of_macros_mean_what_their_tokens_mean() {
    /// Expands the item with the fragments, and with their tokens.
    fn same(item: fn([&dyn ToTokens; 2]) -> TokenStream, fragments: [&str; 2]) {
        let grouped = fragments.map(fragment);
        let plain = fragments.map(|tokens| tokens.parse::<TokenStream>().unwrap());
        let [grouped, plain] = [item([&grouped[0], &grouped[1]]), item([&plain[0], &plain[1]])];
        assert_eq!(text(expand(grouped)), text(expand(plain)));
    }
    same(
        |[a, b]| {
            quote!(
                struct A {
                    #[redact(keep_first = #a, keep_last = #b)]
                    a: String,
                }
            )
        },
        ["2", "3"],
    );
    same(
        |[a, b]| {
            quote!(
                struct A(#[redact(text = #a)] u8, #[redact(with = #b)] u8);
            )
        },
        ["\"x\"", "m::f::<u8>"],
    );
    same(|[a, b]| quote!(#[redact(crate = #a)] struct A(#[#b] u8);), ["my::logkit", "redact"]);
    same(|[a, b]| quote!(struct A(#[#a(keep_first = 2)] #b, #b);), ["redact", "String"]);
    // Errors.
    same(|[a, b]| quote!(struct A(#[#a(keep_first = 2)] [#b], u8);), ["redact", "u8"]);
    same(|[a, b]| quote!(#[derive(#a)] struct A(#[redact] #b);), ["std::fmt::Debug", "u8"]);
    same(|[a, b]| quote!(#[repr(#a)] struct A<T>(#[redact] u8, #b);), ["packed", "T"]);
}
