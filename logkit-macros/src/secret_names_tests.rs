//! Names of secrets and harmless names, by example.

use crate::secret_names::{HEADS, NUMBERS as NUMBER_PHRASES, PHRASES, SecretName, WORDS, secret};

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

#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "card_number", "cardNumber", "CardNumber", "card-number", "card_numbers", "cardnumber",
    "credit_card", "credit_card_number", "creditcard", "debit_card", "card_no", "card_num",
    "cc_number", "iban", "IBAN", "ibans", "customer_iban", "iban2", "card.card_number",
    "bank_account", "passport_number", "raw_card_number", "card_number_str", "card.number",
    "user.card.number",
];

#[rustfmt::skip]
const HARMLESS: &[&str] = &[
    "", "_", "0", "a.0", "user", "name", "id", "key", "keys", "number", "code", "value", "hash",
    "data", "bytes", "error.code", "header", "card", "account", "session", "pass", "passes",
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
    let missed: Vec<&&str> =
        SECRETS.iter().filter(|name| secret(name) != Some(SecretName::Whole)).collect();
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
    let taken: Vec<&&str> = HARMLESS.iter().filter(|name| secret(name).is_some()).collect();
    assert!(taken.is_empty(), "{taken:?}");
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

#[test]
fn heads_are_the_last_words_of_the_lists() {
    let mut heads: Vec<&str> = [WORDS, PHRASES, NUMBER_PHRASES]
        .concat()
        .iter()
        .map(|phrase| phrase.rsplit(' ').next().unwrap_or_default())
        .collect();
    heads.sort_unstable();
    heads.dedup();
    assert_eq!(HEADS, heads);
}
