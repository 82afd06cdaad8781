//! The cost of redaction: structs behind masks, side by side with `derive(Debug)` and with peers.

use std::process::ExitCode;

use logkit_bench::report;

mod lengths;
mod lines;
mod names;
mod scrubbing;
mod structs;

fn main() -> ExitCode {
    let mut groups = vec![structs::group()];
    groups.extend(lengths::groups());
    groups.push(lines::group());
    groups.extend(names::groups());
    groups.push(scrubbing::group());
    report::main(groups)
}
