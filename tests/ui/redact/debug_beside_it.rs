//! The derive writes `Debug` itself. In one list the derives do not see each other, and rustc reports
//! the conflict; a derive that follows in a list of its own is seen.

#[derive(Debug, logkit::Redact)]
struct Card {
    #[redact]
    number: String,
}

#[derive(logkit::Redact)]
#[derive(Clone, Debug)]
struct Login {
    #[redact]
    password: String,
}

fn main() {}
