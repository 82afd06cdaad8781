//! Types that mask nothing where a `Redact` type is required, and values that are not text.

fn audit(_: impl logkit::redact::Redact) {}

fn main() {
    audit("hunter2");
    logkit::keep_first(4, &1234);
}
