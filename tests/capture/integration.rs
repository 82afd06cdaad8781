//! The lines of a library that an integration test uses are captured, too: that library is compiled
//! without `cfg(test)`.

#[path = "harness.rs"]
mod harness;

use logkit::Level;
use support::logger::RuntimeLogger;

use harness::{is_scene, run, section};

#[test]
fn fails() {
    if !is_scene() {
        return;
    }
    // No logger in this crate is declared by the attribute.
    RuntimeLogger::new("library", None, false).log(Level::Info, "line");
    panic!("on purpose");
}

#[test]
fn lines_of_a_library_are_shown_with_the_test_that_fails() {
    let seen = run(&["fails"]);
    assert_eq!(
        (seen.stderr.as_str(), section(&seen, "fails")),
        ("", vec!["library - INFO - line".to_owned()])
    );
}
