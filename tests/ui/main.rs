//! Every mistake in an attribute or a statement has an error that says how to correct it.
//!
//! A snapshot beside each program holds the error. `TRYBUILD=overwrite cargo test -p ui` writes
//! them; read the difference as a user would before you commit it.

mod pasted;

use std::path::Path;

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

/// A list of mistakes that a newcomer makes: the habits of other loggers, and slips.
#[test]
fn each_of_a_newcomers_mistakes_has_an_error_whose_code_compiles() {
    tell("newcomer");
    TestCases::new().pass(pasted::paste(&["newcomer"], 80));
}

#[test]
fn the_code_of_every_error_compiles() {
    let folders = ["event", "lint", "module_logger", "redact", "strict"];
    TestCases::new().pass(pasted::paste(&folders, 300));
}

fn tell(macro_name: &str) {
    let ui = TestCases::new();
    if Path::new(env!("CARGO_MANIFEST_DIR")).join(macro_name).join("pass").exists() {
        ui.pass(format!("{macro_name}/pass/*.rs"));
    }
    ui.compile_fail(format!("{macro_name}/*.rs"));
}
