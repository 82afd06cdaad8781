//! Secrets in texts that were written to get past the scrubber, and honest texts that come near one: the
//! former are masked whole and the latter stay, in text and in JSON.

use logkit::scrub::Scrubber;

/// Texts in which every `hunter2` is a secret, with the expected extent.
#[rustfmt::skip]
pub(crate) const SECRETS: &[(&str, &str)] = &[
    // Names and values that are values, in either order and under compound keys.
    (r#"{"value":"hunter2","name":"DB_PASSWORD"}"#, r#"{"value":"[redacted]","name":"DB_PASSWORD"}"#),
    (r#"{\"value\": \"hunter2\", \"key\": \"api_key\"}"#, r#"{\"value\": \"[redacted]\", \"key\": \"api_key\"}"#),
    ("<add value='hunter2' key='password'/>", "<add value='[redacted]' key='password'/>"),
    (r#"EnvVar { value: "hunter2", name: "DB_PASSWORD" }"#, r#"EnvVar { value: "[redacted]", name: "DB_PASSWORD" }"#),
    (r#"{"ParameterKey":"DBPassword","ParameterValue":"hunter2"}"#, r#"{"ParameterKey":"DBPassword","ParameterValue":"[redacted]"}"#),
    (r#"{"OptionName":"DB_PASSWORD","Value":"hunter2"}"#, r#"{"OptionName":"DB_PASSWORD","Value":"[redacted]"}"#),
    (r#"{"env_name": "TOKEN", "env_value": "hunter2"}"#, r#"{"env_name": "TOKEN", "env_value": "[redacted]"}"#),
    (r#"{"headerName":"X-Api-Key","headerValue":"hunter2"}"#, r#"{"headerName":"X-Api-Key","headerValue":"[redacted]"}"#),
    (r#"<setting name="ApiKey" serializeAs="String"><value>hunter2</value></setting>"#, r#"<setting name="ApiKey" serializeAs="String"><value>[redacted]</value></setting>"#),
    ("<entry key=\"password\">\n  <string>hunter2</string>\n</entry>", "<entry key=\"password\">\n  <string>[redacted]</string>\n</entry>"),
    // Tuples, dumps and literals of other languages.
    (r#"{:password, "hunter2"}"#, r#"{:password, "[redacted]"}"#),
    (r#"{password, <<"hunter2">>}"#, r#"{password, <<"[redacted]">>}"#),
    (r#"[:api_key, "hunter2"]"#, r#"[:api_key, "[redacted]"]"#),
    (r#"({:token, "hunter2"})"#, r#"({:token, "[redacted]"})"#),
    (r#"["password"]=> string(7) "hunter2""#, r#"["password"]=> string(7) "[redacted]""#),
    ("[\"password\"]=>\n  string(7) \"hunter2\"\n", "[\"password\"]=>\n  string(7) \"[redacted]\"\n"),
    ("password = '''hunter2'''", "password = '''[redacted]'''"),
    ("password = \"\"\"\nhunter2\n\"\"\"", r#"password = """[redacted]""""#),
    ("token: '''hunter2 two''' x", "token: '''[redacted]''' x"),
    (r#"secret="""hunter2""", n=1"#, r#"secret="""[redacted]""", n=1"#),
    // Cookies, and the words of wallets.
    ("Set-Cookie: sid=hunter2;HttpOnly;Secure", "Set-Cookie: [redacted]"),
    ("cookie: theme=dark; auth=hunter2", "cookie: [redacted]"),
    ("HTTP_COOKIE=a=1; sid=hunter2", "HTTP_COOKIE=[redacted]"),
    ("Cookie: $Version=1; sid=hunter2; $Path=/", "Cookie: [redacted]"),
    ("MNEMONIC=zoo zone zero youth young you", "MNEMONIC=[redacted]"),
    ("seedPhrase: zoo zone zero youth young you", "seedPhrase: [redacted]"),
    ("mnemonic = \"zoo zone zero youth hunter2\"", "mnemonic = \"[redacted]\""),
    // Colors with parameters, and data source names.
    ("\u{1b}[38;5;12mapi_key\u{1b}[0m\u{1b}[2m=\u{1b}[0m\"hunter2\"", "\u{1b}[38;5;12mapi_key\u{1b}[0m\u{1b}[2m=\u{1b}[0m\"[redacted]\""),
    ("root:hunter2@tcp([::1]:3306)/app", "root:[redacted]@tcp([::1]:3306)/app"),
    ("jdbc:oracle:thin:app/hunter2@db:1521:orcl", "jdbc:oracle:thin:app/[redacted]@db:1521:orcl"),
    ("app:hun(ter2@tcp4(db:3306)/x", "app:[redacted]@tcp4(db:3306)/x"),
    // Other operators and emphasis.
    ("password=0hunter2 {", "password=[redacted] {"),
    ("password=hunter2! x", "password=[redacted] x"),
    ("password ==> hunter2", "password ==> [redacted]"),
    ("password\u{ff1a}hunter2", "password\u{ff1a}[redacted]"),
    ("**password**: hunter2", "**password**: [redacted]"),
    ("**API_KEY** = hunter2", "**API_KEY** = [redacted]"),
    ("password[]=hunter2&n=1", "password[]=[redacted]&n=1"),
    // YAML on the next line.
    ("password:\n  hunter2", "password:\n  [redacted]"),
    ("secrets:\n  - hunter2\nuser: ada", "secrets:\n  - [redacted]\nuser: ada"),
    ("token:\n    \"hunter2\"\n", "token:\n    \"[redacted]\"\n"),
    ("password: | # of the test\n  hunter2\nuser: ada", "password: | # of the test\n  [redacted]\nuser: ada"),
    (r"api_key:\n  hunter2\nuser: ada", r"api_key:\n  [redacted]\nuser: ada"),
    // Options whose argument starts with a dash.
    ("run --password -hunter2?x -v", "run --password [redacted] -v"),
    ("--token -k8hunter2 -v", "--token [redacted] -v"),
    ("--api-key --7hunter2{ -v", "--api-key [redacted] -v"),
    ("--password '-hunter2]x'", "--password '[redacted]'"),
    // Commands whose options do not name what they take.
    ("curl -u ada:hunter2 https://x.example/", "curl -u ada:[redacted] https://x.example/"),
    ("curl -sS --user ada:hunter2 -X POST https://x", "curl -sS --user ada:[redacted] -X POST https://x"),
    ("curl --proxy-user=ada:hunter2 https://x", "curl --proxy-user=ada:[redacted] https://x"),
    ("curl -b 'sid=hunter2' https://x", "curl -b '[redacted]' https://x"),
    ("sshpass -p hunter2 ssh host", "sshpass -p [redacted] ssh host"),
    ("sshpass -p 'hunter2 two' ssh host", "sshpass -p '[redacted]' ssh host"),
    ("mysql -uroot -phunter2 shop", "mysql -uroot -p[redacted] shop"),
    ("mysqldump -h db -phunter2 shop", "mysqldump -h db -p[redacted] shop"),
    ("docker login -u ada -p hunter2 registry", "docker login -u ada -p [redacted] registry"),
    ("redis-cli -h cache -a hunter2 ping", "redis-cli -h cache -a [redacted] ping"),
    ("sqlcmd -S db -U sa -P hunter2", "sqlcmd -S db -U sa -P [redacted]"),
    ("smbclient //srv/x -U ada%hunter2", "smbclient //srv/x -U ada%[redacted]"),
    ("ldapsearch -D cn=x -w hunter2 -b dc=x", "ldapsearch -D cn=x -w [redacted] -b dc=x"),
    ("openssl rsa -passin pass:hunter2 -in f", "openssl rsa -passin pass:[redacted] -in f"),
    ("setenv API_KEY hunter2", "setenv API_KEY [redacted]"),
    (r#"setx API_KEY "hunter2""#, r#"setx API_KEY "[redacted]""#),
    ("machine x.example login ada password hunter2", "machine x.example login ada password [redacted]"),
    (r#"["curl", "-u", "ada:hunter2", "https://x"]"#, r#"["curl", "-u", "ada:[redacted]", "https://x"]"#),
    (r#""sshpass" "-p" "hunter2" "ssh""#, r#""sshpass" "-p" "[redacted]" "ssh""#),
    // Sentences.
    ("the password is hunter2", "the password is [redacted]"),
    ("the password is: hunter2", "the password is: [redacted]"),
    ("your new password is hunter2", "your new password is [redacted]"),
    ("password for ada is hunter2", "password for ada is [redacted]"),
    ("password for user ada: hunter2", "password for user ada: [redacted]"),
    ("temporary password set to hunter2 now", "temporary password set to [redacted] now"),
    ("Invalid API key provided: hunter2", "Invalid API key provided: [redacted]"),
    ("Incorrect API key provided: hunter2", "Incorrect API key provided: [redacted]"),
    ("using password qhunter2R7x", "using password [redacted]"),
    ("token qhunter2R7x expired", "token [redacted] expired"),
    ("authentication failed for token qhunter2R7x", "authentication failed for token [redacted]"),
    (r#"unauthorized: token "qhunter2R7x" was revoked"#, r#"unauthorized: token "[redacted]" was revoked"#),
    ("could not verify token 'qhunter2R7x'", "could not verify token '[redacted]'"),
    ("your verification code is 493817", "your verification code is [redacted]"),
    ("recovery phrase is: zoo zone zero youth young you yellow year wrong write wrist wreck", "recovery phrase is: [redacted]"),
    ("mnemonic words: zoo zone zero youth young you yellow year wrong write wrist wreck, 12", "mnemonic words: [redacted], 12"),
    // SQL without a name beside the value.
    ("INSERT INTO users (name, password) VALUES ('ada', 'hunter2')", "INSERT INTO users (name, password) VALUES ('ada', '[redacted]')"),
    (r#"insert into "users" ("api_key", n) values ('hunter2', 1)"#, r#"insert into "users" ("api_key", n) values ('[redacted]', 1)"#),
    ("INSERT INTO t (a, token) VALUES (1, 'hunter2'), (2, 'hunter2')", "INSERT INTO t (a, token) VALUES (1, '[redacted]'), (2, '[redacted]')"),
    ("REPLACE INTO t(pin, password) VALUES(N'hunter2', 'it''s hunter2')", "REPLACE INTO t(pin, password) VALUES(N'[redacted]', '[redacted]')"),
    ("WHERE password LIKE 'hunter2%'", "WHERE password LIKE '[redacted]'"),
    ("WHERE api_key IN ('hunter2', 'x')", "WHERE api_key IN ('[redacted]', 'x')"),
    // Escapes of access logs, HTML, terminals and URLs.
    (r"{\x22password\x22:\x22hunter2\x22,\x22n\x22:1}", r"{\x22password\x22:\x22[redacted]\x22,\x22n\x22:1}"),
    (r"password\x3dhunter2", r"password\x3d[redacted]"),
    ("password&#61;hunter2", "password&#61;[redacted]"),
    ("&#x7b;&#x22;token&#x22;&#x3a;&#x22;hunter2&#x22;&#x7d;", "&#x7b;&#x22;token&#x22;&#x3a;&#x22;[redacted]&#x22;&#x7d;"),
    ("^[[3mpassword^[[0m^[[2m=^[[0mhunter2 ok", "^[[3mpassword^[[0m^[[2m=^[[0m[redacted] ok"),
    ("next=https%3A%2F%2Fada%3Ahunter2%40host%2Fpath", "next=https%3A%2F%2Fada%3A[redacted]%40host%2Fpath"),
    ("next=https%3A//ada:hunter2@host", "next=https%3A//ada:[redacted]@host"),
    ("q=amqp%3a%2f%2fguest%3ahunter2%40mq%3a5672", "q=amqp%3a%2f%2fguest%3a[redacted]%40mq%3a5672"),
    ("x=%3Cpassword%3Ehunter2%3C%2Fpassword%3E", "x=%3Cpassword%3E[redacted]%3C%2Fpassword%3E"),
    // Logins of URLs and tools.
    ("nats://qhunter2R7xZz@host:4222", "nats://[redacted]@host:4222"),
    ("sqlplus scott/hunter2@//db:1521/orcl", "sqlplus scott/[redacted]@//db:1521/orcl"),
    ("code=4/0AX4XfWh7Q2mhunter2&grant_type=authorization_code", "code=[redacted]&grant_type=authorization_code"),
];

/// Texts that name a secret and hold none.
#[rustfmt::skip]
pub(crate) const HONEST: &[&str] = &[
    // Messages of public crates.
    "`cargo login <token>` is deprecated in favor of reading `<token>` from stdin", "send a `Bearer <token>` header or `?token=` in the URL",
    "identity PEM is missing a private key: the key must be PKCS8", "failed to refresh token: {0}", "ID token: {:?}", "invalid session key: {e}",
    "Impl `From<SecretKey>` for `SigningKey`", "let result: Result<Vec<Token>, Error> = parse();", "- [`DecodePrivateKey`]: decode private keys from PKCS#8",
    "let tokens = quote! { x };", "let secret_key = SecretKey::from_pem(pem)?;", "**Authentication and Authorization**: Leverage it",
    "card service started on port 8443, 4 workers", "processed 4111 of 11111 items in 1111 ms", "batch 5105-1051 done, 6011 rows",
    "range 4096 2048 1024 512 256", "offsets [4096, 8192, 16384, 32768]", "memory 4096/2048/1024/5120 kB", "v4.0.0.0 4.12.0.1 build 41111111",
    "ipv6 2001:4860:4860:0000:0000:0000:0000:8888", "mac 00:11:22:33:44:55 uuid 41111111-1111-4111-8111-111111111112",
    "GET /2026/11/28/4111/1111/1111/file.txt 200", "took 1234567890123 ns, 4532 bytes", "id 5f2b8c1e4d3a2b1c0f9e8d7c",
    "epoch 1732788000 to 1732791600", r#"{"name":"password_policy","value":"strict"}"#, r#"{"name":"token_count","value":"17"}"#,
    r#"{"key":"theme","value":"dark"}"#, r#"{"value":"dark","name":"theme"}"#, r#"{"value":17,"name":"retries"}"#,
    r#"{"displayName":"Token service","value":"on"}"#, r#"{"metricName":"tokens","value":1532}"#, r#"{"eventName":"login","data":{"user":"ada"}}"#,
    "- name: LOG_LEVEL\n  value: debug", r#"EnvVar { name: "PATH", value: "/usr/bin" }"#, r#"<setting name="Theme"><value>dark</value></setting>"#,
    "<name>auth</name><value>on</value>", r#"<property name="pool.size">20</property>"#, r#"("user", Some("ada"))"#, r#"["user", "password"]"#,
    r#"("name", "password")"#, r#"{:ok, "done"}"#, r#"{:error, "token expired"}"#, "{password, undefined}", r#"verify(token, "sha256")"#,
    "<user>ada</user>", "<passwordPolicy>strict</passwordPolicy>", "<token/>", "<tokens>1532</tokens>", "\u{1b}[1mstatus\u{1b}[0m=200",
    "\u{1b}[3mtokens\u{1b}[0m\u{1b}[2m=\u{1b}[0m1532", r"\x1b[32mINFO\x1b[0m server started", r"path C:\x22\x64", r"regex \x22[a-z]+\x22 compiled",
    r"{\u0022user\u0022:\u0022ada\u0022}", "{&quot;status&quot;:&quot;ok&quot;}", "GET /a%20b%2Fc?x=%7B%22n%22%3A1%7D 200",
    "redirect to https%3A%2F%2Fx.example%2Fhome%3Fa%3Db", "q=password%20policy&lang=en", "GET /search?q=how+to+reset+password HTTP/1.1",
    "GET /docs/auth/token HTTP/1.1 200", "GET /login?next=%2Faccount%2Fpassword 302", "Set-Cookie header missing", "cookie jar loaded with 3 entries",
    "cookies: disabled by policy", "session store: redis", "session 17 closed after 3 s. next in 5 s.", "session started for user ada",
    "eyJ is the prefix of a JWT", "v4.local time zone updated", "v2.local.example.com resolved",
    "v1.public.some-service.namespace.svc.cluster.local is ready", "dp.st.prd and dp.said.x", "da2-small", "-----BEGIN CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----", "private key loaded from /etc/ssl/key.pem", "private key file is missing", "curl -s https://x.example/health",
    "curl -u is deprecated", r#"curl --user-agent "x/1.0" https://x.example/"#, "curl: (6) Could not resolve host: x.example",
    r#"curl -X POST -d '{"n":1}' https://x.example/"#, r#"curl -o /dev/null -w "%{http_code}" https://x"#, r#"curl -I -u "" https://x.example/"#,
    "mysql -h db -P 3306 -u root shop", "mysqldump --single-transaction shop",
    "mysqld: ready for connections. Version: 8.0.36 socket: '/tmp/mysql.sock' port: 3306", "mysql -p shop",
    "mysql: [Warning] Using a password on the command line interface can be insecure.", "docker run -p 8080:80 -u 1000:1000 nginx",
    "docker login succeeded", "docker login registry.example", "docker ps -a", "podman run -p 127.0.0.1:8080:80 img",
    "redis-cli -h cache -p 6379 ping", "redis-cli -a", "ssh -p 2222 ada@host", "ssh -i ~/.ssh/id_ed25519 host", "sshpass: command not found",
    "openssl req -new -key server.key", "openssl version 3.0.2", "login shell -p started", "user login -p required",
    r#"sqlcmd -S db -U sa -Q "select 1""#, "ldapsearch -x -H ldap://h -b dc=x", "git clone https://github.com/x/y.git",
    "git clone git@github.com:x/y.git", "npm config set registry https://r.example/", "export PATH=/usr/bin:/bin", "set -e; cd /srv",
    "setenv PATH /usr/bin", r#"setx PATH "C:\bin""#, "kubectl get secret db-creds-v2 -n prod", "secret/db-creds-7f8d9 created",
    "Secret default-token-x7q2m not found", r#"secret "db-creds" not found"#, "serviceaccount token default-token-9qk7x mounted",
    "secret name db-password-1 is immutable", "password for user ada was changed", "password for user: ada", "password is too short",
    "password is required", "password is base64 encoded", "the token is expired", "the token is base64url encoded", "the token is sha256 hashed",
    "the token is valid for 3600 s", "the password is stored as argon2id", "the secret is stored in vault", "the pin is set",
    "your password has been reset", "your token expires in 15 minutes", "your verification code was sent to ada",
    "verification code sent to +49 30 901820", "code is 404", "the code is 200 OK", "exit code is 137", "error code: 0x80070005",
    "status code is 503", "postal code is 10115", "OTP sent to ada", "otp verified for user 4711", "pin 13 set to output",
    "using password authentication", "using token from environment", "using token cache at /var/lib/x", "with password authentication enabled",
    "token Identifier at line 3", "token Ident2 unexpected", "unexpected token Base64Url at 17", "token type Bearer2 unknown",
    "token bucket refilled: 100/s", "token ring: 16 Mbit", "authentication failed for user ada2", "authentication failed for token type JWT",
    "invalid token type: refresh", "invalid api key format", "Invalid API key provided", "API key provided by header", "api key is missing",
    "api key is not valid for region eu-central-1", "api key rotated for project x7", "api key ID 17 deleted", "private key format is PKCS8",
    "public key is Ed25519", "ssh key SHA256 fingerprint mismatch", "key Ed25519PublicKey registered", "key exchange curve25519-sha256",
    "cipher AES256-GCM key size 256", "session key derived with HKDF-SHA256", "secret version 7 enabled", "secrets manager: 12 entries",
    "secrets:\n  enabled: true", "password:\n  min_length: 12", "password:\n  policy: strict\n  length: 12", "token:\n  type: jwt",
    "credentials:\n  - name: a", "auth:\n  enabled: true", "cookies:\n  secure: true", "password: |", "password: >", "password (optional)",
    "password (required): at least 8 characters", "password (min 8 characters)", "**Note**: password policy changed", "**token**: expired",
    "| user | password | role |", "user,password,role", "user\tpassword\trole", "INSERT INTO users (name, password) VALUES ($1, $2)",
    "INSERT INTO users (name, password) VALUES (?, ?)", "INSERT INTO users (name, age) VALUES ('ada', 36)",
    "INSERT INTO users SELECT * FROM old_users", "insert into the slot", "UPDATE users SET password = ? WHERE id = ?",
    "SELECT password FROM users WHERE id = 7", "SELECT * FROM users WHERE password IS NOT NULL", "SELECT * FROM t WHERE token LIKE $1",
    "ALTER TABLE users ADD COLUMN password TEXT NOT NULL", "CREATE TABLE users (name TEXT, password VARCHAR(255))",
    "CREATE TABLE users (id INT, token CHAR(32) NOT NULL, pin INT)", "WHERE token IN (SELECT id FROM x)", "SET PASSWORD FOR ada",
    "CREATE USER ada IDENTIFIED EXTERNALLY", "user identified by email", "identified 3 issues by scan", "root:x:0:0:root:/root:/bin/bash",
    "ada@(none) login:", "mail to ada@/dev/null", "scp a.txt ada@host:/srv", "//cdn.example/a@2x.png", "https://cdn.example/img/a@2x.png",
    "https://user@host.example/path", "nats://nats-server-1:4222", "nats://user@host:4222", "ss://server:8388", "git+ssh://git@github.com/x/y",
    "redis://cache:6379/0", "postgres://app@db.internal:5432/shop", "amqp://mq:5672", "s3://bucket/a/b@2026",
    "docker.io/library/nginx@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "mailto:ada@x.org", "10:15 s. started",
    "took 5 s.abort", "self.s.someVeryLongMethodName2Call()", "s.parse().unwrap()", "s.executeQueryWithTimeout30s failed",
    "let s.fooBarBazQuxFooBarBazQux = 1", "AAAA record for x.example", "DNS AAAA:APA91", "lookup AAAA x.example", "hvs. is the prefix",
    "s.connect(host)", "Authorization header is missing", "authorization: OPTIONAL", "Authorization required for /admin", "bearer auth enabled",
    "Basic auth enabled", "basic usage: run x", "Proxy-Authorization not sent", "Authorization: Bearer <token>", "Authorization: Bearer $TOKEN",
    "Authorization: Bearer ${TOKEN}", "grant_type=password&username=ada", "code=200&n=1", "code=DE&lang=de", "country code=DE",
    "response code=404 bytes=17", "sig=SIGTERM", "signature=valid", "sig=HS256&typ=JWT", "pass=3 fail=0", "passed=17 failed=1",
    "2 passes, pass 1: 30 ms", "1st pass: ok", "pw=on", "pin=7", "mnemonic: jmp", "mnemonic phrase accepted", "seed phrase: must have 12 words",
    "seed phrase has 12 words", "seed=42", "recovery phrase is required", "recovery phrase is stored offline by the user", "mnemonic words: 24",
    "IBAN is invalid", "iban: invalid checksum", "machine 7 login shell started", "machine x.example login ada", "login ada password required",
    "netrc: login ada password missing", r#"array(2) { ["user"]=> string(3) "ada" }"#, r#"["status"]=> int(200)"#, "[user] => ada",
    "password_changed_at=2026-11-28T11:12:13Z", "password_hash_algorithm=argon2id", "last_password_change: 2026-11-28", "token_ttl=3600",
    "token_endpoint=https://x.example/token", "token_url: https://x.example/oauth/token", "auth_method=password", "auth=none", "auth: basic",
    "authType=oauth2", "credential_provider=env", "credentials: read from ~/.aws/credentials", "credentials=include", "key_id=17", "key: value",
    "keyId: 0x17", "api_key_id=7", "api_key_status=active", "secret_name=db",
    "secret_arn=arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf", "cookie_domain=.x.example", "cookie_name=sid",
    "csrf_enabled=true", "pwd=/srv", "PWD=/home/ada/src", "passphrase required", "'password' field is required",
    r#""password" must be at least 8 characters"#, r#""token" is required"#, "missing field `password` at line 1 column 17",
    "unknown field `token`, expected one of `user`, `name`", r#"field "password" of type String"#, "no such column: password",
    "let token = lexer.next_token();", "token = self.advance()", r#"if token == "(" { depth += 1 }"#, "match token { Token::Eof => {} }",
    r#"const TOKEN: &str = env!("TOKEN");"#, "password: String,", "password: &str", "password: Option<String>", "pub token: Uuid,",
    "password=**** user=ada",
];

/// Asserts that each text becomes the expected one, which stays.
pub(crate) fn assert_masked(texts: &[(&str, &str)]) {
    let scrubber = Scrubber::new();
    let mut wrong = Vec::new();
    for (text, expected) in texts {
        let shown = scrubber.scrub(text);
        if shown != *expected {
            wrong.push(format!("{text}\n  -> {shown}\n  not {expected}"));
        }
        let again = scrubber.scrub(expected);
        if again != *expected {
            wrong.push(format!("{expected}\n  again -> {again}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Asserts that the texts stay.
pub(crate) fn assert_unchanged(texts: &[&str]) {
    let scrubber = Scrubber::new();
    let changed = texts.iter().filter(|text| scrubber.scrub(text) != **text);
    let changed: Vec<String> =
        changed.map(|text| format!("{text} -> {}", scrubber.scrub(text))).collect();
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

#[test]
fn secrets_in_unusual_texts_are_masked_whole() {
    assert_masked(SECRETS);
}

#[test]
fn honest_texts_near_a_secret_stay() {
    assert_unchanged(HONEST);
}
