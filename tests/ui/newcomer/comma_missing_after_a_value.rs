//! A field and the message without a comma between them.

use logkit::{Logger, info, module_logger, warn};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let (cents, user) = (3, String::from("ada"));
    info!(cents = %cents "charged");
    info!(user, cents = 5 "charged {}", cents);
    warn!(name = user.trim() "unknown");
}
