//! Neighbours of the kinds in `attack` and `grammars`, which no list held: the secrets are masked whole and
//! the honest texts stay, in text and in JSON.

use crate::attack::{assert_masked, assert_unchanged};

/// Texts in which every `hunter2` is a secret, with the expected extent.
#[rustfmt::skip]
pub(crate) const SECRETS: &[(&str, &str)] = &[
    // A quoted argument of a command line, and the argument behind a quoted option.
    (r#""--token=a hunter2" -v"#, r#""--token=[redacted]" -v"#),
    (r#"run "--secret=a hunter2" "--b""#, r#"run "--secret=[redacted]" "--b""#),
    ("exec '--db-password=a b hunter2' -x", "exec '--db-password=[redacted]' -x"),
    ("x\n'--pw=x hunter2'", "x\n'--pw=[redacted]'"),
    (r#""--password" "a hunter2""#, r#""--password" "[redacted]""#),
    ("'--api-key' hunter2 -v", "'--api-key' [redacted] -v"),
    // Arguments by place.
    ("sqlplus scott/hunter2@orcl", "sqlplus scott/[redacted]@orcl"),
    ("sqlplus -S scott/hunter2 @/srv/x.sql", "sqlplus -S scott/[redacted] @/srv/x.sql"),
    ("sqlldr scott/hunter2@db control=x", "sqlldr scott/[redacted]@db control=x"),
    (r#"["sqlplus", "scott/hunter2@orcl"]"#, r#"["sqlplus", "scott/[redacted]@orcl"]"#),
    ("rabbitmqctl add_user ada hunter2", "rabbitmqctl add_user ada [redacted]"),
    ("rabbitmqctl -n x change_password ada 'hunter2 two'", "rabbitmqctl -n x change_password ada '[redacted]'"),
    ("mysqladmin -u root password hunter2", "mysqladmin -u root password [redacted]"),
    ("redis-cli -h cache AUTH hunter2", "redis-cli -h cache AUTH [redacted]"),
    ("sshpass -phunter2 ssh host", "sshpass -p[redacted] ssh host"),
    ("zip -r -P hunter2 x.zip a", "zip -r -P [redacted] x.zip a"),
    ("unzip -P hunter2 x.zip", "unzip -P [redacted] x.zip"),
    ("7z x -phunter2 a.7z", "7z x -p[redacted] a.7z"),
    ("xfreerdp /u:ada /p:hunter2 /v:host", "xfreerdp /u:ada /p:[redacted] /v:host"),
    ("bcp t out f -U sa -P hunter2", "bcp t out f -U sa -P [redacted]"),
    ("ipmitool -H bmc -U root -P hunter2 chassis status", "ipmitool -H bmc -U root -P [redacted] chassis status"),
    ("twine upload -u ada -p hunter2 dist/x.whl", "twine upload -u ada -p [redacted] dist/x.whl"),
    ("az login -u ada -p hunter2", "az login -u ada -p [redacted]"),
    ("lftp -u ada,hunter2 host", "lftp -u ada,[redacted] host"),
    ("snmpwalk -v3 -u ada -A hunter2 host", "snmpwalk -v3 -u ada -A [redacted] host"),
    ("aws configure set aws_secret_access_key hunter2", "aws configure set aws_secret_access_key [redacted]"),
    ("ENV DB_PASSWORD hunter2", "ENV DB_PASSWORD [redacted]"),
    // Names in the `Debug` of other maps, and types with the names of secrets.
    (r#"{Text("password"): Text("hunter2")}"#, r#"{Text("password"): [redacted]}"#),
    (r#"Map([(Text("password"), Text("hunter2"))])"#, r#"Map([(Text("password"), [redacted])])"#),
    (r#"{String("api_key"): String("hunter2"), String("n"): Int(1)}"#, r#"{String("api_key"): [redacted], String("n"): Int(1)}"#),
    (r#"ApiKey("hunter2")"#, r#"ApiKey("[redacted]")"#),
    (r#"Some(Token("hunter2"))"#, r#"Some(Token("[redacted]"))"#),
    (r#"AccessToken("letmein hunter2")"#, r#"AccessToken("[redacted]")"#),
    (r#"Auth { kind: Secret("hunter2") }"#, r#"Auth { kind: Secret("[redacted]") }"#),
    // RFC 6902.
    (r#"{"op":"replace","path":"/spec/password","value":"hunter2"}"#, r#"{"op":"replace","path":"/spec/password","value":"[redacted]"}"#),
    (r#"{"path": "/data/api_key", "op": "add", "value": "hunter2"}"#, r#"{"path": "/data/api_key", "op": "add", "value": "[redacted]"}"#),
    (r#"{"value":"hunter2","path":"/token","op":"test"}"#, r#"{"value":"[redacted]","path":"/token","op":"test"}"#),
    // Other spaces, operators, emphasis and indices.
    ("password\u{a0}=\u{a0}hunter2", "password\u{a0}=\u{a0}[redacted]"),
    ("password\u{202f}: hunter2", "password\u{202f}: [redacted]"),
    ("password\u{ff1a}\u{3000}hunter2", "password\u{ff1a}\u{3000}[redacted]"),
    ("password\u{ff1d}hunter2", "password\u{ff1d}[redacted]"),
    ("password \u{2192} hunter2", "password \u{2192} [redacted]"),
    ("API_KEY ?= hunter2", "API_KEY ?= [redacted]"),
    ("*password*: hunter2", "*password*: [redacted]"),
    ("~~api_key~~: hunter2", "~~api_key~~: [redacted]"),
    ("password[0]=hunter2", "password[0]=[redacted]"),
    ("tokens[17]: hunter2", "tokens[17]: [redacted]"),
    // Declarations with a type.
    (r#"const TOKEN: &str = "hunter2";"#, r#"const TOKEN: &str = "[redacted]";"#),
    (r#"password: str = "hunter2""#, r#"password: str = "[redacted]""#),
    (r#"static PASSWORD: &'static str = "hunter2""#, r#"static PASSWORD: &'static str = "[redacted]""#),
    ("let apiKey: string = 'hunter2'", "let apiKey: string = '[redacted]'"),
    // Doubled quotes.
    ("UPDATE u SET password='it''s hunter2' WHERE id=1", "UPDATE u SET password='[redacted]' WHERE id=1"),
    (r#"Password="a""hunter2""b";Server=x"#, r#"Password="[redacted]";Server=x"#),
    (r#"7,"set password=""hunter2"" now",x"#, r#"7,"set password=""[redacted]"" now",x"#),
    // Names.
    ("SSHPASS=hunter2", "SSHPASS=[redacted]"),
    ("oauth_verifier=hunter2", "oauth_verifier=[redacted]"),
    ("AZURE_STORAGE_KEY=hunter2", "AZURE_STORAGE_KEY=[redacted]"),
    ("totp_seed: hunter2", "totp_seed: [redacted]"),
    ("CLOUDINARY_URL=hunter2", "CLOUDINARY_URL=[redacted]"),
    ("wachtwoord: hunter2", "wachtwoord: [redacted]"),
    ("mot de passe: hunter2", "mot de passe: [redacted]"),
    // Queries, and data source names.
    ("GET /x?session=hunter2&n=1", "GET /x?session=[redacted]&n=1"),
    ("app:hunter2@cloudsql(p:r:i)/shop", "app:[redacted]@cloudsql(p:r:i)/shop"),
];

/// Texts that name a secret and hold none.
#[rustfmt::skip]
pub(crate) const HONEST: &[&str] = &[
    // Missing values in parentheses, and parameters with the name of their column.
    "password: (none)", "password=(null)", "token: (not set)", "api_key=[none]", "secret: (empty)",
    "password = :password", "WHERE token = @token", "password={password}", "api_key={api_key}", "\"token\": \"{token}\"", "token=$token",
    "verification_code=sent", "+ password = (sensitive value)", "~ token    = (known after apply)",
    // Tokens of a parser.
    "Error { token: Eof }", "tokens: [Ident, Comma]", "token=Identifier", "tokens = [LParen, RParen]", "mask_token=[MASK]",
    r#"Token("foo")"#, r#"Secret("db-creds")"#, r#"Key("Enter")"#, r#"Token(Ident("foo"))"#, r#"Cookie("session")"#,
    // Arguments.
    "sqlplus /nolog", "sqlplus / as sysdba", "sqlplus @/srv/x.sql", "zip -r x.zip a", "zip code: 10115", "unzip -o x.zip -d /srv",
    "rabbitmqctl list_users", "rabbitmqctl add_user", "az login --use-device-code", "mysqladmin -u root status", "redis-cli ping",
    "xfreerdp /v:host", "lftp -u ada host", "ENV TOKEN", "ENV PATH /usr/bin", "use the env var API_KEY to set it", "config set -g token",
    r#"say "--token is required""#, r#""--token" is required"#, r#"pass "--password" or a file"#, "'--token' and '--user' exclude each other",
    // Types, indices and operators.
    "token: TokenKind = x", "password: str", "key: &str = \"name\"", "tokens[0] is missing", "password? = no",
    "*token*: expired", "password*: required", "~~token~~ removed", r#"{Text("user"): Text("ada")}"#, r#"get("token") == 1"#,
    r#"{"op":"replace","path":"/spec/replicas","value":"3"}"#, r#"{"path":"/usr/bin/passwd","value":"x"}"#,
    "password=''", "password=\"\"", "a='x' password='' b='y'",
    // Queries.
    "/x?session=active", "/x?session=17",
];

#[test]
fn secrets_of_known_kinds_are_masked_whole() {
    assert_masked(SECRETS);
}

#[test]
fn honest_texts_of_known_kinds_stay() {
    assert_unchanged(HONEST);
}
