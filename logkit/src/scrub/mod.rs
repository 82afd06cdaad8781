//! Masks secrets inside text: in the lines of a handler, or in any text.
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
//! A handler with a scrubber masks its formatted lines: message, field names and values, an error and
//! its causes, in any format.
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
//! # Recognized secrets
//!
//! | kind | recognized by | not masked |
//! |---|---|---|
//! | [`Cards`](SecretKind::Cards) | an issuer's prefix, its lengths, and the check digit (Luhn); plain, or with spaces, dashes, dots, slashes, underscores, pluses or Unicode's spaces and dashes between groups of four or the groups of American Express, Diners Club and `UnionPay`; after a word (`card_4111..`); through colors; the tracks of a magnetic stripe; a JSON number | everything around |
//! | [`Credentials`](SecretKind::Credentials) | the token after `Bearer`; base64 with a colon in it after `Basic`; a value bound to a name that the [leak lint](crate::info!#secrets) refuses or the program [has added](crate::redact::add_secret_name), in any case, quoted or not: by an operator (`=`, `:`, `=>`), in a tuple, as an option's argument (`--password x`), in XML, YAML and SQL (`INSERT` as well), as the value beside a name (`{"name": "DB_PASSWORD", "value": ".."}`, and `["password", "hunter2"]` if it has letters and digits), in the column below a name (CSV, tabs, the tables of Markdown and of database clients), and by a sentence (`the password is hunter2`) if it has letters and digits; a long random value under any `.._KEY`; the arguments of programs whose options do not name them (`curl -u ada:..`, `sshpass -p ..`); the commands of FTP, SMTP, IMAP, IRC and Redis (`PASS ..`, `AUTH PLAIN ..`); Azure's `AccountKey`, `SharedAccessKey` and `SharedAccessSignature`; cookies | the name, the scheme |
//! | [`Jwts`](SecretKind::Jwts) | `eyJ`, and two to five parts of base64, padded or not | |
//! | [`PrivateKeys`](SecretKind::PrivateKeys) | `-----BEGIN .. PRIVATE KEY-----` up to its end, or the base64 that follows; `PuTTY`'s from its first line to its MAC; the secret members of a JSON Web Key (`d`, `k` and the like beside `kty`) | its other members |
//! | [`Urls`](SecretKind::Urls) | the password before `@`; a user without a password that looks like a token; the passwords of `user:password@tcp(..)`, `jdbc:oracle:thin:user/password@` and `user/password@//host`; `sig`, `signature` and `X-Amz-Signature` in a query (`?token=` and the like are credentials) | scheme, user, host, path, other parameters |
//! | [`VendorKeys`](SecretKind::VendorKeys) | the published prefixes, alphabets and lengths of 1Password, Adobe, Alibaba, AWS, Cloudflare, `DigitalOcean`, Fly.io, Google, Firebase, Heroku, Scalingo, Yandex; Clojars, Docker, GitHub, GitLab, `JFrog`, npm, `PyPI`, `RubyGems`, `SonarQube`, Sourcegraph; Anthropic, Groq, Hugging Face, `OpenAI`, Perplexity, Replicate, xAI; Atlassian, Brevo, Discord (bots, webhooks), Facebook, Figma, Frame.io, Linear, Microsoft Teams (webhooks), Notion, Postman, `ReadMe`, `SendGrid`, Slack, Telegram, Twilio, Typeform; `ClickHouse`, Databricks, Defined Networking, Doppler, Dynatrace, Grafana, Harness, Infracost, `MaxMind`, New Relic, Octopus Deploy, `OpenShift`, `PlanetScale`, Prefect, Pulumi, Sentry, `SettleMint`, Supabase, Tailscale, Terraform, Vault; Duffel, `EasyPost`, Flutterwave, Plaid, Shippo, Shopify, Square, Stripe; age, PASETO; and the hashes of passwords in the forms of crypt(3), PHC and Django | |
//! | [`Emails`](SecretKind::Emails) | `local@domain.top`, after [`Scrubber::with_emails`] only | |
//! | registered secrets | [`register_secret`]: the value in all its encodings | |
//! | your patterns | [`Scrubber::with_pattern`] | the match outside the group `secret`, if there is one |
//!
//! Each is replaced by `[redacted]`. Values that are masked already (`[redacted]`, `****1111`,
//! `hash:..`, others' `[FILTERED]` and `*****`) are not changed. Neither are `None`, `null`, `true`,
//! `false`, the empty value, placeholders (`${DB_PASSWORD}`, `<missing>`), counts (`tokens=1532`), and
//! status messages such as `token: expired` and `password: must be longer`.
//!
//! Text is also searched in its plain spelling: without terminals' colors, and with the escapes of
//! JSON (`\u0022`, `\/`), access logs (`\x22`), HTML (`&quot;`) and URLs (`%3A`) replaced by what they
//! mean.
//!
//! # Limits
//!
//! * Use it in addition to masks by [type and call](crate::redact), not in place of them. It cannot
//!   find a secret that has no known shape and no name beside it: `"signing in with hunter2"`,
//!   the middle of a key that is logged line by line.
//!   [Register](register_secret) the secrets that the program knows.
//! * One in ten numbers with a card's prefix and length has a valid check digit. So a 16-digit order
//!   number that starts with 4 may be masked. Timestamps are not, until those in microseconds start
//!   with 22, in 2039.
//! * `password: correct horse` is masked up to the first space; quotes would keep the words together.
//!   IBANs in groups of four and seed phrases are masked as a whole without quotes.
//! * Of an unquoted value, trailing punctuation stays, which may be a part of it. The argument of an
//!   option that starts with a dash is masked only if it does not look like the next option.
//! * A word in a sentence is masked only if the sentence names it and it looks generated, or, after
//!   `is` and a colon, has letters and digits: `token q7Rw2zXc91 expired`, `the password is hunter2`.
//! * Numbers of up to three digits under `pin` are taken for the pins of a board.
//! * A field named like a secret is masked even if it was logged with [`unmasked`](crate::unmasked) or
//!   has `#[redact(skip)]`.
//! * In a line of text, if the message ends with `password:`, the first field after it is masked.
//! * Handlers without a scrubber write unscrubbed lines. So do `Layered` handlers and the
//!   host's subscriber.
//!
//! # Costs
//!
//! A line without secrets costs one pass over its bytes, about a nanosecond each, and no
//! allocation. A pattern or registered secrets add a search. A line with secrets costs
//! microseconds. Every search takes time linear in the length of the line, even for hostile input.
//!
//! If scrubbing fails, the line is replaced by `[line withheld: scrubbing failed]`.

mod assignment;
mod binding;
mod blanks;
mod blocks;
mod card_runs;
mod cards;
mod commands;
mod credential;
mod encodings;
mod form_index;
mod frame;
mod grammars;
mod harmless;
mod issuers;
mod json;
mod json_string;
mod jwk;
mod line;
mod markup;
mod named;
mod needles;
mod options;
mod pairs;
mod pattern;
mod prefilter;
mod prose;
mod protocol;
mod registered;
mod respelled;
mod rules;
mod scrubber;
mod spans;
mod sql;
mod stated;
mod surroundings;
mod tables;
mod token;
mod urls;
mod values;
mod vendors;

pub(crate) use self::frame::Frame;
pub(crate) use self::line::Syntax;
pub use self::pattern::PatternError;
pub use self::registered::{SecretError, register_secret, register_secrets, unregister_secret};
pub use self::rules::SecretKind;
pub use self::scrubber::Scrubber;
