//! Any text as a template: it is refused with a reason, or it makes one line of a record.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use logkit::handler::Handler;
use logkit::{Format, Logger, Record, info, module_logger};

#[module_logger("fuzz.templates")]
static LOGGER: Logger;

/// Pieces of the grammar. The attributes are those of CPython and of logkit.
const PARTS: &[&str] = &[
    "%",
    "(",
    ")",
    "{",
    "}",
    ":",
    ".",
    "-",
    "0",
    "#",
    "+",
    " ",
    "<",
    ">",
    "^",
    "=",
    "!s",
    "s",
    "d",
    "f",
    "x",
    "1",
    "9",
    "30",
    "1001",
    "99999999999999999999",
    "é",
    "日",
    "\n",
    "\u{202e}",
    "%%",
    "{{",
    "}}",
    "%(",
    ")s",
    "%(message)s",
    "{message}",
    "%(levelname)s",
    "%(lineno)4d",
    "%(created).3f",
    "%(name)-20.4s",
    "{levelname}",
    "{lineno:>4}",
    "{created:.3f}",
    "{name:*^20.4}",
    "{error}",
    "%(fields)s",
    " - ",
    "asctime",
    "created",
    "error",
    "fields",
    "filename",
    "levelname",
    "levelno",
    "lineno",
    "message",
    "module",
    "msecs",
    "name",
    "pathname",
    "process",
    "span",
    "span_id",
    "thread",
    "threadName",
    "trace_id",
    "funcName",
];

const ATTRIBUTES: [&str; 19] = [
    "asctime",
    "created",
    "error",
    "fields",
    "filename",
    "levelname",
    "levelno",
    "lineno",
    "message",
    "module",
    "msecs",
    "name",
    "pathname",
    "process",
    "span",
    "span_id",
    "thread",
    "threadName",
    "trace_id",
];

/// Checks the line that the format makes.
struct Renders(Format);

impl Handler for Renders {
    fn emit(&self, record: &Record<'_>) -> std::io::Result<()> {
        let record = record
            .with_time(SystemTime::UNIX_EPOCH + Duration::from_nanos(1_795_332_660_123_456_789));
        let mut line = Vec::new();
        self.0.push(&mut line, &record);
        let line = String::from_utf8(line).map_err(std::io::Error::other)?;
        let body = line.strip_suffix('\n').unwrap_or("\0");
        if body.contains(char::is_control) {
            return Err(std::io::Error::other(line));
        }
        Ok(())
    }
}

static ACCEPTED: AtomicU32 = AtomicU32::new(0);

#[test]
fn any_text_is_refused_or_makes_a_line() {
    bolero::check!().with_iterations(20_000).with_type::<Vec<u8>>().for_each(|bytes| {
        let template = crate::text(bytes, PARTS);
        match Format::template(&template) {
            Ok(format) => {
                ACCEPTED.fetch_add(1, Relaxed);
                let lost = LOGGER.stats().dropped;
                LOGGER.set_handlers(vec![Box::new(Renders(format))]);
                info!(order = 7, text = "a\u{1b}b", "packed {}", "and\nsent");
                LOGGER.clear_handlers();
                assert_eq!(LOGGER.stats().dropped, lost, "{template:?}");
            }
            Err(error) => {
                let error = error.to_string();
                assert!(!error.contains(char::is_control), "{error:?}");
                if error.contains("unknown attribute") {
                    assert!(ATTRIBUTES.iter().all(|name| error.contains(name)), "{error}");
                }
            }
        }
    });
    // A fuzzer may end after a single input.
    assert!(cfg!(fuzzing) || ACCEPTED.load(Relaxed) > 500, "{ACCEPTED:?} were accepted");
}
