//! Values in `fields(..)` of an `#[instrument]`, which are recorded even with `skip_all`.

use logkit::module_logger;

#[module_logger("accounts")]
mod accounts {
    #[tracing::instrument(skip_all, fields(password = %pw, user = %user.trim(), id = %token))]
    pub fn sign_in(user: &str, pw: &str, token: &str) {
        info!(user, len = pw.len() + token.len(), "signing in");
    }
}

fn main() {
    accounts::sign_in("ada", "hunter2", "hunter2");
}
