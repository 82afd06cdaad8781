use std::borrow::Cow;
use std::sync::Arc;

use logkit::{Logger, info, module_logger};

#[module_logger("accounts")]
static LOGGER: Logger;

struct RefreshToken(String);

impl RefreshToken {
    fn reveal(&self) -> &str {
        &self.0
    }
}

fn main() {
    let token = String::from("s3cr3t");
    let (pin, is_set, optional) = (4711_u32, true, Some(String::from("s3cr3t")));
    let refresh_token = RefreshToken(token.clone());
    // Blocks and branches.
    info!(value = { &token }, "{}", { let alias = &token; alias });
    info!(value = if is_set { &token } else { "" }, "set");
    info!("{}", if let Some(otp) = &optional { otp } else { "" });
    info!(value = match is_set { true => token.as_str(), false => "" }, "matched");
    // Operators.
    info!(value = token.clone() + "", sum = pin + 0, "added");
    // Functions and methods.
    info!(value = u64::from(pin), shared = %Arc::new(&token), "{}", Cow::Borrowed(token.as_str()));
    info!("{} {}", str::to_uppercase(&token), token.replace('s', "S"));
    info!("{}", ["Bearer ", &token].concat());
    info!("{}", refresh_token.reveal());
    info!(value = optional.as_deref().unwrap_or(&token), "given");
    info!(value = is_set.then(|| token.clone()), "made");
    // Macros.
    info!("{}", dbg!(&token));
    // The name of the field comes first.
    info!(password = if is_set { &token } else { "" }, "set");
}
