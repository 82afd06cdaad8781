//! Random templates of both styles, with random records: CPython's lines, byte for byte.

use logkit::{Format, JsonOptions, Level};
use proptest::prelude::{
    Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value as Json, json};

use crate::written::Chosen;

/// The attributes that CPython has, too, and the types of their values.
const ATTRIBUTES: [(&str, Type); 14] = [
    ("asctime", Type::Text),
    ("created", Type::Float),
    ("filename", Type::Text),
    ("levelname", Type::Text),
    ("levelno", Type::Integer),
    ("lineno", Type::Integer),
    ("message", Type::Text),
    ("module", Type::Text),
    ("msecs", Type::Float),
    ("name", Type::Text),
    ("pathname", Type::Text),
    ("process", Type::Integer),
    ("thread", Type::Integer),
    ("threadName", Type::Text),
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Type {
    Text,
    Integer,
    Float,
}

/// Literal text, without characters that begin an attribute.
fn literals() -> impl Strategy<Value = String> {
    let piece =
        select(vec!["a", " - ", "[", "]", "|", "\t", "é", "日本", ":", "(", ")", "=", "\""]);
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn percents() -> impl Strategy<Value = String> {
    let flags = prop::collection::vec(select(vec!['-', '0', '+', ' ', '#']), 0..3);
    let (width, precision) = (prop::option::of(0..20_usize), prop::option::of(0..9_usize));
    let letter = select(vec!['s', 'd', 'i', 'u', 'x', 'X', 'o', 'f', 'F']);
    (select(&ATTRIBUTES[..]), flags, width, precision, letter).prop_map(
        |((name, kind), flags, width, precision, letter)| {
            let letter = match kind {
                Type::Text => 's',
                Type::Float if "xXo".contains(letter) => 'f',
                _ => letter,
            };
            let flags: String = flags.into_iter().collect();
            let width = width.map(|width| width.to_string()).unwrap_or_default();
            let precision = precision.map(|digits| format!(".{digits}")).unwrap_or_default();
            format!("%({name}){flags}{width}{precision}{letter}")
        },
    )
}

fn braces() -> impl Strategy<Value = String> {
    let fill = prop::option::of(select(vec!["*", "é", "0", "<", " "]));
    let align = prop::option::of(select(vec!["<", ">", "^", "="]));
    let sign = select(vec!["", "", "+", "-", " "]);
    let (alternate, zero) = (select(vec!["", "", "#"]), select(vec!["", "", "0"]));
    let (width, precision) = (prop::option::of(1..20_usize), prop::option::of(0..9_usize));
    let letter = select(vec!["", "", "s", "d", "x", "X", "o", "b", "f", "F"]);
    let spec = (fill, align, sign, alternate, zero, width, precision, letter);
    let spec = spec.prop_map(|(fill, align, sign, alternate, zero, width, precision, letter)| {
        let side = match (fill, align) {
            (Some(fill), Some(align)) => format!("{fill}{align}"),
            (_, align) => align.unwrap_or_default().to_owned(),
        };
        let width = width.map(|width| width.to_string()).unwrap_or_default();
        let precision = precision.map(|digits| format!(".{digits}")).unwrap_or_default();
        format!("{side}{sign}{alternate}{zero}{width}{precision}{letter}")
    });
    let conversion = select(vec!["", "", "", "!s"]);
    (select(&ATTRIBUTES[..]), conversion, spec).prop_map(|((name, _), conversion, spec)| {
        let spec = if spec.is_empty() { spec } else { format!(":{spec}") };
        format!("{{{name}{conversion}{spec}}}")
    })
}

/// Templates with their style.
fn templates() -> impl Strategy<Value = (char, String)> {
    let join = |pieces: Vec<(String, String)>, end: String| {
        pieces.into_iter().map(|(literal, attribute)| literal + &attribute).collect::<String>()
            + &end
    };
    let percent = prop_oneof![literals(), Just("%%".to_owned()), Just("{x}".to_owned())];
    let brace = prop_oneof![literals(), Just("{{".to_owned()), Just("}}%s".to_owned())];
    prop_oneof![
        (prop::collection::vec((percent, percents()), 1..5), literals())
            .prop_map(move |(pieces, end)| ('%', join(pieces, end))),
        (prop::collection::vec((brace, braces()), 1..3), literals())
            .prop_map(move |(pieces, end)| ('{', join(pieces, end))),
    ]
}

fn records() -> impl Strategy<Value = Chosen> {
    let text = || {
        prop::collection::vec(
            select(vec!["a", "B", "9", " ", "é", "日", "👍", "%s", "{x}", "\\"]),
            0..12,
        )
    };
    let word = || "[a-z_]{1,9}";
    let time = prop_oneof![
        0..4_000_000_000_000_000_000_u64,
        // Just below a full second.
        (0..4_000_000_000_u64, 999_999_700..1_000_000_000_u64)
            .prop_map(|(seconds, nanos)| seconds * 1_000_000_000 + nanos),
        (0..4_000_000_000_u64).prop_map(|seconds| seconds * 1_000_000_000),
    ];
    (
        (word(), word()).prop_map(|(one, two)| format!("{one}.{two}")),
        select(&Level::ALL[..]),
        text().prop_map(|pieces| pieces.concat()),
        (word(), word()).prop_map(|(one, two)| format!("{one}::{two}")),
        (word(), word()).prop_map(|(one, two)| format!("{one}/é/{two}.rs")),
        any::<u16>(),
        time,
    )
        .prop_map(|(name, level, message, module, file, line, nanos)| Chosen {
            name,
            level,
            message,
            module,
            file,
            line: line.into(),
            nanos,
        })
}

/// The record for CPython, with the names, types and precision of its attributes.
#[allow(clippy::cast_precision_loss, reason = "CPython's float has the same precision")]
fn for_python(record: &Chosen, thread: u64) -> Json {
    let created = record.nanos as f64 / 1e9;
    json!({
        "name": record.name,
        "levelname": record.level.name(),
        "levelno": record.level.number(),
        "msg": record.message,
        "args": null,
        "module": record.module,
        "pathname": record.file,
        "filename": record.file.rsplit('/').next(),
        "lineno": record.line,
        "created": created,
        "msecs": f64::from(u32::try_from(record.nanos / 1_000_000 % 1_000).unwrap()),
        "process": std::process::id(),
        "thread": thread,
        "threadName": std::thread::current().name(),
    })
}

/// A time whose seconds CPython's float rounds up.
fn is_rounded_up(nanos: u64) -> bool {
    nanos % 1_000_000_000 >= 999_999_700
}

#[test]
fn lines_are_those_of_cpython() {
    let mut runner = TestRunner::deterministic();
    let mut new = |count: usize| {
        let templates = prop::collection::vec(templates(), count..=count);
        let pair = (records(), templates).new_tree(&mut runner).unwrap();
        pair.current()
    };
    let (mut questions, mut accepted) = (Vec::new(), Vec::new());
    for _ in 0..60 {
        let (record, templates) = new(60);
        let thread = Format::template("%(thread)d").unwrap();
        let thread = record.lines(&[thread]).concat().trim().parse().unwrap();
        let parsed: Vec<Option<Format>> = templates
            .iter()
            .map(|(_, template)| Format::template(template).ok().map(Format::with_utc))
            .collect();
        let formats: Vec<Format> = parsed.iter().flatten().cloned().collect();
        let mut lines = record.lines(&formats).into_iter();
        for ((style, template), parsed) in templates.iter().zip(&parsed) {
            let line = parsed.as_ref().map(|_| lines.next().unwrap());
            let uses_seconds = template.contains("asctime") || template.contains("created");
            if uses_seconds && is_rounded_up(record.nanos) && template.contains("asctime") {
                continue;
            }
            let question = json!({
                "style": style.to_string(),
                "template": template,
                "record": for_python(&record, thread),
            });
            questions.push(question.to_string());
            accepted.push(line);
        }
    }
    let Some(answers) = support::python::ask("formats/cpython.py", (3, 10), &questions) else {
        return;
    };
    let (mut equal, mut refused) = (0, 0);
    for ((question, line), answer) in questions.iter().zip(&accepted).zip(&answers) {
        let answer: Json = serde_json::from_str(answer).unwrap();
        match (line, answer["line"].as_str()) {
            (Some(line), Some(expected)) => {
                assert_eq!(*line, format!("{expected}\n"), "{question}");
                equal += 1;
            }
            (Some(line), None) => panic!("{question}: {line:?}, but CPython says {answer}"),
            (None, None) => refused += 1,
            // A precision of a number without a type, which is that of `g`, and `#` likewise.
            (None, Some(_)) => {
                let message = Format::template(
                    serde_json::from_str::<Json>(question).unwrap()["template"].as_str().unwrap(),
                )
                .unwrap_err()
                .to_string();
                assert!(message.contains("has no type"), "{question}: {message}");
            }
        }
    }
    assert!(equal > 1_500 && refused > 500, "{equal} equal, {refused} refused by both");
}

proptest! {
    #[test]
    fn the_parser_never_panics_and_what_it_accepts_formats(
        template in prop_oneof![any::<String>(), "[%(){}a-z:.0-9!#<>]{0,24}", "%\\([a-z]{0,8}\\)[-0# +]{0,3}[0-9]{0,5}(\\.[0-9]{0,5})?[a-z%]?"],
        record in records(),
    ) {
        match Format::template(&template) {
            Ok(format) => {
                let lines = record.lines(&[format]);
                prop_assert!(lines[0].ends_with('\n') && lines[0].lines().count() <= 1);
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn literal_text_comes_out_as_it_went_in(text in "[ -~é日\t]{0,30}", record in records()) {
        let percent = format!("{}%(levelname)s", text.replace('%', "%%").replace('{', "[").replace('}', "]"));
        let brace = format!("{}{{levelname}}", text.replace('{', "{{").replace('}', "}}").replace('%', ":"));
        let formats = [percent, brace].map(|template| Format::template(&template).unwrap());
        let lines = record.lines(&formats);
        let level = record.level.name();
        prop_assert_eq!(&lines[0], &format!("{}{level}\n", text.replace('{', "[").replace('}', "]")));
        prop_assert_eq!(&lines[1], &format!("{}{level}\n", text.replace('%', ":")));
    }
}

#[test]
fn mistakes_are_explained() {
    for (template, expected) in [
        ("", "the template shows no attribute; expected one like `%(message)s` or `{message}`"),
        ("%%(message)s", "the template shows no attribute"),
        (
            "%(levlname)s",
            "unknown attribute `levlname`, perhaps `levelname`; expected one of asctime, ",
        ),
        (
            "{levlname}",
            "unknown attribute `levlname`, perhaps `levelname`; expected one of asctime, ",
        ),
        ("%(funcName)s", "unknown attribute `funcName`; expected one of asctime, "),
        // The names of other loggers' formats.
        (
            "{time} {message}",
            "unknown attribute `time`, perhaps `asctime`; expected one of asctime, ",
        ),
        ("%(level)s", "unknown attribute `level`, perhaps `levelname`; expected one of asctime, "),
        ("{target}", "unknown attribute `target`, perhaps `name`; expected one of asctime, "),
        ("{d} {l} {m}{n}", "unknown attribute `d`, perhaps `asctime`; expected one of asctime, "),
        ("%(message)s {name}", "the template mixes the styles of `%(message)s` and `{name}`"),
        ("%(levelname)d", "`%(levelname)` has the conversion `d`; expected `s`"),
        ("%(levelname)", "`%(levelname)` has no conversion; expected `s`, as in `%(levelname)s`"),
        ("%(created)x", "`%(created)` has the conversion `x`; expected one of `d`, "),
        ("%(lineno)e", "`%(lineno)` has the conversion `e`; expected one of `d`, "),
        (
            "%(message)s 5% of",
            "`% of` names no attribute; expected `%(message)s` or the like, or `%%`",
        ),
        ("%(message", "`%(message` is not an attribute"),
        ("%(message)1001s", "`1001` is too large for a width or precision; expected at most 1000"),
        ("{message:1001}", "`1001` is too large for a width or precision; expected at most 1000"),
        ("{message:99999999999999999999}", "`99999999999999999999` is too large"),
        ("{message", "a brace has no counterpart at `{message`; expected `{message}` or the like"),
        ("{message} }", "a brace has no counterpart at `}`"),
        ("{}", "`{}` has no name; expected `{message}` or the like"),
        ("{0}", "unknown attribute `0`; expected one of "),
        ("{message!r}", "`{message!r}` has more than a name; expected a specification after `:`"),
        ("{message.x}", "`{message.x}` has more than a name"),
        ("{levelname:d}", "`{levelname:d}` has the type `d`; expected `s` or none"),
        ("{levelname:+}", "`{levelname:+}` has a flag for numbers; expected `<`, `>` or `^`"),
        ("{lineno:.2}", "`{lineno:.2}` has a precision for an integer; expected a width only"),
        ("{created:.3}", "`{created:.3}` has no type; expected the type `f`"),
        ("{lineno:,}", "`{lineno:,}` has the type `,`; expected one of `d`"),
        ("{msecs:03d}", "`{msecs:03d}` has the type `d`; expected `f`, `F` or none"),
        ("%(message)s\n", "the template contains `\\n`; expected text of one line"),
        ("\u{feff}%(message)s", "the template contains `\\u{feff}`; expected text of one line"),
    ] {
        let error = Format::template(template).expect_err(template).to_string();
        assert!(error.starts_with(expected), "{template}: {error}");
    }
}

/// It is what a `main` that returns the error prints.
#[test]
fn the_debug_of_an_error_is_its_text() {
    let template = Format::template("%(x)s").expect_err("unknown");
    assert_eq!(format!("{template:?}"), template.to_string());
    let date = Format::standard().with_datefmt("%Q").expect_err("unknown");
    assert_eq!(format!("{date:?}"), date.to_string());
    let keys = JsonOptions::new().with_constant("level", "x");
    let keys = Format::json_with(keys).expect_err("twice");
    assert_eq!(format!("{keys:?}"), keys.to_string());
    let level = "loud".parse::<Level>().expect_err("unknown");
    assert_eq!(format!("{level:?}"), level.to_string());
}

#[test]
fn braces_and_percent_signs_of_the_other_style_are_text() {
    let record = Chosen {
        name: "shop".into(),
        level: Level::Info,
        message: "packed".into(),
        module: "shop::orders".into(),
        file: "src/orders.rs".into(),
        line: 7,
        nanos: 0,
    };
    for (template, expected) in [
        ("{\"msg\": \"%(message)s\"}", "{\"msg\": \"packed\"}\n"),
        ("{x} %(message)s", "{x} packed\n"),
        ("{{name}} %(message)s", "{{name}} packed\n"),
        ("100% {message}", "100% packed\n"),
        ("%s %d {message}", "%s %d packed\n"),
        ("%(module)s:%(lineno)d", "shop::orders:7\n"),
        ("{filename}:{lineno}", "orders.rs:7\n"),
    ] {
        let format = Format::template(template).expect(template);
        assert_eq!(record.lines(&[format]), [expected], "{template}");
    }
}
