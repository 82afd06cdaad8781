//! Values looked up by the name of a secret, and elements of a tuple or a list.

use std::collections::HashMap;

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

const AUTHORIZATION: &str = "authorization";

fn main() {
    let headers = HashMap::from([(AUTHORIZATION, "hunter2")]);
    let (user, token) = ("ada", "hunter2");
    logkit::info!("{}", std::env::var("API_KEY").unwrap());
    logkit::info!(key = option_env!("API_KEY"), "reading");
    logkit::info!("{:?}", headers.get("authorization"));
    logkit::info!(header = headers.get(AUTHORIZATION).copied(), "reading");
    logkit::info!("{}", headers[AUTHORIZATION]);
    logkit::info!("{:?} {:?}", (user, token), [token]);
    logkit::info!(login = ?vec![user, token], "signing in");
    logkit::info!("{}", String::from_utf8_lossy(token.as_bytes()));
    logkit::info!(login = ?Box::new(&token), "signing in");
}
