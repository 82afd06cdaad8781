//! The places where finished lines go.

pub(crate) mod std_stream;
pub(crate) mod writer;
