//! A module's lines are written by its own handlers under any host, and appear in the host's log
//! only if the module propagates.
//!
//! ```text
//! the host listens at trace:
//! TRACE isolation: the host's own
//! 2026-11-22 07:31:00,123 - cache - INFO - opened entries=3
//! 2026-11-22 07:31:00,123 - sync - WARNING - behind by=2
//!  WARN sync: behind by=2
//! the host listens at off:
//! 2026-11-22 07:31:00,124 - cache - INFO - opened entries=3
//! 2026-11-22 07:31:00,124 - sync - WARNING - behind by=2
//! ```

use std::io::{self, Write as _};

use logkit::handler::Stream;
use logkit::module_logger;
use tracing::level_filters::LevelFilter;

#[module_logger("cache")]
mod cache {
    pub(crate) fn open() {
        info!(entries = 3, "opened");
    }
}

// Records also go to the host.
#[module_logger("sync", propagate = true)]
mod sync {
    pub(crate) fn replay() {
        warn!(by = 2, "behind");
    }
}

fn main() -> io::Result<()> {
    // Without a handler of its own, a logger that propagates writes to the host's log only.
    sync::LOGGER.add_handler(Stream::stderr());

    for level in [LevelFilter::TRACE, LevelFilter::OFF] {
        writeln!(io::stdout(), "the host listens at {level}:")?;
        let host = tracing_subscriber::fmt().with_max_level(level).without_time().with_ansi(false);
        tracing::subscriber::with_default(host.finish(), || {
            tracing::trace!("the host's own");
            cache::open();
            sync::replay();
        });
    }
    Ok(())
}
