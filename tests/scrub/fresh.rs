//! Inputs of an attacker who had not read the code: what was shown or masked wrongly at first.

use logkit::handler::Memory;
use logkit::scrub::Scrubber;
use logkit::{Format, Logger, info, module_logger};

use crate::attack::{assert_masked, assert_unchanged};

#[module_logger("scrub.fresh")]
static LOGGER: Logger;

/// Texts in which every `hunter2` is a secret, with the expected extent.
#[rustfmt::skip]
pub(crate) const SECRETS: &[(&str, &str)] = &[
    // Members of JSON Web Keys, in any order.
    (r#"{"kty":"oct","k":"hunter2"}"#, r#"{"kty":"oct","k":"[redacted]"}"#),
    (r#"{"d":"hunter2","kty":"EC","crv":"P-256","x":"f83O","y":"x_FE"}"#, r#"{"d":"[redacted]","kty":"EC","crv":"P-256","x":"f83O","y":"x_FE"}"#),
    (r#"{"crv":"P-256","d":"hunter2","ext":true,"key_ops":["sign"],"kty":"EC"}"#, r#"{"crv":"P-256","d":"[redacted]","ext":true,"key_ops":["sign"],"kty":"EC"}"#),
    (r#"{"keys":[{"kty":"RSA","n":"0vx7","e":"AQAB","p":"hunter2","q":"hunter2","dp":"hunter2","dq":"hunter2","qi":"hunter2"}],"q":"rust"}"#,
     r#"{"keys":[{"kty":"RSA","n":"0vx7","e":"AQAB","p":"[redacted]","q":"[redacted]","dp":"[redacted]","dq":"[redacted]","qi":"[redacted]"}],"q":"rust"}"#),
    (r#"{"oth":[{"r":"hunter2","d":"hunter2"}],"kty":"RSA","d":"hunter2"}"#, r#"{"oth":[{"r":"[redacted]","d":"[redacted]"}],"kty":"RSA","d":"[redacted]"}"#),
    (r#"{\"kty\":\"oct\",\"k\":\"hunter2\"}"#, r#"{\"kty\":\"oct\",\"k\":\"[redacted]\"}"#),
    (r#"Jwk { kty: "OKP", crv: "Ed25519", d: "hunter2", x: "11qY" }"#, r#"Jwk { kty: "OKP", crv: "Ed25519", d: "[redacted]", x: "11qY" }"#),
    (r#"Object {"k": String("hunter2"), "kty": String("oct")}"#, r#"Object {"k": [redacted], "kty": String("oct")}"#),
    ("{'kty': 'oct', 'k': 'hunter2'}", "{'kty': 'oct', 'k': '[redacted]'}"),
    ("{\n  \"kty\": \"oct\",\n  \"k\": \"hunter2\"\n}", "{\n  \"kty\": \"oct\",\n  \"k\": \"[redacted]\"\n}"),
    ("%7B%22kty%22%3A%22oct%22%2C%22k%22%3A%22hunter2%22%7D", "%7B%22kty%22%3A%22oct%22%2C%22k%22%3A%22[redacted]%22%7D"),
    // Personal access tokens.
    ("GH_PAT=hunter2", "GH_PAT=[redacted]"),
    ("azure_devops_pat=\"hunter2\"", "azure_devops_pat=\"[redacted]\""),
    ("{\"jiraPat\":\"hunter2\"}", "{\"jiraPat\":\"[redacted]\"}"),
    ("export REPO_PAT=hunter2", "export REPO_PAT=[redacted]"),
    ("--github-pat hunter2", "--github-pat [redacted]"),
    ("personal access pat: hunter2", "personal access pat: [redacted]"),
    // Commands of protocols.
    ("> PASS hunter2", "> PASS [redacted]"),
    ("USER ada\r\nPASS hunter2\r\n", "USER ada\r\nPASS [redacted]\r\n"),
    (r#"sent "PASS hunter2\r\n""#, r#"sent "PASS [redacted]\r\n""#),
    ("ftp: ---> PASS hunter2", "ftp: ---> PASS [redacted]"),
    ("AUTH hunter2", "AUTH [redacted]"),
    ("redis> AUTH default hunter2", "redis> AUTH default [redacted]"),
    (r#"[0 127.0.0.1:5000] "AUTH" "hunter2""#, r#"[0 127.0.0.1:5000] "AUTH" "[redacted]""#),
    (r#"[0 127.0.0.1:5000] "AUTH" "default" "hunter2""#, r#"[0 127.0.0.1:5000] "AUTH" "default" "[redacted]""#),
    ("HELLO 3 AUTH default hunter2", "HELLO 3 AUTH default [redacted]"),
    ("AUTH PLAIN AGFkYQBhunter2=", "AUTH PLAIN [redacted]"),
    ("C: AUTH LOGIN hunter2A=", "C: AUTH LOGIN [redacted]"),
    ("a1 AUTHENTICATE PLAIN AGFkYQBhunter2", "a1 AUTHENTICATE PLAIN [redacted]"),
    ("a001 LOGIN ada hunter2", "a001 LOGIN ada [redacted]"),
    (r#"a1 LOGIN "ada@x.example" "hunter2 two""#, r#"a1 LOGIN "ada@x.example" "[redacted]""#),
    ("PRIVMSG NickServ :IDENTIFY hunter2", "PRIVMSG NickServ :IDENTIFY [redacted]"),
    ("/msg NickServ IDENTIFY ada hunter2", "/msg NickServ IDENTIFY ada [redacted]"),
    ("OPER ada hunter2", "OPER ada [redacted]"),
    ("CONFIG SET requirepass hunter2", "CONFIG SET requirepass [redacted]"),
    ("config set masterauth hunter2", "config set masterauth [redacted]"),
    ("ACL SETUSER ada on >hunter2 ~* +@all", "ACL SETUSER ada on >[redacted] ~* +@all"),
    (r#"["AUTH", "default", "hunter2"]"#, r#"["AUTH", "default", "[redacted]"]"#),
    (r"*2\r\n$4\r\nAUTH\r\n$7\r\nhunter2\r\n", r"*2\r\n$4\r\nAUTH\r\n$7\r\n[redacted]\r\n"),
    ("*3\r\n$4\r\nAUTH\r\n$3\r\nada\r\n$7\r\nhunter2\r\n", "*3\r\n$4\r\nAUTH\r\n$3\r\nada\r\n$7\r\n[redacted]\r\n"),
    ("requirepass hunter2", "requirepass [redacted]"),
    ("<b>Password:</b> hunter2", "<b>Password:</b> [redacted]"),
    (r#"Credential("ada", "hunter2")"#, "Credential[redacted]"),
    ("RELEASE_PAT=qhunter2xR7mB9kV", "RELEASE_PAT=[redacted]"),
    // Emphasis, calls, units and other grammars.
    ("**Password:** hunter2", "**Password:** [redacted]"),
    ("__API key:__ `hunter2`", "__API key:__ `[redacted]`"),
    ("the password `hunter2`, which", "the password `[redacted]`, which"),
    (r#"PasswordCredential("ada", "hunter2")"#, "PasswordCredential[redacted]"),
    ("run --pat hunter2", "run --pat [redacted]"),
    ("seed=zoo zone zero youth young you yellow year wrong write wrist wreck n=1", "seed=[redacted] n=1"),
    ("gh secret set X --body hunter2", "gh secret set X --body [redacted]"),
    ("signtool sign /f x.pfx /p hunter2 x.exe", "signtool sign /f x.pfx /p [redacted] x.exe"),
    ("pass (2): hunter2", "pass (2): [redacted]"),
    ("PASS: hunter2", "PASS: [redacted]"),
];

/// Texts without a secret.
#[rustfmt::skip]
pub(crate) const HONEST: &[&str] = &[
    r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2","y":"x_FEzRu9"}"#, r#"{"kty":"RSA","e":"AQAB","n":"0vx7","kid":"2026"}"#,
    r#"{"k":"v","d":"x","q":"rust logging"}"#, "p=3 q=7 d=2", r#"{"kty":"oct","k":"[redacted]"}"#, r#"unsupported kty "oct" in key 7"#,
    "GET /?k=v&kty=RSA&q=rust", "tokens: 3.2k", "passwd: password updated successfully", "pat=matcher", "pat = \"[a-z]+\"",
    "pat the dog", "pat=7", "SRC_PATH=/a PATH=/b PATCH=3 pattern=x", "compat=9 spat: x2y3z4q", "git patch=1", "fiat=7",
    "PASS tests/format.rs (0.3 s)", "PASS [   0.012s] logkit::format it_prints", "PASS src/App2.test.js", "PASS test_auth2",
    "PASS logkit::case2", "PASS 12 FAIL 0 SKIP 3", "331 User name okay, need PASS", "PASS", "AUTH required", "AUTH", "AUTH TLS",
    "AUTH CRAM-MD5", "AUTH PLAIN", "250-AUTH PLAIN LOGIN CRAM-MD5", "250 AUTH PLAIN CRAM-MD5", "AUTH OK for user ada",
    "AUTH failed: backend unreachable", "AUTH sha256", "state LOGIN -> READY", "LOGIN ada 17", "user LOGIN from 10.0.0.1",
    "a001 OK LOGIN completed", "IDENTIFY received", "gateway IDENTIFY sent", "OPER ada missing",
];

#[test]
fn secrets_are_masked_whole() {
    assert_masked(SECRETS);
}

#[test]
fn honest_texts_stay() {
    assert_unchanged(HONEST);
}

#[test]
fn a_web_key_in_the_fields_of_a_line_is_masked_in_text_and_json() {
    for format in [Format::standard(), Format::json()] {
        let memory = Memory::new().with_format(format).with_scrubber(Scrubber::new());
        LOGGER.set_handlers(vec![Box::new(memory.clone())]);
        info!(d = "hunter2", crv = "P-256", kty = "EC", "made");
        info!(kty = "oct", k = "hunter2", "made");
        info!(k = "v", d = 17, "made");
        let lines = memory.lines().concat();
        assert!(!lines.contains("hunter2") && lines.contains("P-256"), "{lines}");
        assert!(lines.contains("17"), "{lines}");
    }
}

/// Returns letters and digits without a meaning.
fn random(length: usize) -> String {
    "x7Q2mB9kVt4cD0e1".chars().cycle().take(length).collect()
}

#[test]
fn the_digits_of_a_card_are_found_through_colors() {
    for (before, after) in [
        ("\u{1b}[31m", "\u{1b}[0m"),
        (r"\x1b[1;31m", r"\x1b[0m"),
        (r"\u{1b}[m", ""),
        ("^[[31m", "^[[0m"),
    ] {
        for size in [2, 4, 8] {
            for separator in ["", " ", "-"] {
                if size == 2 && !separator.is_empty() {
                    continue;
                }
                let digits: Vec<char> = "4111111111111111".chars().collect();
                let groups = digits
                    .chunks(size)
                    .map(|group| format!("{before}{}{after}", group.iter().collect::<String>()));
                let card = groups.collect::<Vec<_>>().join(separator);
                let text = format!("paid {card} now");
                let shown = Scrubber::new().scrub(&text).into_owned();
                assert!(shown.contains("[redacted]") && !shown.contains("11"), "{text} -> {shown}");
                let date =
                    format!("{before}2026{after}-{before}11{after}-22 {before}07:31{after}:00");
                assert_eq!(Scrubber::new().scrub(&date), date);
            }
        }
    }
}

#[test]
fn tokens_of_discord_bots_are_masked() {
    for start in ["MTk4", "NzAx", "ODgy", "Mjk0", "NTIw"] {
        let (number, code) = (format!("{start}{}", random(20)), random(38));
        let token = format!("{number}.GAbcDe.{code}");
        let masked = |text: String| Scrubber::new().scrub(&text).into_owned();
        assert_eq!(masked(format!("got {token}, ok")), "got [redacted], ok");
        assert_eq!(masked(format!("{{\"x\":\"{token}\"}}")), "{\"x\":\"[redacted]\"}");
        for near in [
            format!("x{token}"),
            format!("{number}.GAbcDe"),
            format!("{number}.GAbc.{code}"),
            format!("{number}.GAbcDe.{}", random(20)),
            format!("{start}.GAbcDe.{code}"),
        ] {
            assert_eq!(masked(near.clone()), near);
        }
    }
}

#[test]
fn hashes_of_passwords_are_masked_without_a_name() {
    for hash in [
        format!("$2b$12${}", random(53)),
        format!("$1$salt${}", random(22)),
        format!("$6$rounds=5000$saltsalt${}", random(86)),
        format!("$argon2id$v=19$m=65536,t=3,p=4${}${}", random(22), random(43)),
        format!("pbkdf2_sha256$600000${}${}=", random(22), random(43)),
    ] {
        let text = format!("ada:{hash}:19000:0:99999:7:::");
        assert_eq!(Scrubber::new().scrub(&text), "ada:[redacted]:19000:0:99999:7:::");
    }
    assert_unchanged(&["$1 $2 $3", "costs $5$ or $6$", "echo $2a$b", "$argon2id", "cost=$1$2$3"]);
}
