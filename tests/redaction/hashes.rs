//! Hashes: equal for equal values of a domain, and revealing nothing else. The key is process-wide,
//! so this is one test.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::rc::Rc;

use logkit::redact::{HashInput, Visitor, set_hash_key};
use logkit::{Redact, hashed};

#[derive(Redact)]
struct User {
    #[redact(hash)]
    email: String,
    #[redact(hash(domain = "contact"))]
    contact: Option<&'static str>,
    #[redact(hash, each)]
    ids: Vec<u64>,
    #[redact(hash, show_none)]
    pin: Option<[u8; 4]>,
}

#[derive(Redact)]
enum Login<T> {
    Token(#[redact(hash)] T),
}

fn user() -> User {
    User {
        email: "ada@example.com".into(),
        contact: Some("ada@example.com"),
        ids: vec![7, 8],
        pin: None,
    }
}

/// HMAC-SHA-256, computed by another program, of the length of the domain, the domain, and the
/// value.
const EMAIL: &str = "hash:58da79dc3d978053";
const CONTACT: &str = "hash:582e2057b9a03193";
const TOKEN: &str = "hash:aedb4c7de213251e";
const BARE: &str = "hash:f2c130005e03b77f";

fn of(value: &(impl HashInput + ?Sized)) -> String {
    hashed(value).to_string()
}

#[test]
fn hashes_distinguish_values_and_reveal_nothing_else() {
    let random = of("ada");
    assert_eq!(random, of("ada"));
    assert_ne!(random, of("bob"));
    assert_ne!(random, hashed("ada").with_domain("a").to_string());
    assert_ne!(
        hashed("bc").with_domain("a").to_string(),
        hashed("c").with_domain("ab").to_string()
    );

    let error = set_hash_key([0; 15]).unwrap_err();
    assert!(error.to_string().contains("16 bytes"), "{error}");
    assert_eq!(of("ada"), random);

    set_hash_key([7; 32]).unwrap();
    assert_ne!(of("ada"), random);
    let ids = [7, 8].map(|id: u64| hashed(&id).with_domain("User.ids").to_string()).join(", ");
    assert_eq!(
        format!("{:?}", user()),
        format!("User {{ email: {EMAIL}, contact: {CONTACT}, ids: [{ids}], pin: None }}")
    );
    assert_eq!(format!("{:?}", Login::Token("ada@example.com")), format!("Token({TOKEN})"));
    assert_eq!(of("ada@example.com"), BARE);
    assert_eq!(hashed(&user().email).with_domain("User.email").to_string(), EMAIL);
    assert_eq!(format!("{:#?}{0:40}{0:.1}{0:+x?}", hashed("ada@example.com")), BARE.repeat(4));

    // Neither the type nor the pointer matters.
    assert_eq!(of(&7_u8), of(&7_i128));
    assert_eq!(of(&7_u8), of("7"));
    assert_eq!(of(&Some(Rc::<str>::from("ada"))), of(b"ada"));
    assert_eq!(of(&None::<u8>), of(""));
    assert_eq!((of(&'x'), of(&true)), (of("x"), of("true")));

    let giant = "x".repeat(1024 * 1024);
    let mut line = String::with_capacity(1024);
    let spent = allocation_counter::measure(|| {
        write!(line, "{} {}", hashed(&giant), hashed(&7)).unwrap();
    });
    assert_eq!(spent.count_total, 0);

    let mut seen = BTreeMap::new();
    user()
        .parts(&mut Visitor::new(&mut |name, part| {
            seen.insert(name.to_string(), part.to_string());
            Ok(())
        }))
        .unwrap();
    assert_eq!(seen["email"], EMAIL);
}
