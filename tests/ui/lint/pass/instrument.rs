//! `#[instrument]` with secrets that are skipped or masked.

#![deny(warnings)]

use logkit::module_logger;

#[module_logger("accounts")]
mod accounts {
    use logkit::{keep_last, masked};
    use tracing::field::Empty;
    use tracing::instrument;

    pub struct User;

    #[instrument(skip(password))]
    pub fn sign_in(user: &str, password: &str) {
        info!(user, len = password.len(), "signing in");
    }

    #[instrument(skip_all, fields(user = %user, pin.len = 4, a.b = 1))]
    pub fn sign_up(user: &str, password: &str) {
        info!(user, len = password.len(), "signing up");
    }

    #[instrument(level = "debug", fields(password = %masked(password), token = Empty, otp))]
    pub fn renew(password: &str, token: &str, otp: u32) {
        info!(len = password.len() + token.len(), even = otp % 2 == 0, "renewing");
    }

    #[instrument(skip(token), fields(card_number = %keep_last(4, card_number), pin = 0))]
    pub fn charge<T: AsRef<str>>(card_number: &str, token: T, token_count: usize, _: User) {
        let _ = token.as_ref();
        info!(token_count, "charging {}", keep_last(4, card_number));
    }

    #[logkit::module_logger("accounts.admin")]
    pub mod admin {
        #[must_use]
        pub fn reset(password: &str) -> usize {
            password.len()
        }
    }
}

/// Another crate's attribute.
#[module_logger("other")]
mod other {
    use core::prelude::v1::test as instrument;

    #[instrument]
    fn sign_in(password: &str) {}
}

/// Outside of an annotated module there is no check.
#[tracing::instrument]
fn outside(password: &str) {}

fn main() {
    accounts::sign_in("ada", "hunter2");
    accounts::sign_up("ada", "hunter2");
    accounts::renew("hunter2", "hunter2", 1);
    accounts::charge("4111111111111111", "hunter2", 2, accounts::User);
    let _ = accounts::admin::reset("hunter2");
    outside("hunter2");
}
