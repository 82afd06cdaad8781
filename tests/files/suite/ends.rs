//! Every way in which a process can end, after 10,000 lines that were written at once.

#![allow(unsafe_code, reason = "libc's calls that end a process are unsafe")]

use std::process::{Command, Stdio};

use logkit::handler::File;
use logkit::{Logger, info, module_logger};
use support::alone::{child_of, is_child_of};

use crate::suite::new_folder;

#[module_logger("ends")]
static LOGGER: Logger;

const PATH: &str = "LOGKIT_TEST_FILE";
const END: &str = "LOGKIT_TEST_END";
const LINES: usize = 10_000;

/// The ends, and whether the process succeeds.
const ENDS: [(&str, bool); 11] = [
    ("return", true),
    ("exit 0", true),
    ("exit 3", false),
    ("_exit", true),
    ("panic", false),
    ("panic of a thread", true),
    ("abort", false),
    ("SIGTERM", false),
    ("SIGINT", false),
    ("SIGKILL", false),
    ("SIGSEGV", false),
];

fn end(end: &str) {
    let raise = |signal| {
        // A shell starts background jobs with SIGINT ignored, and the standard library's handler of
        // SIGSEGV returns for a signal that was raised.
        // SAFETY: the process ends.
        unsafe {
            libc::signal(signal, libc::SIG_DFL);
            libc::raise(signal);
        }
    };
    match end {
        "exit 0" => std::process::exit(0),
        "exit 3" => std::process::exit(3),
        // SAFETY: always safe.
        "_exit" => unsafe { libc::_exit(0) },
        "panic" => panic!("scripted"),
        "panic of a thread" => drop(std::thread::spawn(|| panic!("scripted")).join()),
        "abort" => std::process::abort(),
        "SIGTERM" => raise(libc::SIGTERM),
        "SIGINT" => raise(libc::SIGINT),
        "SIGKILL" => raise(libc::SIGKILL),
        "SIGSEGV" => raise(libc::SIGSEGV),
        _ => {}
    }
}

fn assert_lines_outlive_ends(command: impl Fn() -> Command) {
    for (end, _) in ENDS {
        assert_lines_outlive(end, &mut command());
    }
}

fn assert_lines_outlive(end: &str, command: &mut Command) {
    let folder = new_folder();
    let command = command.env(PATH, folder.path("app.log")).env(END, end);
    let output = command.stdout(Stdio::null()).output().unwrap();
    let success = ENDS.into_iter().find(|(name, _)| *name == end).unwrap().1;
    assert_eq!(output.status.success(), success, "{end}: {output:?}");
    let text: String = folder.files().into_iter().rev().map(|(_, text)| text).collect();
    let numbers =
        text.lines().map(|line| line.split_once(" - ends - INFO - line n=").expect(line).1);
    assert!(numbers.eq((0..LINES).map(|n| n.to_string())), "{end}");
}

/// Logs and ends as the environment says.
fn scene(settings: impl Fn(logkit::sink::FileBuilder) -> logkit::sink::FileBuilder) {
    let builder = settings(File::builder(std::env::var_os(PATH).unwrap()));
    LOGGER.set_handlers(vec![Box::new(builder.build().unwrap())]);
    (0..LINES).for_each(|n| info!(n, "line"));
    end(&std::env::var(END).unwrap());
}

#[test]
fn no_end_of_the_process_loses_a_line() {
    let play = || scene(|builder| builder);
    if is_child_of(&play) {
        return play();
    }
    assert_lines_outlive_ends(|| child_of(&play));
}

#[test]
fn no_end_of_the_process_loses_a_line_of_a_rotated_log() {
    // The names of up to nine backups sort as their lines do, backwards.
    let play = || scene(|builder| builder.with_max_bytes(80_000).with_backup_count(9));
    if is_child_of(&play) {
        return play();
    }
    assert_lines_outlive_ends(|| child_of(&play));
}

#[test]
fn a_buffer_is_written_at_the_end_of_the_process() {
    let play = || scene(|builder| builder.with_buffer(10_000_000));
    if is_child_of(&play) {
        return play();
    }
    for end in ["return", "exit 0", "exit 3", "panic", "panic of a thread"] {
        assert_lines_outlive(end, &mut child_of(&play));
    }
}
