//! Kinds of types: tuples, units, enums, generics, types within types.

use std::fmt::Debug;

use logkit::{Redact, Sensitive};
use serde_json::json;

use super::without;
use crate::secrets::{api_key, card, password};
use crate::subject::{Derived, Plain, Shape};

#[derive(Redact)]
struct Tuple(&'static str, #[redact] String, #[redact(keep_last = 4)] String);

#[derive(Redact)]
struct Single(#[redact] String);

#[derive(Redact)]
enum Login {
    Key(&'static str, #[redact] String),
    Card {
        user: &'static str,
        #[redact(keep_last = 4)]
        number: String,
    },
    #[redact]
    Password {
        user: String,
        words: String,
    },
    #[redact(name)]
    Hidden(String),
}

#[derive(Redact)]
struct Generic<T> {
    shown: T,
    #[redact]
    hidden: T,
}

#[derive(Redact)]
struct Borrowed<'a, const N: usize> {
    user: &'a str,
    #[redact]
    password: &'a str,
    #[redact]
    pins: [u32; N],
}

#[derive(Redact)]
struct Inner {
    user: &'static str,
    #[redact]
    password: String,
}

#[derive(Redact)]
struct Outer {
    city: &'static str,
    inner: Inner,
    #[redact(keep_last = 4)]
    card_number: String,
}

#[derive(Redact)]
struct Typed {
    user: &'static str,
    #[redact(skip)]
    password: Sensitive<String>,
    #[redact]
    bytes: Vec<u8>,
}

/// No field is marked: std's derive prints it, and the field's type masks itself.
#[derive(Debug)]
struct Std<T> {
    _user: &'static str,
    _inner: T,
}

fn std<T: Debug>(inner: T) -> Std<T> {
    Std { _user: "ada", _inner: inner }
}

fn inner() -> Inner {
    Inner { user: "ada", password: password() }
}

pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = tuples_and_enums();
    shapes.extend(types_in_types());
    shapes
}

fn tuples_and_enums() -> Vec<Shape> {
    vec![
        Shape::new(
            "tuple",
            &[&password(), &without(0, 4, &card())],
            || Derived(Tuple("ada", password(), card())),
            r#"Tuple("ada", [redacted], ****6467)"#,
        )
        .json(json!(["ada", "[redacted]", "****6467"])),
        Shape::new("tuple.single", &[&password()], || Derived(Single(password())), {
            "Single([redacted])"
        })
        .json(json!("[redacted]")),
        Shape::new("variant.tuple", &[&api_key()], || Derived(Login::Key("ada", api_key())), {
            r#"Key("ada", [redacted])"#
        })
        .json(json!({"Key": ["ada", "[redacted]"]})),
        Shape::new(
            "variant.struct",
            &[&without(0, 4, &card())],
            || Derived(Login::Card { user: "ada", number: card() }),
            r#"Card { user: "ada", number: ****6467 }"#,
        )
        .json(json!({"Card": {"user": "ada", "number": "****6467"}})),
        Shape::new(
            "variant.masked",
            &[&api_key(), &password()],
            || Derived(Login::Password { user: api_key(), words: password() }),
            "Password { user: [redacted], words: [redacted] }",
        )
        .json(json!({"Password": {"user": "[redacted]", "words": "[redacted]"}})),
        Shape::new(
            "variant.hidden",
            &[&password(), "Hidden"],
            || Derived(Login::Hidden(password())),
            "[redacted]",
        ),
    ]
}

fn types_in_types() -> Vec<Shape> {
    let inner_json = json!({"user": "ada", "password": "[redacted]"});
    let inner_debug = r#"Inner { user: "ada", password: [redacted] }"#;
    vec![
        Shape::new(
            "generic",
            &[&password()],
            || Derived(Generic { shown: String::from("ada"), hidden: password() }),
            r#"Generic { shown: "ada", hidden: [redacted] }"#,
        )
        // Of a generic field, only `Debug` is known.
        .json(json!({"shown": "\"ada\"", "hidden": "[redacted]"})),
        Shape::new(
            "lifetimes_and_consts",
            &[&password(), "75319"],
            || Derived(Borrowed { user: "ada", password: password().leak(), pins: [75_319; 2] }),
            r#"Borrowed { user: "ada", password: [redacted], pins: [redacted] }"#,
        )
        .json(json!({"user": "ada", "password": "[redacted]", "pins": "[redacted]"})),
        Shape::new(
            "nested",
            &[&password(), &without(0, 4, &card())],
            || Derived(Outer { city: "Bern", inner: inner(), card_number: card() }),
            format!(r#"Outer {{ city: "Bern", inner: {inner_debug}, card_number: ****6467 }}"#),
        )
        .json(json!({"city": "Bern", "inner": inner_json, "card_number": "****6467"})),
        Shape::new(
            "fields_of_other_types",
            &[&password(), &api_key()],
            || {
                Derived(Typed {
                    user: "ada",
                    password: password().into(),
                    bytes: api_key().into_bytes(),
                })
            },
            r#"Typed { user: "ada", password: [redacted], bytes: [redacted] }"#,
        )
        .json(json!({"user": "ada", "password": "[redacted]", "bytes": "[redacted]"})),
        Shape::new("in_std_derive", &[&password()], || Plain(std(inner())), {
            format!(r#"Std {{ _user: "ada", _inner: {inner_debug} }}"#)
        }),
        Shape::new(
            "sensitive_in_std_derive",
            &[&password()],
            || Plain(std(Sensitive::new(password()))),
            r#"Std { _user: "ada", _inner: [redacted] }"#,
        ),
    ]
}
