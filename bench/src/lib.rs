//! What the programs of this workspace share: cases measured side by side, and a table of them.

pub mod callgrind;
pub mod measure;
pub mod report;
