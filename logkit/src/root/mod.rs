//! The side that faces the host: what third parties log, and the spans that our records stand in.

mod layer;
#[cfg(feature = "log")]
mod log;

pub use self::layer::{RootLayer, layer};
#[cfg(feature = "log")]
pub use self::log::LogBridge;
