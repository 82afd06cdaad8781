//! Hostile input is scrubbed in linear time.

use std::thread;

use logkit::handler::{Memory, Stream};
use logkit::scrub::{Scrubber, register_secret, unregister_secret};
use logkit::{Format, Logger, info, module_logger};

use support::shared::Shared;

#[module_logger("scrub.hostile")]
static LOGGER: Logger;

/// Texts that make a rule start over and over.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "pin", "pwd=", "password:", "token=\"", "token=\\\"", "(", "auth=(", "://", "a://b:c", "@", "a@b.c",
    "eyJ", "eyJ.", "SG.", "sk-", concat!("-----BEGIN PRIVATE", " KEY-----!"), "bearer ", "basic ", "1",
    "4", "4111 ", "1-", "AKIA", ":AA", "hf_", "%", "%4", "+", "\\", "\"", "'", "pin'='", "a=b,",
    "cookie=a; ", "authorization=a, ", "key ", "key key:", "\u{1b}[", "日", "token: A {", "https://a:1/",
    "session id", "password=\\", "pwd=none,", "pin=true&", "key=A(", "pin='", "a://b:c/",
    "token=[masked ", "authorization='a ", "cookie=none; ", "token=none%26",
    "pin='a pin=", "key=A(=\"a", "api_key=A(\"a", "token=`a ", "pin=\\\"a",
    "(SharedAccessSignature=a;", "seed phrase: a Some(", "iban: AB12 (", "bearer%20a=", "bearer%20", "glpat-", "xoxb-1.",
    "<password ", "<password>", "\"name\":\"password\",", "name=password ", "password: |\n ", "--token ", "set password for ",
    "password '", "token '", "invalid token '", "identified by ", "jdbc:oracle:a:b/", "a:b@tcp(", "&quot;pin", "\\u0022pin", "\\/pin",
    "\u{1b}[mpin", "password=a,", "password=,", "password=a>", "password=<", "4111\u{a0}", "4111.", "pin: ! ", "a://b:'", "a://b: c",
    "password=a;b ", "cookie=a;", "name=\"token\" form-data\n\n", "%B4539", concat!("-----BEGIN+PRIVATE", "+KEY"), "\"--password=",
    "curl -u ", "curl ", "insert into t (password) values ('", "insert into (", "token is ", "password for ", "%3A%2F%2F", "@//",
    "\"value\":\"x\",\"name\":\"token\",", "^[[0m", "password:\n  ", "password=\"\"\"", "setenv token ", "mnemonic: abandon ",
    "&#x22;pin", "_mmk", ":APA91b", " s.", "--token -", "key=", "password '",
    "password(", "key=a", "a,password\n", "a|password\n", "password,a;", "a\\tpassword\\n", "\"a\",\"token\"\n\"", "| token |", "[\"token\", \"",
    "token (a): ", "URL ", "connection string ", "url=", "pw ", "account no ", "eyJhbGciOiJIUzI1=.", "password: |\\n ", "\"value\":{", "password: Invalid { ",
];

/// A search in quadratic time would take hours.
#[test]
fn repetition_does_not_stall() {
    let scrubber = Scrubber::new().with_emails();
    for piece in PIECES {
        // Text before a mask is not changed.
        for end in ["", "****"] {
            let text = piece.repeat(200_000 / piece.len()) + end;
            let once = scrubber.scrub(&text);
            assert!(once.len() <= text.len() * 11, "{piece}");
        }
    }
}

#[test]
fn a_secret_that_repeats_itself_does_not_stall() {
    let secret = "Vb6".repeat(20_000);
    register_secret(&secret).unwrap();
    let almost = "Vb6".repeat(19_999);
    let text = format!("{almost} {}{secret}", almost.repeat(3));
    let shown = Scrubber::new().scrub(&text).into_owned();
    assert!(unregister_secret(&secret));
    assert_eq!(shown, format!("{almost} [redacted]"));
}

#[test]
fn ten_mebibytes_are_scrubbed_like_any_line() {
    let text = format!("{}pin=4711{}", "x y ".repeat(2_500_000), " zz".repeat(100_000));
    for format in [Format::standard(), Format::json()] {
        let memory = Memory::new().with_format(format).with_scrubber(Scrubber::new());
        LOGGER.set_handlers(vec![Box::new(memory.clone())]);
        info!(text, "big");
        assert!(!memory.lines()[0].contains("4711"));
        assert!(memory.lines()[0].contains("pin=[redacted]"));
    }
}

#[test]
fn secrets_are_registered_while_other_threads_scrub() {
    let scrubber = Scrubber::new();
    thread::scope(|scope| {
        for index in 0..2 {
            scope.spawn(move || {
                for round in 0..50 {
                    let secret = format!("Uh2-{index}-{round}");
                    register_secret(&secret).unwrap();
                    assert_eq!(Scrubber::new().scrub(&format!("a {secret} b")), "a [redacted] b");
                    assert!(unregister_secret(&secret));
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..1_000 {
                assert_eq!(scrubber.scrub("nothing here"), "nothing here");
            }
        });
    });
}

#[test]
fn an_escape_sequence_that_is_data_hides_nothing() {
    let writer = Shared::default();
    let stream = Stream::new(writer.clone()).with_scrubber(Scrubber::new());
    DATA.set_handlers(vec![Box::new(stream)]);
    let (start, end) = ("41111111", "11111111");
    info!(logger: DATA, "\u{1b}[31mapi_key=4711 \u{1b}[mpin=4711 {start}{end} pin=\u{1b}[0m4711 \u{1b}[0m{start}{end}");
    let text = writer.text();
    assert!(!text.contains("4711") && !text.contains(end), "{text}");
}

#[module_logger("scrub.hostile_data")]
static DATA: Logger;
