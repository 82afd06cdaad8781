//! The tests, which need the feature.

mod applied;
mod mistakes;
mod replaced;
#[cfg(feature = "scrub")]
mod schema;
mod swapped;

use logkit::{Logger, module_logger};
use support::folder::Folder;

#[module_logger("payments")]
static PAYMENTS: Logger;
#[module_logger("payments.gateway", level = "error")]
static GATEWAY: Logger;
#[module_logger("mail")]
static MAIL: Logger;

/// A folder for one test.
fn new_folder() -> Folder {
    Folder::new(env!("CARGO_TARGET_TMPDIR"))
}
