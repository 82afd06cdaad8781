//! More than one `#[redact]` on a field.

#[derive(logkit::Redact)]
struct Card {
    #[redact]
    #[redact]
    cvv: String,
    #[redact(keep_first = 4)]
    #[redact(keep_last = 4)]
    number: String,
}

fn main() {}
