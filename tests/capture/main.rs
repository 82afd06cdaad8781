//! Lines on standard streams belong to the test that logged them, as those of `println!` do.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "compared with lines of a logger")]
#![allow(clippy::print_in_format_impl, reason = "values may do anything")]

mod harness;

use std::fmt;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

use logkit::handler::Stream;
use logkit::{Logger, info, module_logger};

use support::alone::or_abort;
#[cfg(unix)]
use support::fork::in_child;

use harness::{harness, is_scene, output, run, section};

#[module_logger("capture")]
static LOGGER: Logger;

#[module_logger("capture.stdout")]
static STDOUT: Logger;

/// Prints while it is logged.
struct Prints;

impl fmt::Display for Prints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        println!("by Display");
        f.write_str("printed")
    }
}

/// Logs while it is printed.
struct Logs;

impl fmt::Display for Logs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        info!("by Display");
        f.write_str("logged")
    }
}

fn log(number: u8) {
    println!("by println {number}");
    info!(number, "by default");
    STDOUT.set_handlers(vec![Box::new(Stream::stdout())]);
    info!(logger: STDOUT, number, "by a handler");
    eprintln!("by eprintln {number}");
    thread::spawn(|| info!("by a thread")).join().unwrap();
    info!("{}", Prints);
}

#[test]
fn passes() {
    if !is_scene() {
        return;
    }
    log(1);
}

#[test]
fn fails() {
    if !is_scene() {
        return;
    }
    log(2);
    panic!("on purpose");
}

#[test]
fn lines_are_shown_with_the_test_that_fails_and_not_with_one_that_passes() {
    let seen = run(&["passes", "fails"]);
    assert_eq!(seen.stderr, "");
    assert_eq!(
        section(&seen, "fails"),
        [
            "by println 2",
            "capture - INFO - by default number=2",
            "capture.stdout - INFO - by a handler number=2",
            "by eprintln 2",
            "capture - INFO - by a thread",
            "by Display",
            "capture - INFO - printed",
        ]
    );
    assert_eq!(seen.stdout.matches("by ").count(), 6, "{}", seen.stdout);
}

#[cfg(unix)]
#[test]
fn a_crate_under_test_is_recognized_in_any_place() {
    let folder = std::env::temp_dir().join(format!("logkit-capture-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let program = folder.join("tests");
    // In a process of its own: a child that another test forks meanwhile would keep the copy open for
    // writing, and a file that is open for writing cannot be executed.
    let copied = Command::new("cp").arg(std::env::current_exe().unwrap()).arg(&program).status();
    assert!(copied.unwrap().success());
    let seen = output(&mut harness(&program, &["passes", "fails"]));
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!((seen.stderr.as_str(), section(&seen, "fails").len()), ("", 7));
}

#[test]
fn lines_appear_at_once_if_the_harness_does_not_capture() {
    let this = std::env::current_exe().unwrap();
    let mut option = harness(&this, &["passes", "--nocapture"]);
    let mut variable = harness(&this, &["passes"]);
    variable.env("RUST_TEST_NOCAPTURE", "1");
    for command in [&mut option, &mut variable] {
        let seen = output(command);
        assert_eq!(seen.stderr.lines().count(), 4, "{}", seen.stderr);
        assert!(seen.stdout.contains("capture.stdout - INFO - by a handler number=1\n"));
    }
}

#[test]
fn prints_a_value_that_logs() {
    if !is_scene() {
        return;
    }
    or_abort();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..2_000).for_each(|_| println!("{Logs}")));
            scope.spawn(|| (0..2_000).for_each(|_| info!("by a thread")));
        }
    });
}

#[test]
fn values_that_log_while_they_are_printed_do_not_hang() {
    let seen = run(&["prints_a_value_that_logs"]);
    assert!(seen.stdout.contains("1 passed"), "{}", seen.stdout);
    // As with `println!` inside a value that is printed: no thread is in a test meanwhile.
    assert_eq!(seen.errors(), vec!["capture - INFO - by Display"; 8_000]);
}

#[test]
fn logs_from_a_panic_hook_while_stderr_is_closed() {
    if !is_scene() {
        return;
    }
    // Until the other end of stderr is closed.
    std::io::stdin().read_line(&mut String::new()).unwrap();
    std::panic::set_hook(Box::new(|_| info!("by the hook")));
    // Logs on the process's own stderr: no thread is in a test while it prints.
    println!("{Logs}");
    drop(std::panic::take_hook());
    assert_eq!((LOGGER.stats().written, LOGGER.stats().dropped), (0, 2));
}

#[test]
fn a_panic_hook_that_logs_does_not_abort_where_stderr_is_closed() {
    let this = std::env::current_exe().unwrap();
    let mut command = harness(&this, &["logs_from_a_panic_hook_while_stderr_is_closed"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stderr.take());
    drop(child.stdin.take());
    let seen = support::alone::seen(&child.wait_with_output().unwrap());
    assert!(seen.stdout.contains("1 passed"), "{}", seen.stdout);
}

#[cfg(unix)]
#[test]
fn forks_while_the_standard_library_is_locked() {
    static LOCKED: Mutex<()> = Mutex::new(());
    if !is_scene() {
        return;
    }
    or_abort();
    info!("first");
    let done = LOCKED.lock().unwrap();
    let (locked, is_locked) = std::sync::mpsc::channel();
    let holder = thread::spawn(move || {
        let _stderr = std::io::stderr().lock();
        locked.send(()).unwrap();
        drop(LOCKED.lock());
    });
    is_locked.recv().unwrap();
    assert!(in_child(|| info!("by a child")));
    drop(done);
    holder.join().unwrap();
}

#[cfg(unix)]
#[test]
fn the_child_of_a_fork_does_not_wait_for_the_standard_library() {
    let seen = run(&["forks_while_the_standard_library_is_locked"]);
    assert!(seen.stdout.contains("1 passed"), "{}", seen.stdout);
    assert_eq!(seen.errors(), ["capture - INFO - by a child"]);
}

#[cfg(unix)]
#[test]
fn forks_while_a_line_is_captured() {
    if is_scene() {
        LOGGER.set_level(logkit::Level::Debug);
        fork_while_a_line_is_captured();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn forks_before_the_first_call() {
    if is_scene() {
        fork_while_a_line_is_captured();
    }
}

#[cfg(unix)]
fn fork_while_a_line_is_captured() {
    /// Runs code while it is printed, which locks the test's capture.
    struct Locks<F>(F);
    impl<F: Fn()> fmt::Display for Locks<F> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            (self.0)();
            f.write_str("printed")
        }
    }

    or_abort();
    let (locked, is_locked) = std::sync::mpsc::channel();
    let (forked, has_forked) = std::sync::mpsc::channel();
    let forks = thread::spawn(move || {
        is_locked.recv().unwrap();
        assert!(in_child(|| {
            LOGGER.set_handlers(vec![Box::new(Stream::stderr())]);
            info!("by a child");
        }));
        forked.send(()).unwrap();
    });
    let locks = Locks(|| {
        locked.send(()).unwrap();
        has_forked.recv().unwrap();
    });
    println!("{locks}");
    forks.join().unwrap();
}

#[cfg(unix)]
#[test]
fn a_handler_made_by_the_child_of_a_fork_does_not_wait_for_the_capture() {
    let seen = run(&["forks_while_a_line_is_captured"]);
    assert!(seen.stdout.contains("1 passed"), "{}", seen.stdout);
    assert_eq!(seen.errors(), ["capture - INFO - by a child"]);
    // Nothing of logkit was called before the fork, so nothing remembers the parent.
    #[cfg(target_os = "linux")]
    {
        let seen = run(&["forks_before_the_first_call"]);
        assert!(seen.stdout.contains("1 passed"), "{}", seen.stdout);
        assert_eq!(seen.errors(), ["capture - INFO - by a child"]);
    }
}
