//! Kinds of values whose types do not mark a secret: one secret, as each type that can hold it.

use std::error::Error;
use std::fmt::{self, Debug, Display};

#[cfg(feature = "log")]
use log::kv::Value as Logged;
use logkit::{ToValue, Value};
use tracing::field;

use crate::search::Needles;
use crate::secrets::{card, password};

/// A value in the form that each recipient takes.
pub(super) struct Given<'a> {
    /// A field of `tracing`.
    pub(super) traced: &'a dyn field::Value,
    /// A field of logkit.
    pub(super) ours: Value<'a>,
    /// An argument of a function.
    pub(super) argument: Argument<'a>,
    /// A key-value of `log`.
    #[cfg(feature = "log")]
    pub(super) logged: Logged<'a>,
}

/// A function that is lent a value.
type Give<'a> = &'a mut dyn FnMut(&Given<'_>);

/// The argument's type, which `#[instrument]` depends on.
#[derive(Clone, Copy)]
pub(super) enum Argument<'a> {
    Text(&'a str),
    Unsigned(u64),
    Wide(i128),
    Float(f64),
    Debug(&'a dyn Debug),
}

pub(super) struct Kind {
    pub(super) name: &'static str,
    /// The texts that reveal it.
    hidden: Vec<String>,
    /// Makes a value and lends it.
    pub(super) give: fn(Give<'_>),
}

impl Kind {
    pub(super) fn needles(&self) -> Needles {
        let mut needles = Needles::default();
        for hidden in &self.hidden {
            needles.add(hidden);
        }
        assert!(!needles.is_empty(), "{}", self.name);
        needles
    }
}

/// `log` converts a value to a key-value; the features that would keep its type are off.
macro_rules! given {
    ($traced:expr, $ours:expr, $argument:expr, $log:expr) => {
        Given {
            traced: $traced,
            ours: $ours,
            argument: $argument,
            #[cfg(feature = "log")]
            logged: $log,
        }
    };
}

const UNSIGNED: u64 = 7_431_908_265;
const SIGNED: i64 = -8_265_743_190;
const WIDE: i128 = -170_141_183_460_469_231_731_687_303_715;
const WIDER: u128 = 296_469_231_731_687_303_715_884_105_728;
const FLOAT: f64 = 74_319.082_65;

/// No field is marked.
#[derive(Debug)]
struct Wallet {
    owner: Owner,
    words: Vec<String>,
}

#[derive(Debug)]
struct Owner {
    word: Option<String>,
}

fn wallet() -> Wallet {
    Wallet { owner: Owner { word: Some(password()) }, words: vec![card()] }
}

#[derive(Debug)]
struct Refused(String, Option<Box<Refused>>);

impl Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused {}", self.0)
    }
}

impl Error for Refused {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.1.as_deref().map(|source| source as _)
    }
}

pub(super) fn all() -> Vec<Kind> {
    let kind = |name, hidden: &[String], give| Kind { name, hidden: hidden.to_vec(), give };
    vec![
        kind("str", &[password()], text),
        kind("string", &[password()], string),
        kind("display", &[card()], display),
        kind("debug", &[password()], debug),
        kind("bytes", &[password()], bytes),
        kind("error", &[password(), card(), "refused".to_owned()], error),
        kind("u64", &[UNSIGNED.to_string(), format!("{UNSIGNED:x}")], unsigned),
        kind("i64", &[SIGNED.to_string(), format!("{SIGNED:x}")], signed),
        kind("i128", &[WIDE.to_string(), format!("{WIDE:x}")], wide),
        kind("u128", &[WIDER.to_string(), format!("{WIDER:x}")], wider),
        kind("f64", &[FLOAT.to_string()], float),
        kind("option", &[card(), "Some".to_owned()], option),
        kind("struct", &[password(), card(), "Wallet".to_owned(), "owner".to_owned()], structure),
    ]
}

fn text(give: Give<'_>) {
    let text = password();
    let text = text.as_str();
    give(&given!(&text, text.to_value(), Argument::Text(text), Logged::from(text)));
}

fn string(give: Give<'_>) {
    let text = password();
    give(&given!(&text, text.to_value(), Argument::Debug(&text), Logged::from(text.as_str())));
}

fn display(give: Give<'_>) {
    let text = card();
    give(&given!(
        &field::display(&text),
        Value::Display(&text),
        Argument::Debug(&format_args!("{text}")),
        Logged::from_display(&text)
    ));
}

fn debug(give: Give<'_>) {
    let text = password();
    give(&given!(
        &field::debug(&text),
        Value::Debug(&text),
        Argument::Debug(&text),
        Logged::from_debug(&text)
    ));
}

fn bytes(give: Give<'_>) {
    let bytes = password().into_bytes();
    let bytes = bytes.as_slice();
    give(&given!(&bytes, Value::Bytes(bytes), Argument::Debug(&bytes), Logged::from_debug(&bytes)));
}

fn error(give: Give<'_>) {
    let error = Refused(password(), Some(Box::new(Refused(card(), None))));
    let error: &(dyn Error + 'static) = &error;
    give(&given!(
        &error,
        Value::Error(error),
        Argument::Debug(&error),
        Logged::from_dyn_display(&error)
    ));
}

fn unsigned(give: Give<'_>) {
    let number = UNSIGNED;
    give(&given!(&number, number.to_value(), Argument::Unsigned(number), Logged::from(number)));
}

fn signed(give: Give<'_>) {
    let number = SIGNED;
    give(&given!(&number, number.to_value(), Argument::Debug(&number), Logged::from(number)));
}

fn wide(give: Give<'_>) {
    let number = WIDE;
    give(&given!(&number, number.to_value(), Argument::Wide(number), Logged::from(&number)));
}

fn wider(give: Give<'_>) {
    let number = WIDER;
    give(&given!(&number, number.to_value(), Argument::Debug(&number), Logged::from(&number)));
}

fn float(give: Give<'_>) {
    let number = FLOAT;
    give(&given!(&number, number.to_value(), Argument::Float(number), Logged::from(number)));
}

fn option(give: Give<'_>) {
    let option = Some(card());
    let shown = option.as_deref();
    give(&given!(&shown, option.to_value(), Argument::Debug(&option), Logged::from_debug(&option)));
}

fn structure(give: Give<'_>) {
    let wallet = wallet();
    give(&given!(
        &field::debug(&wallet),
        Value::Debug(&wallet),
        Argument::Debug(&wallet),
        Logged::from_debug(&wallet)
    ));
}
