//! Only a path can be a field's name and value at once.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    let (a, b) = (1, 2);
    logkit::info!(?a + b, "added");
    logkit::info!(%a.max(b), "compared");
    logkit::info!(a + b, "added");
    logkit::info!(a.max(b), "compared");
    logkit::info!(&a, "borrowed");
    logkit::info!(a == b);
}
