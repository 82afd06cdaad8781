//! Secrets and types that are hard to format.

use std::fmt::{self, Debug};

use logkit::{Logger, Redact, info, module_logger};
use serde_json::json;

use super::without;
use crate::secrets::{api_key, controls, emoji, marked, password, private_key, right_to_left};
use crate::subject::{Derived, Plain, Shape};

#[derive(Redact)]
struct Text {
    user: &'static str,
    #[redact]
    whole: String,
    #[redact(keep_first = 1, keep_last = 1)]
    ends: String,
}

fn text(secret: &str) -> Derived<Text> {
    Derived(Text { user: "ada", whole: secret.into(), ends: secret.into() })
}

/// A text with one visible character at each end, as written in `ends`.
fn shape(name: &'static str, secret: String, ends: [&str; 2]) -> Shape {
    let hidden = without(1, 1, &secret);
    let ends = ends.join("****");
    let debug = format!(r#"Text {{ user: "ada", whole: [redacted], ends: {ends} }}"#);
    Shape::new(name, &[&hidden], move || text(&secret), debug)
        .json(json!({"user": "ada", "whole": "[redacted]", "ends": ends}))
}

pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = texts();
    shapes.extend(formatters());
    shapes
}

fn texts() -> Vec<Shape> {
    let mebibytes = 10 * 1024 * 1024 / api_key().len();
    vec![
        shape("text.emoji", emoji(), ["🔑", "🧬"]),
        shape("text.marks", marked(), ["g\u{301}", "b\u{308}\u{323}"]),
        shape("text.right_to_left", right_to_left(), [r"\u{202e}", r"\u{200f}"]),
        shape("text.controls", controls(), ["k", r#"""#]),
        shape("text.lines", private_key(), ["-", r"\n"]),
        Shape::new("text.empty", &[], || text(""), {
            r#"Text { user: "ada", whole: [redacted], ends: **** }"#
        })
        .json(json!({"user": "ada", "whole": "[redacted]", "ends": "****"})),
        // Two of its many repetitions contain all its pieces.
        Shape::new(
            "text.ten_mebibytes",
            &[&without(1, 1, &api_key().repeat(2))],
            move || text(&api_key().repeat(mebibytes)),
            r#"Text { user: "ada", whole: [redacted], ends: s****3 }"#,
        )
        .json(json!({"user": "ada", "whole": "[redacted]", "ends": "s****3"})),
    ]
}

/// Writes a secret, and then runs the given code.
struct Then(String, fn() -> fmt::Result);

impl Debug for Then {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)?;
        (self.1)()
    }
}

#[derive(Redact)]
struct Shown {
    #[redact(keep_last = 4)]
    key: String,
    then: Then,
}

#[derive(Redact)]
struct Hidden {
    user: &'static str,
    #[redact]
    then: Then,
}

fn panics() -> fmt::Result {
    panic!("a Debug that gives up")
}

fn errs() -> fmt::Result {
    Err(fmt::Error)
}

fn formatters() -> Vec<Shape> {
    let then = |then: fn() -> fmt::Result| move || Plain(Then(password(), then));
    let shown = |then: fn() -> fmt::Result| {
        move || Derived(Shown { key: api_key(), then: Then(password(), then) })
    };
    let hidden = |then: fn() -> fmt::Result| {
        move || Derived(Hidden { user: "ada", then: Then(password(), then) })
    };
    let (panicked, failed) = ("[formatting panicked]", "[formatting failed]");
    let secrets = [password(), without(0, 4, &api_key())];
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    // Each part is formatted alone.
    let parts = |marker: &str| json!({"key": "****nJk3", "then": marker});
    let masked = r#"Hidden { user: "ada", then: [redacted] }"#;
    let masked_json = json!({"user": "ada", "then": "[redacted]"});
    vec![
        Shape::new("debug.panics", &secrets, then(panics), panicked).broken(),
        Shape::new("debug.errs", &secrets, then(errs), failed).broken(),
        Shape::new("debug.of_a_field_panics", &secrets, shown(panics), panicked)
            .json(parts(panicked))
            .broken(),
        Shape::new("debug.of_a_field_errs", &secrets, shown(errs), failed)
            .json(parts(failed))
            .broken(),
        Shape::new("debug.panics_masked", &secrets, hidden(panics), masked)
            .json(masked_json.clone()),
        Shape::new("debug.errs_masked", &secrets, hidden(errs), masked).json(masked_json),
        Shape::new("debug.logs", &secrets, || Plain(Logs(login())), r#"Logs("ada")"#),
    ]
}

#[module_logger("corpus_within")]
pub(crate) static WITHIN: Logger;

#[derive(Redact)]
struct Login {
    user: &'static str,
    #[redact]
    password: String,
}

fn login() -> Login {
    Login { user: "ada", password: password() }
}

/// Logs its content while it is formatted.
struct Logs(Login);

impl Debug for Logs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        info!(logger: WITHIN, login = ?self.0, "from within {:?}", self.0);
        f.debug_tuple("Logs").field(&self.0.user).finish()
    }
}
