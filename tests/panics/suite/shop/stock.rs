//! A file without a logger, below one that has one.

pub(crate) fn fail() {
    "x7".parse::<u8>().ok().expect("in the child's file");
}
