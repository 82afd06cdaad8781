//! The table of what a secret begins with, or stands beside: each a literal and the rule that looks
//! closer where it is found.

use crate::scrub::token::{Class, Shape};

/// A literal of at least three bytes, at which a rule starts.
pub(super) struct Needle {
    pub(super) text: &'static str,
    /// In this very case.
    pub(super) exact: bool,
    pub(super) rule: Rule,
}

/// Who looks closer.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// A value is assigned to a name with this in it.
    Name,
    /// A bearer token.
    Bearer,
    /// Basic credentials.
    Basic,
    /// A JSON Web Token.
    Jwt,
    /// A PEM private key.
    PrivateKey,
    /// A private key in `PuTTY`'s own format.
    Putty,
    /// A URL.
    Url,
    /// A token of a vendor's.
    Token(Shape),
    /// Telegram's, which begins with digits.
    Telegram,
}

const fn name(text: &'static str) -> Needle {
    Needle { text, exact: false, rule: Rule::Name }
}

const fn token(text: &'static str, class: Class, least: usize) -> Needle {
    Needle { text, exact: true, rule: Rule::Token(Shape::new(text, class, least)) }
}

/// A URL whose path is the secret.
const fn webhook(text: &'static str, least: usize) -> Needle {
    let shape = Shape::new(text, Class::Path, least).with_its_prefix();
    Needle { text, exact: true, rule: Rule::Token(shape) }
}

/// Twilio's API keys: `SK` and 32 hexadecimal digits, of which the first is here.
const fn twilio(text: &'static str) -> Needle {
    Needle { text, exact: true, rule: Rule::Token(Shape::new(text, Class::Hex, 31).no_longer()) }
}

/// The lengths are those of gitleaks' rules (config/gitleaks.toml, v8) or of detect-secrets'
/// plugins (1.5), whichever takes more; where a vendor publishes the shape, it is the vendor's.
#[rustfmt::skip]
pub(super) const NEEDLES: &[Needle] = &[
    // What every name of `secret_names` has in it, or the words of a phrase that follow it.
    name("auth"), name("bank"), name("bearer"), name("card"), name("cc num"), name("cc-num"),
    name("cc_num"), name("ccnum"), name("cc.num"), name("code"), name("cookie"), name("cred"),
    name("csrf"), name("cvc"), name("cvv"), name("dsn"), name("iban"), name("jwt"), name("key"),
    name("mnemonic"), name("otp"), name("pass"), name("phrase"), name("pin"), name("psw"), name("pwd"), name("secret"),
    name("security"), name("sess"), name("ssn"), name("token"), name("xsrf"),
    // In queries: `sig`, `signature`, `X-Amz-Signature`; and Azure's `SharedAccessSignature`.
    name("sig=" ), name("signature"), name("sig%3d"),
    // RFC 6750 and RFC 7617.
    Needle { text: "bearer", exact: false, rule: Rule::Bearer },
    Needle { text: "basic ", exact: false, rule: Rule::Basic },
    // RFC 7519: the base64 of `{"`.
    Needle { text: "eyJ", exact: true, rule: Rule::Jwt },
    // RFC 7468, and the older forms of OpenSSL, OpenSSH and PGP.
    Needle { text: "PRIVATE KEY", exact: true, rule: Rule::PrivateKey },
    Needle { text: "PuTTY-User-Key-File-", exact: true, rule: Rule::Putty },
    // RFC 3986.
    Needle { text: "://", exact: true, rule: Rule::Url },
    // AWS: IAM's "unique identifiers"; gitleaks `aws-access-token`.
    Needle { text: "AKIA", exact: true, rule: Rule::Token(Shape::new("AKIA", Class::Upper, 16).no_longer()) },
    Needle { text: "ASIA", exact: true, rule: Rule::Token(Shape::new("ASIA", Class::Upper, 16).no_longer()) },
    Needle { text: "ABIA", exact: true, rule: Rule::Token(Shape::new("ABIA", Class::Upper, 16).no_longer()) },
    Needle { text: "ACCA", exact: true, rule: Rule::Token(Shape::new("ACCA", Class::Upper, 16).no_longer()) },
    // GitHub's "authentication token formats"; gitleaks `github-*`.
    token("ghp_", Class::Alnum, 36), token("gho_", Class::Alnum, 36), token("ghu_", Class::Alnum, 36),
    token("ghs_", Class::Word, 36), token("ghr_", Class::Alnum, 36), token("github_pat_", Class::Word, 22),
    // GitLab's "token prefixes"; gitleaks `gitlab-*`, detect-secrets `GitLabTokenDetector`.
    token("glpat-", Class::Word, 20), token("gldt-", Class::Word, 20), token("glft-", Class::Word, 20),
    token("glsoat-", Class::Word, 20), token("glrt-", Class::Word, 20), token("glcbt-", Class::Word, 20),
    token("glagent-", Class::Word, 50), token("glimt-", Class::Word, 25), token("gloas-", Class::Word, 64),
    token("glptt-", Class::Word, 40), token("GR1348941", Class::Word, 20),
    // Square; JFrog's Artifactory; gitleaks `square-access-token`, `artifactory-api-key`.
    token("sq0csp-", Class::Word, 43), token("sq0atp-", Class::Word, 22), token("AKCp", Class::Alnum, 69),
    // Slack; gitleaks `slack-*`, detect-secrets `SlackDetector`.
    token("xoxa-", Class::Dotted, 10), token("xoxb-", Class::Dotted, 10), token("xoxc-", Class::Dotted, 10),
    token("xoxd-", Class::Percent, 10), token("xoxe-", Class::Dotted, 10), token("xoxe.", Class::Dotted, 10),
    token("xoxo-", Class::Dotted, 10), token("xoxp-", Class::Dotted, 10), token("xoxr-", Class::Dotted, 10),
    token("xoxs-", Class::Dotted, 10), token("xapp-", Class::Dotted, 10),
    webhook("hooks.slack.com/", 20),
    // Stripe's "API keys" and "webhook signing secrets"; gitleaks `stripe-access-token`.
    token("sk_live_", Class::Alnum, 10), token("sk_test_", Class::Alnum, 10),
    token("rk_live_", Class::Alnum, 10), token("rk_test_", Class::Alnum, 10),
    token("whsec_", Class::Base64, 16),
    // Google; gitleaks `gcp-api-key`; OAuth access tokens as in Google's "using OAuth 2.0".
    token("GOCSPX-", Class::Word, 28), token("AIza", Class::Word, 35), token("ya29.", Class::Dotted, 20),
    // OpenAI, Anthropic and those who speak their protocol; gitleaks `openai-api-key`, `anthropic-*`.
    Needle { text: "sk-", exact: true, rule: Rule::Token(Shape::new("sk-", Class::Word, 20).with_a_long_part()) },
    // SendGrid; gitleaks `sendgrid-api-token`.
    token("SG.", Class::Dotted, 60),
    // npm and PyPI; gitleaks `npm-access-token`, `pypi-upload-token`.
    token("npm_", Class::Alnum, 36), token("pypi-AgE", Class::Word, 50),
    // DigitalOcean; gitleaks `digitalocean-*`.
    token("dop_v1_", Class::Hex, 64), token("doo_v1_", Class::Hex, 64), token("dor_v1_", Class::Hex, 64),
    // Hugging Face; gitleaks `huggingface-access-token`.
    token("hf_", Class::Alnum, 34),
    // Shopify; gitleaks `shopify-*`.
    token("shpat_", Class::Hex, 32), token("shpca_", Class::Hex, 32), token("shppa_", Class::Hex, 32),
    token("shpss_", Class::Hex, 32),
    // Twilio; gitleaks `twilio-api-key`.
    twilio("SK0"), twilio("SK1"), twilio("SK2"), twilio("SK3"), twilio("SK4"), twilio("SK5"),
    twilio("SK6"), twilio("SK7"), twilio("SK8"), twilio("SK9"), twilio("SKa"), twilio("SKb"),
    twilio("SKc"), twilio("SKd"), twilio("SKe"), twilio("SKf"),
    // HashiCorp's Vault ("tokens": 24 and more), Databricks, Docker Hub; gitleaks `vault-*`,
    // `databricks-api-token`, `docker-*`.
    token("hvs.", Class::Word, 24), token("hvb.", Class::Word, 24), token("hvr.", Class::Word, 24),
    token("dapi", Class::Hex, 32), token("dckr_pat_", Class::Word, 27), token("dckr_oat_", Class::Word, 32),
    // Grafana, New Relic, Sentry; gitleaks `grafana-*`, `new-relic-user-api-key`, `sentry-*`.
    token("glc_", Class::Base64, 32), token("glsa_", Class::Word, 41), token("NRAK-", Class::Alnum, 27),
    token("sntrys_", Class::Base64, 50), token("sntryu_", Class::Hex, 64),
    // Atlassian, Linear, Notion, Figma, Postman; gitleaks `atlassian-api-token`, `linear-api-key`,
    // `notion-api-token`, `postman-api-token`.
    token("ATATT3", Class::Base64, 60), token("lin_api_", Class::Alnum, 40), token("ntn_", Class::Alnum, 46),
    token("figd_", Class::Word, 40), token("PMAK-", Class::Word, 59),
    // Groq, xAI, Perplexity, Replicate; GitHub's secret scanning.
    token("gsk_", Class::Alnum, 52), token("xai-", Class::Alnum, 80), token("pplx-", Class::Alnum, 48),
    token("r8_", Class::Alnum, 37),
    // Fly.io, Heroku, PlanetScale, Pulumi, RubyGems, Supabase, Tailscale, Brevo; gitleaks.
    token("fm2_", Class::Base64, 60), token("HRKU-", Class::Word, 36), token("pscale_tkn_", Class::Dotted, 32),
    token("pscale_pw_", Class::Dotted, 32), token("pul-", Class::Hex, 40), token("rubygems_", Class::Hex, 48),
    token("sbp_", Class::Hex, 40), token("tskey-", Class::Word, 24), token("xkeysib-", Class::Word, 64),
    // age (filippo.io/age): Bech32.
    token("AGE-SECRET-KEY-1", Class::Upper, 58),
    // Discord's webhooks.
    webhook("discord.com/api/webhooks/", 60), webhook("discordapp.com/api/webhooks/", 60),
    // Telegram's bots: an id, and a part that begins with `AA`; detect-secrets `TelegramBotTokenDetector`.
    Needle { text: ":AA", exact: true, rule: Rule::Telegram },
];
