//! An unmarked field must have `Debug`; a masked one need not.

struct Opaque;

#[derive(logkit::Redact)]
struct Card {
    #[redact]
    cvv: Opaque,
    holder: Opaque,
}

fn main() {}
