//! Every mistake of a type is reported in one go, and nothing else is.

use logkit::Redact;

struct Opaque;

#[derive(Redact)]
#[redact(strict)]
enum Login<T> {
    Anonymous(T, Opaque),
    #[redact]
    Token(#[redact(keep_first = 0)] String),
    Password {
        user: Opaque,
        #[redact(keep_last = 4)]
        pin: u16,
        #[redact]
        #[redact(hash)]
        password: String,
    },
}

fn main() {
    // No second error: it has a `Debug`, which shows nothing.
    println!("{:?}", Login::Anonymous(Opaque, Opaque));
}
