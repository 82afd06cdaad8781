//! The file behind a declaration.
