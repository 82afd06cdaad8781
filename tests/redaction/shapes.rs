//! Every shape of type, beside its twin with std's `derive(Debug)`.

use std::fmt::Debug;
use std::sync::Arc;

use logkit::{Redact, masked};

/// A type without any trait: no `Debug`, no `Clone`, no `Default`.
struct Opaque;

/// Prints like a mask, so that a twin can have it instead of a masked field.
struct Mask(&'static str);

impl Debug for Mask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

const WHOLE: Mask = Mask("[redacted]");

/// Compiles if `T` has `Debug`, for types without a value to print.
fn is_debug<T: Debug>() {}

/// Checks that both print the same in every way.
#[track_caller]
fn same(ours: &dyn Debug, twin: &dyn Debug) {
    assert_eq!(format!("{ours:?}"), format!("{twin:?}"));
    assert_eq!(format!("{ours:#?}"), format!("{twin:#?}"));
    assert_eq!(format!("{ours:+08.2?}"), format!("{twin:+08.2?}"));
    assert_eq!(format!("{ours:#x?}"), format!("{twin:#x?}"));
    assert_eq!(format!("{ours:*^20?}"), format!("{twin:*^20?}"));
}

#[test]
fn a_named_struct() {
    mod ours {
        #[derive(logkit::Redact)]
        pub(super) struct Card {
            pub(super) holder: &'static str,
            pub(super) limits: Vec<Option<f32>>,
            #[redact]
            pub(super) cvv: super::Opaque,
        }
    }
    mod twin {
        #[derive(Debug)]
        pub(super) struct Card {
            pub(super) holder: &'static str,
            pub(super) limits: Vec<Option<f32>>,
            pub(super) cvv: super::Mask,
        }
    }
    let holder = "Ada \"the\" Countess\n";
    let limits = || vec![Some(1.0), None, Some(-2.5)];
    let ours = ours::Card { holder, limits: limits(), cvv: Opaque };
    let twin = twin::Card { holder, limits: limits(), cvv: WHOLE };
    same(&ours, &twin);
}

#[test]
fn a_tuple_struct() {
    mod ours {
        #[derive(logkit::Redact)]
        pub(super) struct Pair(pub(super) u8, #[redact] pub(super) super::Opaque, pub(super) i8);
    }
    mod twin {
        #[derive(Debug)]
        pub(super) struct Pair(pub(super) u8, pub(super) super::Mask, pub(super) i8);
    }
    same(&ours::Pair(200, Opaque, -3), &twin::Pair(200, WHOLE, -3));
}

#[test]
fn an_enum_of_every_shape() {
    mod ours {
        #[derive(logkit::Redact)]
        pub(super) enum Login {
            Anonymous,
            Empty {},
            Nothing(),
            Token(#[redact] super::Opaque),
            Password {
                user: u8,
                #[redact]
                r#type: super::Opaque,
            },
            r#Box(u8),
        }
    }
    mod twin {
        #[derive(Debug)]
        pub(super) enum Login {
            Anonymous,
            Empty {},
            Nothing(),
            Token(super::Mask),
            Password { user: u8, r#type: super::Mask },
            r#Box(u8),
        }
    }
    same(&ours::Login::Anonymous, &twin::Login::Anonymous);
    same(&ours::Login::Empty {}, &twin::Login::Empty {});
    same(&ours::Login::Nothing(), &twin::Login::Nothing());
    same(&ours::Login::Token(Opaque), &twin::Login::Token(WHOLE));
    same(
        &ours::Login::Password { user: 7, r#type: Opaque },
        &twin::Login::Password { user: 7, r#type: WHOLE },
    );
    same(&ours::Login::r#Box(1), &twin::Login::r#Box(1));
}

#[test]
fn raw_names_print_without_their_mark() {
    #[derive(Redact)]
    #[expect(non_camel_case_types, reason = "a keyword as a name")]
    struct r#struct {
        r#type: u8,
        #[r#redact(r#keep_first = 1)]
        r#fn: &'static str,
        #[r#redact]
        r#let: Opaque,
    }
    let value = r#struct { r#type: 1, r#fn: "secret", r#let: Opaque };
    assert_eq!(format!("{value:?}"), "struct { type: 1, fn: s****, let: [redacted] }");
}

/// A truth about a secret is shown under any name.
#[test]
fn bools_are_shown_under_any_name() {
    #[derive(Redact)]
    struct Login {
        #[redact]
        key: Opaque,
        password: bool,
        token: &'static bool,
        #[redact(skip)]
        pin: bool,
    }
    #[derive(Redact)]
    #[redact(nested)]
    enum Prompt {
        Password(bool),
        Token { required: bool, r#secret: bool },
    }
    #[derive(Redact)]
    #[redact(all)]
    struct All {
        password: bool,
    }
    let login = Login { key: Opaque, password: true, token: &false, pin: true };
    assert_eq!(
        format!("{login:?}"),
        "Login { key: [redacted], password: true, token: false, pin: true }"
    );
    let token = Prompt::Token { required: true, r#secret: false };
    assert_eq!(format!("{:?} {token:?}", Prompt::Password(true)), {
        "Password(true) Token { required: true, secret: false }"
    });
    assert_eq!(format!("{:?}", All { password: true }), "All { password: [redacted] }");
}

/// So is a number under a plural.
#[test]
fn counts_are_shown_under_a_plural() {
    #[derive(Redact)]
    struct Usage {
        #[redact]
        key: Opaque,
        tokens: u32,
        api_keys: &'static usize,
        #[redact(skip)]
        cookies: u8,
        #[redact]
        secrets: u64,
    }
    let usage = Usage { key: Opaque, tokens: 1532, api_keys: &3, cookies: 2, secrets: 1 };
    assert_eq!(
        format!("{usage:?}"),
        "Usage { key: [redacted], tokens: 1532, api_keys: 3, cookies: 2, secrets: [redacted] }"
    );
}

#[test]
fn an_empty_enum() {
    #[derive(Redact)]
    enum Never {}
    is_debug::<Never>();
}

#[test]
fn fields_under_a_cfg() {
    #[derive(Redact)]
    struct Configured {
        #[cfg(not(test))]
        gone: Absent,
        #[cfg(test)]
        #[redact]
        there: Opaque,
        #[cfg_attr(test, redact)]
        marked: Opaque,
    }
    #[derive(Redact)]
    struct Tuple(#[cfg(not(test))] Absent, #[redact] Opaque, u8);
    #[derive(Redact)]
    enum Variants {
        #[cfg(not(test))]
        Gone(Absent),
        Here(#[redact] Opaque, #[cfg(not(test))] Absent, u8),
    }

    let value = Configured { there: Opaque, marked: Opaque };
    assert_eq!(format!("{value:?}"), "Configured { there: [redacted], marked: [redacted] }");
    assert_eq!(format!("{:?}", Tuple(Opaque, 7)), "Tuple([redacted], 7)");
    assert_eq!(format!("{:?}", Variants::Here(Opaque, 7)), "Here([redacted], 7)");
}

#[test]
fn packed_fields_are_copied_as_in_std() {
    #[derive(Redact)]
    #[repr(C, packed(2))]
    struct Packed {
        shown: u64,
        #[redact(keep_last = 2)]
        kept: &'static str,
        // Neither Copy nor Debug, and never touched.
        #[redact]
        hidden: Opaque,
    }
    let value = Packed { shown: 1, kept: "abcdefgh", hidden: Opaque };
    assert_eq!(format!("{value:?}"), "Packed { shown: 1, kept: ****gh, hidden: [redacted] }");
}

#[test]
fn a_deprecated_part_warns_where_it_is_used_only() {
    #[derive(Redact)]
    struct Old {
        #[deprecated]
        shown: u8,
        #[redact]
        #[deprecated]
        hidden: u8,
    }
    #[derive(Redact)]
    #[deprecated]
    enum Older {
        #[deprecated]
        Variant(#[redact] u8),
    }
    #[expect(deprecated, reason = "this is a use")]
    let (old, older) = (Old { shown: 1, hidden: 2 }, Older::Variant(3));
    assert_eq!(format!("{old:?}"), "Old { shown: 1, hidden: [redacted] }");
    assert_eq!(format!("{older:?}"), "Variant([redacted])");
}

#[test]
fn a_type_that_a_macro_writes() {
    macro_rules! wrapper {
        ($name:ident, $field:ident: $ty:ty, $kept:literal, $mark:meta) => {
            #[derive(Redact)]
            struct $name {
                #[redact(keep_first = $kept)]
                $field: $ty,
                #[$mark]
                marked: u8,
            }
        };
    }
    wrapper!(Wrapped, token: &'static str, 2, redact);
    let value = Wrapped { token: "abcdefgh", marked: 1 };
    assert_eq!(format!("{value:?}"), "Wrapped { token: ab****, marked: [redacted] }");
}

#[test]
fn trait_objects_may_borrow() {
    #[derive(Redact)]
    struct Borrows<'a> {
        #[redact]
        pin: u16,
        cause: &'a dyn std::error::Error,
        causes: Vec<&'a (dyn std::error::Error + Send)>,
        note: Box<dyn Debug + 'a>,
        fixed: &'a (dyn std::error::Error + 'static),
    }
    let text = String::from("x");
    let error = "y".parse::<u8>().unwrap_err();
    let value = Borrows {
        pin: 1,
        cause: &error,
        causes: vec![&error],
        note: Box::new(&text),
        fixed: &error,
    };
    let kind = "ParseIntError { kind: InvalidDigit }";
    assert_eq!(
        format!("{value:?}"),
        format!(
            "Borrows {{ pin: [redacted], cause: {kind}, causes: [{kind}], note: \"x\", fixed: {kind} }}"
        )
    );
}

#[test]
fn constants_with_the_names_of_variables_change_nothing() {
    #[derive(Redact)]
    struct Shadowed {
        fmt: u8,
        f: u8,
        #[redact]
        formatter: u8,
    }
    #[expect(non_upper_case_globals, reason = "meant to clash")]
    mod clash {
        pub(super) const f: u8 = 1;
        pub(super) static formatter: u8 = 2;
    }
    #[expect(unused_imports, reason = "meant to clash")]
    use clash::*;
    let value = Shadowed { fmt: 1, f: 2, formatter: 3 };
    assert_eq!(format!("{value:?}"), "Shadowed { fmt: 1, f: 2, formatter: [redacted] }");
}

#[test]
fn wrappers_of_a_redact_type_are_redact() {
    use logkit::redact::Redact;

    fn shown<T: Redact + ?Sized>(value: &T) -> String {
        format!("{value:?}")
    }
    assert_eq!(shown(&Some(vec![masked("a")])), "Some([[redacted]])");
    assert_eq!(shown(&[Box::new(masked("a"))][..]), "[[redacted]]");
    assert_eq!(shown(&Arc::new([masked("a")])), "[[redacted]]");
    assert_eq!(shown::<&dyn Redact>(&(&masked("a") as _)), "[redacted]");
}
