//! Key-value pairs of `slog`.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let user = "ada";
    info!("signed in"; "user" => user);
}
