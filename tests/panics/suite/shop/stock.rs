//! A file without a logger, below one that has one.

pub(crate) fn fail() {
    let file = "x7".parse::<u8>();
    file.expect("in the child's file");
}
