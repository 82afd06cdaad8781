//! Without a name, a logger takes the path of its module, which must be a valid name.

#[allow(non_snake_case)]
#[logkit::module_logger]
mod PaymentGateway {}

#[logkit::module_logger]
mod größe {}

mod in_a_file {
    pub mod Payments {
        #[logkit::module_logger]
        static LOGGER: logkit::Logger;
    }
}

fn main() {}
