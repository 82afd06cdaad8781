//! CPython as the oracle of a running test.

use std::io::Write as _;
use std::process::{Command, Stdio};

use std::io;

/// Answers of a script in `tests`, one for each question; `None`, with a note on stderr, if there
/// is no `python3` of at least that version.
///
/// The script reads one line per question and writes one line more than it reads: the first one is the
/// version, `{"version": [3, 13]}`.
///
/// # Panics
///
/// Panics if the script fails.
#[must_use]
pub fn ask(script: &str, least: (u64, u64), questions: &[String]) -> Option<Vec<String>> {
    let path = format!("{}/{script}", env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new("python3");
    command.arg("-I").arg(path).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut python) = command.spawn() else {
        return skip("there is no python3");
    };
    let mut input = python.stdin.take().expect("it is piped");
    let text = questions.join("\n") + "\n";
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = python.wait_with_output().expect("python3 ends");
    assert!(output.status.success(), "{script} failed");
    writer.join().expect("the writer does not panic").expect("the script reads all questions");
    let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    let mut lines = text.lines().map(str::to_owned);
    let version = lines.next().expect("the version comes first");
    let mut numbers = version.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok());
    let version = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    if version < least {
        return skip("python3 is too old");
    }
    let answers: Vec<String> = lines.collect();
    assert_eq!(answers.len(), questions.len());
    Some(answers)
}

fn skip<T>(reason: &str) -> Option<T> {
    let name = std::thread::current().name().unwrap_or_default().to_owned();
    // Directly, because the output of tests that pass is captured.
    let _ = writeln!(io::stderr(), "skipped {name}: {reason}");
    None
}
