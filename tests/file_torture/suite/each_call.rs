//! SIGKILL and errors at each system call of rotations with compression, one after the other.

use std::fmt::Write as _;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use logkit::handler::File;
use logkit::sink::Sink as _;
use support::alone;

use crate::suite::shim::{Mode, apply};
use crate::suite::{found, new_folder, wait_until_compressed};
use support::folder::Folder;

/// The variable that names the folder for a child.
const FOLDER: &str = "LOGKIT_TEST_FOLDER";
const BACKUPS: u32 = 20;

fn open(folder: &Path) -> Result<File, logkit::sink::FileError> {
    let builder = File::builder(folder.join("app.log"));
    builder.with_max_bytes(90).with_backup_count(BACKUPS).with_gzip().build()
}

fn line(number: usize) -> String {
    format!("line {number:03}, of twenty-nine..")
}

/// Leaves what a process that died has left: lines, a backup, a compressed one and a part of one.
fn prepare(folder: &Folder) -> usize {
    let text = |numbers: std::ops::Range<usize>| {
        numbers.fold(String::new(), |mut text, number| {
            writeln!(text, "{}", line(number)).unwrap();
            text
        })
    };
    let file = fs::File::create(folder.path("app.log.2.gz")).unwrap();
    let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::default());
    packed.write_all(text(0..3).as_bytes()).unwrap();
    packed.finish().unwrap();
    fs::write(folder.path("app.log.1"), text(3..6)).unwrap();
    fs::write(folder.path("app.log.1.gz.tmp"), "half").unwrap();
    fs::write(folder.path("app.log"), text(6..8)).unwrap();
    8
}

/// The child: two rotations, the second of which renames compressed backups.
fn scene() {
    let folder = env::var_os(FOLDER).unwrap();
    // Ends the line of the test harness.
    println!();
    let before = threads();
    let Ok(file) = open(Path::new(&folder)) else {
        return println!("refused");
    };
    for number in 8..14 {
        let written = file.sink().write_line(format!("{}\n", line(number)).as_bytes());
        println!("{} {number}", if written.is_ok() { "accepted" } else { "lost" });
        if number == 10 {
            wait_for_compression(before);
        }
    }
    wait_for_compression(before);
}

fn threads() -> usize {
    fs::read_dir("/proc/self/task").unwrap().count()
}

/// Waits until the background thread has ended.
fn wait_for_compression(before: usize) {
    let start = Instant::now();
    while threads() > before {
        assert!(start.elapsed() < alone::PATIENCE, "the compression does not end");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Checks that the accepted lines are found exactly once and in order, and that the next run leaves
/// each of them in exactly one file. Returns `false` if the child ended before that call.
fn survives(mut child: Command, mode: Mode, call: usize) -> bool {
    let folder = new_folder();
    let former = prepare(&folder);
    apply(&mut child, &folder, mode, call);
    let output = child.env(FOLDER, &folder.0).output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let context = || format!("{mode:?} at {call}: {:?}\n{stdout}{stderr}", folder.names());
    let numbers = |word: &str| -> Vec<usize> {
        let numbers = stdout.lines().filter_map(|line| line.strip_prefix(word));
        numbers.filter_map(|number| number.trim().parse().ok()).collect()
    };
    let is_killed = output.status.signal() == Some(libc::SIGKILL);
    assert!(is_killed || stdout.contains("1 passed"), "{}", context());
    assert!(!is_killed || matches!(mode, Mode::Kill), "{}", context());
    let mut accepted: Vec<usize> = (0..former).chain(numbers("accepted")).collect();
    // The line during whose call the process died may be there.
    let last = is_killed.then(|| accepted.last().unwrap() + 1);
    check(&folder, &accepted, last, &context);
    // The next run.
    let found = found::text(&folder, BACKUPS);
    accepted.extend(last.filter(|last| found.contains(&line(*last))));
    let file = open(&folder.0).unwrap();
    file.sink().write_line(format!("{}\n", line(14)).as_bytes()).unwrap();
    accepted.push(14);
    wait_until_compressed(&folder);
    check(&folder, &accepted, None, &context);
    stderr.contains("shim: ")
}

fn check(folder: &Folder, accepted: &[usize], last: Option<usize>, context: &impl Fn() -> String) {
    let text = found::text(folder, BACKUPS);
    let (found, _) = found::lines(&text);
    let expected: Vec<String> = accepted.iter().map(|number| line(*number)).collect();
    // A part of a line that was cut short is on a line of its own.
    let is_whole = |found: &&&str| found.len() >= line(0).len();
    let found: Vec<&str> = found.iter().filter(is_whole).copied().collect();
    let more = last.map(line);
    let with_last = expected.iter().chain(&more).eq(found.iter());
    assert!(with_last || expected == found, "{}\n{text}", context());
}

/// Runs a child for each call, several at a time, until one ends before the call. Returns the number of
/// calls.
fn at_each_call(child: impl Fn() -> Command + Sync, mode: Mode, step: usize) -> usize {
    let (next, end) = (AtomicUsize::new(0), AtomicUsize::new(usize::MAX));
    thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                loop {
                    let call = next.fetch_add(step, Relaxed);
                    if call > end.load(Relaxed) {
                        break;
                    }
                    if !survives(child(), mode, call) {
                        end.fetch_min(call, Relaxed);
                    }
                }
            });
        }
    });
    end.load(Relaxed)
}

#[test]
fn killed_at_each_call() {
    let here = || scene();
    if alone::is_child_of(&here) {
        return here();
    }
    let calls = at_each_call(|| alone::child_of(&here), Mode::Kill, 1);
    assert!(calls > 100, "{calls}");
}

#[test]
fn an_error_of_each_call() {
    let here = || scene();
    if alone::is_child_of(&here) {
        return here();
    }
    // When all calls fail, most of them fail in the same way.
    for (mode, step) in [(Mode::Once(libc::EIO), 1), (Mode::Full, 1), (Mode::From(libc::EIO), 5)] {
        let calls = at_each_call(|| alone::child_of(&here), mode, step);
        assert!(calls > 100, "{calls}");
    }
}
