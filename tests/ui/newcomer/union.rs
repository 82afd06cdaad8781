//! A union.

#[derive(logkit::Redact)]
union Card {
    #[redact]
    number: u64,
}

fn main() {}
