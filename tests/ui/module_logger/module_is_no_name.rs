//! Left out, the name is the module's, which may be none.

#![allow(non_snake_case)]

use logkit::module_logger;

#[module_logger]
mod PaymentGateway {}

#[module_logger()]
mod größe {}

fn main() {}
