//! Two `Debug`s: the one that masks and the one that does not.

#[derive(Debug, logkit::Redact)]
struct Card {
    #[redact]
    number: String,
}

fn main() {}
