//! A number or a bool is no secret under the name of secrets in the plural.

#![deny(warnings)]

use std::num::NonZeroU32;
use std::sync::Arc;

use logkit::{Logger, event, exception, info, module_logger, unmasked};

#[module_logger("accounts")]
static LOGGER: Logger;

#[module_logger("accounts.strict", strict)]
static STRICT: Logger;

struct Usage {
    tokens: u64,
    cookies: Option<i32>,
}

impl Usage {
    fn tokens(&self) -> u64 {
        self.tokens
    }
}

macro_rules! log {
    ($tokens:expr) => {
        info!(tokens = $tokens, "{} {tokens}", $tokens, tokens = $tokens)
    };
}

fn main() {
    let shared = Arc::new(7_u16);
    let usage = Usage { tokens: 1_532, cookies: Some(3) };
    let (n, tokens, api_keys, secrets, share) = (7_usize, 512_u32, true, NonZeroU32::MIN, 0.25);
    info!(tokens, ?api_keys, %secrets, "{tokens} of {} {api_keys:?} {secrets:>5}", usage.tokens);
    info!(tokens = n, session_ids = &n, credentials = *&n, user.passwords = share, "counted");
    info!(usage.tokens, seen = usage.tokens(), cookies = usage.cookies, "{}", usage.tokens());
    info!(tokens = %n, access_tokens = ?n, "{tokens} {passwords}", passwords = api_keys);
    info!(shared_tokens = shared, total = unmasked(&tokens), "converted");
    info!(logger: STRICT, tokens, "{tokens}");
    event!(logkit::Level::Info, tokens);
    exception!(std::fmt::Error, "{} refused", tokens, tokens = n);
    log!(tokens);
    log!(usage.tokens);
}
