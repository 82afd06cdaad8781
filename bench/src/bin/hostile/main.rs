//! The cost of a scrubber for texts that were made to be slow, and of registered secrets.

#![expect(clippy::print_stdout, reason = "the tables of README.md")]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use logkit::scrub::{Scrubber, register_secrets, unregister_secret};

/// The length of a text, in bytes.
const LENGTH: usize = 1 << 20;
/// A disturbance makes a run slower and never faster, so the best of these counts.
const ROUNDS: usize = 5;
/// The limit for a text, in nanoseconds for each byte.
const MOST_PER_BYTE: f64 = 260.0;
/// The limit for registering [`SECRETS`], in seconds.
const MOST_TO_REGISTER: f64 = 0.5;
/// The limit for forgetting one of them, in seconds.
const MOST_TO_FORGET: f64 = 0.001;
const SECRETS: u32 = 10_000;

/// Kinds of hostile texts: a title, and the pieces of which each is repeated.
#[rustfmt::skip]
const KINDS: &[(&str, &[&str])] = &[
    ("prefixes of needles", &["pin", "session_", "sk-", "AKIA", "xoxb-", "SK0", "hf_", " s.", "_mmk", "cmVmd", ".atlasv1."]),
    ("names", &["password", "token_token_", "secret.token.key.", "bearer ", "PRIVATE KEY", "credential"]),
    ("names with operators", &["key=", "pin=", "pin= ", "token: ", "password=a,b=", "password:\n  ", "api_key=", "token:"]),
    ("quotes", &["\"", "'", "`", "\\\"", "\\\\\"", "\"\"\"", "pin='", "pin=\"", "password '", "invalid token '", "password=\"\"\""]),
    ("equals signs", &["=", "==", "a=", "=="]),
    ("brackets", &["(", "[[", "{\"a\":", "token: A {", "(\"token\",", "key=A(=\"a"]),
    ("backslashes", &["\\", "\\\\", "\\n", "\\u0022", "\\u0022pin\\u0022:", "\\x22", "https:\\/\\/"]),
    ("percent signs", &["%", "%25", "%22", "pin%3D", "%3A%2F%2F", "%3A%2F%2Fa%3Ab"]),
    ("HTML's escapes", &["&", "&quot;", "&quot;pin", "&#34;", "&#x22;pin", "<password>", "<password "]),
    ("digits", &["0", "4", "4111", "4111 ", "1-", "4-", "1234 ", "4111_", "4111/", "4539", "4111\u{a0}"]),
    ("colors", &["\u{1b}[", "\u{1b}[0m", "\u{1b}[1mpin\u{1b}[0m", "^[[0m", "\\x1b[0mpin"]),
    ("base64", &["QUJD", "eyJ", "eyJhbGciOiJIUzI1NiJ9.", "ewog", "Bearer a", "basic "]),
    ("private keys", &[concat!("-----BEGIN PRIVATE", " KEY-----!"), concat!("-----BEGIN+PRIVATE", "+KEY"), "PuTTY-User-Key-File-"]),
    ("URLs", &["://", "a://b:c", "a://b:c/", "@tcp(", "a:b@tcp(", "jdbc:oracle:a:b/", "@//", "a/b@//", "a://b:'"]),
    ("pairs", &["\"name\":\"token\",", "\"value\":\"x\",\"name\":\"token\",", "name=\"token\" ", "- name: token\n  ", "\"value\":{"]),
    ("SQL", &["insert into t (password) values ('", "insert into (", "identified by ", "set password for ", "password like '"]),
    ("commands", &["curl ", "curl -u ", "mysql -p", "--token ", "--token -", "sshpass -p ", "setenv token "]),
    ("sentences", &["token is ", "your password is ", "password for ", "the key was ", "mnemonic words: "]),
    ("words in groups", &["seed phrase: a ", "iban: AB12 ", "authorization=a, ", "cookie=a; ", "mnemonic: abandon "]),
    ("other alphabets", &["日", "é", "\u{202e}", "password：", "\u{0}"]),
];

fn main() -> ExitCode {
    let is_checked = std::env::args().any(|argument| argument == "--check");
    let are_fast = texts() & registered();
    if is_checked && !are_fast { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Prints the slowest piece of each kind, and returns whether all are within the limit.
fn texts() -> bool {
    let scrubber = Scrubber::new();
    let mut are_fast = true;
    println!("| {:20} | {:32} | ns per byte | limit |      |", "1 MiB of", "the slowest piece");
    println!("| {0:-<20} | {0:-<32} | ----------: | ----: | ---: |", "");
    for (kind, pieces) in KINDS {
        let times = pieces.iter().map(|piece| (per_byte(&scrubber, piece), piece));
        let Some((slowest, piece)) = times.max_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
        let verdict = if slowest <= MOST_PER_BYTE { "ok" } else { "over" };
        are_fast &= slowest <= MOST_PER_BYTE;
        let shown =
            piece.get(..24).map_or_else(|| (*piece).to_owned(), |start| format!("{start}.."));
        let piece = format!("`{}`", shown.escape_debug());
        println!("| {kind:20} | {piece:32} | {slowest:11.1} | {MOST_PER_BYTE:5} | {verdict:>4} |");
    }
    println!();
    are_fast
}

fn per_byte(scrubber: &Scrubber, piece: &str) -> f64 {
    let text = piece.repeat(LENGTH / piece.len());
    let run = |_| {
        let start = Instant::now();
        black_box(scrubber.scrub(black_box(&text)));
        start.elapsed().as_secs_f64()
    };
    let best = (0..ROUNDS).map(run).fold(f64::INFINITY, f64::min);
    // A text holds less than 2^52 bytes.
    #[expect(clippy::cast_precision_loss, reason = "a mebibyte is exact")]
    let bytes = text.len() as f64;
    best * 1e9 / bytes
}

/// Prints the times of registering secrets and of forgetting one, and returns whether they are within
/// their limits.
fn registered() -> bool {
    let secret = |number: u32| format!("{:032x}", u128::from(number) * 0x9e37_79b9_7f4a_7c15_f39c);
    let secrets: Vec<String> = (1..=SECRETS).map(secret).collect();
    let start = Instant::now();
    let are_accepted = register_secrets(&secrets).is_ok();
    let to_register = start.elapsed().as_secs_f64();
    let forgotten = secrets.iter().take(100);
    let to_forget = forgotten.map(|secret| {
        let start = Instant::now();
        let was_known = unregister_secret(secret);
        (was_known, start.elapsed().as_secs_f64())
    });
    let to_forget: Vec<(bool, f64)> = to_forget.collect();
    let were_known = to_forget.iter().all(|(was_known, _)| *was_known);
    let best = to_forget.iter().map(|(_, time)| *time).fold(f64::INFINITY, f64::min);
    println!("| registered secrets          |     ms |  limit |");
    println!("| --------------------------- | -----: | -----: |");
    println!(
        "| to register {SECRETS} at once | {:6.1} | {:6.0} |",
        to_register * 1e3,
        MOST_TO_REGISTER * 1e3
    );
    println!("| to forget one of them       | {:6.3} | {:6.0} |", best * 1e3, MOST_TO_FORGET * 1e3);
    are_accepted && were_known && to_register <= MOST_TO_REGISTER && best <= MOST_TO_FORGET
}
