//! logfmt lines are read back as they were logged, by the grammar of go-logfmt's decoder.

use std::error::Error;
use std::sync::{Mutex, PoisonError};

use logkit::handler::Memory;
use logkit::{Format, Logger, exception, info, module_logger};
use proptest::prelude::{any, prop_assert_eq, proptest};
use support::alone::{child_of, is_child_of, succeeded};
use support::hostile::Failed;
use support::readers;

#[module_logger("formats.logfmt")]
static LOGGER: Logger;

/// The only line that a statement writes, without the time.
fn line(log: impl FnOnce()) -> String {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let memory = Memory::new().with_format(Format::logfmt());
    LOGGER.set_handlers(vec![Box::new(memory.clone())]);
    log();
    LOGGER.clear_handlers();
    let [line] = <[String; 1]>::try_from(memory.lines()).unwrap();
    let (time, rest) = line.split_once(' ').unwrap();
    let digits = time.replace(|c: char| c.is_ascii_digit(), "0");
    assert_eq!(digits, "time=0000-00-00T00:00:00.000000Z");
    rest.to_owned()
}

#[test]
fn values_are_quoted_where_a_reader_needs_it() {
    let error = Failed::new("no route").caused_by(Failed::new("timed out"));
    let start = "level=info logger=formats.logfmt";
    for (line, expected) in [
        (
            line(|| info!(id = 7, up = true, load = 1.5, "packed")),
            r#" msg="packed" id=7 up=true load=1.5"#,
        ),
        (line(|| info!("packed {} of {}", 3, "all")), r#" msg="packed 3 of all""#),
        (line(|| info!(id = 7)), " id=7"),
        (line(|| info!(empty = "", null = "null", none = None::<u8>)), r#" empty="" null="null""#),
        (
            line(|| info!(text = "a b", path = "C:\\new", eq = "a=b")),
            r#" text="a b" path=C:\new eq="a=b""#,
        ),
        (line(|| info!(quote = "say \"hi\"", it = "it's")), r#" quote="say \"hi\"" it="it's""#),
        (line(|| info!(word = "日本", bad = "\u{fffd}")), " word=日本 bad=\"\u{fffd}\""),
        (line(|| info!(debug = ?Some("a b"))), r#" debug="Some(\"a b\")""#),
        (
            line(|| info!(level = "high", level = "low", msg = 1)),
            " level#2=high level#3=low msg#2=1",
        ),
        (
            line(|| info!(error = &error as &(dyn Error + 'static), "m")),
            r#" msg="m" error#2="no route: timed out""#,
        ),
        (line(|| info!({ "" } = 1, { "a b" } = 2)), r" _=1 a\u0020b=2"),
    ] {
        assert_eq!(line.strip_prefix(start), Some(expected), "{line}");
    }
    let line = line(|| exception!(&error, "m"));
    assert!(line.ends_with(r#" msg="m" error="no route: timed out""#), "{line}");
}

#[test]
fn a_captured_backtrace_is_one_value() {
    let scene = || {
        let report = anyhow::Error::from(Failed::new("timed out")).context("no route");
        let line = line(|| exception!(report, "refused", backtrace = 7));
        let pairs = readers::logfmt(&line);
        let value = |key: &str| {
            let mut values = pairs.iter().filter(|(other, _)| other == key);
            values.next().map(|(_, value)| value.as_str())
        };
        assert_eq!(value("error"), Some("no route: timed out"), "{line}");
        assert_eq!(value("backtrace#2"), Some("7"), "{line}");
        let frames = value("backtrace").unwrap();
        assert!(frames.lines().count() > 1 && frames.contains("logfmt::"), "{frames}");
    };
    if is_child_of(&scene) {
        return scene();
    }
    succeeded(&child_of(&scene).env("RUST_BACKTRACE", "1").output().unwrap());
}

proptest! {
    #[test]
    fn any_text_can_be_read_back(text in any::<String>(), ascii in "[ -~\t\n]{0,20}") {
        for text in [&text, &ascii] {
            let line = line(|| info!(typed = text, shown = %text, "{text}"));
            let expected = [
                ("level", "info"),
                ("logger", "formats.logfmt"),
                ("msg", text),
                ("typed", text),
                ("shown", text),
            ];
            let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
            prop_assert_eq!(readers::logfmt(&line), expected);
        }
    }
}
