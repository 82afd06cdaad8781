//! Names that resemble those of secrets.

#![deny(warnings)]

use logkit::{Logger, event, info, module_logger};

#[module_logger("accounts", level = "debug")]
static LOGGER: Logger;

#[derive(Debug)]
struct Password {
    len: usize,
    user: &'static str,
}

fn main() {
    let password = Password { len: 7, user: "ada" };
    let tokens = vec![password.len, 1];
    let (author, secretary, token_count, has_password) = ("Ada", "Bob", tokens.len(), true);
    info!(author, ?secretary, %token_count, has_password, "counted");
    info!(password.len, token.id = 7, "secret.name" = "db", "{}", password.user);
    info!("{author} {token_count:>4} {{password}}");
    info!("{} {} {:?}", tokens.len(), tokens.is_empty(), tokens.iter().any(|token| *token > 1));
    info!("password, token and {}", "secret");
    info!(count = tokens.len() + 1, total = tokens.iter().sum::<usize>(), "counted");
    info!("{:?} {:?}", (tokens.len(), "token"), [password.len, 2]);
    info!("{:?} {:?}", tokens.iter().position(|token| *token == 1), std::env::var("TOKEN_COUNT").is_ok());
    info!(home = option_env!("HOME"), set = std::env::var("TOKEN").is_ok(), "looked up");
    event!(name: "token", logkit::Level::Info, "counted");
    info!(user = ?Some(author), is_token = tokens.contains(&1), "{0:?}", password.user);
}
