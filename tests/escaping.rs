//! No data can forge a line, control a terminal or reorder text: with hostile data in any place,
//! one record is one line, and its text values can be told apart again.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use logkit::handler::Handler;
use logkit::{Format, Logger, Record, exception, info, module_logger};
use proptest::prelude::{Strategy, any, prop, prop_assert_eq, proptest};
use support::hostile::{Failed, Raw, is_hostile};
use support::lines::without_time;
use support::readers;

#[module_logger("shop")]
static LOGGER: Logger;

/// Every kind of character that must not be in a line unescaped.
const HOSTILE: [&str; 26] = [
    "\0",
    "\x07",
    "\x08",
    "\t",
    "\n",
    "\x0b",
    "\r",
    "\r\n",
    "\x1b[2J",
    "\x1f",
    "\x7f",
    "\u{80}",
    "\u{85}",
    "\u{9b}31m",
    "\u{61c}",
    "\u{200e}",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "\u{2066}",
    "\u{ad}",
    "\u{200b}",
    "\u{2060}",
    "\u{feff}",
    "\u{e0001}",
    "\u{e0041}\u{e007f}",
];

struct Collects;

static COLLECTED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

impl Handler for Collects {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        Format::standard().push(&mut collected(), record);
        Ok(())
    }
}

fn collected() -> MutexGuard<'static, Vec<u8>> {
    COLLECTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a statement and returns its output without the time.
fn written(log: impl FnOnce()) -> String {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    LOGGER.set_handlers(vec![Box::new(Collects)]);
    collected().clear();
    log();
    let text = String::from_utf8(collected().clone()).expect("lines are UTF-8");
    without_time(&text).to_owned()
}

/// Returns the output of a statement, which must be one line.
fn line(log: impl FnOnce()) -> String {
    let text = written(log);
    let line = text.strip_suffix('\n').expect("a line has an end");
    assert!(!line.contains(is_hostile), "{line:?}");
    line.to_owned()
}

/// Logs a text that is known at run time in each place where it can be, each with the two ends of
/// its line.
fn at_run_time(text: &str) -> Vec<(String, &'static str, &'static str)> {
    let error = Failed::new(text);
    let (error, raw) = (&error as &(dyn Error + 'static), Raw(text));
    let owned = text.to_owned();
    vec![
        (line(|| info!("<{}>", text)), "<", ">"),
        (line(|| info!("<{text:>1}>")), "<", ">"),
        (line(|| info!("<{}>", raw)), "<", ">"),
        (line(|| info!("<{:?}>", raw)), "<", ">"),
        (line(|| info!("<{0:1$}>", raw, 1)), "<", ">"),
        (line(|| info!(key = text, "m")), "m key=", ""),
        (line(|| info!(key = owned, "m")), "m key=", ""),
        (line(|| info!(key = Some(&owned), "m")), "m key=", ""),
        (line(|| info!(key = %raw, "m")), "m key=", ""),
        (line(|| info!(key = ?raw, "m")), "m key=", ""),
        (line(|| info!(key = format_args!("{raw}"), "m")), "m key=", ""),
        (line(|| info!(key = text)), "key=", ""),
        (line(|| info!(message = text)), "", ""),
        (line(|| info!(key = error, "m")), "m key=", ""),
        (line(|| exception!(*error, "m")), "m error=", ""),
    ]
}

/// Returns the text between the two ends.
fn middle<'a>((line, start, end): &'a (String, &'static str, &'static str)) -> &'a str {
    let rest = line.strip_prefix("shop - INFO - ").or_else(|| line.strip_prefix("shop - ERROR - "));
    let rest = rest.and_then(|rest| rest.strip_prefix(start)).unwrap_or_else(|| panic!("{line}"));
    rest.strip_suffix(end).unwrap_or_else(|| panic!("{line}"))
}

#[test]
fn hostile_characters_at_run_time() {
    for hostile in HOSTILE {
        assert!(hostile.contains(is_hostile));
        let text = format!("a{hostile}b");
        let escaped: String = text
            .chars()
            .flat_map(|c| if is_hostile(c) { c.escape_default().collect() } else { vec![c] })
            .collect();
        for place in at_run_time(&text) {
            let middle = middle(&place);
            assert_eq!(middle.trim_matches('"'), escaped, "{place:?}");
        }
    }
}

#[test]
fn hostile_characters_alone() {
    for c in HOSTILE.iter().flat_map(|text| text.chars()).filter(|c| is_hostile(*c)) {
        let escaped = c.escape_default();
        assert_eq!(line(|| info!(key = c, "m")), format!("shop - INFO - m key=\"{escaped}\""));
        assert_eq!(line(|| info!(key = ?c, "m")).matches(is_hostile).count(), 0);
        assert_eq!(line(|| info!("m {}", c)), format!("shop - INFO - m {escaped}"));
    }
}

#[test]
fn hostile_characters_in_bytes() {
    let all: Vec<u8> = (0..=u8::MAX).collect();
    let line = line(|| info!(key = &all[..], "m"));
    assert!(line.is_ascii() && line.starts_with(r#"shop - INFO - m key=b"\x00\x01"#), "{line}");
}

/// Literals cannot come from a table: each kind of character in each place of a statement.
macro_rules! in_literals {
    ($($hostile:literal),+ $(,)?) => { [$(
        (
            $hostile,
            line(|| info!(concat!("a", $hostile, "b"))),
            line(|| info!("a{}b", $hostile)),
            line(|| info!($hostile = 1, "m")),
            line(|| info!({ concat!("a", $hostile, "b") } = 1, "m")),
            line(|| info!(key = concat!("a", $hostile, "b"), "m")),
        )
    ),+] };
}

#[test]
fn hostile_characters_in_literals() {
    let lines = in_literals![
        "\0",
        "\x07",
        "\x08",
        "\t",
        "\n",
        "\x0b",
        "\r",
        "\r\n",
        "\x1b",
        "\x1f",
        "\x7f",
        "\u{80}",
        "\u{85}",
        "\u{9b}",
        "\u{61c}",
        "\u{200e}",
        "\u{2028}",
        "\u{2029}",
        "\u{202e}",
        "\u{2066}",
        "\u{ad}",
        "\u{200b}",
        "\u{2060}",
        "\u{feff}",
        "\u{e0001}",
        "\u{e0041}",
    ];
    assert_eq!(lines.len(), HOSTILE.len());
    for (hostile, message, argument, key, constant_key, value) in lines {
        let escaped = hostile.escape_default();
        assert_eq!(message, format!("shop - INFO - a{escaped}b"));
        assert_eq!(argument, format!("shop - INFO - a{escaped}b"));
        assert_eq!(key, format!("shop - INFO - m \"{escaped}\"=1"));
        assert_eq!(constant_key, format!("shop - INFO - m \"a{escaped}b\"=1"));
        assert_eq!(value, format!("shop - INFO - m key=\"a{escaped}b\""));
    }
}

#[test]
fn a_literal_with_a_hostile_character_and_arguments() {
    let name = "Ada";
    let line = line(|| info!("a\n{}\u{202e}{name}\x1b", 7));
    assert_eq!(line, r"shop - INFO - a\n7\u{202e}Ada\u{1b}");
}

#[test]
fn hostile_characters_in_causes() {
    for hostile in HOSTILE {
        let cause = Failed::new(hostile).caused_by(Failed::new(hostile));
        let text = written(|| exception!(Failed::new("outer").caused_by(cause), "m"));
        let lines: Vec<&str> = text.strip_suffix('\n').unwrap().split('\n').collect();
        let [first, causes @ ..] = &lines[..] else { panic!("{text:?}") };
        assert_eq!(*first, "shop - ERROR - m error=outer");
        assert_eq!(causes.len(), 2, "{text:?}");
        for cause in causes {
            let cause = cause.strip_prefix("    caused by: ").unwrap();
            assert!(!cause.contains(is_hostile), "{text:?}");
        }
    }
}

/// Random text, with many characters that are likely to cause trouble.
fn texts() -> impl Strategy<Value = String> {
    let piece = proptest::prop_oneof![
        proptest::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned),
        proptest::sample::select(vec![" ", "=", "\"", "\\", "key=", "\\n", "\\\"", "[", "é", "日"])
            .prop_map(str::to_owned),
        any::<String>(),
        "[a-z]{1,9}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn random_text_stays_in_its_line(text in texts()) {
        // `line` checks for characters that must not occur.
        let lines = at_run_time(&text);
        prop_assert_eq!(lines.len(), 15);
    }

    #[test]
    fn random_texts_survive(one in texts(), two in texts(), three in texts(), c in any::<char>()) {
        let raw = Raw(&three);
        let line = line(|| info!(one, two = two.as_str(), n = 7, three = %raw, c, "m"));
        let fields = line.strip_prefix("shop - INFO - m ").unwrap();
        let expected = [("one", one), ("two", two), ("n", "7".into()), ("three", three.clone()), ("c", c.into())]
            .map(|(key, value)| (key.to_owned(), value));
        prop_assert_eq!(readers::fields(fields), expected);
    }
}

#[test]
fn only_values_that_need_quotes_get_them() {
    let rules: BTreeMap<&str, &str> = [
        ("EUR", "EUR"),
        ("/api/v1?q", "/api/v1?q"),
        ("日本", "日本"),
        (r"C:\new", r"C:\new"),
        ("it's", "it's"),
        ("[a,b]", "[a,b]"),
        ("", r#""""#),
        (" ", r#"" ""#),
        ("a b", r#""a b""#),
        ("a=b", r#""a=b""#),
        ("\"", r#""\"""#),
        ("a\\\"b", r#""a\\\"b""#),
        ("a\nb", r#""a\nb""#),
    ]
    .into();
    assert_eq!(rules.len(), 13);
    for (text, word) in rules {
        assert_eq!(line(|| info!(key = text, "m")), format!("shop - INFO - m key={word}"));
        assert_eq!(line(|| info!(key = %text)), format!("shop - INFO - key={word}"));
    }
}

struct State(&'static str);

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[test]
fn the_text_of_a_debug_is_never_taken_for_further_fields() {
    let forged = line(|| info!(state = ?State("ready admin=true"), "changed"));
    let logged = line(|| info!(state = ?State("ready"), admin = true, "changed"));
    assert!(forged.ends_with(r#"changed state="ready admin=true""#), "{forged}");
    assert!(logged.ends_with("changed state=ready admin=true"), "{logged}");
    let nested = line(|| info!(state = ?Some(State("ready } admin=true")), "changed"));
    assert!(nested.ends_with(r#"state="Some(ready } admin=true)""#), "{nested}");
    let shown = line(|| info!(state = ?Some(("a=b", '"', [1, 2])), "changed"));
    assert!(shown.ends_with(r#"changed state=Some(("a=b", '"', [1, 2]))"#), "{shown}");
}
