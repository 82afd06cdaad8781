//! An exception's error comes first.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    let err = std::fmt::Error;
    logkit::exception!("charging failed");
    logkit::exception!("charging failed: {err}");
    logkit::exception!("charging failed", err);
}
