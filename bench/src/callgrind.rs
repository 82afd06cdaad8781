//! Counts the instructions of a case: the program runs itself under valgrind, if that is installed.

use std::env;
use std::io;
use std::process::{Command, Stdio};

/// The argument with which the program runs a case so many times, and does nothing else.
pub const RUN: &str = "--run";

/// The numbers of runs between which instructions are counted, so that start and warm-up do not
/// count.
const FEW: u64 = 100;
const MANY: u64 = 1_100;

/// Returns the instructions of one run of the case with that name.
///
/// # Errors
///
/// Valgrind is missing, or its output has no count.
pub fn instructions(name: &str) -> io::Result<u64> {
    Ok((count(name, MANY)? - count(name, FEW)?) / (MANY - FEW))
}

fn count(name: &str, runs: u64) -> io::Result<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg(env::current_exe()?).args([RUN, name, &runs.to_string()]);
    let output = valgrind.stdout(Stdio::null()).output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    let collected = report.lines().find_map(|line| line.split_once("Collected :"));
    collected
        .and_then(|(_, count)| count.trim().parse().ok())
        .ok_or_else(|| io::Error::other(format!("valgrind says\n{report}")))
}
