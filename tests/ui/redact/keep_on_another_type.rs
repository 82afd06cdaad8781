//! `keep_last` on a type that only the compiler can tell from text.

struct Opaque;

#[derive(logkit::Redact)]
struct Card {
    #[redact(keep_last = 4)]
    number: Vec<Opaque>,
}

fn main() {}
