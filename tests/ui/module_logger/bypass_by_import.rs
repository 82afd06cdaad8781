//! Imports of macros that would not log to the module's logger.

use logkit::module_logger;

#[module_logger("payments")]
mod one {
    use tracing::info;
}

#[module_logger("payments")]
mod glob {
    use log::*;
}

#[module_logger("payments")]
mod one_of_several {
    use tracing::{Level, info};
    pub const LEVEL: Level = Level::INFO;
}

#[module_logger("payments")]
mod renamed {
    use ::tracing::warn as tracing_warn;
}

#[module_logger("payments")]
mod in_a_function {
    pub fn charge() {
        use log::{self, error};
    }
}

fn main() {}
