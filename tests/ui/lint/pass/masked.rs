//! A secret may be logged with a visible mask, or with `unmasked` around it.

#![deny(warnings)]

use logkit::{Logger, debug, exception, info, keep_first, keep_last, masked, module_logger, unmasked};

#[module_logger("accounts")]
static LOGGER: Logger;

struct User {
    password: String,
}

/// By any path.
mod house {
    pub use logkit::unmasked;

    pub fn hashed<T: ?Sized>(_value: &T) -> &'static str {
        "hash"
    }
}

fn main() {
    let user = User { password: "hunter2".to_owned() };
    let (token, card_number) = ("hunter2", "4111111111111111");
    info!(password = masked(&user.password), token = ?masked(token), "masked");
    info!(token = %::logkit::masked(&token), api_key = (masked(&token)), "masked");
    info!(card_number = keep_last(4, &card_number), "x-auth-token" = keep_first(4, token), "kept");
    info!(token = house::unmasked(token), session_id = &house::hashed(token), "by any path");
    info!(token = house::hashed(token).to_owned(), "and handed on");
    info!(token = unmasked(&token), "{}", unmasked(&user.password));
    info!("{} {:?}", masked(&user.password), keep_last(4, &card_number));
    info!("{token} {pw}", token = masked(token), pw = logkit::masked(&user.password));
    exception!(std::fmt::Error, "{} {}", masked(token), 1, password = masked(&user.password));
    debug!({ token = masked(token), user.password = masked(&user.password) }, "in braces");
}
