//! Random names, made at run time: a name that the compiler would refuse is masked in every place
//! where a field can have it.

use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use logkit::__private::LevelCallsites;
use logkit::handler::Memory;
use logkit::{Format, Level, Logger, RootLayer, Value, module_logger};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value as Json, json};
use tracing::callsite::{Callsite, Identifier};
use tracing::field::{FieldSet, Value as Traced, ValueSet};
use tracing::metadata::Kind;
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Span};
use tracing_subscriber::layer::SubscriberExt as _;

use crate::search::Needles;
use crate::secrets::password;

/// The lists in which the macros look names up.
#[path = "../../../logkit-macros/src/name_hashes.rs"]
mod name_hashes;
#[path = "../../../logkit-macros/src/name_table.rs"]
mod name_table;
#[path = "../../../logkit-macros/src/secret_names.rs"]
mod secret_names;
#[path = "../../../logkit-macros/src/secret_words.rs"]
mod secret_words;

#[module_logger("random")]
static LOGGER: Logger;

/// Every word and phrase in the lists, secrets and harmless ones.
fn listed() -> Vec<&'static str> {
    static LISTED: LazyLock<Vec<String>> = LazyLock::new(|| {
        secret_words::LISTS.iter().flat_map(secret_words::WordList::phrases).collect()
    });
    LISTED.iter().map(String::as_str).collect()
}

const FILLERS: &[&str] = &[
    "user", "customer", "request", "http", "gateway", "id", "name", "count", "length", "key", "x",
    "v", "2", "code", "last", "größe", "用户", "policy", "type", "s", "A", "",
];

/// The words in one of the usual styles of names.
fn styled(words: &[String], style: usize) -> String {
    let lower = || words.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>();
    let capital = |word: &String| {
        let mut rest = word.chars();
        rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
    };
    let capitals = || lower().iter().map(capital).collect::<Vec<String>>();
    let camel = || [lower()[..1].concat(), capitals()[1..].concat()].concat();
    match style {
        0 => camel(),
        1 => capitals().concat(),
        2 => lower().join("_"),
        3 => lower().join("-"),
        4 => lower().join("."),
        5 => lower().join("_").to_uppercase(),
        6 => capitals().join("-"),
        7 => lower().join(" "),
        _ => lower().concat(),
    }
}

const STYLES: usize = 9;

fn words_of(phrases: &[&str]) -> Vec<String> {
    phrases.iter().flat_map(|phrase| phrase.split(' ')).map(str::to_owned).collect()
}

/// Up to four phrases of the list and fillers, in one style, or in two joined by a dot.
fn names() -> impl Strategy<Value = String> {
    let phrase =
        prop_oneof![prop::sample::select(listed()), prop::sample::select(FILLERS.to_vec())];
    let part = (prop::collection::vec(phrase, 1..=4), 0..STYLES)
        .prop_map(|(phrases, style)| styled(&words_of(&phrases), style));
    prop_oneof![3 => part.clone(), 1 => (part.clone(), part).prop_map(|(a, b)| format!("{a}.{b}"))]
        // The name of the other field, and `tracing`'s name of the message.
        .prop_filter("taken", |name| !["shown", "message", ""].contains(&&**name))
}

/// A `tracing` call site that is not made by a macro.
struct Site(OnceLock<&'static Metadata<'static>>);

impl Callsite for Site {
    fn set_interest(&self, _: Interest) {}

    fn metadata(&self) -> &Metadata<'_> {
        self.0.get().expect("the metadata are set before the site is used")
    }
}

fn metadata(name: &'static str, kind: Kind) -> &'static Metadata<'static> {
    let site: &'static Site = Box::leak(Box::new(Site(OnceLock::new())));
    site.0.get_or_init(|| {
        let fields = FieldSet::new(Box::leak(Box::new([name, "shown"])), Identifier(site));
        let level = tracing::Level::WARN;
        Box::leak(Box::new(Metadata::new("s", "random", level, None, None, None, fields, kind)))
    })
}

/// Lends the value under the name, if there is one, and the value that is shown beside it.
fn with_values<R>(
    metadata: &'static Metadata<'static>,
    value: Option<&dyn Traced>,
    give: impl FnOnce(&ValueSet<'_>) -> R,
) -> R {
    let fields: Vec<_> = metadata.fields().iter().collect();
    give(&metadata.fields().value_set(&[(&fields[0], value), (&fields[1], Some(&"Ada"))]))
}

/// A value of a type that `tracing`, `log` and logkit know.
#[derive(Clone, Debug)]
pub(super) enum Sample {
    Text(String),
    /// A value that is known by its `Display` only.
    Displayed(String),
    Count(u64),
    Signed(i64),
    Fraction(f64),
    Truth(bool),
}

impl Sample {
    fn traced(&self) -> Box<dyn Traced + '_> {
        match self {
            Self::Text(text) => Box::new(text.as_str()),
            Self::Displayed(text) => Box::new(tracing::field::display(text)),
            Self::Count(number) => Box::new(*number),
            Self::Signed(number) => Box::new(*number),
            Self::Fraction(number) => Box::new(*number),
            Self::Truth(truth) => Box::new(*truth),
        }
    }

    fn ours(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Str(text),
            Self::Displayed(text) => Value::Display(text),
            Self::Count(number) => Value::U64(*number),
            Self::Signed(number) => Value::I64(*number),
            Self::Fraction(number) => Value::F64(*number),
            Self::Truth(truth) => Value::Bool(*truth),
        }
    }

    #[cfg(feature = "log")]
    fn logged(&self) -> log::kv::Value<'_> {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Displayed(text) => log::kv::Value::from_display(text),
            Self::Count(number) => (*number).into(),
            Self::Signed(number) => (*number).into(),
            Self::Fraction(number) => (*number).into(),
            Self::Truth(truth) => (*truth).into(),
        }
    }

    fn json(&self) -> Json {
        match self {
            Self::Text(text) | Self::Displayed(text) => json!(text),
            Self::Count(number) => json!(number),
            Self::Signed(number) => json!(number),
            Self::Fraction(number) => json!(number),
            Self::Truth(truth) => json!(truth),
        }
    }
}

/// Logs the value under the name in every way in which a name can be known only at run time.
fn log(name: &str, value: &Sample, layer: RootLayer) {
    let name: &'static str = name.to_owned().leak();
    #[cfg(feature = "log")]
    {
        let pairs = [(name, value.logged()), ("shown", "Ada".into())];
        let record = log::Record::builder().level(log::Level::Warn).key_values(&pairs).build();
        log::Log::log(&layer.log_bridge(), &record);
    }
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        let event = metadata(name, Kind::EVENT);
        with_values(event, Some(&*value.traced()), |values| Event::dispatch(event, values));

        let span = metadata(name, Kind::SPAN);
        let given = with_values(span, Some(&*value.traced()), |values| Span::new(span, values));
        let recorded = with_values(span, None, |values| Span::new(span, values));
        recorded.record(name, &*value.traced());
        for span in [given, recorded] {
            span.in_scope(|| tracing::warn!("within"));
        }

        let texts = Box::leak(Box::new([name, "shown", "ours"]));
        let site =
            Box::leak(Box::new(LevelCallsites::new(module_path!(), file!(), line!(), 2, 0, texts)));
        site.at(Level::Warning).emit(&LOGGER, &[value.ours(), Value::Str("Ada")]);
    });
}

fn assert_masked(name: &str, is_secret: bool) {
    assert_verdict(name, &Sample::Text(password()), is_secret);
}

/// Checks all records, in every form that a handler can print.
pub(super) fn assert_verdict(name: &str, sample: &Sample, is_secret: bool) {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let (text, json) = (Memory::new(), Memory::new().with_format(Format::json()));
    LOGGER.set_handlers(vec![Box::new(text.clone()), Box::new(json.clone())]);
    let value = sample.ours().to_string();
    log(name, sample, logkit::layer().with_handler(text.clone()).with_handler(json.clone()));

    let shown = if is_secret { "[redacted]" } else { &value };
    assert_eq!(text.records().len(), if cfg!(feature = "log") { 5 } else { 4 }, "{name:?}");
    for (line, record) in text.lines().iter().zip(text.records()) {
        // The digits of a number may be those of the record's time by chance.
        if value.len() > 8 && value.parse::<f64>().is_err() {
            let seen = Needles::of(&value).find_in(&format!("{line}{record:?}"));
            assert_eq!(seen.is_some(), !is_secret, "{name:?}: {seen:?}");
        }
        let mut shown_fields = record.fields().map(|(_, value)| value.to_string());
        assert!(shown_fields.all(|value| [shown, "Ada"].contains(&&*value)), "{name:?}");
        assert_eq!(line.matches("[redacted]").count(), usize::from(is_secret), "{name:?}");
        assert!(line.contains(shown), "{name:?}");
        assert_eq!(line.matches("=Ada").count(), 1, "{name:?}");
    }
    for line in json.lines() {
        let read: Json = serde_json::from_str(&line).expect("a line is JSON");
        let of_span = &read["span"][0]["fields"];
        let fields = if of_span.is_null() { &read["fields"] } else { of_span };
        let shown = if is_secret { json!("[redacted]") } else { sample.json() };
        assert_eq!(*fields, json!({name: shown, "shown": "Ada"}), "{name:?}");
    }
}

proptest! {
    // Each case leaks some hundred bytes, because a call site is never freed.
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn names_that_the_compiler_refuses_are_masked_at_run_time(name in names()) {
        assert_masked(&name, secret_names::secret(&name).is_some());
    }

    /// Names made of words that are not in the list.
    #[test]
    fn a_name_is_a_secret_if_its_last_word_is(
        owner in prop::sample::select(vec!["user", "customer", "http", "gateway", "last"]),
        secret in prop::sample::select(vec![
            "password", "token", "secret", "api key", "authorization", "cookie", "session id",
            "card number", "iban", "private key", "pin", "cvv",
        ]),
        about in prop::sample::select(vec!["count", "length", "policy", "type", "provider"]),
        style in 0..STYLES - 1,
    ) {
        assert_masked(&styled(&words_of(&[owner, secret]), style), true);
        assert_masked(&styled(&words_of(&[owner, secret, about]), style), false);
    }
}

/// The strategy makes enough names of both kinds.
#[test]
fn about_half_of_the_random_names_are_secrets() {
    let mut runner = TestRunner::deterministic();
    let mut name = || names().new_tree(&mut runner).expect("a name").current();
    let names: BTreeSet<String> = (0..400).map(|_| name()).collect();
    let secrets = names.iter().filter(|name| secret_names::secret(name).is_some()).count();
    assert!(names.len() > 200 && secrets > 60 && names.len() - secrets > 60, "{secrets}");
    assert!(listed().len() > 500 && listed().contains(&"api key"));
}
