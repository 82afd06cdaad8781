//! Debian's `logrotate` with `copytruncate` under load, the mode that cannot keep every line; for the
//! others see the suite `files`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use logkit::handler::File;
use logkit::sink::Sink as _;
use support::folder::Folder;

use crate::suite::{found, new_folder};

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
fn rotate(program: &Path, folder: &Folder) {
    let log = folder.path("app.log");
    let settings = format!("{} {{\nrotate 1000\ncopytruncate\n}}\n", log.display());
    fs::write(folder.path("settings"), settings).unwrap();
    let output = Command::new(program)
        .args(["--force", "--state"])
        .args([folder.path("state"), folder.path("settings")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Writes all lines while the log is rotated; returns the number of rotations.
fn under_load(folder: &Folder, program: &Path) -> usize {
    let file = File::open(folder.path("app.log")).unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let rotations = scope.spawn(|| {
            let mut rotations = 0;
            while !done.load(Relaxed) {
                rotate(program, folder);
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

/// Lines that are written between `logrotate`'s copy and its truncation are gone, which its manual
/// says: no program that writes can know them. Everything else is there, once and whole.
#[test]
fn a_copy_under_load_tears_and_doubles_no_line() {
    let Some(program) = program() else { return };
    let folder = new_folder();
    let rotations = under_load(&folder, &program);
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
