//! `secrecy`'s types: as fields of records and of types, masked everywhere.

use std::sync::Arc;

use logkit::handler::Memory;
use logkit::{Format, Logger, Redact, ToValue, info, module_logger, unmasked};
use secrecy::{ExposeSecret, SecretBox, SecretSlice, SecretString};

const SECRET: &str = "hunter2-correct-horse";

#[derive(Redact)]
struct Login {
    user: &'static str,
    #[redact(skip)]
    password: SecretString,
    #[redact(skip)]
    tokens: Vec<SecretString>,
    #[redact]
    key: SecretSlice<u8>,
}

fn login() -> Login {
    Login {
        user: "ada",
        password: SECRET.into(),
        tokens: vec![SECRET.into(), SECRET.into()],
        key: SECRET.as_bytes().to_vec().into(),
    }
}

/// Without a sigil, and strict: each type is `ToValue` and `LogSafe`.
#[module_logger("redaction.secret_boxes", strict)]
static LOGGER: Logger;

fn lines(format: Option<Format>) -> Vec<String> {
    let memory = Memory::new();
    let memory = match format {
        Some(format) => memory.with_format(format),
        None => memory,
    };
    LOGGER.set_handlers(vec![Box::new(memory.clone())]);
    let (one, number) = (SecretString::from(SECRET), SecretBox::new(Box::new(1234_u32)));
    let (some, none) = (Some(SecretString::from(SECRET)), None::<SecretString>);
    let (many, shared) = (vec![SecretString::from(SECRET)], Arc::new(SecretString::from(SECRET)));
    info!(one, number, some, none, many, shared);
    info!("{:?}", one);
    info!(login = login());
    LOGGER.clear_handlers();
    support::lines::from_level(&memory)
}

#[test]
fn a_secret_is_a_masked_field_in_every_format() {
    let debug = "SecretBox<str>([REDACTED])";
    assert_eq!(
        lines(None),
        [
            format!(
                "INFO - one=[redacted] number=[redacted] some=[redacted] many=[{debug}] \
                 shared=[redacted]"
            ),
            format!("INFO - {debug}"),
            format!(
                "INFO - login=Login {{ user: \"ada\", password: {debug}, tokens: [{debug}, \
                 {debug}], key: [redacted] }}"
            ),
        ]
    );
    let json = lines(Some(Format::json()));
    for (line, part) in json.iter().zip([
        r#""one":"[redacted]","number":"[redacted]","some":"[redacted]","many":["[redacted]"],"shared":"[redacted]""#,
        debug,
        r#"{"user":"ada","password":"[redacted]","tokens":["[redacted]","[redacted]"],"key":"[redacted]"}"#,
    ]) {
        assert!(line.contains(part), "{line}");
    }
    assert!(!json.concat().contains("hunter2") && !json.concat().contains("1234"));
}

#[test]
fn only_what_is_exposed_shows() {
    let password = SecretString::from(SECRET);
    assert_eq!(unmasked(&password).to_value().to_string(), "[redacted]");
    assert_eq!(unmasked(password.expose_secret()).to_value().to_string(), SECRET);
}

#[cfg(feature = "serde")]
#[test]
fn a_view_serializes_the_mask() {
    let json = serde_json::to_string(&login().redacted()).unwrap();
    let masked =
        r#""password":"[redacted]","tokens":["[redacted]","[redacted]"],"key":"[redacted]"}"#;
    assert_eq!(json, format!(r#"{{"user":"ada",{masked}"#));
}
