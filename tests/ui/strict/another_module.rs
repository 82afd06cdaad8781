//! A strict logger is strict in every module: for a child that imports it, and with `logger:`.

pub mod payments {
    use logkit::{Logger, module_logger};

    #[module_logger("payments", strict = true)]
    pub static LOGGER: Logger;

    pub static ALIAS: &logkit::StrictLogger = &LOGGER;

    pub mod gateway {
        use super::LOGGER;

        pub fn open(host: String) {
            logkit::debug!(host);
        }
    }
}

#[logkit::module_logger("shop")]
mod shop {
    pub fn sell(customer: &String) {
        info!(customer, "is shown, for this one is not strict");
        warn!(logger: crate::payments::LOGGER, customer);
        warn!(logger: crate::payments::ALIAS, customer);
    }
}

#[logkit::module_logger("stock", strict)]
mod stock {
    pub mod nested {
        pub fn take(item: &String) {
            info!("took {item}");
        }
    }
}

fn main() {
    payments::gateway::open(String::new());
    shop::sell(&String::new());
    stock::nested::take(&String::new());
}
