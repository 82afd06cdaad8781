//! Names that sound like secrets and are none.

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
    info!("{} {} {:?}", tokens.len(), tokens.is_empty(), tokens.iter().max());
    info!("password, token and {}", "secret");
    info!(count = tokens.len() + 1, total = tokens.iter().sum::<usize>(), "counted");
    event!(name: "token", logkit::Level::Info, "counted");
    info!(user = ?Some(author), is_token = tokens.contains(&1), "{0:?}", password.user);
}
