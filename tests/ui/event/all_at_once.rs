//! Every mistake of a statement is reported at once.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    let (a, b) = (1, 2);
    logkit::info!(target: "x", logger: , name: "n", name: "m", ?a + b, c = , %b.max(a), "added");
}
