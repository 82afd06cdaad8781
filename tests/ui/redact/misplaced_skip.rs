//! `skip` without a mask to remove, with one that covers all fields, and beside another key.

#[derive(logkit::Redact)]
struct Shown {
    #[redact(skip)]
    id: u64,
    #[redact]
    number: String,
}

#[derive(logkit::Redact)]
#[redact(all)]
struct Beside {
    #[redact(skip, keep_last = 4)]
    number: String,
    #[redact(skip = true)]
    id: u64,
}

#[derive(logkit::Redact)]
enum Variant {
    #[redact]
    Card(#[redact(skip)] u64, String),
}

fn main() {}
