//! Attributes that are not lists of keys.

#[derive(logkit::Redact)]
struct Card(
    #[redact()] String,
    #[redact = 4] String,
    #[redact(4)] String,
    #[redact("keep_first")] String,
    #[redact(keep_first = 4,, keep_last = 4)] String,
);

fn main() {}
