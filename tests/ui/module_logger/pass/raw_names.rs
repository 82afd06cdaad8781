//! Names that are Rust's words are names of loggers, too.

#![deny(warnings)]

#[logkit::module_logger]
mod r#type {
    pub fn charge() {
        info!("charging");
    }
}

mod r#match {
    #[logkit::module_logger]
    pub static LOGGER: logkit::Logger;
}

fn main() {
    r#type::charge();
    assert_eq!(r#type::LOGGER.name(), "type");
    assert_eq!(r#match::LOGGER.name(), "match");
}
