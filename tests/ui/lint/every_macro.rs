//! Every macro refuses an unmasked secret.

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

fn main() {
    let token = "hunter2";
    let err = std::fmt::Error;
    logkit::trace!(token);
    logkit::debug!(token);
    logkit::info!(token);
    logkit::warn!(token);
    logkit::error!(token);
    logkit::critical!(token);
    logkit::event!(logkit::Level::Info, token);
    logkit::exception!(err, token);
    logkit::exception!(err, "{} was refused", "it", token);
    logkit::exception!(err, "{token} was refused");
}
