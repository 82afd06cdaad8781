//! Parameters that `#[instrument]` would record.

use logkit::module_logger;

#[module_logger("accounts")]
mod accounts {
    use tracing::instrument;

    #[instrument]
    pub fn sign_in(user: &str, password: &str) {
        info!(user, password = logkit::masked(password), "signing in");
    }

    #[tracing::instrument(level = "debug", skip(user), ret)]
    pub(crate) async fn sign_up<'a, F: Fn(u8) -> u8>(user: &'a str, mut api_key: String) -> String
    where
        F: Send,
    {
        api_key.push_str(user);
        api_key
    }

    #[instrument(skip(iban))]
    pub fn charge(card_number: &str, iban: &str) {
        info!(len = card_number.len() + iban.len(), "charging");
    }
}

fn main() {
    accounts::sign_in("ada", "hunter2");
    drop(accounts::sign_up::<fn(u8) -> u8>("ada", String::new()));
    accounts::charge("", "");
}
