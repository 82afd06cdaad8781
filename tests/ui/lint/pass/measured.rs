//! A truth or a count is not a secret, under any name.

#![deny(warnings)]

use logkit::{Logger, exception, info, masked, module_logger};

#[module_logger("accounts")]
static LOGGER: Logger;

struct Token {
    user: u32,
    scopes: Vec<&'static str>,
}

impl Token {
    fn user_id(&self) -> u32 {
        self.user
    }

    fn scopes(&self) -> &[&'static str] {
        &self.scopes
    }
}

fn main() {
    let token = Some(Token { user: 7, scopes: vec!["read"] });
    let (tokens, password, pin) = (vec![1, 2], String::from("hunter2"), 4711);
    let (has_pin, missing, token_count) = (true, false, 2);
    info!(token = token.is_some(), tokens = tokens.len(), pin = pin != 0, "{}", !password.is_empty());
    info!(pin = has_pin, token = !missing, tokens = token_count, auth = matches!(token, Some(_)), "asked");
    info!(tokens = tokens.iter().filter(|token| **token > 1).count() + 1, "counted");
    info!(password = if password.is_empty() { "missing" } else { "set" }, "looked at");
    info!(token = match token { Some(_) => "set", None => "missing" }, "looked at");
    info!(password = if pin > 0 { masked(&password) } else { masked("") }, "masked in each branch");
    info!(user = token.as_ref().map(|token| token.user_id()), "an attribute");
    info!(scopes = ?token.as_ref().map(Token::scopes), "and another");
    exception!(std::fmt::Error, "{}", password.len(), pin = pin > 0);
}
