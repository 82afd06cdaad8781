//! Every mistake of a type is reported at once, and no further errors follow.

use logkit::Redact;

struct Opaque;

#[derive(Redact)]
#[redact(strikt)]
enum Login<T> {
    Anonymous(T, Opaque),
    #[redact(names)]
    Token(#[redact(keep_first = 0)] String),
    Password {
        #[redact(skip)]
        user: Opaque,
        #[redact(keep_last = 4)]
        pin: u16,
        #[redact]
        #[redact(mask)]
        password: String,
    },
}

fn main() {
    // No second error: the type has a `Debug`, which shows nothing.
    println!("{:?}", Login::Anonymous(Opaque, Opaque));
}
