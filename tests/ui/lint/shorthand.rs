//! Shorthand fields with the name of a secret.

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

struct User {
    password: String,
}

fn main() {
    let user = User { password: "hunter2".to_owned() };
    let token = "hunter2";
    logkit::info!(token, "signing in");
    logkit::info!(%token, "signing in");
    logkit::info!(?user.password, "signing in");
    logkit::info!(user.password);
}
