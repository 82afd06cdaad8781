//! A secret in a text that the statement itself formats.

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

fn main() {
    let (user, token) = ("ada", "hunter2");
    logkit::info!("{}", format!("{user}:{token}"));
    logkit::info!(login = format!("{}:{}", user, token), "signing in");
    logkit::info!(login = %format_args!("{user}:{token}"), "signing in");
    logkit::info!("{}", &std::format!("{0}", format!("{token}")).as_str());
    logkit::info!(token = format!("{user}:{token}"), "one error, for the field");
    logkit::info!(login = format!("{user}:{}", logkit::masked(&token)), "masked");
}
