//! Every form in which a text binds a value to a name: the value is masked whole and the text around it
//! stays, in text and in JSON.

use logkit::handler::Memory;
use logkit::scrub::Scrubber;
use logkit::{Format, Logger, info, module_logger};

use crate::fakes::MASK;

#[module_logger("scrub.grammars")]
static LOGGER: Logger;

/// Texts in which every `hunter2` is a secret, with the expected extent.
#[rustfmt::skip]
pub(crate) const TEXTS: &[(&str, &str)] = &[
    // Debug: a name before a bracket belongs to the value.
    (r#"Object {"tokens": Array [String("hunter2")], "n": 1}"#, r#"Object {"tokens": [redacted], "n": 1}"#),
    (r#"{"password": Object {"value": String("hunter2 two")}}"#, r#"{"password": [redacted]}"#),
    (r"Login { token: Some(Bytes [104, 117]), n: 1 }", r"Login { token: [redacted], n: 1 }"),
    (r#"secrets: Set {"hunter2", "hunter2"}, n: 1"#, "secrets: [redacted], n: 1"),
    (r#"pin: Wrapping [ "hunter2" ] done"#, "pin: [redacted] done"),
    // Unquoted values with marks in them.
    ("password=nmzpk>,26bvn@hunter2", "password=[redacted]"),
    ("password=hun),;ter2 user=ada", "password=[redacted] user=ada"),
    ("password: hun}ter2;x user", "password: [redacted] user"),
    ("(password=hun)ter2) next", "(password=[redacted]) next"),
    ("{password: hun},ter2, user: ada}", "{password: [redacted], user: ada}"),
    ("X-Api-Key: hun>&ter2", "X-Api-Key: [redacted]"),
    ("--password=hun],ter2 -v", "--password=[redacted] -v"),
    ("password=hun\",ter2 x", "password=[redacted] x"),
    ("password=hunter2,user=ada", "password=[redacted],user=ada"),
    ("Server=db;Password=hun>ter2;User Id=sa;", "Server=db;Password=[redacted];User Id=sa;"),
    ("password=hun,x=ter2 ok", "password=[redacted] ok"),
    // Tuples.
    (r#"("password", Some("hunter2"))"#, r#"("password", [redacted])"#),
    (r#"("password", String("hunter2")), 1"#, r#"("password", [redacted]), 1"#),
    (r#"("pin", 4711)"#, r#"("pin", [redacted])"#),
    ("('password', 'hunter2')", "('password', '[redacted]')"),
    (r#"[("x-api-key", b"hunter2"), ("n", 1)]"#, r#"[("x-api-key", [redacted]), ("n", 1)]"#),
    // Options and their arguments.
    ("run --password hunter2 --verbose", "run --password [redacted] --verbose"),
    ("run --api-key 'hunter2 two' -v", "run --api-key '[redacted]' -v"),
    ("gh auth login --with-token=hunter2", "gh auth login --with-token=[redacted]"),
    ("x --show-password=hunter2", "x --show-password=[redacted]"),
    ("--use-token=hunter2", "--use-token=[redacted]"),
    (r#"["run", "--password=correct hunter2"]"#, r#"["run", "--password=[redacted]"]"#),
    (r#"["run", "--token", "hunter2 two", "-v"]"#, r#"["run", "--token", "[redacted]", "-v"]"#),
    ("x --require-password=hunter2", "x --require-password=[redacted]"),
    ("deploy --enable-token=hunter2 -v", "deploy --enable-token=[redacted] -v"),
    ("x --use-api-key=hunter2", "x --use-api-key=[redacted]"),
    ("x --has-secret=hunter2 y", "x --has-secret=[redacted] y"),
    (r#"["x", "--api-key=a hunter2", "-v"]"#, r#"["x", "--api-key=[redacted]", "-v"]"#),
    ("['run', '--secret=correct hunter2']", "['run', '--secret=[redacted]']"),
    (r#"Command { args: ["sh", "--token=a hunter2"] }"#, r#"Command { args: ["sh", "--token=[redacted]"] }"#),
    (r#"ran ["--db-password=it's hunter2"]"#, r#"ran ["--db-password=[redacted]"]"#),
    // Passwords in a shell's variables.
    ("MYSQL_PWD=hunter2", "MYSQL_PWD=[redacted]"),
    ("UID=a;PWD=hunter2;", "UID=a;PWD=[redacted];"),
    ("PWD=hun/ter2 make", "PWD=[redacted] make"),
    // XML.
    ("<user>ada</user><password>hunter2</password>", "<user>ada</user><password>[redacted]</password>"),
    ("<ns1:password>hunter2</ns1:password>", "<ns1:password>[redacted]</ns1:password>"),
    (r##"<wsse:Password Type="#PasswordText">hunter2 &amp; two</wsse:Password>"##, r##"<wsse:Password Type="#PasswordText">[redacted]</wsse:Password>"##),
    ("<passwords><password>hunter2</password></passwords>", "<passwords><password>[redacted]</password></passwords>"),
    (r#"<add key="password" value="hunter2"/>"#, r#"<add key="password" value="[redacted]"/>"#),
    ("<apiKey>\n  hunter2\n</apiKey>", "<apiKey>\n  [redacted]\n</apiKey>"),
    ("<token><![CDATA[hun<ter2]]></token>", "<token><![CDATA[[redacted]]]></token>"),
    ("<secret><value>hunter2</value></secret>", "<secret><value>[redacted]</value></secret>"),
    ("&lt;password&gt;hunter2&lt;/password&gt;", "&lt;password&gt;[redacted]&lt;/password&gt;"),
    (r"\u003cpassword\u003ehunter2\u003c/password\u003e", r"\u003cpassword\u003e[redacted]\u003c/password\u003e"),
    (r#"<user name="ada" password="hunter2"/>"#, r#"<user name="ada" password="[redacted]"/>"#),
    // Names and values that are values.
    (r#"{"name":"DB_PASSWORD","value":"hunter2"}"#, r#"{"name":"DB_PASSWORD","value":"[redacted]"}"#),
    ("- name: DB_PASSWORD\n  value: hunter2\n", "- name: DB_PASSWORD\n  value: [redacted]\n"),
    (r#"EnvVar { name: "DB_PASSWORD", value: Some("hunter2") }"#, r#"EnvVar { name: "DB_PASSWORD", value: [redacted] }"#),
    (r#"{"name": "Authorization", "sensitive": true, "value": "Bearer hunter2"}"#, r#"{"name": "Authorization", "sensitive": true, "value": "Bearer [redacted]"}"#),
    ("<name>fs.secret.key</name>\n<value>hunter2</value>", "<name>fs.secret.key</name>\n<value>[redacted]</value>"),
    ("<key>password</key><string>hunter2</string>", "<key>password</key><string>[redacted]</string>"),
    (r#"<entry key="password">hunter2</entry>"#, r#"<entry key="password">[redacted]</entry>"#),
    (r#"<input name="password" type="hidden" value="hunter2">"#, r#"<input name="password" type="hidden" value="[redacted]">"#),
    ("Content-Disposition: form-data; name=\"password\"\r\n\r\nhunter2 two\r\n--b", "Content-Disposition: form-data; name=\"password\"\r\n\r\n[redacted]\r\n--b"),
    // Colors and escapes of others.
    ("\u{1b}[3mpassword\u{1b}[0m\u{1b}[2m=\u{1b}[0mhunter2 ok", "\u{1b}[3mpassword\u{1b}[0m\u{1b}[2m=\u{1b}[0m[redacted] ok"),
    (r"\x1b[3mpassword\x1b[0m\x1b[2m=\x1b[0mhunter2 ok", r"\x1b[3mpassword\x1b[0m\x1b[2m=\x1b[0m[redacted] ok"),
    ("\u{1b}[1mAuthorization\u{1b}[0m: \u{1b}[32mBearer hunter2\u{1b}[0m", "\u{1b}[1mAuthorization\u{1b}[0m: \u{1b}[32mBearer [redacted]\u{1b}[0m"),
    (r"{\u0022password\u0022:\u0022hunter2\u0022,\u0022n\u0022:1}", r"{\u0022password\u0022:\u0022[redacted]\u0022,\u0022n\u0022:1}"),
    (r"https:\/\/ada:hunter2@host\/x", r"https:\/\/ada:[redacted]@host\/x"),
    ("{&quot;password&quot;:&quot;hunter2&quot;}", "{&quot;password&quot;:&quot;[redacted]&quot;}"),
    // Cookies, YAML, seed phrases.
    ("Cookie: a=1;session=hunter2", "Cookie: [redacted]"),
    ("Cookie: a=1; session=hunter2;b=2", "Cookie: [redacted]"),
    ("password: |\n  hunter2\n  hunter2\nuser: ada", "password: |\n  [redacted]\nuser: ada"),
    ("password: >-\n    hunter2", "password: >-\n    [redacted]"),
    ("password: !!str hunter2", "password: !!str [redacted]"),
    ("password: &a hunter2", "password: &a [redacted]"),
    ("token: !secret hunter2", "token: !secret [redacted]"),
    ("mnemonic: legal winner thank year wave n=1", "mnemonic: [redacted] n=1"),
    // SQL, and literals in messages.
    ("ALTER USER a WITH PASSWORD 'hunter2'", "ALTER USER a WITH PASSWORD '[redacted]'"),
    ("CREATE USER a IDENTIFIED BY 'hunter2' x", "CREATE USER a IDENTIFIED BY '[redacted]' x"),
    ("IDENTIFIED WITH mysql_native_password BY 'hunter2'", "IDENTIFIED WITH mysql_native_password BY '[redacted]'"),
    ("SET PASSWORD FOR 'ada'@'%' = 'hunter2'", "SET PASSWORD FOR 'ada'@'%' = '[redacted]'"),
    ("CREATE LOGIN a WITH PASSWORD = N'hunter2 x';", "CREATE LOGIN a WITH PASSWORD = N'[redacted]';"),
    ("UPDATE u SET x = PASSWORD('hunter2')", "UPDATE u SET x = PASSWORD('[redacted]')"),
    ("alter role a encrypted password 'hunter2'", "alter role a encrypted password '[redacted]'"),
    ("invalid password \"hunter2\"", "invalid password \"[redacted]\""),
    ("wrong token 'hunter2'", "wrong token '[redacted]'"),
    ("unknown api key \"hunter2\" given", "unknown api key \"[redacted]\" given"),
    // Queries, and keys of any vendor.
    ("GET /callback?code=hunter2&state=1", "GET /callback?code=[redacted]&state=1"),
    ("GET /?pass=hunter2&a=1", "GET /?pass=[redacted]&a=1"),
    ("GET /?a=1&pw=hunter2", "GET /?a=1&pw=[redacted]"),
    ("GET /cb?state=1&code=hunter2 HTTP/1.1", "GET /cb?state=1&code=[redacted] HTTP/1.1"),
    ("https://x.example/oauth?code=hunter2#top", "https://x.example/oauth?code=[redacted]"),
    ("POST /login?user=ada&pw=hunter2", "POST /login?user=ada&pw=[redacted]"),
    ("GET /?pwd=hunter2&n=1", "GET /?pwd=[redacted]&n=1"),
    ("export MISTRAL_KEY=q7Jd93kfLs02mXv8Zb41Nw", "export MISTRAL_KEY=[redacted]"),
    ("DEEPGRAM_KEY: 'q7Jd93kfLs02mXv8Zb41Nw'", "DEEPGRAM_KEY: '[redacted]'"),
    ("x-vendor-key: q7Jd93kfLs02mXv8Zb41Nw", "x-vendor-key: [redacted]"),
    ("vendorKey=q7Jd93kfLs02mXv8Zb41Nw n=1", "vendorKey=[redacted] n=1"),
    ("OPENROUTER_KEY=q7Jd93kfLs02mXv8Zb41Nw", "OPENROUTER_KEY=[redacted]"),
    ("KEY=\"q7Jd93kfLs02mXv8Zb41Nw\" ./run", "KEY=\"[redacted]\" ./run"),
    ("x-functions-key: q7Jd93kfLs02mXv8Zb41Nw", "x-functions-key: [redacted]"),
    ("Ocp-Apim-Subscription-Key: q7Jd93kfLs02mXv8Zb41Nw", "Ocp-Apim-Subscription-Key: [redacted]"),
    ("{\"stripeKey\": \"q7Jd93kfLs02mXv8Zb41Nw\"}", "{\"stripeKey\": \"[redacted]\"}"),
    // URLs and data source names.
    ("postgres://app:hun'ter2@db/shop", "postgres://app:[redacted]@db/shop"),
    ("postgres://app:hun`ter2@db/shop", "postgres://app:[redacted]@db/shop"),
    ("postgres://app:hun<ter2@db/shop", "postgres://app:[redacted]@db/shop"),
    ("mongodb+srv://app:hun\"ter2@db/shop", "mongodb+srv://app:[redacted]@db/shop"),
    ("amqp://app:hun ter2@mq/", "amqp://app:[redacted]@mq/"),
    ("redis://:hun>ter\"2@cache:6379/0", "redis://:[redacted]@cache:6379/0"),
    ("app:hunter2@tcp(127.0.0.1:3306)/shop", "app:[redacted]@tcp(127.0.0.1:3306)/shop"),
    ("app:hun/ter2@unix(/tmp/m.sock)/shop", "app:[redacted]@unix(/tmp/m.sock)/shop"),
    ("jdbc:oracle:thin:scott/hunter2@//db:1521/x", "jdbc:oracle:thin:scott/[redacted]@//db:1521/x"),
    ("jdbc:oracle:oci:scott/hunter2@db", "jdbc:oracle:oci:scott/[redacted]@db"),
    // Tables with a header.
    ("user,password\nada,hunter2\nbob,hunter2", "user,password\nada,[redacted]\nbob,[redacted]"),
    ("rows:\nid,api_key,n\n1,hunter2,5\n2,hunter2,6\nend", "rows:\nid,api_key,n\n1,[redacted],5\n2,[redacted],6\nend"),
    ("password;user\r\nhunter2;ada\r\n", "password;user\r\n[redacted];ada\r\n"),
    ("\"user\",\"password\"\n\"ada\",\"hun,ter2 \"\"x\"\"\"", "\"user\",\"password\"\n\"ada\",\"[redacted]\""),
    ("user\tpassword\nada\thunter2\n", "user\tpassword\nada\t[redacted]\n"),
    ("| user | password |\n|---|---|\n| ada | hunter2 |", "| user | password |\n|---|---|\n| ada | [redacted] |"),
    (" user | password \n------+----------\n ada  | hunter2\n(1 row)", " user | password \n------+----------\n ada  | [redacted]\n(1 row)"),
    ("+------+----------+\n| user | password |\n+------+----------+\n| ada  | hunter2  |\n+------+----------+", "+------+----------+\n| user | password |\n+------+----------+\n| ada  | [redacted]  |\n+------+----------+"),
    (r"user,password\nada,hunter2\n", r"user,password\nada,[redacted]\n"),
    (r"id\ttoken\n7\thunter2", r"id\ttoken\n7\t[redacted]"),
    // Pairs, and remarks between a name and its operator.
    (r#"["password", "hunter2"]"#, r#"["password", "[redacted]"]"#),
    (r#"[["user","ada"],["x-api-key","hunter2"]]"#, r#"[["user","ada"],["x-api-key","[redacted]"]]"#),
    ("['token', 'hunter2']", "['token', '[redacted]']"),
    (r#"{"pairs":"[[\"password\",\"hunter2\"]]"}"#, r#"{"pairs":"[[\"password\",\"[redacted]\"]]"}"#),
    ("password (new): hunter2", "password (new): [redacted]"),
    ("password (again) = \"hunter2\" x", "password (again) = \"[redacted]\" x"),
    ("api key (for x): hunter2, ok", "api key (for x): [redacted], ok"),
    ("DB_PASSWORD (base64): hunter2", "DB_PASSWORD (base64): [redacted]"),
    // The letter of an escape is not a part of a name.
    ("x\nA password=hunter2", "x\nA password=[redacted]"),
    (r"x\na token: hunter2", r"x\na token: [redacted]"),
    // Whole, or not at all.
    ("password=<hunter2> tail", "password=[redacted] tail"),
];

/// Texts that name a secret and hold none.
#[rustfmt::skip]
pub(crate) const HONEST: &[&str] = &[
    // Placeholders, and others' masks.
    "password=${DB_PASSWORD}", "password=<missing>", "password=<redacted>", "password={{ db_password }}", "token=$(cat token)",
    "password=%(password)s", "password=$DB_PASSWORD", "password=*****", "token=[FILTERED]", "password: <your password here>, n: 1",
    "secret=(hidden)", "password=REDACTED", "api_key=xxxxxxxx",
    // Counts.
    "tokens=1532", "num tokens: 512", "generated_tokens=99", "tokens_per_second=33.1", "TOKENS_PER_SECOND=12", "{\"tokens\": 1532}",
    // Words in front of a name.
    "prompt tokens: 12, completion tokens: 30", "max tokens: 4096", "number of tokens: 12", "gpio pin: 17", "next token: abc",
    "cancellation token: set", "has password: yes", "no token: retrying", "cached tokens: 512", "page token: abc", "led pin: 13",
    "min tokens: 1", "eos token: </s>", "total secrets: 3", "fencing token: 77",
    // Options that only ask.
    "--with-token=true", "x --show-password=false",
    // Parsers.
    "found token: Eof", "unexpected token = '<EOF>'", "expected token: Ident", "Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
    "unknown token 'foo'",
    // Directories, pins of boards, opcodes.
    "PWD=/home/ada make -j2", "env: HOME=/home/ada PWD=/srv/app OLDPWD=/", "cwd=/a pwd=/b", "PWD=/home/ada", "pwd: /srv/app", "OLDPWD=/", "pwd=C:\\work", "pin=7 level=high", "reset_pin=12", "tx_pin: 3", "mnemonic: MOV",
    // Messages.
    "(using password: YES)", "password=changed", "password=required", "token=expired", "token=missing", "api_key=missing",
    "secret \"my-secret\" not found", "token 'abc' of the grammar",
    // Users.
    "https://git@github.com/x/y", "https://user@host", "https://ada.l@x.example/", "https://first-last@git.example/x.git",
    // Headings of prose, and packages.
    "controllers/token: Extract the parser", "Unpacking python3-jwt:amd64 (2.3.0)", "libsecret: add a test", "auth/token: Use the new one",
    // Options in sentences.
    "pass --token to authenticate", "use --password or a file", "usage: run --token TOKEN", "--password <PASSWORD>", "the flag --api-key is required",
    // Keys that are not secrets.
    "key=value", "primary_key=7", "PUBLIC_KEY=q7Jd93kfLs02mXv8Zb41Nw", "cache_key=user:17:orders", "key=550e8400-e29b-41d4-a716-446655440000",
    "sort_key=2026-11-28T11:12:13Z", "key=uploads/2026/11/image_of_a_Cat_17.png", "{\"key\": \"Enter\"}",
    // Queries.
    "/?code=200", "/x?code=DE&n=1", "/?code=4711",
    // Tables without a value, sentences, and lists of names.
    "user,password\nada,\n", "columns user,password\nand others", "user,password", "SELECT user,token\nFROM a,b",
    "| token | meaning |\n|---|---|\n| `(` | opens a group |", "user,token_count\nada,17", "a token,\nand a password, too", "user\tpassword_policy\nada\tstrict",
    "| field | password |\n|---|---|\n| type | string |", r#"["password", "token"]"#, r#"["secret", "sha256"]"#, r#"["token", "string", "base64"]"#,
    "password (string): Password of the user", "token (optional)", "secret (see above): rotated", "password (min 8): required",
    // XML without a value.
    "<password></password>", "<password/>", "<token type=\"x\"/>", "<passwords><entry/></passwords>",
    // Names without a value.
    "{\"name\":\"DB_PASSWORD\",\"required\":true}", "name: DB_PASSWORD\nuser: ada",
    "http://host:8080/a 'b@c'", "<http://a:80>, <ada@example.com>", "[x](http://a:b) ada@x.com",
];

#[test]
fn a_value_is_masked_whole_and_nothing_else() {
    let scrubber = Scrubber::new();
    let mut wrong = Vec::new();
    for (text, expected) in TEXTS {
        let seen = scrubber.scrub(text);
        if seen != *expected {
            wrong.push(format!("{text}\n  -> {seen}\n  not {expected}"));
        }
        let again = scrubber.scrub(expected);
        if again != *expected {
            wrong.push(format!("{expected}\n  again -> {again}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn honest_text_stays() {
    let scrubber = Scrubber::new();
    let changed = HONEST.iter().filter(|text| scrubber.scrub(text) != **text);
    let changed: Vec<String> =
        changed.map(|text| format!("{text} -> {}", scrubber.scrub(text))).collect();
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

#[test]
fn text_and_json_have_the_same_verdict() {
    let mut different = Vec::new();
    let texts = TEXTS.iter().map(|(text, _)| *text).chain(HONEST.iter().copied());
    for text in texts {
        let shows = [Format::standard(), Format::json()].map(|format| {
            let memory = Memory::new().with_format(format).with_scrubber(Scrubber::new());
            LOGGER.set_handlers(vec![Box::new(memory.clone())]);
            info!("{text}");
            info!(note = text, "seen");
            memory
                .lines()
                .iter()
                .map(|line| (line.contains("hunter2"), line.contains(MASK)))
                .collect::<Vec<_>>()
        });
        let is_secret = Scrubber::new().scrub(text) != text;
        if shows[0] != shows[1] || shows[0].iter().any(|seen| *seen != (false, is_secret)) {
            different.push(format!("{text}: {shows:?}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}
