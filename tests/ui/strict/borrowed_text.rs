//! Borrowed text is accepted only if it is `'static`.

use logkit::{Logger, info, module_logger};

#[module_logger("payments", strict)]
static LOGGER: Logger;

fn pay(email: &str) {
    info!(email, "paying");
}

fn main() {
    let email = String::from("ada@example.com");
    info!("paid by {}", email.as_str());
    pay(&email);
}
