//! Fifteen kinds of honest statements that once were refused or masked, each with neighbours of its kind:
//! they compile, and their lines show the values, in text and JSON.
//!
//! Names that only a crate can know to be harmless, such as the `token` of a pool, are declared in its
//! `Cargo.toml`; the suite `harmless_names` is about them.

use std::process::Command;
use std::sync::{Mutex, PoisonError};

use logkit::handler::Memory;
use logkit::redact::{allow_name, disallow_name};
use logkit::scrub::{Scrubber, register_secrets};
use logkit::{Format, Logger, info, module_logger};

use crate::fakes::MASK;

#[module_logger("scrub.false_alarms")]
static LOGGER: Logger;

/// The tests share the logger.
static TURN: Mutex<()> = Mutex::new(());

/// Asserts that the statements mask nothing, in text and JSON.
fn assert_shown(log: impl Fn()) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    for format in [Format::standard(), Format::json()] {
        let memory = Memory::new().with_format(format).with_scrubber(Scrubber::new());
        LOGGER.set_handlers(vec![Box::new(memory.clone())]);
        log();
        let lines = memory.lines();
        assert!(!lines.is_empty() && !lines.concat().contains(MASK), "{lines:#?}");
    }
}

/// Asserts that the texts stay, alone and as a message and a field of a line.
fn assert_stay(texts: &[&str]) {
    let scrubber = Scrubber::new();
    for text in texts {
        assert_eq!(scrubber.scrub(text), *text);
        assert_shown(|| {
            info!("{text}");
            info!(note = text, "seen");
        });
    }
}

#[test]
fn kind_01_truths_and_counts_are_no_secrets() {
    let (token, other) = (Some("x7Q2"), "x7Q2");
    let (tokens, cookies) = (["a", "b"], ["c"]);
    assert_shown(|| {
        info!(token = token.is_some(), tokens = tokens.len(), "refreshed");
        info!(password = other.is_empty(), pin = other == "17", "checked");
        info!(cookies = cookies.iter().count(), secret = tokens.contains(&"a"), "sent");
        info!(credential = token.is_none(), api_keys = tokens.len(), "loaded");
    });
}

#[test]
fn kind_02_tokens_of_a_chain_are_addresses() {
    let (buy_token, sell_token) = ("0xdAC17F958D2ee523a2206206994597C13D831ec7", "USDC");
    assert_shown(|| info!(buy_token, sell_token, fee_token = "DAI", "quoted {sell_token}"));
    assert_stay(&[
        "quote_token=0xdAC17F958D2ee523a2206206994597C13D831ec7",
        "rewardToken: USDC",
        "staking token: 0xA0b86991",
        "{\"governance_token\":\"UNI\"}",
    ]);
}

#[test]
fn kind_03_sessions_that_a_program_allows_are_identifiers() {
    let uuid = "550e8400-e29b-41d4-a716-446655440000";
    assert_shown(|| info!(session_count = 3, has_session_id = true, session_type = uuid, "kept"));
    assert!(allow_name("zmegolm session id"));
    for text in [
        format!("zmegolm_session_id={uuid}"),
        format!("zmegolmSessionId: {uuid}"),
        format!("{{\"outbound_zmegolm_session_id\":\"{uuid}\"}}"),
        format!("zmegolm session id = {uuid}"),
    ] {
        assert_stay(&[&text]);
    }
    assert!(disallow_name("zmegolm session id"));
}

#[test]
fn kind_04_tokens_of_a_language_model_are_counts() {
    let (prompt_tokens, generated_tokens) = (512, 99_u64);
    assert_shown(|| info!(prompt_tokens, generated_tokens, tokens_per_second = 33.1, "answered"));
    assert_stay(&[
        "max_new_tokens=256 cached_tokens=0",
        "\"completion_tokens\": 99",
        "total tokens = 1,532",
        "reasoning_tokens=12/64",
        "TOKENS_PER_SECOND=12",
    ]);
}

#[test]
fn kind_05_tokens_of_a_parser_are_words() {
    assert_stay(&[
        "unexpected token: RBrace",
        "expected token Ident, found token: Comma",
        "next token = \"fn\"",
        "invalid token '::' at 3:7",
        "Syntax error: Unexpected token } in JSON at position 4",
        "lookahead token = LParen",
    ]);
}

#[test]
fn kind_06_working_directories_are_no_passwords() {
    assert_stay(&[
        "OLDPWD=/tmp",
        "pwd=~/src/logkit",
        "PWD: C:\\Users\\ada",
        "\"PWD\": \"/root\"",
        "env PWD=/home/ada cargo build",
    ]);
}

#[test]
fn kind_07_pins_of_a_board_are_no_secrets() {
    let (led_pin, reset_pin) = (13, 12);
    assert_shown(|| info!(led_pin, reset_pin, "set pin {reset_pin}"));
    assert_stay(&["miso_pin=19", "gpio pin: 4", "wake_pin=0 level=high", "CS pin = 21", "pin=7"]);
}

#[test]
fn kind_08_states_of_a_secret_are_no_secrets() {
    assert_stay(&[
        "Access denied for user 'ada'@'%' (using password: NO)",
        "password: not set",
        "token=revoked, api_key=invalid",
        "passphrase=unchanged",
        "otp=expired",
        "cookie: malformed",
        "credentials=denied",
    ]);
}

#[test]
fn kind_09_users_of_urls_are_no_tokens() {
    assert_stay(&[
        "ssh://git@host.example/x.git",
        "https://oauth2@gitlab.example/x/y.git",
        "https://ada_l@bitbucket.example/x/y",
        "svn+ssh://svn@host/x",
        "ftp://anonymous@ftp.example/",
    ]);
}

#[test]
fn kind_10_tokens_of_pages_are_positions() {
    let (next_token, page_token) = ("t17-42", "CAUQAA");
    assert_shown(|| info!(next_token, "read page {page_token}"));
    assert_stay(&[
        "nextPageToken: \"CDIQAA\"",
        "sync_token: s72594_4483",
        "resume_token=8264BEB9F3000000012B0229296E04",
        "continuation_token: 1!48",
        "sequence token: 4959033827149025660855969253",
    ]);
}

#[test]
fn kind_11_tokens_of_pollers_and_queues_are_numbers() {
    assert_stay(&[
        "token: Token(3)",
        "token=Token(17), readable",
        "event { token: Token(0), kind: readable }",
        "fencing_token=33",
        "cancellation token: cancelled",
        "retry_token_len=32",
    ]);
}

#[test]
fn kind_12_public_keys_are_no_secrets() {
    let master_public_key = "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjq";
    assert_shown(|| info!(master_public_key, passkeys = 3, "registered"));
    assert_stay(&[
        "passkey_id=17",
        "master_key_id=mk-17",
        "signing_key_fingerprint=SHA256:x7Q2mB9kVt4c",
        "ssh public key: AAAAC3NzaC1lZDI1NTE5AAAAIx7Q2mB9kVt4c",
    ]);
}

#[test]
fn kind_13_words_that_mean_something_else_are_shown() {
    let (eos_token, start_token) = ("</s>", "<s>");
    assert_shown(|| info!(eos_token, start_token, sync_cookie = "rid=001", "ready"));
    assert_stay(&["pad_token=0", "delimiter_token=|", "end_token=</s>", "mnemonic: VADDPS"]);
}

#[test]
fn kind_14_prefixes_of_prose_are_no_names() {
    assert_stay(&[
        "crates/auth/token: Fix the parser",
        "pkg/secret: Rename the type",
        "Setting up libpam-passwdqc:amd64 (2.0.2-1)",
        "libsecret-1-0:arm64 is held",
        "docs/password: Explain it",
    ]);
}

/// Registered values hold for a whole process.
#[test]
fn kind_15_the_frame_of_a_line_is_no_secret() {
    let own = std::env::current_exe().unwrap();
    let name = "false_alarms::in_a_process_of_its_own";
    let output = Command::new(own).args(["--exact", name, "--ignored"]).output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && shown.contains("1 passed"), "{shown}");
}

#[test]
#[ignore = "registers words of every line; another test runs it"]
fn in_a_process_of_its_own() {
    register_secrets(["2026", "INFO", "time", "message", "fields", "level", "false_alarms"])
        .unwrap();
    assert_shown(|| info!(status = 200, "hello"));
    let memory = Memory::new().with_format(Format::json()).with_scrubber(Scrubber::new());
    LOGGER.set_handlers(vec![Box::new(memory.clone())]);
    info!(note = "INFO", "in 2026");
    let line = memory.lines().remove(0);
    assert_eq!(line.matches(MASK).count(), 2, "{line}");
}
