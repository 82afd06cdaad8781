//! A type with the name of one that masks itself, and without the mask.

use logkit::Redact;

type SecretString = String;

#[derive(Debug)]
struct Sensitive<T>(T);

mod other {
    #[derive(Debug)]
    pub struct SecretBox(pub Vec<u8>);
}

#[derive(Redact)]
struct Alias {
    password: SecretString,
}

#[derive(Redact)]
struct Pointer {
    password: Option<Box<SecretString>>,
}

#[derive(Redact)]
struct Wrapper {
    token: Sensitive<String>,
}

#[derive(Redact)]
#[redact(nested)]
struct Nested {
    token: other::SecretBox,
}

#[derive(Redact)]
enum Variant {
    Password(SecretString),
}

mod truth {
    #[allow(non_camel_case_types, reason = "it hides the type")]
    type bool = String;

    #[derive(logkit::Redact)]
    struct Login {
        #[redact]
        key: u8,
        password: bool,
    }
}

fn main() {}
