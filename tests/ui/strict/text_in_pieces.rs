//! Text of run time as bytes, as single characters, or as UTF-16.

#[logkit::module_logger("payments", strict)]
static LOGGER: logkit::Logger;

fn main() {
    let email = String::from("ada@example.com");
    logkit::info!(email = email.clone().into_bytes());
    logkit::info!("{:?}", email.chars().collect::<Vec<_>>());
    let utf16: Vec<u16> = email.encode_utf16().collect();
    logkit::info!(utf16 = ?utf16, "{:?} {:?}", &utf16[1..], Some([utf16[0], 0]));
    logkit::info!(unit = utf16[0], port = std::num::NonZeroU16::MIN, "a unit and a port may be logged");
    logkit::info!(first = email.as_bytes()[0], "a byte may be logged, and so may a {:?}", 'c');
}
