//! The file of a `mod gateway;`.
