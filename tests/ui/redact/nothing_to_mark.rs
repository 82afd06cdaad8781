//! A type without a field.

#[derive(logkit::Redact)]
struct Unit;

#[derive(logkit::Redact)]
enum Level {
    Low,
    High,
}

fn main() {}
