//! Masks what looks like a secret inside text: in the lines of a handler, or in any text.
//!
//! ```
//! use logkit::scrub::Scrubber;
//!
//! let scrubber = Scrubber::new();
//! assert_eq!(scrubber.scrub("paid with 4111 1111 1111 1111"), "paid with [redacted]");
//! assert_eq!(scrubber.scrub("GET /me?token=a1b2c3&page=2"), "GET /me?token=[redacted]&page=2");
//! assert_eq!(scrubber.scrub("postgres://app:hunter2@db/shop"), "postgres://app:[redacted]@db/shop");
//! ```
//!
//! A handler that is given a scrubber masks its finished lines: message, field names and values,
//! an error and its causes, in any format.
//!
//! ```
//! use logkit::handler::Memory;
//! use logkit::scrub::Scrubber;
//! use logkit::{Logger, info, module_logger};
//!
//! #[module_logger("shop")]
//! static LOGGER: Logger;
//!
//! let memory = Memory::new().with_scrubber(Scrubber::new());
//! LOGGER.add_handler(memory.clone());
//! info!(url = "https://ada:hunter2@shop.example/", "Authorization: Bearer a1b2c3");
//! let line = memory.lines().remove(0);
//! assert!(line.ends_with(
//!     "Authorization: Bearer [redacted] url=https://ada:[redacted]@shop.example/"
//! ));
//! assert_eq!(LOGGER.stats().masked, 2);
//! ```
//!
//! # What is masked
//!
//! | kind | by | what stays |
//! |---|---|---|
//! | [`Cards`](SecretKind::Cards) | an issuer's prefix, its lengths, and the check digit (Luhn); plain, or with single spaces, dashes or (in forms) pluses between fours or in the groups of American Express, Diners Club and `UnionPay`; also a JSON number | everything around |
//! | [`Credentials`](SecretKind::Credentials) | what follows `Bearer`; what follows `Basic` if it is base64 with a colon in it; what is assigned (`=`, `:`, `=>`, `("name", "value")`) to a name that the [leak lint](crate::info!#secrets) refuses or the program [has added](crate::redact::add_secret_name), in any case, quoted or not; Azure's `AccountKey`, `SharedAccessKey` and `SharedAccessSignature`; cookies | the name, the scheme |
//! | [`Jwts`](SecretKind::Jwts) | `eyJ`, and two to five parts of base64 | |
//! | [`PrivateKeys`](SecretKind::PrivateKeys) | from `-----BEGIN .. PRIVATE KEY-----` to its end, or as far as there is base64; `PuTTY`'s from its first line to its MAC | |
//! | [`Urls`](SecretKind::Urls) | the password before `@`; a user without one in `http` and `https`, where it is a token; `sig`, `signature` and `X-Amz-Signature` in a query (`?token=` and the like are credentials) | scheme, user, host, path, other parameters |
//! | [`VendorKeys`](SecretKind::VendorKeys) | the published prefixes, alphabets and lengths of AWS, Google, `DigitalOcean`, Fly.io, Heroku; GitHub, GitLab, Docker Hub, npm, `PyPI`, `RubyGems`, `JFrog`, Hugging Face; `OpenAI`, Anthropic, Groq, Perplexity, Replicate, xAI; Atlassian, Brevo, Discord (webhooks), Figma, Linear, Notion, Postman, `SendGrid`, Slack, Telegram, Twilio; Databricks, Grafana, New Relic, `PlanetScale`, Pulumi, Sentry, Supabase, Tailscale, Vault; Shopify, Square, Stripe; age | |
//! | [`Emails`](SecretKind::Emails) | only after [`Scrubber::emails`]: `local@domain.top` | |
//! | registered secrets | [`register_secret`]: the value in all its encodings | |
//! | your patterns | [`Scrubber::pattern`] | what is not in the group `secret`, if there is one |
//!
//! In place of each there is `[redacted]`, whatever it was. What is masked already (`[redacted]`,
//! `****1111`, `hash:..`) stays, and so do `None`, `null`, `true`, `false` and the empty value, and
//! what messages say of a secret: `token: expired`, `password: must be longer`.
//!
//! # Limits
//!
//! * This is the last net, not the first. A secret without a shape, a name or an assignment in the
//!   same text is not found: `"signing in with hunter2"`, `--password hunter2`, the middle of a key
//!   that is logged line by line. Mask values by [type and call](crate::redact), and register those
//!   that the program knows.
//! * One number in ten that begins like a card's and is as long passes for one: an order number of
//!   sixteen digits that begins with 4 may be masked. No timestamp is, until those in
//!   microseconds begin with 22: in 2039.
//! * `password: correct horse` loses its first word only; quotes would have kept it together. An
//!   IBAN in groups of four and the words of a seed phrase go together without.
//! * A parser's `unexpected token: x` looks like an assignment, and is masked as one.
//! * A value that was logged with [`unmasked`](crate::unmasked) under a secret's name is masked, and
//!   so is a field with `#[redact(skip)]`.
//! * In a line of text a message that ends with `password:` takes the field behind it for its value.
//! * Only the handlers that were given a scrubber scrub. What a [`Layered`](crate::handler::Layered)
//!   handler or the host's subscriber writes is its own affair.
//!
//! # Costs
//!
//! A line without secrets costs one pass over its bytes, about a nanosecond each, and nothing is
//! allocated; a pattern of yours or a registered secret adds a search. A line with secrets costs
//! microseconds. Every search takes a time that is linear in the line, whatever stands in it.
//!
//! Should scrubbing fail, the line is withheld: a line that says so stands in its place.

mod assignment;
mod cards;
mod credential;
mod encodings;
mod json;
mod line;
mod needles;
mod prefilter;
mod registered;
mod rules;
mod scrubber;
mod spans;
mod token;

pub(crate) use self::line::Syntax;
pub use self::registered::{SecretError, register_secret, register_secrets, unregister_secret};
pub use self::rules::{PatternError, SecretKind};
pub use self::scrubber::Scrubber;
