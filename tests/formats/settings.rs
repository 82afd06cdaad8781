//! What all formats have in common: traces, colors, masks, scrubbers before a precision, copies.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use logkit::handler::{Color, Handler, Memory, Stream};
use logkit::{
    Format, JsonOptions, Logger, OwnedRecord, Record, Redact, TraceContext, exception, info,
    module_logger,
};
use support::shared::Shared;
use tracing_subscriber::layer::SubscriberExt as _;

#[module_logger("formats.traces")]
static LOGGER: Logger;

/// Every format, with this source of traces.
fn traced(find: impl Fn() -> Option<TraceContext> + Clone + Send + Sync + 'static) -> Vec<Format> {
    let template = |text| Format::template(text).unwrap();
    let formats = [
        Format::standard(),
        Format::json(),
        Format::logfmt(),
        Format::ecs(),
        Format::google_cloud(),
        Format::pretty(),
        template("%(message)s"),
        template("{trace_id:>33}/{span_id:.4} {message}"),
    ];
    formats.into_iter().map(|format| format.with_trace_context(find.clone())).collect()
}

/// The lines of a record, one for each format.
fn lines(logger: &'static Logger, formats: &[Format], log: impl Fn()) -> Vec<String> {
    let line = |format: &Format| {
        let memory = Memory::new().with_format(format.clone());
        logger.set_handlers(vec![Box::new(memory.clone())]);
        log();
        logger.clear_handlers();
        memory.lines().concat()
    };
    formats.iter().map(line).collect()
}

#[test]
fn every_format_shows_the_trace() {
    let trace = TraceContext::new(0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736, 0x00f0_67aa_0ba9_02b7);
    let lines = lines(&LOGGER, &traced(move || trace), || info!(id = 7, "m"));
    let (trace, span) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
    let text = format!(" - formats.traces - INFO - m id=7 trace_id={trace} span_id={span}");
    for (line, end) in lines.iter().zip([
        text,
        format!(r#""m","fields":{{"id":7}},"trace_id":"{trace}","span_id":"{span}"}}"#),
        format!(r#" msg="m" id=7 trace_id={trace} span_id={span}"#),
        format!(r#","trace.id":"{trace}","span.id":"{span}","ecs.version":"8.11.0"}}"#),
        format!(
            r#","logging.googleapis.com/trace":"{trace}","logging.googleapis.com/spanId":"{span}","logging.googleapis.com/trace_sampled":false,"id":7}}"#
        ),
        format!(" INFO     formats.traces: m id=7 trace_id={trace} span_id={span}"),
        format!("m id=7 trace_id={trace} span_id={span}"),
        format!(" {trace}/00f0 m id=7"),
    ]) {
        assert!(line.ends_with(&end), "{line}\n{end}");
    }
}

#[module_logger("formats.closures")]
static CLOSURES: Logger;

#[test]
fn a_closure_that_panics_or_finds_nothing_leaves_the_line() {
    let none = lines(&CLOSURES, &traced(|| None), || info!(logger: CLOSURES, id = 7, "m"));
    std::panic::set_hook(Box::new(|_| {}));
    let panics = lines(&CLOSURES, &traced(|| panic!("on purpose")), || {
        info!(logger: CLOSURES, id = 7, "m");
    });
    drop(std::panic::take_hook());
    for (none, panics) in none.iter().zip(&panics) {
        assert!(none.contains('m') && !none.contains("trace_id"), "{none}");
        // The time may differ.
        assert_eq!(none.len(), panics.len(), "{none}\n{panics}");
    }
}

#[module_logger("formats.logs")]
static LOGS: Logger;

#[test]
fn a_closure_that_logs_ends() {
    for index in 0..traced(|| None).len() {
        let format = traced(|| {
            info!(logger: LOGS, "inner");
            TraceContext::new(1, 2)
        })
        .remove(index);
        let writer = Shared::default();
        LOGS.set_handlers(vec![Box::new(Stream::new(writer.clone()).with_format(format))]);
        info!(logger: LOGS, "outer");
        LOGS.clear_handlers();
        let text = writer.text();
        let outer = text.lines().filter(|line| line.contains("outer")).count();
        assert!(outer == 1 && text.contains("inner") && text.ends_with('\n'), "{text}");
    }
}

#[module_logger("formats.colors")]
static COLORS: Logger;

#[test]
fn templates_color_time_name_and_level() {
    let colored = |format: Format| {
        let writer = Shared::default();
        let stream = Stream::new(writer.clone()).with_format(format.with_datefmt("T").unwrap());
        COLORS.set_handlers(vec![Box::new(stream.with_color(Color::Always))]);
        info!(logger: COLORS, id = 7, "m");
        COLORS.clear_handlers();
        writer.text().replace('\x1b', "^")
    };
    assert_eq!(
        colored(Format::template("%(asctime)s [%(levelname)6s] %(name)s: %(message)s").unwrap()),
        "^[0;2mT^[0m [^[0;32m  INFO^[0m] ^[0;36mformats.colors^[0m: m ^[0;34mid=^[0m7\n",
    );
    assert_eq!(
        colored(Format::pretty()),
        "^[0;2mT^[0m ^[0;32mINFO    ^[0m ^[0;36mformats.colors^[0m: m ^[0;34mid=^[0m7\n",
    );
    assert!(!colored(Format::logfmt()).contains('^'));
    assert!(!colored(Format::ecs()).contains('^'));
}

#[module_logger("formats.pretty")]
static PRETTY: Logger;

#[test]
fn pretty_is_a_time_of_day_and_the_message() {
    let inner = io::Error::other("timed out");
    let error = io::Error::other(Outer(inner));
    let text = lines(&PRETTY, &[Format::pretty()], || {
        exception!(logger: PRETTY, &error, id = 7, "failed");
    });
    let (time, rest) = text[0].split_at("07:31:00.123".len());
    assert_eq!(time.replace(|c: char| c.is_ascii_digit(), "0"), "00:00:00.000");
    let expected = " ERROR    formats.pretty: failed id=7 error=outer    caused by: timed out";
    assert_eq!(rest.replace('\n', ""), expected);
}

#[derive(Debug)]
struct Outer(io::Error);

impl std::fmt::Display for Outer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("outer")
    }
}

impl std::error::Error for Outer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[module_logger("formats.copies")]
static COPIES: Logger;

/// Keeps copies of records.
#[derive(Clone, Default)]
struct Copies(Arc<Mutex<Vec<OwnedRecord>>>);

impl Handler for Copies {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        self.0.lock().unwrap().push(record.to_owned());
        Ok(())
    }
}

#[test]
fn a_copy_shows_the_thread_that_logged_it() {
    let copies = Copies::default();
    COPIES.set_handlers(vec![Box::new(copies.clone())]);
    let format = Format::template("%(thread)d %(threadName)s").unwrap();
    let log = || {
        info!(logger: COPIES, "m");
        lines(&COPIES, std::slice::from_ref(&format), || info!(logger: COPIES, "m")).concat()
    };
    let thread = std::thread::Builder::new().name("worker".into());
    let here = std::thread::scope(|scope| thread.spawn_scoped(scope, log).unwrap().join().unwrap());
    assert!(here.ends_with(" worker"), "{here}");
    let copy = copies.0.lock().unwrap().remove(0);
    let mut line = Vec::new();
    copy.with_record(|record| format.push(&mut line, record));
    assert_eq!(String::from_utf8(line).unwrap(), format!("{here}\n"));
}

#[module_logger("formats.masks")]
static MASKS: Logger;

#[derive(Redact)]
#[expect(dead_code, reason = "the mask does not read it")]
struct Card {
    holder: &'static str,
    #[redact]
    number: String,
}

/// Every format shows the masks of types and of names, of fields and of spans.
#[test]
fn every_format_shows_masks() {
    let text = ["hunter", "2"].concat();
    let card = Card { holder: "Ada", number: text.clone() };
    let mut formats = traced(|| None);
    formats.push(Format::template("{fields:.60}|{span:>80.70}|{message:.40}").unwrap());
    formats.push(Format::json_with(JsonOptions::ecs().with_flat_fields()).unwrap());
    let host = tracing_subscriber::registry().with(logkit::layer());
    tracing::subscriber::with_default(host, || {
        let _span = tracing::info_span!("request", password = %text, user = "ada").entered();
        let lines = lines(&MASKS, &formats, || {
            info!(logger: MASKS, ?card, { concat!("pass", "word") } = text, "card {:?}", card);
        });
        for line in &lines {
            assert!(!line.contains(&text), "{line}");
            // Of the message, and in most formats of the fields and of the span.
            assert!(line.matches("[redacted]").count() >= 2, "{line}");
        }
    });
}

#[module_logger("formats.many")]
static MANY: Logger;

#[test]
fn a_call_site_serves_any_number_of_layouts() {
    let count = AtomicUsize::new(0);
    for round in 0..3 {
        let formats: Vec<Format> = (0..40)
            .map(|number| Format::template(&format!("{number}: %(message)s %(fields)s")).unwrap())
            .collect();
        let lines = lines(&MANY, &formats, || {
            info!(logger: MANY, id = count.load(Relaxed), "m");
        });
        for (number, line) in lines.iter().enumerate() {
            assert_eq!(*line, format!("{number}: m id={round}"));
        }
        count.fetch_add(1, Relaxed);
    }
}

#[cfg(feature = "scrub")]
mod scrubbed {
    use logkit::handler::Memory;
    use logkit::scrub::Scrubber;
    use logkit::{Format, Logger, info, module_logger};

    #[module_logger("formats.scrubbed")]
    static LOGGER: Logger;

    /// A part of a card number is not one, so it must be masked before a precision cuts it.
    #[test]
    fn secrets_are_masked_before_text_is_cut() {
        let card = ["4111", "1111", "1111", "1111"].concat();
        for (template, expected) in [
            ("%(message).12s", "card [redact number=[redacted]"),
            ("{message:.12}|{fields:.12}", "card [redact|number=[reda"),
            ("%(fields).18s %(message)s", "number=[redacted] card [redacted]"),
            ("{name:.9}|{message:20.8}|", "formats.s|card [re             number=[redacted]|"),
        ] {
            let format = Format::template(template).unwrap();
            let memory = Memory::new().with_format(format).with_scrubber(Scrubber::new());
            LOGGER.set_handlers(vec![Box::new(memory.clone())]);
            info!(number = card, "card {card}");
            LOGGER.clear_handlers();
            let line = memory.lines().remove(0);
            assert_eq!(line, expected, "{template}");
        }
    }
}

#[test]
#[cfg(not(feature = "scrub"))]
#[ignore = "needs the feature `scrub`"]
fn needs_the_feature_scrub() {}
