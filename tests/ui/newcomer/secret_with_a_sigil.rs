//! A secret with a sigil.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

struct User {
    token: String,
}

fn main() {
    let user = User { token: "hunter2".to_owned() };
    info!(?user.token, "signing in");
}
