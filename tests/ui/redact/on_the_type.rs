//! `#[redact]` above the type.

#[derive(logkit::Redact)]
#[redact]
struct Card {
    number: String,
}

#[derive(logkit::Redact)]
#[redact(keep_first = 4)]
struct Token(String);

#[derive(logkit::Redact)]
#[redact(crat = logkit)]
struct Key(#[redact] String);

fn main() {}
