//! A name without quotes, with a key, or of another type.

use logkit::module_logger;

#[module_logger(payments)]
mod bare {}

#[module_logger(payments.gateway, level = "debug")]
mod dotted {}

#[module_logger(Billing::Gateway)]
mod path {}

#[module_logger(name = "billing")]
mod as_a_value {}

#[module_logger(5)]
mod number {}

#[module_logger('p')]
mod character {}

#[module_logger = "payments"]
mod assigned {}

fn main() {}
