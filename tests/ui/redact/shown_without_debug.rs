//! An unmarked field has to have `Debug`; a masked one does not.

struct Opaque;

#[derive(logkit::Redact)]
struct Card {
    #[redact]
    cvv: Opaque,
    holder: Opaque,
}

fn main() {}
