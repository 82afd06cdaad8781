//! `explain` gives the true reason why a record is shown or not, and the tree names what contradicts
//! itself.

mod explanations;
mod tree;
mod truth;
