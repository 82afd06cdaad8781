//! Propagation is turned off by a word.

#[logkit::module_logger("payments", no_propagate)]
mod payments {}

fn main() {}
