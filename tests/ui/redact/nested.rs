//! `nested` is for types whose fields mask themselves, so it excludes masks of the type's own.

struct Plain(String);

#[derive(logkit::Redact)]
struct Card(#[redact] String);

#[derive(logkit::Redact)]
#[redact(nested, all)]
struct WithAll {
    card: Card,
}

#[derive(logkit::Redact)]
#[redact(strict, nested)]
struct WithStrict {
    card: Card,
}

#[derive(logkit::Redact)]
#[redact(nested = true)]
struct WithAValue {
    card: Card,
}

#[derive(logkit::Redact)]
#[redact(nested)]
struct WithAMask {
    card: Card,
    #[redact(keep_last = 4)]
    iban: String,
}

#[derive(logkit::Redact)]
#[redact(nested)]
enum WithAMaskedVariant {
    #[redact]
    Card(Card),
    Cash,
}

#[derive(logkit::Redact)]
#[redact(nested)]
struct WithASkip {
    #[redact(skip)]
    card: Card,
}

#[derive(logkit::Redact)]
#[redact(nested)]
union WithAUnion {
    cents: u64,
}

#[derive(logkit::Redact)]
struct OnAField {
    #[redact(nested)]
    card: Card,
}

fn main() {}
