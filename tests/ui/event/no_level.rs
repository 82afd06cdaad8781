//! A level comes first.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    logkit::event!("packed");
    let _ = logkit::enabled!("info");
}
