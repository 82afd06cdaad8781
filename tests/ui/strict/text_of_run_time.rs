//! Text of run time, owned or borrowed, in every notation.

use logkit::{Logger, info, module_logger};

#[module_logger("payments", strict)]
static LOGGER: Logger;

fn main() {
    let (email, names) = (String::from("ada@example.com"), vec![String::new()]);
    info!(email);
    info!(%email);
    info!(?names);
    info!(by = email.as_str().to_owned(), "paid");
    info!("paid by {}", email);
    info!("paid by {email}");
    info!("paid by {email:>8}");
    info!(message = %email);
}
