//! The standard streams of a test harness's process, which captures what a test prints.
//!
//! The harness shows the output of a test below its name if it fails, and nothing if it passes. Only
//! `print!` and `eprint!` reach its capture; a write to the descriptor appears at once, between the
//! names of other tests. So in such a process lines are printed, which happens nowhere else in logkit:
//! these macros wait for locks of the standard library and panic if the descriptor is closed. Here
//! neither does harm: no lock of logkit is held, a handler's panic is caught, and the child of a fork
//! writes to the descriptor, as does a panic hook that logs while a line is printed.

use std::cell::Cell;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

use crate::sink::std_stream::StdFd;
use crate::util::catch_panic::catch_panic;
use crate::util::process_id::process_id;

/// Submitted by each logger of a crate that is compiled with `cfg(test)`.
#[derive(Debug)]
pub struct UnderTest;

inventory::collect!(UnderTest);

thread_local! {
    /// This thread is printing a line. No destructor, so it can be used in other destructors.
    static IS_PRINTING: Cell<bool> = const { Cell::new(false) };
}

/// Prints a line. Returns `false`, without printing, inside another line: the descriptor is closed, and
/// the panic hook logs. A panic in the hook would abort the process.
#[cold]
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "the way into the capture")]
pub(super) fn print(stream: StdFd, line: &[u8]) -> bool {
    struct Printing;
    impl Drop for Printing {
        fn drop(&mut self) {
            IS_PRINTING.set(false);
        }
    }

    if IS_PRINTING.replace(true) {
        return false;
    }
    let _printing = Printing;
    let line = String::from_utf8_lossy(line);
    match stream {
        StdFd::Stdout => print!("{line}"),
        StdFd::Stderr => eprint!("{line}"),
    }
    true
}

/// The process that was the first to change a logger or to make a stream; 0 before.
static PROCESS: AtomicU32 = AtomicU32::new(0);

/// Returns whether this is the process that was the first to ask, and not the child of one that asked
/// before the fork.
pub(crate) fn is_first_process() -> bool {
    let process = process_id();
    match PROCESS.compare_exchange(0, process, Relaxed, Relaxed) {
        Ok(_) => true,
        Err(first) => first == process,
    }
}

/// Returns whether a test harness runs this process and captures the output of tests. Nothing is
/// captured in the child of a fork, where another thread of the test may have left the capture locked.
pub(super) fn is_on() -> bool {
    if !is_first_process() {
        return false;
    }
    let mut arguments = env::args_os();
    let program = arguments.next().unwrap_or_default();
    (is_compiled_for_tests() || is_cargos_test(Path::new(&program)))
        && !is_copied()
        && !arguments.any(|argument| argument == "--nocapture" || argument == "--no-capture")
        && env::var_os("RUST_TEST_NOCAPTURE").is_none_or(|value| value == "0")
}

/// Returns whether this thread is a fork's copy of one that was not the first of its process, for a fork
/// before the first call of logkit. A fork makes its thread the first one, which keeps its name. Only
/// Linux tells, where `/proc/thread-self` leads to `PROCESS/task/THREAD`.
fn is_copied() -> bool {
    let place =
        if cfg!(target_os = "linux") { fs::read_link("/proc/thread-self").ok() } else { None };
    let is_first = place.is_some_and(|place| {
        let mut parts = place.iter();
        parts.next() == parts.next_back()
    });
    is_first && catch_panic(|| thread::current().name() != Some("main")).unwrap_or(false)
}

fn is_compiled_for_tests() -> bool {
    inventory::iter::<UnderTest>.into_iter().next().is_some()
}

/// Returns whether cargo has built the program as a test: `target/debug/deps/name-0123456789abcdef`.
/// The library under an integration test is compiled without `cfg(test)`. A program that is taken
/// for a test, such as a benchmark, writes the same lines to the same place.
fn is_cargos_test(program: &Path) -> bool {
    let folder = program.parent().and_then(Path::file_name);
    let stem = program.file_stem().and_then(OsStr::to_str).unwrap_or_default();
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    folder == Some(OsStr::new("deps"))
        && hash.len() == 16
        && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::is_cargos_test;

    #[test]
    fn cargos_tests_are_recognized_by_their_paths() {
        for (path, expected) in [
            ("target/debug/deps/shop-0123456789abcdef", true),
            ("/a b/x86_64-pc-windows-gnu/release/deps/my-shop-0123456789abcdef.exe", true),
            ("target/debug/shop", false),
            ("target/debug/examples/shop-0123456789abcdef", false),
            ("target/debug/deps/shop", false),
            ("target/debug/deps/shop-0123456789abcde", false),
            ("target/debug/deps/shop-0123456789abcdeg", false),
            ("shop-0123456789abcdef", false),
            ("", false),
        ] {
            assert_eq!(is_cargos_test(Path::new(path)), expected, "{path}");
        }
    }
}
