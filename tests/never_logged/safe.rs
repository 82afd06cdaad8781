//! Masks leak nothing, and the test finds nothing where there is no leak.

use std::collections::BTreeMap;
use std::fmt;

use logkit::handler::Null;
use logkit::redact::Mask;
use logkit::testing::{assert_never_logged, canaries};
use logkit::{Logger, Redact, Sensitive, info, keep_last, masked, module_logger};

use crate::assertions::CANARY;

#[module_logger("safe")]
static LOGGER: Logger;

fn initial(value: &str, mask: &mut Mask<'_>) -> fmt::Result {
    fmt::Write::write_str(mask, value.get(..1).unwrap_or_default())
}

#[derive(Clone, Redact)]
struct Account {
    id: u64,
    #[redact]
    password: String,
    #[redact(text = "(hidden)")]
    token: String,
    #[redact(with = initial)]
    name: String,
    #[redact(each)]
    keys: Vec<String>,
    #[redact(show_none)]
    pin: Option<String>,
    plain: Sensitive<String>,
    #[redact(keep_last = 4)]
    number: String,
}

#[derive(Redact)]
enum Event {
    Login(Account, #[redact] String),
    #[redact(name)]
    Hidden(String),
    #[redact]
    Masked {
        key: String,
    },
}

fn account(secret: &str) -> Account {
    Account {
        id: 17,
        password: secret.into(),
        token: secret.into(),
        name: secret.into(),
        keys: vec![secret.into(); 2],
        pin: Some(secret.into()),
        plain: Sensitive::new(secret.into()),
        // The kept part is shown on purpose.
        number: format!("{secret}1111"),
    }
}

#[test]
fn every_mask_keeps_every_canary() {
    LOGGER.set_handlers(vec![Box::new(Null)]);
    for secret in canaries() {
        let all = || {
            (
                Event::Login(account(secret), secret.into()),
                Event::Hidden(secret.into()),
                Event::Masked { key: secret.into() },
            )
        };
        assert_never_logged(secret, all);
        assert_never_logged!(secret, all);
        assert_never_logged!(secret, || account(secret));
        assert_never_logged!(secret, || vec![Some(account(secret))]);
        assert_never_logged!(secret, || BTreeMap::from([("first", account(secret))]));
        assert_never_logged!(secret, || Sensitive::new(secret));
        assert_never_logged!(secret, || masked(secret));
        assert_never_logged!(secret, || account(secret).redacted().to_string());
        assert_never_logged!(secret, || {
            let account = account(secret);
            info!(?account, detail = masked(secret), "account {account:?}");
            info!(account, all = ?all(), "account {:#?}", account);
        });
    }
}

#[test]
fn the_hidden_part_of_a_partly_masked_value() {
    let number = "4929 3846 1111";
    assert_never_logged!(&number[..9], || format!("{}", keep_last(4, number)));
}

#[cfg(feature = "hash")]
#[test]
fn a_hash_keeps_every_canary() {
    #[derive(Redact)]
    struct Hashed {
        #[redact(hash)]
        email: String,
    }
    for secret in canaries() {
        assert_never_logged!(secret, || Hashed { email: secret.into() });
        assert_never_logged!(secret, || logkit::hashed(secret));
    }
}

#[cfg(feature = "serde")]
#[test]
fn serde_output_of_the_masked_view() {
    for secret in canaries() {
        assert_never_logged!(secret, || serde_json::to_string(&account(secret).redacted()));
        assert_never_logged!(secret, || serde_json::from_value::<Sensitive<u8>>(secret.into()));
    }
}

#[test]
fn closures_that_borrow_and_return_what_they_borrow() {
    let text = String::from("nothing to see");
    let secret = String::from(CANARY);
    let seen = std::cell::Cell::new(0);
    assert_never_logged!(CANARY, || {
        seen.set(seen.get() + 1);
        &text
    },);
    assert_never_logged(&secret, || {
        seen.set(seen.get() + 1);
        text.as_str()
    });
    assert_eq!(seen.get(), 2);
    assert_never_logged!(&secret, || Some(1));
    assert_never_logged!(CANARY, Default::default as fn() -> u8);
}
