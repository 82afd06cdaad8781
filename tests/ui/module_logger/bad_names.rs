//! Invalid names, each with the nearest valid one.

use logkit::module_logger;

#[module_logger("Payments")]
mod upper_case {}

#[module_logger("payments-gateway")]
mod dash {}

#[module_logger("")]
mod empty {}

#[module_logger("payments..gateway")]
mod doubled_dot {}

#[module_logger("payments::gateway")]
mod rust_path {}

#[module_logger("größe")]
mod not_ascii {}

#[module_logger("日本")]
mod nothing_left {}

#[module_logger("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
mod too_long {}

fn main() {}
