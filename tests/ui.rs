//! Every mistake a user can make in an attribute has an error that says what to write instead.

#[test]
fn redact_tells_each_mistake_with_its_mend() {
    let ui = trybuild::TestCases::new();
    ui.pass("tests/ui/redact/pass/*.rs");
    ui.compile_fail("tests/ui/redact/*.rs");
}
