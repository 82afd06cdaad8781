//! The path of a module with a raw name has no `r#` in the logger's name.

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
    assert!(r#type::LOGGER.name().ends_with(".type"));
    assert!(r#match::LOGGER.name().ends_with(".match"));
}
