//! A `bound` replaces the bounds that the fields need.

#[derive(logkit::Redact)]
#[redact(bound = "T: Copy")]
struct TooLittle<T>(T, #[redact] u8);

fn main() {}
