//! A macro call as the name.

#[logkit::module_logger(env!("CARGO_PKG_NAME"), level = "debug")]
mod payments {}

#[logkit::module_logger(concat!("shop", ".", "orders"))]
mod orders {}

fn main() {}
