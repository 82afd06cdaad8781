//! Masked views, values that mask themselves, and the types that are safe to log.

use std::collections::{BTreeMap, HashMap};

use logkit::redact::{LogSafe, Redacted};
use logkit::{Redact, Sensitive, ToValue, Value, keep_last, masked, unmasked};

struct Opaque;

#[derive(Redact)]
struct Login {
    user: &'static str,
    tries: u32,
    #[redact]
    password: Opaque,
}

const LOGIN: Login = Login { user: "ada", tries: 2, password: Opaque };

#[test]
fn a_view_prints_the_masked_debug() {
    let expected = r#"Login { user: "ada", tries: 2, password: [redacted] }"#;
    assert_eq!(LOGIN.redacted().to_string(), expected);
    assert_eq!(format!("{:?}", LOGIN.redacted()), expected);
    assert_eq!(format!("{:#?}", LOGIN.redacted()), format!("{LOGIN:#?}"));
    let unknown: &dyn Redact = &LOGIN;
    assert_eq!(Redacted::new(unknown).to_string(), expected);
    assert_eq!(Some(LOGIN).redacted().to_string(), format!("Some({expected})"));
}

#[test]
fn a_sensitive_value_shows_nowhere() {
    #[derive(Debug)]
    struct Holds {
        _password: Sensitive<String>,
    }
    let password = Sensitive::from(String::from("hunter2"));
    assert_eq!(format!("{password}{password:?}{password:#?}"), "[redacted]".repeat(3));
    assert_eq!(format!("{password:40}{password:.1?}"), "[redacted]".repeat(2));
    assert_eq!(format!("{:?}", Sensitive::new(Opaque)), "[redacted]");
    assert_eq!(password.redacted().to_string(), "[redacted]");
    assert_eq!(password.to_value().to_string(), "[redacted]");
    let holds = Holds { _password: password.clone() };
    assert_eq!(format!("{holds:?}"), "Holds { _password: [redacted] }");

    assert_eq!(password.expose(), "hunter2");
    assert!(password == password.clone() && password != Sensitive::default());
    assert_eq!(password.into_inner(), "hunter2");
}

#[test]
fn a_sensitive_field_needs_no_attribute() {
    #[derive(Redact)]
    struct Login {
        password: Sensitive<&'static str>,
        old: Option<Box<Sensitive<u64>>>,
    }
    #[derive(Redact)]
    enum Way {
        Token(Sensitive<&'static str>),
    }
    let login = Login { password: Sensitive::new("hunter2"), old: Some(Box::new(7.into())) };
    assert_eq!(format!("{login:?}"), "Login { password: [redacted], old: Some([redacted]) }");
    assert_eq!(format!("{:?}", Way::Token("hunter2".into())), "Token([redacted])");
}

#[test]
fn an_unmasked_value_is_shown() {
    let text = String::from("a\"b");
    assert_eq!(format!("{} {:?} {:>5}", unmasked(&text), unmasked("a\"b"), unmasked(&7)), {
        r#"a"b "a\"b"     7"#
    });
    assert!(matches!(unmasked(&7_u8).to_value(), Value::U64(7)));
    assert!(matches!(unmasked(&text).to_value(), Value::Str("a\"b")));
    // `unmasked` does not remove a type's own masks.
    assert_eq!(format!("{:?}", unmasked(&LOGIN)), format!("{LOGIN:?}"));
    assert_eq!(unmasked(&LOGIN).shape(), LOGIN.shape());
}

#[test]
fn safe_types_are_known() {
    fn safe<T: LogSafe + ?Sized>(_: &T) {}
    safe(&1_u32);
    safe(&1.5_f32);
    safe(&true);
    safe(&unmasked("literal"));
    safe(&LOGIN);
    safe(&masked("a"));
    safe(&keep_last(1, "a"));
    safe(&Sensitive::new(Opaque));
    safe(&unmasked(&Opaque));
    safe(&unmasked(&LOGIN.redacted()));
    safe(&[Some(LOGIN)][..]);
    safe(&vec![[1, 2]]);
    safe(&BTreeMap::from([(7, Box::new(1))]));
    safe(&HashMap::from([(1, (true, LOGIN))]));
    safe(&Ok::<_, i32>(1..2));
}

#[cfg(feature = "serde")]
mod serde {
    use std::collections::BTreeMap;

    use logkit::redact::Redacted;
    use logkit::{Redact, Sensitive};

    use super::{LOGIN, Opaque};

    fn json(value: &dyn Redact) -> String {
        serde_json::to_string(&Redacted::new(value)).unwrap()
    }

    #[test]
    fn a_view_serializes_masked() {
        #[derive(Redact)]
        enum Event {
            Ping,
            Pair(u8, #[redact] Opaque),
            In {
                login: Option<super::Login>,
                none: Option<i64>,
                #[redact(each)]
                keys: BTreeMap<u8, u8>,
            },
        }
        assert_eq!(json(&LOGIN), r#"{"user":"ada","tries":2,"password":"[redacted]"}"#);
        assert_eq!(json(&vec![Event::Ping, Event::Pair(1, Opaque)]), {
            r#"["Ping",{"Pair":[1,"[redacted]"]}]"#
        });
        let event = Event::In { login: Some(LOGIN), none: None, keys: [(7, 1)].into() };
        assert_eq!(
            json(&event),
            format!(
                r#"{{"In":{{"login":{},"none":null,"keys":{{"7":"[redacted]"}}}}}}"#,
                json(&LOGIN)
            )
        );
        assert_eq!(json(&None::<super::Login>), "null");
    }

    #[test]
    fn a_failed_read_reveals_nothing() {
        #[derive(serde::Deserialize)]
        struct Config {
            pin: Sensitive<u16>,
        }
        let read = |text| serde_json::from_str::<Config>(text).map(|config| *config.pin.expose());
        assert_eq!(read(r#"{"pin":4711}"#).unwrap(), 4711);
        let error = read(r#"{"pin":"hunter2"}"#).unwrap_err().to_string();
        assert!(error.contains("sensitive") && !error.contains("hunter2"), "{error}");
        assert!(read("{}").is_err());
    }
}
