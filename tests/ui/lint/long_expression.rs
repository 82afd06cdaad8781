//! An expression that is not a path, or is very long, is not repeated in the error.

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

fn main() {
    let words = ["correct", "horse", "battery", "staple"];
    let pin: u16 = 4711;
    logkit::info!(
        passphrase = words.iter().map(|word| word.to_uppercase()).collect::<Vec<_>>().join(" "),
        pin_code = pin + 1,
        "signing in {} {}",
        pin as u64,
        words.as_ref().to_vec().clone().clone().clone().first().unwrap().password(),
    );
}

trait Password {
    fn password(&self) -> &str;
}

impl Password for &str {
    fn password(&self) -> &str {
        self
    }
}
