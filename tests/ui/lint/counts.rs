//! Under the name of secrets in the plural, a variable is no secret if it is a number or a bool.

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

struct User {
    tokens: Vec<u64>,
    cookies: &'static str,
}

fn main() {
    let user = User { tokens: vec![1], cookies: "hunter2" };
    let (tokens, list, text) = (vec!["hunter2"], ["hunter2"], String::from("hunter2"));
    // By type.
    logkit::info!(?tokens, "{tokens:?}");
    logkit::info!(tokens = text, api_keys = ?list, secrets = %text, "given");
    logkit::info!(?user.tokens, seen = user.cookies, "{}", user.cookies);
    logkit::info!("{passwords}", passwords = text);
}
