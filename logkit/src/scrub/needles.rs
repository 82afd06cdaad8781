//! The table of needles: literals with which a secret begins or which occur beside one, each with the
//! rule that takes a closer look.

use crate::scrub::token::{CharClass, TokenShape};

/// A literal of at least three bytes.
pub(super) struct Needle {
    pub(super) text: &'static str,
    /// Matches in this case only.
    pub(super) exact: bool,
    pub(super) rule: Rule,
}

/// The rule to apply where a needle is found.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// A value is assigned to a name that contains the needle.
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
    /// A URL with escapes, which is searched in its plain spelling.
    EscapedUrl,
    /// The address in a Go program's data source name.
    GoDsn,
    /// The URL of an Oracle database.
    OracleUrl,
    /// SQL's `IDENTIFIED BY`.
    Identified,
    /// A vendor's token.
    Token(TokenShape),
    /// A Telegram bot's token, which has digits before the needle.
    Telegram,
}

const fn name(text: &'static str) -> Needle {
    Needle { text, exact: false, rule: Rule::Name }
}

const fn token(text: &'static str, class: CharClass, least: usize) -> Needle {
    Needle { text, exact: true, rule: Rule::Token(TokenShape::new(text, class, least)) }
}

/// A webhook's URL: its path is the secret.
const fn webhook(text: &'static str, least: usize) -> Needle {
    let shape = TokenShape::new(text, CharClass::Path, least).with_its_prefix();
    Needle { text, exact: true, rule: Rule::Token(shape) }
}

/// A Twilio API key: `SK` and 32 hexadecimal digits, the first of them in `text`.
const fn twilio(text: &'static str) -> Needle {
    Needle {
        text,
        exact: true,
        rule: Rule::Token(TokenShape::new(text, CharClass::Hex, 31).no_longer()),
    }
}

/// All needles. Lengths are those a vendor publishes; otherwise the more permissive one of gitleaks
/// (config/gitleaks.toml, v8) and detect-secrets (1.5).
#[rustfmt::skip]
pub(super) const NEEDLES: &[Needle] = &[
    // Every name of `secret_names` contains one of these, or starts a phrase whose next word does.
    name("auth"), name("bank"), name("bearer"), name("card"), name("cc num"), name("cc-num"),
    name("cc_num"), name("ccnum"), name("cc.num"), name("code"), name("cookie"), name("cred"),
    name("csrf"), name("cvc"), name("cvv"), name("dsn"), name("iban"), name("jwt"), name("key"),
    name("mnemonic"), name("otp"), name("pass"), name("phrase"), name("pin"), name("psw"), name("pwd"), name("secret"),
    name("security"), name("sess"), name("ssn"), name("token"), name("xsrf"),
    // Query parameters `sig`, `signature`, `X-Amz-Signature`; Azure's `SharedAccessSignature`.
    name("sig=" ), name("signature"), name("sig%3d"), name("pw="),
    // RFC 6750 and RFC 7617.
    Needle { text: "bearer", exact: false, rule: Rule::Bearer },
    Needle { text: "basic ", exact: false, rule: Rule::Basic },
    // RFC 7519: the base64 of `{"`.
    Needle { text: "eyJ", exact: true, rule: Rule::Jwt },
    // RFC 7468, and the older forms of OpenSSL, OpenSSH and PGP.
    Needle { text: "PRIVATE KEY", exact: true, rule: Rule::PrivateKey },
    Needle { text: "PRIVATE+KEY", exact: true, rule: Rule::PrivateKey }, Needle { text: "PRIVATE%20KEY", exact: true, rule: Rule::PrivateKey },
    Needle { text: "PuTTY-User-Key-File-", exact: true, rule: Rule::Putty },
    // RFC 3986.
    Needle { text: "://", exact: true, rule: Rule::Url },
    // The same with the escapes of JSON: `https:\/\/`.
    Needle { text: ":\\/", exact: true, rule: Rule::EscapedUrl }, Needle { text: ":\\\\", exact: true, rule: Rule::EscapedUrl },
    // go-sql-driver/mysql, README, "DSN"; Oracle's JDBC Developer's Guide, "Database URLs".
    Needle { text: "@tcp", exact: true, rule: Rule::GoDsn }, Needle { text: "@unix(", exact: true, rule: Rule::GoDsn },
    Needle { text: "jdbc:oracle:", exact: false, rule: Rule::OracleUrl },
    // MySQL's and Oracle's `CREATE USER`.
    Needle { text: "identified ", exact: false, rule: Rule::Identified },
    // AWS: IAM's "unique identifiers"; gitleaks `aws-access-token`.
    Needle { text: "AKIA", exact: true, rule: Rule::Token(TokenShape::new("AKIA", CharClass::Upper, 16).no_longer()) },
    Needle { text: "ASIA", exact: true, rule: Rule::Token(TokenShape::new("ASIA", CharClass::Upper, 16).no_longer()) },
    Needle { text: "ABIA", exact: true, rule: Rule::Token(TokenShape::new("ABIA", CharClass::Upper, 16).no_longer()) },
    Needle { text: "ACCA", exact: true, rule: Rule::Token(TokenShape::new("ACCA", CharClass::Upper, 16).no_longer()) },
    // GitHub's "authentication token formats"; gitleaks `github-*`.
    token("ghp_", CharClass::Alnum, 36), token("gho_", CharClass::Alnum, 36), token("ghu_", CharClass::Alnum, 36),
    token("ghs_", CharClass::Word, 36), token("ghr_", CharClass::Alnum, 36), token("github_pat_", CharClass::Word, 22),
    // GitLab's "token prefixes"; gitleaks `gitlab-*`, detect-secrets `GitLabTokenDetector`.
    token("glpat-", CharClass::Word, 20), token("gldt-", CharClass::Word, 20), token("glft-", CharClass::Word, 20),
    token("glsoat-", CharClass::Word, 20), token("glrt-", CharClass::Word, 20), token("glcbt-", CharClass::Word, 20),
    token("glagent-", CharClass::Word, 50), token("glimt-", CharClass::Word, 25), token("gloas-", CharClass::Word, 64),
    token("glptt-", CharClass::Word, 40), token("GR1348941", CharClass::Word, 20),
    // Square; JFrog's Artifactory; gitleaks `square-access-token`, `artifactory-api-key`.
    token("sq0csp-", CharClass::Word, 43), token("sq0atp-", CharClass::Word, 22), token("AKCp", CharClass::Alnum, 69),
    // Slack; gitleaks `slack-*`, detect-secrets `SlackDetector`.
    token("xoxa-", CharClass::Dotted, 10), token("xoxb-", CharClass::Dotted, 10), token("xoxc-", CharClass::Dotted, 10),
    token("xoxd-", CharClass::Percent, 10), token("xoxe-", CharClass::Dotted, 10), token("xoxe.", CharClass::Dotted, 10),
    token("xoxo-", CharClass::Dotted, 10), token("xoxp-", CharClass::Dotted, 10), token("xoxr-", CharClass::Dotted, 10),
    token("xoxs-", CharClass::Dotted, 10), token("xapp-", CharClass::Dotted, 10),
    webhook("hooks.slack.com/", 20),
    // Stripe's "API keys" and "webhook signing secrets"; gitleaks `stripe-access-token`.
    token("sk_live_", CharClass::Alnum, 10), token("sk_test_", CharClass::Alnum, 10),
    token("rk_live_", CharClass::Alnum, 10), token("rk_test_", CharClass::Alnum, 10),
    token("whsec_", CharClass::Base64, 16),
    // Google; gitleaks `gcp-api-key`; OAuth access tokens as in Google's "using OAuth 2.0".
    token("GOCSPX-", CharClass::Word, 28), token("AIza", CharClass::Word, 35), token("ya29.", CharClass::Dotted, 20),
    // OpenAI, Anthropic and vendors with the same prefix; gitleaks `openai-api-key`, `anthropic-*`.
    Needle { text: "sk-", exact: true, rule: Rule::Token(TokenShape::new("sk-", CharClass::Word, 20).with_a_long_part()) },
    // SendGrid; gitleaks `sendgrid-api-token`.
    token("SG.", CharClass::Dotted, 60),
    // npm and PyPI; gitleaks `npm-access-token`, `pypi-upload-token`.
    token("npm_", CharClass::Alnum, 36), token("pypi-AgE", CharClass::Word, 50),
    // DigitalOcean; gitleaks `digitalocean-*`.
    token("dop_v1_", CharClass::Hex, 64), token("doo_v1_", CharClass::Hex, 64), token("dor_v1_", CharClass::Hex, 64),
    // Hugging Face; gitleaks `huggingface-access-token`.
    token("hf_", CharClass::Alnum, 34),
    // Shopify; gitleaks `shopify-*`.
    token("shpat_", CharClass::Hex, 32), token("shpca_", CharClass::Hex, 32), token("shppa_", CharClass::Hex, 32),
    token("shpss_", CharClass::Hex, 32),
    // Twilio; gitleaks `twilio-api-key`.
    twilio("SK0"), twilio("SK1"), twilio("SK2"), twilio("SK3"), twilio("SK4"), twilio("SK5"),
    twilio("SK6"), twilio("SK7"), twilio("SK8"), twilio("SK9"), twilio("SKa"), twilio("SKb"),
    twilio("SKc"), twilio("SKd"), twilio("SKe"), twilio("SKf"),
    // HashiCorp's Vault ("tokens": 24 and more), Databricks, Docker Hub; gitleaks `vault-*`,
    // `databricks-api-token`, `docker-*`.
    token("hvs.", CharClass::Word, 24), token("hvb.", CharClass::Word, 24), token("hvr.", CharClass::Word, 24),
    token("dapi", CharClass::Hex, 32), token("dckr_pat_", CharClass::Word, 27), token("dckr_oat_", CharClass::Word, 32),
    // Grafana, New Relic, Sentry; gitleaks `grafana-*`, `new-relic-user-api-key`, `sentry-*`.
    token("glc_", CharClass::Base64, 32), token("glsa_", CharClass::Word, 41), token("NRAK-", CharClass::Alnum, 27),
    token("sntrys_", CharClass::Base64, 50), token("sntryu_", CharClass::Hex, 64),
    // Atlassian, Linear, Notion, Figma, Postman; gitleaks `atlassian-api-token`, `linear-api-key`,
    // `notion-api-token`, `postman-api-token`.
    token("ATATT3", CharClass::Base64, 60), token("lin_api_", CharClass::Alnum, 40), token("ntn_", CharClass::Alnum, 46),
    token("figd_", CharClass::Word, 40), token("PMAK-", CharClass::Word, 59),
    // Groq, xAI, Perplexity, Replicate; GitHub's secret scanning.
    token("gsk_", CharClass::Alnum, 52), token("xai-", CharClass::Alnum, 80), token("pplx-", CharClass::Alnum, 48),
    token("r8_", CharClass::Alnum, 37),
    // Fly.io, Heroku, PlanetScale, Pulumi, RubyGems, Supabase, Tailscale, Brevo; gitleaks.
    token("fm2_", CharClass::Base64, 60), token("HRKU-", CharClass::Word, 36), token("pscale_tkn_", CharClass::Dotted, 32),
    token("pscale_pw_", CharClass::Dotted, 32), token("pul-", CharClass::Hex, 40), token("rubygems_", CharClass::Hex, 48),
    token("sbp_", CharClass::Hex, 40), token("tskey-", CharClass::Word, 24), token("xkeysib-", CharClass::Word, 64),
    // The vendors' pages on their keys, and gitleaks: Stripe (organization keys), Linear (OAuth), Notion (before
    // 2024), Hugging Face (organizations), AWS (Bedrock's long-term keys, security tokens), Square, Supabase,
    // Google (refresh tokens), GitLab (feature flags).
    token("sk_org_", CharClass::Word, 16), token("lin_oauth_", CharClass::Alnum, 32), token("api_org_", CharClass::Alnum, 34),
    Needle { text: "secret_", exact: true, rule: Rule::Token(TokenShape::new("secret_", CharClass::Alnum, 43).no_longer()) },
    token("ABSK", CharClass::Base64, 80), token("IQoJb3JpZ2luX2Vj", CharClass::Base64, 60), token("EAAA", CharClass::Word, 56),
    token("sb_secret_", CharClass::Word, 20), token("1//0", CharClass::Word, 40), token("glffct-", CharClass::Word, 20),
    // Firebase's cloud messaging: the part behind the instance's id.
    Needle { text: ":APA91b", exact: true, rule: Rule::Token(TokenShape::new(":APA91b", CharClass::Word, 100).with_its_prefix()) },
    // age (filippo.io/age): Bech32.
    token("AGE-SECRET-KEY-1", CharClass::Upper, 58),
    // Discord's webhooks.
    webhook("discord.com/api/webhooks/", 60), webhook("discordapp.com/api/webhooks/", 60),
    // Telegram's bots: an id, and a part that begins with `AA`; detect-secrets `TelegramBotTokenDetector`.
    Needle { text: ":AA", exact: true, rule: Rule::Telegram },
];
