//! `#[redact]` above a variant, where it has no effect.

#[derive(logkit::Redact)]
enum Login {
    #[redact]
    Anonymous,
    #[redact(keep_last = 4)]
    Token(String),
    #[redact(nam)]
    Key(String),
    #[redact]
    #[redact(name)]
    Password(String),
    #[redact()]
    Nothing(String),
    #[redact(name = "Secret")]
    Renamed(String),
    #[redact(name)]
    Hidden(#[redact] String),
    Field(#[redact(name)] String, #[redact(strict)] String),
}

fn main() {}
