//! A test in a process of its own: the test binary runs itself again, for that test only.

use std::env;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

/// The environment variable that names the test for a child process to run.
const SCENE: &str = "LOGKIT_TEST_SCENE";

/// The time after which a child counts as hung; no test takes a tenth of it.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The output of a child process.
#[derive(Debug)]
pub struct Seen {
    /// The text on stdout, the test harness's own included.
    pub stdout: String,
    /// The text on stderr.
    pub stderr: String,
}

impl Seen {
    /// Returns the lines on stderr, each without its time.
    pub fn errors(&self) -> Vec<String> {
        crate::lines::without_times(&self.stderr)
    }
}

/// Runs `scene` in a child process. Returns the child's output in the parent and `None` in the child,
/// where the test ends:
///
/// ```ignore
/// #[test]
/// fn silence() {
///     let Some(seen) = alone(|| info!("..")) else { return };
///     assert_eq!(seen.stderr, "");
/// }
/// ```
///
/// A test that checks nothing in the parent ends with the call and ignores its result. The test fails
/// if an assertion fails in the child.
///
/// # Panics
///
/// Panics if the child fails or cannot be started.
pub fn alone<F: FnOnce()>(scene: F) -> Option<Seen> {
    if is_child::<F>() {
        scene();
        return None;
    }
    let output = child::<F>().output().expect("the child runs");
    Some(succeeded(&output))
}

/// Returns `true` in the child that was started to run the test of the closure type `F`.
pub fn is_child<F>() -> bool {
    env::var(SCENE).is_ok_and(|scene| scene == name_of_test::<F>())
}

/// Returns `true` in the child that was started to run the test of the closure `scene`.
pub fn is_child_of<F>(_scene: &F) -> bool {
    is_child::<F>()
}

/// Returns the command that runs the test of the closure `scene` in a child.
pub fn child_of<F>(_scene: &F) -> Command {
    child::<F>()
}

/// Returns the command that runs the test of the closure type `F` in a child, on its main thread.
///
/// # Panics
///
/// Panics if the test binary's path is unknown.
pub fn child<F>() -> Command {
    let name = name_of_test::<F>();
    let mut command = Command::new(env::current_exe().expect("the binary has a path"));
    command
        .args([&name, "--exact", "--nocapture", "--test-threads=1"])
        .env(SCENE, name)
        .env_remove("LOGKIT_LOG")
        .env_remove("RUST_LOG")
        .env_remove("RUST_BACKTRACE")
        .env("TZ", "UTC")
        .stdin(Stdio::null());
    command
}

/// Checks that the child ran its test to the end, and returns its output.
///
/// # Panics
///
/// Panics if the child failed or found no test of that name.
pub fn succeeded(output: &Output) -> Seen {
    let seen = seen(output);
    // A child that finds no test of that name succeeds, too, but reports `0 passed`.
    let played = seen.stdout.contains("1 passed");
    let end = seen.stderr.char_indices().rev().nth(4_000).map_or(0, |(at, _)| at);
    let end = &seen.stderr[end..];
    assert!(output.status.success() && played, "{}\n{}\n{end}", output.status, seen.stdout);
    seen
}

/// Returns the output of a child that may end in another way than by returning.
///
/// # Panics
///
/// Panics if the output is not UTF-8.
pub fn seen(output: &Output) -> Seen {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("lines are UTF-8");
    Seen { stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// Returns the name of a closure's test: the type `levels::overrides_stack::{{closure}}` is a closure
/// of the test `overrides_stack`.
fn name_of_test<F>() -> String {
    let path = std::any::type_name::<F>();
    let (_, path) = path.split_once("::").expect("a path has a crate");
    path.split("::{{closure}}").next().expect("a split has a first part").to_owned()
}

/// Aborts the process after [`PATIENCE`], so that a hang ends.
pub fn or_abort() {
    thread::spawn(|| {
        thread::sleep(PATIENCE);
        std::process::abort();
    });
}
