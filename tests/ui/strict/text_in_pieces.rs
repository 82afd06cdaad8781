//! Text of run time as bytes, or as single characters.

#[logkit::module_logger("payments", strict)]
static LOGGER: logkit::Logger;

fn main() {
    let email = String::from("ada@example.com");
    logkit::info!(email = email.clone().into_bytes());
    logkit::info!("{:?}", email.chars().collect::<Vec<_>>());
    logkit::info!(first = email.as_bytes()[0], "a byte may be logged, and so may a {:?}", 'c');
}
