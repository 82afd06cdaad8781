//! Errors of the kernel in the middle of a run: accepted lines are found once and whole, lost ones are
//! announced with their number.

#![allow(unsafe_code, reason = "libc's setrlimit, signal, setuid and the like are unsafe to call")]

use std::env;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};

use logkit::handler::File;
use logkit::sink::Sink as _;
use support::alone::{self, Seen};

use crate::suite::shim::{Mode, apply};
use crate::suite::{found, new_folder};
use support::folder::Folder;

/// The variable that names the folder for a child.
const FOLDER: &str = "LOGKIT_TEST_FOLDER";
const LINES: usize = 5_000;

fn folder() -> PathBuf {
    PathBuf::from(env::var_os(FOLDER).unwrap())
}

fn line(number: usize) -> String {
    format!("line {number:05} {} end\n", "x".repeat(number % 90))
}

/// Writes lines; returns how many were lost.
fn write_lines(file: &File, numbers: std::ops::Range<usize>) -> usize {
    numbers.filter(|number| file.sink().write_line(line(*number).as_bytes()).is_err()).count()
}

/// Runs a test's scene in a child that meets the fault, and returns what it printed.
fn child<F: FnOnce()>(_scene: &F, folder: &Folder, fault: Option<(Mode, usize)>) -> Seen {
    let mut child = alone::child::<F>();
    if let Some((mode, call)) = fault {
        apply(&mut child, folder, mode, call);
    }
    alone::succeeded(&child.env(FOLDER, &folder.0).output().unwrap())
}

/// The number after a word on a line of its own.
fn number(seen: &Seen, word: &str) -> usize {
    let line = seen.stdout.lines().find_map(|line| line.strip_prefix(word));
    line.unwrap_or_else(|| panic!("{seen:?}")).trim().parse().unwrap()
}

/// Checks that all lines but the lost ones are found in order, and the lost ones are announced. Parts of
/// lines are on lines of their own.
fn check(folder: &Folder, seen: &Seen) {
    let (lost, text) = (number(seen, "lost"), found::text(folder, 100));
    let (lines, announced) = found::lines(&text);
    let numbers: Vec<usize> = lines
        .iter()
        .filter_map(|found| {
            let number = found.get(5..10)?.parse().ok()?;
            (line(number) == format!("{found}\n")).then_some(number)
        })
        .collect();
    assert!(numbers.is_sorted_by(|one, other| one < other), "a line is there twice");
    assert_eq!(numbers.len() + lost, LINES, "{seen:?}");
    assert_eq!(announced, lost as u64, "{seen:?}");
    // On stderr, at most one report a second.
    assert!(seen.stderr.lines().filter(|line| line.starts_with("logkit: ")).count() <= 10);
}

/// Sets what SIGXFSZ does, and the limit at which it comes.
fn limit(action: libc::sighandler_t, bytes: u64) {
    let limit = libc::rlimit { rlim_cur: bytes, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: `limit` is valid. By default the signal ends the process.
    unsafe {
        libc::signal(libc::SIGXFSZ, action);
        assert_eq!(libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit), 0);
    }
}

fn write_to_the_limit(action: libc::sighandler_t, file: &File) {
    limit(action, 100_001);
    let mut lost = write_lines(file, 0..LINES - 1);
    assert!(lost > 1_000, "{lost}");
    limit(action, libc::RLIM_INFINITY);
    lost += write_lines(file, LINES - 1..LINES);
    file.sink().flush().unwrap();
    println!("\nlost {lost}");
}

#[test]
fn a_limit_of_the_file_size_loses_only_what_does_not_fit() {
    let here = || {
        limit(libc::SIG_IGN, 100_001);
        write_to_the_limit(libc::SIG_IGN, &File::open(folder().join("app.log")).unwrap());
    };
    if alone::is_child_of(&here) {
        return here();
    }
    let folder = new_folder();
    check(&folder, &child(&here, &folder, None));
}

#[test]
fn a_limit_of_the_file_size_does_not_end_the_process() {
    let here = || {
        limit(libc::SIG_DFL, 100_001);
        let buffer = env::var("LOGKIT_TEST_BUFFER").unwrap().parse().unwrap();
        let builder = File::builder(folder().join("app.log")).with_buffer(buffer);
        write_to_the_limit(libc::SIG_DFL, &builder.build().unwrap());
    };
    if alone::is_child_of(&here) {
        return here();
    }
    for buffer in ["0", "50", "4000"] {
        let folder = new_folder();
        let mut child = alone::child_of(&here);
        child.env("LOGKIT_TEST_BUFFER", buffer).env(FOLDER, &folder.0);
        check(&folder, &alone::succeeded(&child.output().unwrap()));
    }
}

#[test]
fn one_failing_call_in_a_few_loses_no_line_that_is_not_announced() {
    let here = || {
        let builder = File::builder(folder().join("app.log"));
        let builder = builder.with_max_bytes(20_000).with_backup_count(100);
        #[cfg(feature = "gzip")]
        let builder = builder.with_gzip();
        // The first calls may fail as well.
        let file = (0..100).find_map(|_| builder.clone().build().ok()).unwrap();
        let lost = write_lines(&file, 0..LINES - 10);
        // The notice of the last ones is tried with each line.
        println!("\nlost {}", lost + write_lines(&file, LINES - 10..LINES));
    };
    if alone::is_child_of(&here) {
        return here();
    }
    for error in [libc::EIO, libc::ENOSPC, libc::EDQUOT, libc::EROFS, libc::ESTALE, libc::EAGAIN] {
        let folder = new_folder();
        let seen = child(&here, &folder, Some((Mode::Every(error), 47)));
        if error != libc::EAGAIN {
            assert!(number(&seen, "lost") > 10);
        }
        check(&folder, &seen);
    }
    // A signal's handler interrupted the call.
    for every in [3, 31, 47, 101] {
        let folder = new_folder();
        let seen = child(&here, &folder, Some((Mode::Every(libc::EINTR), every)));
        assert_eq!(number(&seen, "lost"), 0, "{seen:?}");
        check(&folder, &seen);
    }
}

#[test]
fn a_folder_that_becomes_read_only_stops_rotations_and_no_line() {
    const NOBODY: u32 = 65_534;
    let here = || {
        // SAFETY: always safe; root could write to a read-only folder.
        unsafe { libc::setuid(NOBODY) };
        let chmod = |mode| {
            fs::set_permissions(folder(), fs::Permissions::from_mode(mode)).unwrap();
        };
        let builder = File::builder(folder().join("app.log"));
        let file = builder.with_max_bytes(20_000).with_backup_count(100).build().unwrap();
        let mut lost = write_lines(&file, 0..1_000);
        let files = || fs::read_dir(folder()).unwrap().count();
        chmod(0o500);
        let before = files();
        lost += write_lines(&file, 1_000..3_000);
        assert_eq!(files(), before);
        chmod(0o700);
        // A rotation that failed is tried again after a second.
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        lost += write_lines(&file, 3_000..LINES);
        assert!(files() > before);
        assert_eq!(lost, 0);
        println!("\nlost {lost}");
    };
    if alone::is_child_of(&here) {
        return here();
    }
    // Outside of the target directory, which the child may not be able to reach.
    let folder = Folder(env::temp_dir().join(format!("logkit-read-only-{}", std::process::id())));
    fs::create_dir_all(&folder.0).unwrap();
    // SAFETY: always safe.
    if unsafe { libc::getuid() } == 0 {
        chown(&folder.0, Some(NOBODY), None).unwrap();
    }
    check(&folder, &child(&here, &folder, None));
}

#[test]
fn a_device_that_is_always_full_loses_every_line_and_hangs_nothing() {
    let here = || {
        let file = File::open(Path::new("/dev/full")).unwrap();
        println!("\nlost {}", write_lines(&file, 0..LINES));
    };
    if alone::is_child_of(&here) {
        return here();
    }
    let seen = child(&here, &new_folder(), None);
    assert_eq!(number(&seen, "lost"), LINES);
}
