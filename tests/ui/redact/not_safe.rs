//! Values that may hold a secret where only safe ones are allowed.

use logkit::redact::LogSafe;

#[derive(Debug)]
struct Plain;

fn audit(_: &impl LogSafe) {}

fn main() {
    audit(&Plain);
    audit(&vec![String::new()]);
}
