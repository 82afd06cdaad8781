//! Code that the suites share: a process for one test, the child of a fork, a folder, a crate
//! that a test generates, loggers made at run time, a host that records, hostile texts, readers of lines, CPython
//! as an oracle.

pub mod alone;
pub mod folder;
#[cfg(unix)]
pub mod fork;
pub mod generated;
pub mod host;
pub mod hostile;
pub mod lines;
pub mod logger;
pub mod python;
pub mod readers;
pub mod shared;

use std::path::Path;

/// The folder of this repository.
///
/// # Panics
///
/// Never: this package lies in a folder of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package is a folder of it")
}
