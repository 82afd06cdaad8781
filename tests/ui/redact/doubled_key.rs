//! A key that is given twice.

#[derive(logkit::Redact)]
struct Card {
    #[redact(keep_last = 4, keep_last = 2)]
    number: String,
}

fn main() {}
