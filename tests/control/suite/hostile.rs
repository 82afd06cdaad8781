//! Random requests: each gets an answer, and the door goes on.

use logkit::{LevelFilter, Logger, control, module_logger};
use proptest::prelude::*;

#[module_logger("besieged")]
static LOGGER: Logger;

#[module_logger("onlooker")]
static ONLOOKER: Logger;

/// Bodies of pieces that a body may have, in any order.
fn body() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "null",
        "true",
        "1e999",
        "\"\\ud800\"",
        "\"configuredLevel\"",
        "\"for\"",
        "\"DEBUG\"",
        "\"off\"",
        "\"5 min\"",
        "\"forever\"",
        "\"1e9 d\"",
        " ",
        "\u{0}",
        "\u{feff}",
    ]);
    prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_request_is_answered(
        method in "GET|POST|PUT|[A-Z]{0,8}|\\PC{0,4}",
        path in "(/actuator)?/(loggers|tree|explain|stats|x)?(/onlooker|/ROOT|/\\PC{0,9}){0,3}/?(\\?\\PC{0,4})?",
        body in body(),
    ) {
        let _ = &ONLOOKER;
        let response = control().handle(&method, &path, &body);
        prop_assert!([200, 204, 400, 404, 405].contains(&response.status()), "{response:?}");
        if response.content_type() == "application/json" {
            prop_assert!(serde_json::from_str::<serde_json::Value>(response.body()).is_ok());
        }
        prop_assert_eq!(response.status() == 405, response.allow().is_some());
    }

    #[test]
    fn a_body_changes_the_level_or_nothing(body in body()) {
        let response = control().handle("POST", "/loggers/besieged", &body);
        let is_level = body.contains("DEBUG") || body.contains("off");
        prop_assert!(LOGGER.level() == LevelFilter::INFO || is_level && response.status() == 204);
        control().handle("POST", "/loggers/besieged", "{}");
        prop_assert_eq!(LOGGER.level(), LevelFilter::INFO);
    }
}

#[cfg(unix)]
#[test]
fn random_bytes_end_no_door() {
    use std::io::{Read, Write};
    use std::net::Shutdown;
    use std::os::unix::net::UnixStream;

    let folder = super::Folder::new("bytes");
    let path = folder.join("door.sock");
    let _door = control().serve_unix(&path).unwrap();
    let ask = |bytes: &[u8]| {
        let mut stream = UnixStream::connect(&path).unwrap();
        // The door may have refused before it has read everything.
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    };
    let mut state = 7_u64;
    for round in 0..300 {
        let mut bytes = Vec::new();
        for _ in 0..round {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let pick = (state >> 33) % 300;
            match u8::try_from(pick) {
                Ok(byte) => bytes.push(byte),
                Err(_) => bytes.extend_from_slice(b"\r\n"),
            }
        }
        bytes.extend_from_slice(b"\r\n\r\n");
        let answer = ask(&bytes);
        assert!(answer.starts_with(b"HTTP/1.1 4") || answer.is_empty(), "{answer:?}");
    }
    assert!(ask(b"GET /tree HTTP/1.1\r\n\r\n").starts_with(b"HTTP/1.1 200 OK\r\n"));
}
