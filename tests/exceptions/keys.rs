//! Fields named `error` beside the error itself.

use logkit::handler::Memory;
use logkit::{exception, masked};

use crate::{LOGGER, lines_of, parse_error};
use support::alone::alone;
use support::shared::Shared;

const ERROR: &str = "error";

mod constants {
    pub(super) const ERROR: &str = super::ERROR;
    pub(super) const KIND: &str = "error.kind";
}

trait Key {
    const KEY: &'static str;
}

impl Key for u8 {
    const KEY: &'static str = "error";
}

struct Level;

impl Level {
    const ERRORS: &'static str = "errors";
}

/// A field named `error`, by itself or by a constant, is numbered beside the error itself: in text, JSON
/// and the host's events.
#[test]
fn no_line_has_the_key_error_twice() {
    alone(|| {
        let statements = || {
            let error = parse_error();
            exception!(parse_error(), error = 8, "m");
            exception!(parse_error(), %error, "m");
            exception!(parse_error(), ?error, error = 1, id = 7);
            exception!(parse_error(), "error" = "quoted");
            exception!(parse_error(), r#error = 8, error.kind = 4);
            exception!(parse_error(), { ERROR } = 8, "m");
            exception!(parse_error(), { constants::ERROR } = ?8, { constants::KIND } = %4, error = 1, id = 7);
            exception!(
                parse_error(),
                { <u8 as Key>::KEY } = 1,
                { concat!("err", "or") } = 2,
                { ERROR } = 3
            );
            exception!(parse_error(), { Level::ERRORS } = 1, { ERROR } = masked("a"), "m");
            logkit::error!(error = 8, "no exception");
            logkit::error!({ ERROR } = 8, "no exception");
        };
        let text = "error=\"invalid digit found in string\"";
        assert_eq!(
            lines_of(statements),
            [
                format!("shop - ERROR - m error#2=8 {text}"),
                format!("shop - ERROR - m error#2=\"invalid digit found in string\" {text}"),
                format!(
                    "shop - ERROR - error#2=ParseIntError {{ kind: InvalidDigit }} error#3=1 id=7 {text}"
                ),
                format!("shop - ERROR - error#2=quoted {text}"),
                format!("shop - ERROR - error#2=8 error.kind=4 {text}"),
                format!("shop - ERROR - m error#2=8 {text}"),
                format!("shop - ERROR - error#2=8 error.kind=4 error#4=1 id=7 {text}"),
                format!("shop - ERROR - error#2=1 error#3=2 error#4=3 {text}"),
                format!("shop - ERROR - m errors=1 error#3=[redacted] {text}"),
                "shop - ERROR - no exception error=8".to_owned(),
                "shop - ERROR - no exception error=8".to_owned(),
            ]
        );
        let memory = Memory::new().with_format(logkit::Format::json());
        LOGGER.set_handlers(vec![Box::new(memory.clone())]);
        statements();
        let lines = memory.lines();
        let keys: Vec<_> = lines.iter().map(|line| line.matches("\"error\":").count()).collect();
        assert_eq!(keys, [1; 11], "{lines:?}");

        let host = Shared::default();
        let subscriber = tracing_subscriber::fmt()
            .with_writer(host.clone())
            .with_ansi(false)
            .without_time()
            .finish();
        LOGGER.set_handlers(vec![]);
        LOGGER.set_propagate(true);
        tracing::subscriber::with_default(subscriber, statements);
        let text = host.text();
        let lines: Vec<_> = text.lines().collect();
        let keys: Vec<_> = lines.iter().map(|line| line.matches(" error=").count()).collect();
        assert_eq!(keys, [1; 11], "{lines:?}");
    });
}
