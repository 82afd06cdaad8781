//! Levels: their sources, changes at run time, the effect on parents, children and handlers, and
//! the destination of lines without a handler.

mod destinations;
mod listing;
mod overrides;
mod thresholds;

use logkit::{Level, LevelFilter, Logger, module_logger};

#[module_logger("pay")]
static PAY: Logger;

#[module_logger("pay.gateway")]
static GATEWAY: Logger;

/// No static declares `pay.gateway.http`.
#[module_logger("pay.gateway.http.retry")]
static RETRY: Logger;

#[module_logger("pay.audit", level = "warning")]
static AUDIT: Logger;

/// Not related to `pay`, though it begins with the same letters.
#[module_logger("payments", propagate = true)]
static PAYMENTS: Logger;

#[module_logger("twin")]
mod twin {
    pub(crate) fn debug() {
        debug!("one");
    }
}

#[module_logger("twin", level = "warning")]
mod quieter_twin {
    pub(crate) fn debug() {
        debug!("a third");
    }
}

#[module_logger("twin", level = "debug")]
mod twin_elsewhere {
    pub(crate) fn debug() {
        debug!("other");
    }
}

fn at(level: Level) -> LevelFilter {
    LevelFilter::At(level)
}
