//! Names and values that no type makes a count.

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

fn main() {
    let (n, tokens, pins, width, text) = (7_u64, [1_u64], 4_711_u64, 8, "4711");
    // A singular, and secrets that are numbers.
    logkit::info!(token = n, pins = n, otps = n, backup_codes = n, card_numbers = text, "numbers");
    logkit::info!("{pins}");
    // An element is one of the secrets.
    logkit::info!(seen = tokens[0], "{}", tokens[0]);
    // Arguments that only `format_args!` sees.
    let cookies = n;
    logkit::info!("{cookies:width$}");
    logkit::info!(seen = format!("{cookies}"), "formatted");
}
