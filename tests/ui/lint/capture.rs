//! A variable that the message captures.

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

fn main() {
    let (password, width) = ("hunter2", 9);
    logkit::info!("signing in with {password}");
    logkit::info!("{{{password:?}}}");
    logkit::info!("{password:>width$}");
}
