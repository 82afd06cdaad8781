//! Text that only resembles a secret is not changed.

use logkit::scrub::{Scrubber, SecretKind};

use crate::fakes::{CARDS, vendor_keys};

#[rustfmt::skip]
pub(crate) const TEXTS: &[&str] = &[
    "", " ", "plain text", "2026-11-22 07:31:00,123 - shop - INFO - packed 3 items n=5",
    // Times, in every unit, and dates
    "t=1795332660", "t=1795332660123", "t=1795332660123456", "t=1795332660123456789",
    "2026-11-22T07:31:00.123456Z", "20261122073100", "2026-11-22 07:31", "2026-11-22-07-31-00-123",
    "from 2026-11-22 2026-11-23 on", "1795332660.123456789", "17953326601234567",
    // Identifiers
    "id=550e8400-e29b-41d4-a716-446655440000", "id=4111e840-e29b-41d4-a716-446655440000",
    "order SO-10058", "order=1234567890123456", "order 9876543210987654", "snowflake=1541815603606036480",
    "snowflake 175928847299117063", "trace=4bf92f3577b34da6a3ce929d0e0e4736", "span=00f067aa0ba902b7",
    "trace_4111111111111111", "x4111111111111111", "4111111111111111x", "41111111111111111111",
    "4111111111111111_5", "4111-1111", "4111 1111 1111 1112", "0.4111111111111111", "4111111111111111.25",
    "ISBN 978-3-16-148410-0", "ISBN 9783161484100", "EAN 0012345678905", "IMEI 490154203237517",
    "+4930901820555", "tel=+4930901820555", "+4222222222222", "+49 30 901820 55", "+1-202-555-0143", "(030) 901820", "0049 30 9018 2055",
    // Hashes, commits, versions, addresses
    "commit da39a3ee5e6b4b0d3255bfef95601890afd80709", "commit da966ab",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "md5=d41d8cd98f00b204e9800998ecf8427e", "v1.2.3", "rustc 1.85.0 (4d91de4e4 2025-02-17)",
    "10.0.0.1:8080", "192.168.100.200", "2001:db8::8a2e:370:7334", "[::1]:443", "00:1B:44:11:3A:B7",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4",
    "3.141592653589793", "2.718281828459045e10", "52.5200066, 13.4049540", "----------------", "1 2 3 4 5 6 7 8 9 10 11 12 13",
    // Harmless names, and names without a value
    "token_count=5", "author=ada", "author: ada", "secretary: bob", "tokenizer=bpe", "keyboard=de",
    "max_tokens=4096", "password_length=12", "token_type=bearer", "has_password=true", "pin_status=ok",
    "key=17", "keys: 5", "monkey=ape", "code=404", "passes: 3", "shipping: done", "compass=north",
    "password=", "password: ", "password:\nnext line", "password is wrong", "the token has expired",
    "password=None", "password=null", "token: None, n: 1", "secret=false", "password=\"\"",
    "auth: signed in", "oauth: refreshed", "auth::login::verify", "secrets::store: opened", "cookies_enabled=yes",
    "http://auth:8080/health", "docker run secret", "https://x.example/token/list", "token://vault",
    "[\"token\", \"name\"]", "fields token, pin and code", "if token { 1 }", "session started",
    // Statements with parameters
    "UPDATE users SET password = $1 WHERE id = $2", "SELECT id FROM users WHERE token = ? AND n = ?",
    // Kubernetes
    "pod sk-frontend-service-7d4b9c6f5-x2x9z ready", "node sk-eu-central-1-pool-2026-11-22",
    "docker://alpine:3.18@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "docker-pullable://registry.example/app:1.2.3@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    // Status messages
    "token: expected identifier", "unexpected token: expected `}`", "password: must be 8 characters",
    "Password: is required", "passphrase: not set", "invalid token: expired.", "csrf_token: missing, retrying",
    "rpc error: code = Unauthenticated desc = token: expired", "'token' : must be string",
    "no credentials: not found", "oauth2: cannot fetch token", "api key: rejected", "Cookie: invalid",
    "session key: rotated", "jwt: malformed", "authorization: denied by policy", "pin: wrong (2 left)",
    "Authorization: required",
    // Masks
    "password=[redacted]", "password: [redacted], n: 1", "number: ****1111", "card_number=****1111",
    "api_key: Live(sk_l****)", "api_key: Some(Live(\"sk_l****\"))", "iban: DE02****2051,", "token=hash:58da79dc3d978053", "Bearer [redacted]",
    "api_key=sk_l****", "secret=****", "Authorization: Bearer [redacted]", "password=[formatting panicked]",
    "postgres://app:[redacted]@db/shop", "?token=[redacted]&page=2", "token=[logs itself]",
    // URLs without secrets
    "https://shop.example/items?page=2&sort=asc", "http://localhost:3000/@user", "ssh://git@github.com/x/y.git",
    "git@github.com:x/y.git", "postgres://app@db/shop", "ftp://host/", "https://x.example/?code=200",
    "https://medium.example/@ada/post", "mailto:ada@example.com", "http://[::1]:8080/a@b", "{url: http://a:80}, mail: ada@example.com", "[http://a:80/x|ada@example.com]", "design=flat&signature_style=x",
    "design: signed, signature: missing",
    // Words
    "Bearer token expired", "bearer of news", "bearer certificates", "Bearer expired","token_type: Bearer", "Basic authentication failed",
    "basic plan chosen", "Basic 12345678", "risk-averse-0123456789-0123456789", "sk-SK", "disk-0123456789012345678901",
    "eyJ", "eyJhbGci", "hf_short", "SG.short", "AKIA", "AKIASHORT", "ASIAN markets", "SK1234", "npm_config_cache",
    "xoxo", "Key stored", "public key loaded", "12345:AAbb", "time 12:34:AA",
];

#[test]
fn text_without_secrets_stays() {
    let scrubber = Scrubber::new();
    for text in TEXTS {
        assert_eq!(scrubber.scrub(text), *text);
        let line = format!("2026-11-22 07:31:00,123 - shop - INFO - {text} status=200");
        // After a name this would be a value.
        let takes_the_next = text.ends_with(['=', ':', ' ']);
        assert!(takes_the_next || scrubber.scrub(&line) == line, "{}", scrubber.scrub(&line));
    }
}

#[test]
fn public_keys_stay() {
    let dashes = "-".repeat(5);
    for label in ["PUBLIC KEY", "CERTIFICATE", "RSA PUBLIC KEY"] {
        let text = format!("{dashes}BEGIN {label}{dashes}\nMFww\n{dashes}END {label}{dashes}");
        assert_eq!(Scrubber::new().scrub(&text), text);
    }
}

#[test]
fn times_until_2039_are_not_cards() {
    let scrubber = Scrubber::new();
    for seconds in (946_684_800_u64..2_199_999_999).step_by(86_399 * 7) {
        for unit in [1, 1_000, 1_000_000, 1_000_000_000] {
            let text = format!("at {}", seconds * unit + 987_654_321 % unit);
            assert_eq!(scrubber.scrub(&text), text);
        }
    }
}

#[test]
fn a_wrong_digit_is_not_a_card() {
    let scrubber = Scrubber::new();
    for card in CARDS {
        for wrong in (b'0'..=b'9').map(char::from).filter(|digit| !card.ends_with(*digit)) {
            let text = format!("{}{wrong}", &card[..card.len() - 1]);
            assert_eq!(scrubber.scrub(&text), text);
        }
    }
}

#[test]
fn a_disabled_kind_is_not_masked() {
    let cards = Scrubber::new().without_kind(SecretKind::Cards);
    assert_eq!(cards.scrub(CARDS[0]), CARDS[0]);
    assert_eq!(cards.scrub("pin=4711"), "pin=[redacted]");
    let keys = Scrubber::new().without_kind(SecretKind::VendorKeys);
    for key in vendor_keys() {
        assert_eq!(keys.scrub(&key), key);
    }
    for (kind, text) in [
        (SecretKind::Credentials, "password=hunter2 Authorization: Bearer hunter2"),
        (SecretKind::Urls, "postgres://app:hunter2@db/ /x?a=1&sig=hunter2"),
    ] {
        assert_eq!(Scrubber::new().without_kind(kind).scrub(text), text);
        assert_ne!(Scrubber::new().scrub(text), text);
    }
    assert_eq!(
        Scrubber::new().with_emails().without_kind(SecretKind::Emails).scrub("ada@x.org"),
        "ada@x.org"
    );
}
