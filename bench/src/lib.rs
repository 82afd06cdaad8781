//! The library of these programs: cases measured side by side, and a table of the results.

pub mod by_hand;
pub mod callgrind;
pub mod measure;
pub mod report;
