//! Fields with the name of a secret, for every kind of value.

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

fn main() {
    let pw = "hunter2";
    logkit::info!(password = pw, "signing in");
    logkit::info!(db.passwd = ?pw, "signing in");
    logkit::info!("x-auth-token" = %pw.trim(), "signing in");
    logkit::info!({ userPIN = format!("{pw}{pw}") }, "signing in");
    logkit::info!(api_key = Some(pw), "signing in");
}
