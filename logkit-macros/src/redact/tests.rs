//! Expansions of the derive, token by token, and those after an error.

use quote::quote;

use super::expand;

#[test]
#[allow(clippy::too_many_lines, reason = "it is one expansion")]
fn a_field_is_one_call_and_a_masked_one_is_not_touched() {
    let expansion = expand(quote! {
        pub struct Card<'a, T: Copy = u8> where T: Send {
            pub holder: Vec<T>,
            #[redact(keep_last = 4)]
            pub r#type: &'a str,
            #[redact]
            cvv: T,
        }
    });
    let expected = quote! {
        #[automatically_derived]
        impl<'a, T: Copy> ::logkit::__private::fmt::Debug for Card<'a, T>
        where
            T: Send,
            Vec<T>: ::logkit::__private::fmt::Debug,
        {
            fn fmt(
                &self,
                __formatter: &mut ::logkit::__private::fmt::Formatter<'_>
            ) -> ::logkit::__private::fmt::Result {
                ::logkit::__private::debug(
                    ::logkit::__private::Redact::__form(self),
                    &|__visitor| ::logkit::__private::Redact::parts(self, __visitor),
                    __formatter,
                )
            }
        }
        #[automatically_derived]
        impl<'a, T: Copy> ::logkit::__private::Redact for Card<'a, T>
        where
            T: Send,
            Vec<T>: ::logkit::__private::fmt::Debug,
        {
            fn __form(&self) -> ::logkit::__private::TextForm<'_> {
                match self { Card { .. } => ::logkit::__private::TextForm::Struct("Card"), }
            }
            fn parts(
                &self,
                __visitor: &mut ::logkit::__private::Visitor<'_>
            ) -> ::logkit::__private::fmt::Result {
                match self {
                    Card { holder: __field_0, r#type: __field_1, .. } => {
                        ::logkit::__private::Probe::of(&__field_0).__visit(__visitor, ", holder: ", &__field_0, &__field_0)?;
                        ::logkit::__private::Visitor::masked(
                            __visitor,
                            ", type: ",
                            &::logkit::__private::keep(
                                ::logkit::__private::KeptEnds {
                                    first: 0usize,
                                    last: 4usize,
                                    min_hidden: 0usize
                                },
                                <&'a str as ::logkit::__private::KeepText>::text(&__field_1)
                            )
                        )?;
                        ::logkit::__private::Visitor::masked(__visitor, ", cvv: ", &::logkit::__private::Masked)?;
                        ::logkit::__private::Ok(())
                    }
                }
            }
        }
        #[automatically_derived]
        impl<'a, T: Copy> ::logkit::__private::LogSafe for Card<'a, T>
        where
            T: Send,
            Vec<T>: ::logkit::__private::fmt::Debug,
            T: ::logkit::__private::LogSafe,
        {}
        #[automatically_derived]
        impl<'a, T: Copy> ::logkit::__private::ToValue for Card<'a, T>
        where
            T: Send,
            Vec<T>: ::logkit::__private::fmt::Debug,
            for<'__sized> Self: ::logkit::__private::Sized,
        {
            fn to_value(&self) -> ::logkit::__private::Value<'_> {
                ::logkit::__private::Value::Redact(self)
            }
        }
    };
    assert_eq!(expansion.to_string(), expected.to_string());
}

#[test]
fn a_variant_is_what_a_struct_is() {
    let expansion = expand(quote! {
        #[redact(crate = my::logkit)]
        enum Login { Anonymous, Token(u8, #[redact] Token) }
    });
    let expected = quote! {
        #[automatically_derived]
        impl my::logkit::__private::fmt::Debug for Login where {
            fn fmt(
                &self,
                __formatter: &mut my::logkit::__private::fmt::Formatter<'_>
            ) -> my::logkit::__private::fmt::Result {
                my::logkit::__private::debug(
                    my::logkit::__private::Redact::__form(self),
                    &|__visitor| my::logkit::__private::Redact::parts(self, __visitor),
                    __formatter,
                )
            }
        }
        #[automatically_derived]
        impl my::logkit::__private::Redact for Login where {
            fn __form(&self) -> my::logkit::__private::TextForm<'_> {
                match self {
                    Login::Anonymous { .. } => my::logkit::__private::TextForm::Word("Anonymous"),
                    Login::Token { .. } => my::logkit::__private::TextForm::TupleVariant("Token", 2usize),
                }
            }
            fn parts(
                &self,
                __visitor: &mut my::logkit::__private::Visitor<'_>
            ) -> my::logkit::__private::fmt::Result {
                match self {
                    Login::Anonymous { .. } => my::logkit::__private::Visitor::item(__visitor, "Anonymous"),
                    Login::Token { 0: __field_0, .. } => {
                        my::logkit::__private::Probe::of(&__field_0).__visit(__visitor, ", ", &__field_0, &__field_0)?;
                        my::logkit::__private::Visitor::masked(__visitor, ", ", &my::logkit::__private::Masked)?;
                        my::logkit::__private::Ok(())
                    }
                }
            }
        }
        #[automatically_derived]
        impl my::logkit::__private::LogSafe for Login where {}
        #[automatically_derived]
        impl my::logkit::__private::ToValue for Login
        where
            for<'__sized> Self: my::logkit::__private::Sized,
        {
            fn to_value(&self) -> my::logkit::__private::Value<'_> {
                my::logkit::__private::Value::Redact(self)
            }
        }
    };
    assert_eq!(expansion.to_string(), expected.to_string());
}

#[test]
fn with_a_mistake_no_field_is_shown() {
    let expansion = expand(quote! {
        #[redact(crate = my::logkit)]
        struct Card<T> where T: Send { holder: T, #[redact(keep_last = 0)] number: String }
    });
    let message = "`keep_last = 0` keeps nothing; remove it, or write `#[redact]` to mask the \
                   value";
    let expected = quote! {
        ::core::compile_error! { #message }
        #[automatically_derived]
        impl<T> my::logkit::__private::fmt::Debug for Card<T> where T: Send, {
            fn fmt(
                &self,
                __formatter: &mut my::logkit::__private::fmt::Formatter<'_>
            ) -> my::logkit::__private::fmt::Result {
                my::logkit::__private::fmt::Formatter::write_str(__formatter, "Card([redacted])")
            }
        }
        #[automatically_derived]
        impl<T> my::logkit::__private::Redact for Card<T> where T: Send, {}
        #[automatically_derived]
        impl<T> my::logkit::__private::LogSafe for Card<T> where T: Send, {}
        #[automatically_derived]
        impl<T> my::logkit::__private::ToValue for Card<T>
        where
            T: Send,
            for<'__sized> Self: my::logkit::__private::Sized,
        {
            fn to_value(&self) -> my::logkit::__private::Value<'_> {
                my::logkit::__private::Value::Redact(self)
            }
        }
    };
    assert_eq!(expansion.to_string(), expected.to_string());
}

#[test]
fn a_bound_is_of_the_shown_type_and_of_nothing_else() {
    let bounds = |fields| {
        let expansion = expand(quote!(struct Item<'T, T, U>(#[redact] Mark, #fields);)).to_string();
        let head = expansion.split(" { fn fmt").next().unwrap_or_default().to_owned();
        let (_, bounds) = head.split_once("where ").unwrap_or_default();
        bounds.replace(":: logkit :: __private :: ", "")
    };
    assert_eq!(
        bounds(quote!(
            u8,
            #[redact]
            T
        )),
        ""
    );
    assert_eq!(bounds(quote!(&'T str, other::T)), "");
    assert_eq!(bounds(quote!(T, T::Item)), "T : fmt :: Debug , T :: Item : fmt :: Debug ,");
    assert_eq!(
        bounds(quote!(
            #[redact(keep_first = 1)]
            T
        )),
        "T : KeepText ,"
    );
    assert_eq!(bounds(quote!(fn(arg: T))), "fn (arg : T) : fmt :: Debug ,");
    assert_eq!(bounds(quote!(made!([T]))), "made ! ([T]) : fmt :: Debug ,");
    assert_eq!(bounds(quote!(<T as Tr>::Item)), "< T as Tr > :: Item : fmt :: Debug ,");
    // Where the item contains itself, its parameters are bound, if anything is.
    assert_eq!(bounds(quote!(Box<Item<'T, T, U>>, Vec<Self>)), "");
    assert_eq!(bounds(quote!(Box<self::Item::<'T, (T,), U>>)), "");
    assert_eq!(bounds(quote!(Box<(Self, T)>)), "T : fmt :: Debug ,");
    // A type that may contain the item: its parameters are bound.
    assert_eq!(bounds(quote!(Other<T>)), "Other < T > : fmt :: Debug ,");
    assert_eq!(
        bounds(quote!((u8, Option<Other<T>>))),
        "(u8 , Option < Other < T >>) : fmt :: Debug ,"
    );
    assert_eq!(bounds(quote!(Vec<Other<T, U>>)), "T : fmt :: Debug , U : fmt :: Debug ,");
    assert_eq!(bounds(quote!(&'T [my::Other<T>])), "T : fmt :: Debug ,");
    assert_eq!(bounds(quote!(Other<Other<(T, T)>>)), "T : fmt :: Debug ,");
    assert_eq!(bounds(quote!(Box<Other<T::Item>>)), "T :: Item : fmt :: Debug ,");
    assert_eq!(
        bounds(quote!(Box<Other<T::A::<u8>::B, u8>>)),
        "T :: A :: < u8 > :: B : fmt :: Debug ,"
    );
    assert_eq!(
        bounds(quote!(Box<Other<<T as Tr<u8>>::Item>>)),
        "< T as Tr < u8 >> :: Item : fmt :: Debug ,"
    );
    assert_eq!(bounds(quote!(Box<Other<u8>>)), "");
    assert_eq!(
        bounds(quote!(Box<for<'a> fn(&'a T)>)),
        "Box < for < 'a > fn (& 'a T) > : fmt :: Debug ,"
    );
}

#[test]
fn predicates_of_the_user_replace_all_others() {
    let head = |attribute| {
        let item = quote!(
            #[redact(#attribute)]
            struct Item<T, U>(#[redact] U, Vec<T>);
        );
        let expansion = expand(item).to_string().replace(":: logkit :: __private :: ", "");
        let (head, _) = expansion.split_once(" { fn fmt").unwrap_or_default();
        head.split_once("where").unwrap_or_default().1.trim().to_owned()
    };
    assert_eq!(head(quote!(bound = "")), "");
    assert_eq!(
        head(quote!(bound = "T: Copy, U: Send + 'static,")),
        "T : Copy , U : Send + 'static ,"
    );
    assert_eq!(head(quote!(bound = "T::Item: Copy")), "T :: Item : Copy ,");
    assert_eq!(head(quote!(bound = "for<'a> &'a T: Copy")), "for <'a > &'a T : Copy ,");
    assert_eq!(head(quote!(bound = "[T; 2]: Copy")), "[T ; 2] : Copy ,");
    for wrong in ["where T: Copy", "T", "T: Copy, U", "T::Item", "T: Copy,,", "(", ": Copy"] {
        let expansion = expand(quote!(
            #[redact(bound = #wrong)]
            struct Item<T>(#[redact] T);
        ));
        assert!(expansion.to_string().contains("without `where`"), "{wrong}");
    }
}

#[test]
fn a_packed_field_of_a_parameters_type_is_copied() {
    let expansion = expand(quote! {
        #[repr(C, packed)]
        struct Item<T>(T, u8, #[redact] T, #[redact(keep_first = 1)] Kept<T>);
    });
    let expansion = expansion.to_string().replace(":: logkit :: __private :: ", "");
    let wanted =
        "where T : fmt :: Debug , Kept < T > : KeepText , T : Copy , Kept < T > : Copy , {";
    assert!(expansion.contains(wanted), "{expansion}");
}

#[cfg(feature = "hash")]
#[test]
fn a_hash_has_a_domain_and_nothing_else() {
    let expansion = expand(quote! {
        enum Login<T> { Token(#[redact(hash)] T, #[redact(hash(domain = "key"))] u8) }
    });
    let expansion = expansion.to_string().replace(":: logkit :: __private :: ", "");
    assert!(expansion.contains("T : HashInput ,"), "{expansion}");
    assert!(expansion.contains("Hash (\"Login.Token.0\")"), "{expansion}");
    assert!(expansion.contains("Hash (\"key\")"), "{expansion}");

    for wrong in [
        quote!(hash = "key"),
        quote!(hash()),
        quote!(hash("key")),
        quote!(hash(domain = key)),
        quote!(hash(domain = "")),
        quote!(hash(domian = "key")),
        quote!(hash(domain = "key", domain = "key")),
    ] {
        let expansion = expand(quote!(
            struct Key(#[redact(#wrong)] u8);
        ))
        .to_string();
        assert!(expansion.contains("write `hash(domain = \\\"email\\\")`"), "{expansion}");
        assert!(expansion.contains("Key([redacted])"), "{expansion}");
    }
    let both = expand(quote!(
        struct Key(#[redact(hash, keep_last = 4)] String);
    ))
    .to_string();
    assert!(both.contains("`keep_last` is incompatible with `hash`"), "{both}");
}
