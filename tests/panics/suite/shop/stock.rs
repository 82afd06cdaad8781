//! A file without a logger, below one that has one.

pub(crate) fn fail() {
    let none: Option<u8> = None;
    none.expect("in the child's file");
}
