//! Left out, the name is that of the module around the static, which may be none.

#![allow(non_snake_case)]

mod Payments {
    #[logkit::module_logger]
    static LOGGER: logkit::Logger;
}

fn main() {}
