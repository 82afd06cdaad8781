//! Names of secrets and harmless names, by example.

use std::collections::BTreeMap;

use crate::name_table::{BUCKETS, EndHash, VERDICT};
use crate::secret_names::{AddedNames, NameVerdict, SecretName, known_among, secret};
use crate::secret_words::LISTS;

#[rustfmt::skip]
const SECRETS: &[&str] = &[
    // alone
    "password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "authorization",
    "cookie", "credential", "otp", "totp", "pin", "cvv", "cvc", "ssn", "bearer", "auth", "jwt",
    "csrf", "dsn", "mnemonic", "passkey",
    // several
    "passwords", "secrets", "tokens", "cookies", "credentials", "creds", "pins", "api_keys",
    "session_ids", "private_keys", "OTPs", "userPINs", "APIKeys", "sessionIDs",
    // whose
    "user_password", "old_password", "new_password", "db_passwd", "ssh_passphrase", "mysql_pwd",
    "client_secret", "access_token", "refresh_token", "id_token", "csrf_token", "github_token",
    "oauth2_token", "basic_auth", "proxy_auth", "user_pass", "smtp_pass", "aws_credentials",
    "atm_pin", "sms_otp", "last_token", "encrypted_password", "expired_token", "sign_in_token",
    // of two words and more
    "api_key", "private_key", "secret_key", "access_key", "aws_secret_access_key", "signing_key",
    "encryption_key", "master_key", "session_id", "session_key", "security_code", "mfa_code",
    "2fa_code", "two_factor_code", "recovery_code", "verification_code", "code_verifier", "seed_phrase",
    "social_security_number", "pin_number", "cookie_jar",
    // in any case
    "userPassword", "UserPassword", "USER_PASSWORD", "user-password", "Password", "PASSWORD",
    "APIKey", "apiKey", "ApiKey", "API_KEY", "userPIN", "PINCode", "OAuthToken", "sessionId",
    "SessionID", "passWord", "PASS_WORD", "pass phrases", "passCode", "x-auth-token", "X-Api-Key", "Set-Cookie", "Proxy-Authorization",
    "x-amz-security-token", "user password", "r#token", "_password", "password_", "__token__",
    // run together
    "apikey", "secretkey", "accesskey", "privatekey", "authtoken", "accesstoken", "csrftoken",
    "userpassword", "PGPASSWORD", "sessionid", "JSESSIONID", "PHPSESSID", "clientsecret",
    // in a shape
    "password_hash", "passwordHash", "password_sha256", "password_value", "token_str", "tokenStr",
    "token_bytes", "raw_token", "token_raw", "secret_base64", "token_b64", "password_confirmation",
    "auth_header", "authorization_header", "cookie_header", "auth_code", "otp_code", "pin_code",
    "password1", "password_2", "token2", "cvv2", "pin_0", "credentials_json", "private_key_pem",
    "password_a",
    // before a preposition
    "token_for_user", "password_from_env", "secret_of_client", "token_as_str", "from_token",
    // the last segment
    "user.password", "http.request.header.authorization", "http.cookie", "self.token",
    "db.user.password", "credentials.0", "pair.0.token", "token.value", "user.password.hash",
    "auth.header",
    // a phrase across dots
    "session.id", "api.key", "aws.secret.access.key", "mfa.code", "security.code", "user.pass",
    "self.private.key", "api.key.value", "session.ids.0", "social.security.number",
];

/// Names that were missed once, and others of each kind.
#[rustfmt::skip]
const OTHER_SECRETS: &[&str] = &[
    // `pass`, `pw`, `cred`
    "pass", "pw", "db_pw", "redis_pass", "mysql_pass", "ldap_pass", "keystore_pass", "cred",
    "rabbitmq_pass", "IMAP_PASS", "vaultPass", "sudo-pass", "backup_pw", "PGPW", "tomcat_pw", "aws_cred",
    "dbpass", "userpwd", "bindpw", "rootpw", "ftppass", "SMTPPASS", "mypwd", "adminpass", "ldappw",
    "pswd", "user_pswd", "psw", "passwort", "senha",
    // keys
    "account_key", "client_key", "consumer_key", "subscription_key", "stripe_key", "ssh_key",
    "privkey", "priv_key", "preshared_key", "psk", "wg_psk", "storage_account_key", "deploy_key",
    "hmacKey", "wireguard-key", "sas_key", "fernet_key", "unseal_key", "openaiKey", "GEMINI_KEY",
    "twilio_key", "sendgrid_keys", "APP_KEY", "signingkey", "encryptionkey", "sshkey", "authkey",
    "presharedkey", "licence_key", "root_ca_priv_key", "ed25519_private_key", "service_account_key",
    // addresses that hold credentials
    "connection_string", "database_url", "redis_url", "webhook_url", "presigned_url", "connectionString",
    "ConnectionStrings", "conn_str", "connstr", "conninfo", "mongodb_uri", "DATABASE_URI", "amqp_url",
    "broker_url", "sas_url", "signedUrl", "jdbc-url", "DB_URL", "dburl", "slack_webhook",
    "password_reset_link", "magic_link", "postgresUrl",
    // codes and answers
    "sms_code", "unlock_code", "one_time_code", "onetime_code", "pairing_code", "reset_code",
    "scratch_codes", "device_code", "security_answer", "hotp", "puk", "cvn", "pepper",
    // sessions
    "session_ticket", "connect.sid", "client_assertion", "saml_response", "shared_access_signature",
    // words of wallets
    "seed_words", "recovery_words", "mnemonic_words", "wallet_seed", "master_seed", "backup_phrase",
    "github_pat", "personal_pat",
];

#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "card_number", "cardNumber", "CardNumber", "card-number", "card_numbers", "cardnumber",
    "credit_card", "credit_card_number", "creditcard", "debit_card", "card_no", "card_num",
    "cc_number", "iban", "IBAN", "ibans", "customer_iban", "iban2", "card.card_number",
    "bank_account", "passport_number", "raw_card_number", "card_number_str", "card.number",
    "user.card.number", "account_number", "bank_account_number", "bankAccountNo", "tax_id", "national_id",
    "insurance_number", "taxpayer-id", "debitCard",
];

/// Names that were taken for secrets once, and others of each kind.
#[rustfmt::skip]
const OTHER_HARMLESS: &[&str] = &[
    // counts of a language model's tokens
    "generated_tokens", "tokens_per_second", "TOKENS_PER_SECOND", "tokensPerSecond", "cached_tokens",
    "outputTokens", "decoded_tokens", "reasoning-tokens", "image_tokens", "tokens_per_batch",
    "secrets_per_namespace", "num tokens", "max tokens", "number of tokens", "prompt tokens",
    // tokens of parsers and special ones of models
    "found_token", "unexpected_token", "expected token", "lookahead_token", "next_token", "peek_token",
    "eos_token", "bosToken", "pad_token", "stop_token", "newline_token", "punct_token",
    // of paging, streams and tasks
    "prev_token", "sync_token", "catchup_token", "sequence_token", "next_page_token", "resume_token",
    "cursor_token", "shutdown_token", "cancel_token", "fencing_token", "idempotency_token",
    "cancellation token", "catchup token", "sync_cookie",
    // of contracts
    "sell_token", "buy_token", "base_token", "quoteToken", "lp_token", "staking-token", "erc20_token",
    // pins of boards
    "reset_pin", "tx_pin", "sda_pin", "led_pin", "gpio_pins", "i2c_pin", "mosiPin", "cs-pin", "irq_pin",
    "gpio pin", "PWM_PIN", "interrupt_pin", "buttonPin",
    // passes
    "first_pass", "render_pass", "compiler_passes", "boarding_pass", "opt_pass", "second pass",
    "lint_pass", "high_pass", "compass", "bypass", "trespass", "pass_count", "passed", "lowpass",
    // keys
    "key", "keys", "cache_key", "sort_key", "public_key", "pubkey", "monkey", "turkey", "hotkey", "key_name",
    "arrow_key", "partition_key", "primary_keys", "rowKey", "stripe_key_id", "acme_key",
    // addresses
    "url", "callback_url", "redirect_uri", "base_url", "webhook_id", "webhook_name", "string",
    "connection", "conn_id", "database_name", "link", "href_link", "query_string", "connection_strings_count",
    // questions with spaces
    "has password", "no token", "needs auth", "with cookies", "missing secret",
    // others
    "id", "ssid", "card", "seeded", "seed", "response", "ticket", "ticket_id", "answer", "phrase",
    "words", "code", "unlock_code_count", "credit", "incredible", "accredited", "patch", "pattern",
];

#[rustfmt::skip]
const HARMLESS: &[&str] = &[
    "", "_", "0", "a.0", "user", "name", "id", "key", "keys", "number", "code", "value", "hash",
    "data", "bytes", "error.code", "header", "card", "account", "session", "passes",
    "order_id", "user_id", "primary_key", "public_key", "foreign_key", "zip_code", "status_code",
    // words that only begin or end like one
    "author", "authors", "authority", "authored_by", "secretary", "secretariat", "tokenizer",
    "tokenized", "passwordless", "pinned", "spin", "spinning", "pinpoint", "opinion", "pint",
    "cookies_enabled", "bearing", "forbearer", "compass", "bypass", "encompass", "cvs",
    // counts, lengths, ages
    "token_count", "tokenCount", "tokens_used", "password_length", "password_len", "token_size",
    "secret_count", "token_ttl", "token_age", "password_attempts", "max_tokens", "num_tokens",
    "n_tokens", "total_tokens", "prompt_tokens", "completion_tokens", "number_of_tokens",
    "length_of_password", "pin_length", "cookie_max_age", "min_password",
    // attributes of one
    "token_id", "access_key_id", "secret_id", "token_type", "token_kind", "auth_type",
    "auth_method", "auth_mode", "password_policy", "token_expires_at", "token_expiry",
    "secret_name", "secret_version", "cookie_name", "cookie_domain", "token_url", "token_endpoint",
    "key_id", "password_hint", "token_issuer", "secret_path", "secret_arn", "session_id_kind",
    "private_key_path", "credential_provider", "credentials_file", "auth_provider",
    "auth_status_code", "pin_status", "path_to_token", "kind_of_secret", "user_by_token",
    "token_prefix", "card_number_last4", "card_type", "iban_country", "authorization_url",
    "auth_user", "password_field",
    // flags
    "has_password", "is_token", "hasPassword", "is_secret", "needs_auth", "requires_auth",
    "use_token", "no_password", "with_token", "missing_credentials", "password_set",
    "password_changed", "token_valid", "token_expired", "password_required", "show_password",
    // masks
    "masked_password", "redacted_token",
    // harmless phrases
    "page_token", "next_page_token", "cancel_token", "cancellation_token", "gpio_pin",
    "continuation_token", "next_token", "nextToken", "cached_tokens",
    // another segment is the last
    "password.len", "credentials.user", "token.id", "user.password.length", "secret.name",
    "cookie.path", "auth.kind", "password.0.len", "primary.key", "zip.code", "order.id",
    "session.kind", "api.key_id", "card.type", "session.started.id", "error.code",
];

#[test]
fn names_of_secrets_are_known_in_any_style() {
    let missed: Vec<&str> = [SECRETS, OTHER_SECRETS]
        .concat()
        .into_iter()
        .filter(|name| secret(name) != Some(SecretName::Whole))
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn numbers_are_known_as_such() {
    let missed: Vec<&&str> =
        NUMBERS.iter().filter(|name| secret(name) != Some(SecretName::Number)).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn names_about_secrets_are_harmless() {
    let names = [HARMLESS, OTHER_HARMLESS].concat();
    let taken: Vec<&str> = names.into_iter().filter(|name| secret(name).is_some()).collect();
    assert!(taken.is_empty(), "{taken:?}");
}

#[test]
fn other_keys_depend_on_their_values() {
    let verdict = |name| known_among(name, AddedNames::NOTHING).map(|known| known.verdict);
    for name in
        ["key", "acme_key", "x-functions-key", "userKeys", "acme.key", "KEY", "key_hash", "seed"]
    {
        assert_eq!(verdict(name), Some(NameVerdict::IfRandom), "{name}");
    }
    for name in ["primary_key", "cache.key", "PUBLIC_KEY", "s3Key", "public_key_pem"] {
        assert_eq!(verdict(name), Some(NameVerdict::Harmless), "{name}");
    }
    for name in ["keyboard", "key_id", "key_count", "monkey", "hotkey", "has_key", "max_keys"] {
        assert_eq!(verdict(name), None, "{name}");
    }
}

#[test]
fn other_alphabets_are_read() {
    for name in ["пароль", "密码", "é", "ß.ß", "token\u{301}ised", "🔑", "...", "a..b", "-"]
    {
        assert_eq!(secret(name), None, "{name}");
    }
    assert_eq!(secret("benutzerÄtoken"), Some(SecretName::Whole));
    assert_eq!(secret("🔑token"), Some(SecretName::Whole));
}

/// The hash of a phrase.
fn hash(phrase: &str) -> EndHash {
    let mut words = phrase.rsplit(' ');
    let head = EndHash::EMPTY.after(words.next().unwrap().as_bytes());
    words.fold(head, |hash, word| hash.after_word(word.as_bytes()))
}

#[test]
fn each_phrase_has_one_verdict_and_a_head_of_the_lists() {
    let mut verdicts: BTreeMap<String, u8> = BTreeMap::new();
    for list in LISTS {
        for phrase in list.phrases() {
            let head = phrase.rsplit(' ').next().unwrap();
            assert!(head == phrase || hash(head).roles() & VERDICT != 0, "{phrase}");
            let verdict = verdicts.entry(phrase.clone()).or_default();
            assert!(*verdict == 0 || list.roles() & VERDICT == 0, "{phrase}");
            *verdict |= list.roles() & VERDICT;
        }
    }
    assert!(verdicts.len() > 500);
}

/// Writes a number as `clippy` wants it.
fn spelled(number: u32) -> String {
    format!("0x{:04x}_{:04x}", number >> 16, number & 0xffff)
}

/// The text of `name_hashes.rs`.
fn name_hashes() -> String {
    let mut roles: BTreeMap<(usize, EndHash), (u8, String)> = BTreeMap::new();
    for list in LISTS {
        for phrase in list.phrases() {
            let hash = hash(&phrase);
            let entry = roles.entry((hash.bucket(), hash)).or_insert((0, phrase.clone()));
            assert_eq!(entry.1, phrase, "two phrases have one hash");
            entry.0 |= list.roles();
        }
    }
    let starts = (0..=BUCKETS).map(|bucket| roles.keys().filter(|key| key.0 < bucket).count());
    let table = |values: Vec<String>| {
        let lines: Vec<String> =
            values.chunks(8).map(|line| format!("    {},\n", line.join(", "))).collect();
        format!("{}] = [\n{}];\n", values.len(), lines.concat())
    };
    let hashes = table(roles.keys().map(|(_, hash)| spelled(hash.half())).collect());
    let starts = table(starts.map(|start| start.to_string()).collect());
    let roles = table(roles.values().map(|(roles, _)| format!("{roles:#04x}")).collect());
    format!(
        "//! The hashes of the lists in `secret_words.rs`, whose tests write this file.\n\n\
         /// The start of each part of the table, and its end.\n\
         #[rustfmt::skip]\n\
         pub(crate) static STARTS: [u16; {starts}\n\
         /// The hashes of the words and phrases.\n\
         #[rustfmt::skip]\n\
         pub(crate) static HASHES: [u32; {hashes}\n\
         /// Their roles.\n\
         #[rustfmt::skip]\n\
         pub(crate) static ROLES: [u8; {roles}"
    )
}

#[test]
fn name_hashes_are_those_of_the_lists() {
    let text = name_hashes();
    if std::env::var_os("NAME_HASHES").is_some_and(|value| value == "overwrite") {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/name_hashes.rs");
        std::fs::write(path, &text).unwrap();
        return;
    }
    let is_same = text == include_str!("name_hashes.rs");
    assert!(is_same, "run `NAME_HASHES=overwrite cargo test -p logkit-macros name_hashes`");
}
