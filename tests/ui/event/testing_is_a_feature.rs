//! The macro needs a feature, which the first error names. rustc names it in the second one.

fn main() {
    logkit::assert_never_logged!("hunter2", || ());
}

mod imported {
    use logkit::testing::assert_never_logged;
}
