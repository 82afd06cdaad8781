//! The modules around the grammar have the names of logkit's, by which its file imports them.

pub(crate) mod file;
