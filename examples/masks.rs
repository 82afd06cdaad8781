//! The output of each mask, by attribute and by function.
//!
//! ```text
//! 2026-11-22 07:31:00,123 - accounts - INFO - opened account=Account { owner: "Ada", iban: DE02****2051, api_key: Live(sk_l****), pin: [redacted] }
//! 2026-11-22 07:31:00,123 - accounts - INFO - signed in email=ad**** session=****9f3a password=[redacted]
//! 2026-11-22 07:31:00,123 - accounts - INFO - too little would stay hidden session=****
//! 2026-11-22 07:31:00,123 - accounts - INFO - in a message: Test, ****9f3a
//! ```
//!
//! A mask is the same for every value: its length, and whether there was one at all, do not show.

#![allow(dead_code, reason = "nothing but the log reads the fields")]

#[logkit::module_logger("accounts")]
mod accounts {
    use logkit::{Redact, keep_first, keep_last, masked};

    #[derive(Redact)]
    pub(crate) struct Account {
        pub(crate) owner: String,
        #[redact(keep_first = 4, keep_last = 4)]
        pub(crate) iban: String,
        // A field with this name needs an attribute; its type masks itself.
        #[redact(skip)]
        pub(crate) api_key: ApiKey,
        // A masked field may be of any type, even one without `Debug`.
        #[redact]
        pub(crate) pin: Option<u16>,
    }

    #[derive(Redact)]
    pub(crate) enum ApiKey {
        Test,
        Live(#[redact(keep_first = 4)] String),
    }

    pub(crate) fn open(account: &Account) {
        info!(?account, "opened");
    }

    pub(crate) fn sign_in(email: &str, session: &str, password: &str) {
        info!(
            email = keep_first(2, email),
            session = keep_last(4, session),
            password = masked(password),
            "signed in"
        );
        info!(session = keep_last(4, "9f3a"), "too little would stay hidden");
        info!("in a message: {:?}, {}", ApiKey::Test, keep_last(4, session));
    }
}

fn main() {
    accounts::open(&accounts::Account {
        owner: "Ada".to_owned(),
        iban: "DE02120300000000202051".to_owned(),
        api_key: accounts::ApiKey::Live("sk_live_4eC39HqLyjWD".to_owned()),
        pin: Some(4711),
    });
    accounts::sign_in("ada@example.com", "01928374659f3a", "correct horse");
}
