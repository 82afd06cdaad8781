//! Debian's `logrotate`, in both of its modes, while lines are written.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use logkit::handler::File;
use logkit::sink::Sink as _;

use crate::{Folder, found};

const LINES: usize = 100_000;

fn line(number: usize) -> String {
    format!("line {number:06} of one hundred thousand\n")
}

/// The program; `None`, which the test reports, if it is not installed.
fn program() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<_> = std::env::split_paths(&folders).collect();
    folders.push("/usr/sbin".into());
    let found = folders.iter().map(|folder| folder.join("logrotate")).find(|path| path.is_file());
    if found.is_none() {
        eprintln!("skipped: logrotate is not installed");
    }
    found
}

/// Rotates the log once.
fn rotate(program: &PathBuf, folder: &Folder, mode: &str) {
    let settings =
        format!("{} {{ rotate 1000\n missingok\n {mode}\n }}\n", folder.path("app.log").display());
    fs::write(folder.path("settings"), settings).unwrap();
    let output = Command::new(program)
        .args(["--force", "--state"])
        .args([folder.path("state"), folder.path("settings")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Writes all lines, in bursts if `pause` says when, while the log is rotated.
fn under_load(folder: &Folder, mode: &str, program: &PathBuf) -> usize {
    let file = File::open(folder.path("app.log")).unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let rotations = scope.spawn(|| {
            let mut rotations = 0;
            while !done.load(Relaxed) {
                rotate(program, folder, mode);
                rotations += 1;
                thread::sleep(Duration::from_millis(150));
            }
            rotations
        });
        for number in 0..LINES {
            file.sink().write_line(line(number).as_bytes()).unwrap();
            // Some two seconds in all, however fast the machine is.
            if number % 1_000 == 0 {
                thread::sleep(Duration::from_millis(20));
            }
        }
        done.store(true, Relaxed);
        rotations.join().unwrap()
    })
}

#[test]
fn files_that_are_moved_under_load_have_each_line_exactly_once() {
    let Some(program) = program() else { return };
    let folder = Folder::new();
    let rotations = under_load(&folder, "nocreate", &program);
    assert!(rotations > 3, "{rotations}");
    let text = found::text(&folder, 1_000);
    let expected = (0..LINES).fold(String::new(), |mut text, number| {
        write!(text, "{}", line(number)).unwrap();
        text
    });
    assert!(text == expected, "{} and {} bytes", text.len(), expected.len());
}

#[test]
fn truncated_files_have_each_line_exactly_once_that_was_not_written_during_the_copy() {
    let Some(program) = program() else { return };
    let folder = Folder::new();
    let file = File::open(folder.path("app.log")).unwrap();
    for number in 0..LINES {
        file.sink().write_line(line(number).as_bytes()).unwrap();
        if number % 10_000 == 9_999 {
            rotate(&program, &folder, "copytruncate");
        }
    }
    let text = found::text(&folder, 1_000);
    assert!(text.lines().map(|found| format!("{found}\n")).eq((0..LINES).map(line)));
}

/// Lines that are written between `logrotate`'s copy and its truncation are gone, which its manual
/// says: no program that writes can know them. Everything else is there, once and whole.
#[test]
fn a_copy_under_load_tears_and_doubles_no_line() {
    let Some(program) = program() else { return };
    let folder = Folder::new();
    let rotations = under_load(&folder, "copytruncate", &program);
    let text = found::text(&folder, 1_000);
    assert!(!text.contains('\0'));
    let (mut next, mut gaps, mut missing, mut parts) = (0, 0, 0, 0);
    for found in text.lines() {
        let number = found.get(5..11).and_then(|number| number.parse::<usize>().ok());
        match number.filter(|number| format!("{found}\n") == line(*number)) {
            Some(number) => {
                assert!(number >= next, "twice: {number}");
                gaps += usize::from(number > next);
                missing += number - next;
                next = number + 1;
            }
            // The end of a copy, where the truncation cut the rest off.
            None => parts += 1,
        }
    }
    println!("{missing} lines in {gaps} gaps, {parts} parts, {rotations} rotations");
    assert_eq!(next, LINES);
    assert!(gaps <= rotations && parts <= 2 * rotations, "{gaps} {parts} {rotations}");
}
