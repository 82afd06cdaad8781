//! Masking by name, for values from every part of a host.

use std::error::Error;
use std::fmt;

use logkit::handler::{Layered, Memory};
use logkit::{info, keep_last, masked, redact, unmasked};
use serde_json::json;
use tracing::field::Empty;

use crate::hear;
use support::alone::alone;
use support::host::Host;
use support::shared::Shared;

/// In a module of its own, so that it claims no statement of these tests.
mod declared {
    use logkit::{Logger, module_logger};

    #[module_logger("names", propagate = true)]
    pub(super) static LOGGER: Logger;
}
use declared::LOGGER;

const SECRET: &str = "hunter2";

#[test]
fn a_third_partys_fields_are_masked_in_any_style_and_of_any_type() {
    let heard = hear(|| {
        tracing::info!(
            user = "ada",
            password = SECRET,
            userPassword = %SECRET,
            access_token = ?SECRET,
            pin = 1234,
            otp = 12.5,
            is_secret = true,
            secret = true,
            token_count = 5,
            author = "Ada",
            "x-auth-token" = SECRET,
            http.request.header.authorization = SECRET,
            private_key = SECRET.as_bytes(),
            credential = &std::io::Error::other(SECRET) as &(dyn Error + 'static),
            "in"
        );
    });
    let masked = "[redacted]";
    assert_eq!(
        heard.json[0]["fields"],
        json!({
            "user": "ada", "password": masked, "userPassword": masked, "access_token": masked,
            "pin": masked, "otp": masked, "is_secret": true, "secret": true, "token_count": 5,
            "author": "Ada", "x-auth-token": masked,
            "http.request.header.authorization": masked, "private_key": masked,
            "credential": masked,
        })
    );
    let line = heard.line();
    assert!(!line.contains(SECRET) && !line.contains("1234"), "{line}");
    assert!(line.contains(" userPassword=[redacted] access_token=[redacted] pin=[redacted]"));
}

#[test]
fn span_fields_are_masked_at_creation_and_when_they_are_recorded_later() {
    let heard = hear(|| {
        let span = tracing::info_span!("login", user = "ada", password = SECRET, token = Empty);
        let _entered = span.enter();
        span.record("token", SECRET);
        tracing::info!("in");
    });
    assert_eq!(
        heard.line().split_once(" span=").unwrap().1,
        "login{user=ada password=[redacted] token=[redacted]}"
    );
}

#[cfg(feature = "host")]
#[test]
fn arguments_recorded_by_instrument_are_masked() {
    #[tracing::instrument(err, ret)]
    fn login(user: &str, password: &str) -> Result<u8, std::io::Error> {
        tracing::info!("in");
        Ok(u8::from(user.len() > password.len()))
    }
    let heard = hear(|| drop(login("ada", SECRET)));
    assert!(heard.lines[0].ends_with("in span=login{user=ada password=[redacted]}"));
    assert!(heard.lines.iter().all(|line| !line.contains(SECRET)), "{:?}", heard.lines);
}

#[test]
fn a_masked_value_is_not_even_formatted() {
    struct Never;
    impl fmt::Debug for Never {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            panic!("it is looked at")
        }
    }
    let heard = hear(|| tracing::info!(password = ?Never, "in"));
    assert_eq!(heard.line(), "layer::names - INFO - in password=[redacted]");
}

#[test]
fn added_names_take_effect_at_once_and_everywhere() {
    alone(|| {
        let memory = Memory::new();
        LOGGER.add_handler(memory.clone());
        let maiden_name = String::from("Byron");
        let log = || {
            let third_party = hear(|| {
                let _span = tracing::info_span!("s", maiden_name = maiden_name.as_str()).entered();
                tracing::info!(maiden_name, "third party");
                info!(
                    maiden_name,
                    maiden_name.shown = unmasked(&maiden_name),
                    motherMaidenName = keep_last(1, &maiden_name),
                    "ours"
                );
            });
            (third_party.lines[0].clone(), support::lines::of(&memory).pop().unwrap())
        };
        let shown = (
            "layer::names - INFO - third party maiden_name=Byron span=s{maiden_name=Byron}",
            "names - INFO - ours maiden_name=Byron maiden_name.shown=Byron motherMaidenName=****n \
             span=s{maiden_name=Byron}",
        );
        let hidden = (
            "layer::names - INFO - third party maiden_name=[redacted] \
             span=s{maiden_name=[redacted]}",
            "names - INFO - ours maiden_name=[redacted] maiden_name.shown=Byron \
             motherMaidenName=****n span=s{maiden_name=[redacted]}",
        );
        let as_str = |(a, b): &(String, String)| (a.clone(), b.clone());
        let owned = |(a, b): (&str, &str)| (a.to_owned(), b.to_owned());
        assert_eq!(as_str(&log()), owned(shown));
        assert!(redact::add_secret_name("maidenName"));
        assert_eq!(as_str(&log()), owned(hidden));
        assert!(redact::remove_secret_name("maiden-name"));
        assert_eq!(as_str(&log()), owned(shown));
    });
}

#[test]
fn a_span_made_before_a_name_was_added_is_masked_afterwards() {
    alone(|| {
        let heard = hear(|| {
            let _span = tracing::info_span!("s", nickname = "Ada").entered();
            tracing::info!("before");
            redact::add_secret_name("nickname");
            tracing::info!("after");
        });
        assert!(heard.lines[0].ends_with("before span=s{nickname=Ada}"));
        assert!(heard.lines[1].ends_with("after span=s{nickname=[redacted]}"));
    });
}

#[test]
fn a_listed_name_can_be_allowed() {
    alone(|| {
        redact::allow_name("reset pin");
        let heard = hear(|| tracing::info!(reset_pin = 4711, pin = 4711, "board"));
        assert_eq!(heard.line(), "layer::names - INFO - board reset_pin=4711 pin=[redacted]");
    });
}

/// The lint checks names that are written in the statement; these come from elsewhere.
#[test]
fn constants_as_names_are_masked_at_run_time_on_every_route() {
    const KEY: &str = "api_key";
    alone(|| {
        let (memory, text, host) = (Memory::new(), Shared::default(), Host::new());
        let fmt = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(text.clone());
        LOGGER.set_handlers(vec![Box::new(memory.clone()), Box::new(Layered::new(fmt))]);
        host.install();
        let value = String::from(SECRET);
        info!({ KEY } = value, "sent");
        info!({ KEY } = masked(&value), "sent");
        info!({ KEY } = unmasked(&value), "meant");
        assert!(memory.lines()[0].ends_with("sent api_key=[redacted]"));
        assert!(memory.lines()[2].ends_with("meant api_key=hunter2"));
        assert_eq!(memory.records()[0].field("api_key"), Some("[redacted]"));
        assert!(text.text().contains("sent api_key=[redacted]"), "{}", text.text());
        assert_eq!(host.events()[0].fields[1], "api_key:debug=[redacted]");
        assert_eq!(LOGGER.stats().masked, 2);
    });
}

#[test]
fn the_fortieth_field_is_masked_like_the_first() {
    let heard = hear(|| {
        tracing::info!(
            a0 = 0,
            a1 = 0,
            a2 = 0,
            a3 = 0,
            a4 = 0,
            a5 = 0,
            a6 = 0,
            a7 = 0,
            a8 = 0,
            a9 = 0,
            b0 = 0,
            b1 = 0,
            b2 = 0,
            b3 = 0,
            b4 = 0,
            b5 = 0,
            b6 = 0,
            b7 = 0,
            b8 = 0,
            b9 = 0,
            c0 = 0,
            c1 = 0,
            c2 = 0,
            c3 = 0,
            c4 = 0,
            c5 = 0,
            c6 = 0,
            c7 = 0,
            c8 = 0,
            c9 = 0,
            d0 = 0,
            d1 = 0,
            d2 = 0,
            d3 = 0,
            d4 = 0,
            d5 = 0,
            d6 = 0,
            d7 = 0,
            d8 = 0,
            d9 = 0,
            password = SECRET,
            e1 = 0,
            cvv = 123,
            "wide"
        );
    });
    assert!(heard.line().ends_with("d9=0 password=[redacted] e1=0 cvv=[redacted]"));
}
