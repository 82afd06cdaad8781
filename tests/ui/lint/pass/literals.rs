//! A literal is not a secret: it is in the source already.

#![deny(warnings)]

use logkit::{Logger, info, module_logger};

#[module_logger("accounts")]
static LOGGER: Logger;

fn main() {
    info!(password = "unset", token = false, pin = 0, otp = -1.5, cookie = %'x', "set up");
    info!("{password} {}", &"token", password = "unset");
}
