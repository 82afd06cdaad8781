//! Every mistake in an attribute or a statement has an error that says how to correct it.
//!
//! A snapshot beside each program holds the error. `TRYBUILD=overwrite cargo test -p ui` writes
//! them; read the difference as a user would before you commit it.

use trybuild::TestCases;

#[test]
fn redact_reports_each_mistake_with_its_correction() {
    tell("redact");
}

#[test]
fn module_logger_reports_each_mistake_with_its_correction() {
    tell("module_logger");
}

#[test]
fn statements_report_each_mistake_with_its_correction() {
    tell("event");
}

#[test]
fn the_leak_lint_reports_each_leak_with_its_correction() {
    tell("lint");
}

#[test]
fn a_strict_logger_reports_each_value_that_may_leak() {
    tell("strict");
}

fn tell(macro_name: &str) {
    let ui = TestCases::new();
    ui.pass(format!("{macro_name}/pass/*.rs"));
    ui.compile_fail(format!("{macro_name}/*.rs"));
}
