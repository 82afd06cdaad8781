//! Runs of this test binary under the harness, as `cargo test` starts it.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

use support::alone::{Seen, seen};
use support::lines::without_time;

/// The environment variable of the processes that [`harness`] starts.
const SCENE: &str = "LOGKIT_TEST_CAPTURE";

/// Returns `true` in a process that [`harness`] started: the tests that it runs do nothing elsewhere.
pub(crate) fn is_scene() -> bool {
    env::var_os(SCENE).is_some()
}

/// The command that runs some tests of a test binary as scenes.
pub(crate) fn harness(program: &Path, tests: &[&str]) -> Command {
    let mut command = Command::new(program);
    command
        .args(["--exact", "--test-threads=1"])
        .args(tests)
        .env(SCENE, "1")
        .env_remove("RUST_TEST_NOCAPTURE")
        .env_remove("NO_COLOR")
        .env("CLICOLOR_FORCE", "0")
        .stdin(Stdio::null());
    command
}

/// Runs some tests of this binary as scenes.
pub(crate) fn run(tests: &[&str]) -> Seen {
    output(&mut harness(&env::current_exe().unwrap(), tests))
}

/// Runs a command to its end; tests in it may fail.
pub(crate) fn output(command: &mut Command) -> Seen {
    seen(&command.output().unwrap())
}

/// The lines that the harness shows for a test that failed, without times and up to the panic.
pub(crate) fn section(seen: &Seen, test: &str) -> Vec<String> {
    let head = format!("---- {test} stdout ----\n");
    let (_, section) = seen.stdout.split_once(&head).expect("the test failed");
    let lines = section.lines().map(|line| without_time(line).to_owned());
    lines.take_while(|line| !line.is_empty() && !line.starts_with("thread '")).collect()
}
