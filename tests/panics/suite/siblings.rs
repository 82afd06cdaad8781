//! A file of two modules that declare their statics, so that the lines of neither are known.

pub(crate) mod one {
    use logkit::{Logger, module_logger};

    #[module_logger("siblings.one")]
    pub(crate) static LOGGER: Logger;

    pub(crate) fn fail() {
        panic!("in one of two");
    }
}

pub(crate) mod two {
    use logkit::{Logger, module_logger};

    #[module_logger("two")]
    pub(crate) static LOGGER: Logger;
}
