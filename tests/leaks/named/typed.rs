//! Values whose type or form tells that they are no secrets, though their names are: in events, spans,
//! statements and key-values, as text and as JSON.

use logkit::handler::Memory;
use logkit::{Format, Logger, info, module_logger};

use super::random::{Sample, assert_verdict};

fn text(text: &str) -> Sample {
    Sample::Text(text.to_owned())
}

fn displayed(text: &str) -> Sample {
    Sample::Displayed(text.to_owned())
}

/// A key as a generator makes it.
fn random_key() -> String {
    ["q7Jd93kf", "Ls02mXv8", "Zb41Nw"].concat()
}

fn assert_shown(names: &[&str], sample: &Sample) {
    for name in names {
        assert_verdict(name, sample, false);
    }
}

fn assert_hidden(names: &[&str], sample: &Sample) {
    for name in names {
        assert_verdict(name, sample, true);
    }
}

#[test]
fn a_truth_is_no_secret() {
    let names =
        ["auth", "csrf", "password", "apiKey", "card_number", "tokens", "pin", "user.session.id"];
    assert_shown(&names, &Sample::Truth(true));
    assert_shown(&["x-auth-token", "cookie"], &Sample::Truth(false));
}

#[test]
fn a_count_under_a_plural_is_no_secret() {
    let names = ["tokens", "cookies", "secrets", "api_keys", "session-ids", "user.credentials"];
    for count in [Sample::Count(0), Sample::Count(4_096), Sample::Signed(3), Sample::Fraction(33.5)]
    {
        assert_shown(&names, &count);
    }
    // A number that no count reaches, and numbers under a singular.
    assert_hidden(&["tokens", "passwords"], &Sample::Count(4_539_148_803));
    assert_hidden(&["token", "password", "otp", "cvv", "session_id"], &Sample::Count(737));
    // Numbers are just what these are.
    assert_hidden(&["pins", "otps", "cvvs", "backup_codes"], &Sample::Count(4_711));
    assert_shown(&["pins", "otps", "backup_codes"], &Sample::Count(10));
    assert_hidden(&["card_numbers", "ibans"], &Sample::Count(3));
    assert_hidden(&["tokens", "cookies"], &text("4096 or so"));
}

/// A variable under a plural compiles if its type is that of a count, and then shows as one in every
/// notation; a number that no count reaches stays masked.
#[test]
fn a_variable_of_the_type_of_a_count_is_no_secret() {
    #[module_logger("leaks.counts")]
    static LOGGER: Logger;

    let memory = Memory::new();
    let json = Memory::new().with_format(Format::json());
    LOGGER.set_handlers(vec![Box::new(memory.clone()), Box::new(json.clone())]);
    let (n, is_new, share, large) = (4_096_u32, false, 0.5, 4_539_148_803_u64);
    let tokens = Some(7_u16);
    info!(tokens = n, cookies = %n, secrets = ?n, passwords = is_new, credentials = share, "counted");
    info!(tokens, seen = ?tokens, "{tokens:?} {n}");
    info!(tokens = large, cookies = %large, secrets = ?large, "too many");
    let lines: Vec<String> =
        memory.lines().iter().map(|line| line.rsplit(" - ").next().unwrap().to_owned()).collect();
    assert_eq!(
        lines,
        [
            "counted tokens=4096 cookies=4096 secrets=4096 passwords=false credentials=0.5",
            "Some(7) 4096 tokens=7 seen=7",
            "too many tokens=[redacted] cookies=[redacted] secrets=[redacted]",
        ]
    );
    let json = json.lines();
    assert!(json[0].contains(r#""tokens":4096,"cookies":4096,"secrets":4096"#), "{json:?}");
    assert_eq!(json[2].matches("[redacted]").count(), 3, "{json:?}");
}

#[test]
fn a_short_number_is_no_pin_and_no_password() {
    assert_shown(&["pin", "pass", "tx.pin"], &Sample::Count(17));
    assert_hidden(&["pin", "pass", "user_pin", "db_pw"], &Sample::Count(4_711));
    assert_hidden(&["pin", "pass"], &Sample::Signed(-1));
}

#[test]
fn the_working_directory_is_no_password() {
    for directory in ["/home/x", "/srv/app", "~/src", "C:\\work", "/", "/tmp/a b/c-1.0"] {
        assert_shown(&["pwd", "PWD", "OLDPWD"], &text(directory));
        assert_shown(&["pwd"], &displayed(directory));
        assert_hidden(&["MYSQL_PWD", "userPwd", "password"], &text(directory));
    }
    for password in ["hunter2", "/aB3+x=", "home", "~x"] {
        assert_hidden(&["pwd", "oldpwd"], &text(password));
        assert_hidden(&["pwd"], &displayed(password));
    }
}

#[test]
fn other_keys_are_secrets_if_their_values_are_long_and_random() {
    let keys = ["key", "KEY", "ACME_KEY", "x-functions-key", "userKey", "acme.key", "seed"];
    assert_hidden(&keys, &text(&random_key()));
    assert_hidden(&["acme_key"], &displayed(&random_key()));
    for value in [
        "user:17",
        "name",
        "Enter",
        "2026-11-28T14:00:00Z",
        "src/main.rs",
        "6f1ed002-ab5e-4b7a-9e3c-5b9d2c1f0a11",
        "0f343b0931126a20f133d67c2b018a3b",
    ] {
        assert_shown(&keys, &text(value));
        assert_shown(&["acme_key"], &displayed(value));
    }
    assert_shown(&keys, &Sample::Count(7));
    let ordinary = ["cache_key", "primaryKey", "PUBLIC_KEY", "s3.key", "idempotency-key", "key_id"];
    assert_shown(&ordinary, &text(&random_key()));
    assert_hidden(&["stripe_key", "client_key", "OPENROUTER_KEY"], &text("short"));
}

#[test]
fn an_instruction_is_no_seed_phrase() {
    assert_shown(&["mnemonic", "op_mnemonic"], &text("MOV"));
    assert_hidden(&["mnemonic", "op_mnemonic"], &text("legal winner thank"));
    assert_shown(&["mnemonic"], &text("mov"));
    assert_hidden(&["mnemonic"], &text("cupboardcupboard"));
}

#[test]
fn an_added_name_masks_values_of_every_type() {
    logkit::redact::add_secret_name("blood groups");
    for value in [Sample::Truth(true), Sample::Count(2), Sample::Fraction(0.5), text("/home")] {
        assert_hidden(&["blood_groups", "theirBloodGroups"], &value);
    }
}
