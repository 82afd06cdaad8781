//! One corrected statement is the remedy for all mistakes of a statement.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    let (a, b) = (1, 2);
    logkit::info!(target: "x", logger: , name: "n", name: "m", ?a + b, c = , %b.max(a), "added");
}
