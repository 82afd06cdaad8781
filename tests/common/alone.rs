//! A scene in a process of its own: the test binary runs itself again, for one test only.

use std::env;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

/// Set in the child: which test it plays.
const SCENE: &str = "LOGKIT_TEST_SCENE";

/// What a hang would exceed; no scene takes a tenth of it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// What a child left behind.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Seen {
    /// The lines on stderr, each without the time that begins it.
    pub(crate) fn errors(&self) -> Vec<String> {
        super::shared::without_times(&self.stderr)
    }
}

/// Plays `scene` in a child process, in the parent of which it returns what was seen. In the child
/// it returns `None`, and the test is over:
///
/// ```ignore
/// #[test]
/// fn silence() {
///     let Some(seen) = alone(|| info!("..")) else { return };
///     assert_eq!(seen.stderr, "");
/// }
/// ```
///
/// The child's assertions count: its failure is the test's.
pub(crate) fn alone<F: FnOnce()>(scene: F) -> Option<Seen> {
    if is_child::<F>() {
        scene();
        return None;
    }
    let output = child::<F>().output().expect("the child runs");
    Some(succeeded(&output))
}

/// Whether this process was started to play `F`.
pub(crate) fn is_child<F>() -> bool {
    env::var(SCENE).is_ok_and(|scene| scene == name_of_test::<F>())
}

/// Whether this process was started to play `scene`.
pub(crate) fn is_child_of<F>(_scene: &F) -> bool {
    is_child::<F>()
}

/// The command that plays `scene`.
pub(crate) fn child_of<F>(_scene: &F) -> Command {
    child::<F>()
}

/// The command that plays the test which `F` is a closure of; on the main thread.
pub(crate) fn child<F>() -> Command {
    let name = name_of_test::<F>();
    let mut command = Command::new(env::current_exe().expect("the binary has a path"));
    command
        .args([&name, "--exact", "--nocapture", "--test-threads=1"])
        .env(SCENE, name)
        .env_remove("RUST_LOG")
        .env_remove("RUST_BACKTRACE")
        .env("TZ", "UTC")
        .stdin(Stdio::null());
    command
}

/// What the child printed, once it is known that it played its scene to the end.
pub(crate) fn succeeded(output: &Output) -> Seen {
    let seen = seen(output);
    // The test harness says so; a child that found no test of that name succeeds, too.
    let played = seen.stdout.contains("1 passed");
    let end = seen.stderr.char_indices().rev().nth(4_000).map_or(0, |(at, _)| at);
    let end = &seen.stderr[end..];
    assert!(output.status.success() && played, "{}\n{}\n{end}", output.status, seen.stdout);
    seen
}

/// What the child printed, for those that end in another way than by returning.
pub(crate) fn seen(output: &Output) -> Seen {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("lines are UTF-8");
    Seen { stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// `levels::overrides_stack::{{closure}}` is a closure of the test `overrides_stack`.
fn name_of_test<F>() -> String {
    let path = std::any::type_name::<F>();
    let (_, path) = path.split_once("::").expect("a path has a crate");
    path.split("::{{closure}}").next().expect("a split has a first part").to_owned()
}

/// Ends the process where its scene takes longer than a hang is waited for.
pub(crate) fn or_abort() {
    thread::spawn(|| {
        thread::sleep(PATIENCE);
        std::process::abort();
    });
}
