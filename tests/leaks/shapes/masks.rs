//! A shape for each mask, beside a field that is shown.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use logkit::redact::Mask as Writer;
use logkit::{Redact, Sensitive, keep_first, keep_last, masked};
use serde_json::json;

use super::without;
use crate::secrets::{api_key, card, password, private_key, web_token};
use crate::subject::{Derived, Mask, Shape};

#[derive(Redact)]
struct Whole {
    user: &'static str,
    #[redact]
    password: String,
    city: &'static str,
}

#[derive(Redact)]
struct First {
    #[redact(keep_first = 7)]
    api_key: String,
    user: &'static str,
}

#[derive(Redact)]
struct Last {
    user: &'static str,
    #[redact(keep_last = 4)]
    card_number: String,
}

#[derive(Redact)]
struct Both {
    user: &'static str,
    #[redact(keep_first = 2, keep_last = 3)]
    jwt: String,
}

#[derive(Redact)]
struct MinHidden {
    user: &'static str,
    #[redact(keep_last = 4, min_hidden = 16)]
    card_number: String,
}

#[derive(Redact)]
struct Text {
    user: &'static str,
    #[redact(text = "<gone>")]
    pem: String,
}

/// The behavior of a mask after it has shown the scheme of a key.
#[derive(Clone, Copy)]
enum Then {
    Ends,
    Fails,
    Panics,
}

fn scheme((key, then): &(String, Then), mask: &mut Writer<'_>) -> fmt::Result {
    mask.write_str(&key[..8])?;
    if let Then::Ends = then {
        return mask.write_str("****");
    }
    // The text written before it failed must not show.
    mask.write_str(key)?;
    if let Then::Fails = then { Err(fmt::Error) } else { panic!("a mask that gives up") }
}

#[derive(Redact)]
struct With {
    user: &'static str,
    #[redact(with = scheme)]
    api_key: (String, Then),
}

#[derive(Redact)]
struct Each {
    user: &'static str,
    #[redact(each)]
    passwords: Vec<String>,
    #[redact(each, keep_last = 4)]
    cards: BTreeMap<&'static str, String>,
}

#[derive(Redact)]
struct ShowNone {
    user: &'static str,
    #[redact(show_none)]
    password: Option<String>,
    #[redact(show_none, keep_last = 4)]
    pin: Option<String>,
}

#[derive(Redact)]
#[redact(all)]
struct All {
    #[redact(skip)]
    user: &'static str,
    password: String,
    note: String,
}

#[derive(Redact)]
#[redact(strict)]
struct Strict {
    #[redact(skip)]
    user: &'static str,
    #[redact]
    password: String,
}

pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = fields();
    shapes.extend(with());
    shapes.extend(many());
    shapes.extend(values());
    #[cfg(feature = "hash")]
    shapes.extend(hashes::shapes());
    shapes
}

fn fields() -> Vec<Shape> {
    let whole = || Whole { user: "ada", password: password(), city: "Bern" };
    vec![
        Shape::new("field", &[&password()], move || Derived(whole()), {
            r#"Whole { user: "ada", password: [redacted], city: "Bern" }"#
        })
        .json(json!({"user": "ada", "password": "[redacted]", "city": "Bern"})),
        Shape::new(
            "field.keep_first",
            &[&without(7, 0, &api_key())],
            || Derived(First { api_key: api_key(), user: "ada" }),
            r#"First { api_key: sk_live****, user: "ada" }"#,
        )
        .json(json!({"api_key": "sk_live****", "user": "ada"})),
        Shape::new(
            "field.keep_last",
            &[&without(0, 4, &card())],
            || Derived(Last { user: "ada", card_number: card() }),
            r#"Last { user: "ada", card_number: ****6467 }"#,
        )
        .json(json!({"user": "ada", "card_number": "****6467"})),
        Shape::new(
            "field.both",
            &[&without(2, 3, &web_token())],
            || Derived(Both { user: "ada", jwt: web_token() }),
            r#"Both { user: "ada", jwt: ey****jXk }"#,
        )
        .json(json!({"user": "ada", "jwt": "ey****jXk"})),
        Shape::new(
            "field.min_hidden",
            &[&card()],
            || Derived(MinHidden { user: "ada", card_number: card() }),
            r#"MinHidden { user: "ada", card_number: **** }"#,
        )
        .json(json!({"user": "ada", "card_number": "****"})),
        Shape::new(
            "field.text",
            &[&private_key()],
            || Derived(Text { user: "ada", pem: private_key() }),
            r#"Text { user: "ada", pem: <gone> }"#,
        )
        .json(json!({"user": "ada", "pem": "<gone>"})),
    ]
}

fn with() -> Vec<Shape> {
    let with = |then| move || Derived(With { user: "ada", api_key: (api_key(), then) });
    let shape = |name, hidden: String, then, shown: &str| {
        Shape::new(name, &[&hidden], with(then), {
            format!(r#"With {{ user: "ada", api_key: {shown} }}"#)
        })
        .json(json!({"user": "ada", "api_key": shown}))
    };
    vec![
        shape("field.with", without(8, 0, &api_key()), Then::Ends, "sk_live_****"),
        shape("field.with_that_errs", api_key(), Then::Fails, "[redacted]"),
        shape("field.with_that_panics", api_key(), Then::Panics, "[redacted]").panics_within(),
    ]
}

fn many() -> Vec<Shape> {
    let each = || Each {
        user: "ada",
        passwords: vec![password(), api_key()],
        cards: [("main", card()), ("none", String::new())].into(),
    };
    let show_none = || ShowNone { user: "ada", password: Some(password()), pin: None };
    vec![
        Shape::new(
            "field.each",
            &[&password(), &api_key(), &without(0, 4, &card())],
            move || Derived(each()),
            "Each { user: \"ada\", passwords: [[redacted], [redacted]], \
             cards: {\"main\": ****6467, \"none\": ****} }",
        )
        .json(json!({
            "user": "ada",
            "passwords": ["[redacted]", "[redacted]"],
            "cards": {"main": "****6467", "none": "****"},
        })),
        Shape::new("field.show_none", &[&password()], move || Derived(show_none()), {
            r#"ShowNone { user: "ada", password: [redacted], pin: None }"#
        })
        .json(json!({"user": "ada", "password": "[redacted]", "pin": null})),
        Shape::new(
            "field.all",
            &[&password(), &web_token()],
            || Derived(All { user: "ada", password: password(), note: web_token() }),
            r#"All { user: "ada", password: [redacted], note: [redacted] }"#,
        )
        .json(json!({"user": "ada", "password": "[redacted]", "note": "[redacted]"})),
        Shape::new(
            "field.strict",
            &[&password()],
            || Derived(Strict { user: "ada", password: password() }),
            r#"Strict { user: "ada", password: [redacted] }"#,
        )
        .json(json!({"user": "ada", "password": "[redacted]"})),
    ]
}

/// Masks around a value, without a type of the user.
fn values() -> Vec<Shape> {
    // The texts that they borrow must outlive them.
    let leaked = |text: String| -> &'static str { text.leak() };
    vec![
        Shape::new("masked", &[&password()], || Mask(masked(&password())), "[redacted]"),
        Shape::new("sensitive", &[&password()], || Mask(Sensitive::new(password())), "[redacted]"),
        Shape::new(
            "keep_first",
            &[&without(7, 0, &api_key())],
            move || Mask(keep_first(7, leaked(api_key()))),
            "sk_live****",
        ),
        Shape::new(
            "keep_last",
            &[&without(0, 4, &card())],
            move || Mask(keep_last(4, leaked(card()))),
            "****6467",
        ),
        Shape::new(
            "keep_first_of_too_few",
            &[&without(0, 0, "qzvk")],
            || Mask(keep_first(1, "qzvk")),
            "****",
        ),
    ]
}

#[cfg(feature = "hash")]
mod hashes {
    //! Keyed hashes, equal to those of the function under the field's name.

    use logkit::{Redact, hashed};
    use serde_json::json;

    use crate::secrets::password;
    use crate::subject::{Derived, Mask, Shape};

    #[derive(Redact)]
    struct Hash {
        user: &'static str,
        #[redact(hash)]
        password: String,
    }

    pub(super) fn shapes() -> Vec<Shape> {
        let password: &'static str = password().leak();
        let of_field = hashed(password).with_domain("Hash.password").to_string();
        assert!(of_field.starts_with("hash:") && of_field.len() == 21);
        vec![
            Shape::new(
                "hashed",
                &[password],
                || Mask(hashed(password)),
                hashed(password).to_string(),
            ),
            Shape::new(
                "field.hash",
                &[password],
                || Derived(Hash { user: "ada", password: password.into() }),
                format!(r#"Hash {{ user: "ada", password: {of_field} }}"#),
            )
            .json(json!({"user": "ada", "password": of_field})),
        ]
    }
}
