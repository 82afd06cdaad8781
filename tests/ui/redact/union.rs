//! A union.

#[derive(logkit::Redact)]
union Number {
    #[redact]
    small: u8,
    large: u64,
}

fn main() {
    // No second error: the type has a `Debug`, which shows nothing.
    println!("{:?}", Number { small: 1 });
}
