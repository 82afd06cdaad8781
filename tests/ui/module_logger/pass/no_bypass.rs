//! Code that resembles a bypass.

#![deny(warnings)]

use logkit::module_logger;

#[module_logger("allowed", allow_bypass)]
mod allowed {
    pub fn charge() {
        use tracing::Level;
        tracing::event!(Level::INFO, "charging");
        ::log::warn!("charging");
        info!("charging");
    }
}

#[module_logger("own")]
mod own {
    mod tracing {
        macro_rules! of_our_own {
            ($($tokens:tt)*) => { let _ = stringify!($($tokens)*); };
        }
        pub(crate) use of_our_own as info;
    }

    mod log {
        pub(crate) use super::tracing::info as warning;
        pub(crate) use warning as debug;
    }

    pub fn charge() {
        tracing::info!("charging");
        log::debug!("charging");
        info!("charging");
    }
}

#[module_logger("spans")]
mod spans {
    use tracing::{Level, info_span, instrument, span};

    #[instrument(level = "info")]
    pub fn charge() {
        let _span = info_span!("charging").entered();
        let _inner = span!(Level::INFO, "inner").entered();
        let _ = log::Level::Info;
        info!("charging");
    }
}

fn main() {
    allowed::charge();
    own::charge();
    spans::charge();
}
