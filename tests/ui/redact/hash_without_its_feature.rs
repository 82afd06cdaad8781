//! `hash` without the feature that it needs. (These cases are built with no feature at all.)

#[derive(logkit::Redact)]
struct User {
    #[redact(hash)]
    email: String,
    #[redact(hash(domain = "contact"))]
    contact: String,
}

fn main() {
    // No second error: the type has a `Debug`, which shows nothing.
    println!("{:?}", User { email: String::new(), contact: String::new() });
}
