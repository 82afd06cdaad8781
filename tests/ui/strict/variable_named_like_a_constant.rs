//! A variable is no constant, under any name.

use std::sync::LazyLock;

use logkit::{Logger, info, module_logger};

#[module_logger("payments", strict)]
static LOGGER: Logger;

static URL: LazyLock<String> = LazyLock::new(String::new);

#[allow(non_snake_case, reason = "it is the case")]
fn pay(EMAIL: &str) {
    info!(EMAIL, "paid by {}", EMAIL);
}

#[allow(non_snake_case, reason = "it is the case")]
fn main() {
    let TOKEN_URL: &'static str = URL.as_str();
    info!(url = TOKEN_URL);
    let LENGTH = 7;
    info!(LENGTH);
    pay(TOKEN_URL);
}
