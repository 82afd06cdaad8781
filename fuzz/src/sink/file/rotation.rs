//! The grammar's only import.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rotation {
    Daily,
    Hourly,
}
