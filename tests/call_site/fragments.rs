//! A user's macros that wrap the level macros.

#![allow(clippy::pedantic, clippy::style, clippy::complexity, reason = "written in every way")]
#![allow(unused_qualifications, reason = "as above")]

use logkit::module_logger;

use support::lines::lines;

macro_rules! shop_info {
    ($fmt:literal $(, $argument:expr)* $(,)?) => { info!($fmt $(, $argument)*) };
}

macro_rules! shop_debug {
    ($($argument:tt)*) => { debug!($($argument)*) };
}

macro_rules! with_context {
    ($name:ident = $value:expr, $message:expr) => {
        info!($name = $value, again = %$value, ?$name, $message)
    };
}

macro_rules! at {
    ($logger:path, $level:expr, $key:literal, $($rest:tt)+) => {
        event!(logger: $logger, $level, $key = 1, $($rest)+)
    };
}

macro_rules! keyed {
    ($($key:ident).+, $type:ty, $block:block) => {
        info!($($key).+ = <$type>::default(), block = $block, "{}", stringify!($($key).+))
    };
}

macro_rules! locals {
    ($name:ident) => {
        let inner = 1;
        info!($name, inner, "{} {inner}", $name);
    };
}

#[module_logger("call_site.fragments", level = "debug")]
mod wrapped {
    use logkit::Level;

    pub(super) fn all() {
        let order_id = 7;
        shop_info!("plain");
        shop_info!("{} {order_id} {:?}", order_id + 1, Some("x"),);
        shop_debug!(order_id, of = ?Some(1), "{}", 2);
        with_context!(order_id = order_id, "a message");
        with_context!(order_id = order_id + 1, concat!("a ", "b"));
        at!(LOGGER, Level::Info, "quoted", order_id, "at");
        at!(crate::fragments::wrapped::LOGGER, Level::Warning, "quoted", "at");
        keyed!(a.b, Option<u8>, { order_id });
        let inner = "outer";
        locals!(order_id);
        locals!(inner);
        macro_rules! defined_here {
            ($value:expr) => {
                info!(value = $value, "{}", $value)
            };
        }
        defined_here!(1 < 2);
    }
}

#[test]
fn fragments_of_a_user_s_macro_are_accepted() {
    assert_eq!(
        lines(&wrapped::LOGGER, wrapped::all),
        [
            "INFO - plain",
            "INFO - 8 7 Some(\"x\")",
            "DEBUG - 2 order_id=7 of=Some(1)",
            "INFO - a message order_id=7 again=7 order_id=7",
            "INFO - a b order_id=8 again=8 order_id=7",
            "INFO - at quoted=1 order_id=7",
            "WARNING - at quoted=1",
            "INFO - a.b block=7",
            "INFO - 7 1 order_id=7 inner=1",
            "INFO - outer 1 inner=outer inner=1",
            "INFO - true value=true",
        ]
    );
}
