//! A process that dies, or whose disk is full, at any system call of a rotation with compression: every
//! line is in a whole file, and after the next run in exactly one.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use logkit::handler::File;
use logkit::sink::{FileBuilder, Sink as _};
use support::alone::{PATIENCE, child_of, is_child_of};
use support::folder::Folder;

use crate::suite::{new_folder, skip, write};

const FOLDER: &str = "LOGKIT_TEST_FOLDER";
const LINES: usize = 9;

fn builder(folder: &Folder) -> FileBuilder {
    File::builder(folder.path("app.log")).with_max_bytes(40).with_backup_count(30).with_gzip()
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}

/// Waits until no backup is left to compress.
fn wait_for_compression(folder: &Folder) {
    let started = Instant::now();
    let is_done = |name: &str| !name.starts_with("app.log.") || has_extension(name, "gz");
    while !folder.files().iter().all(|(name, _)| is_done(name)) {
        assert!(started.elapsed() < PATIENCE, "{:?}", folder.files());
        thread::sleep(Duration::from_millis(10));
    }
}

/// The life of the program: it rotates twice, or compresses the backups of an earlier run. It notes how
/// many lines were accepted by a call that no fault concerns.
fn program() {
    let folder = Folder(std::env::var_os(FOLDER).unwrap().into());
    if folder.path("accepted").exists() {
        let _file = builder(&folder).build().unwrap();
        // A fault may keep it from ending.
        thread::sleep(Duration::from_millis(600));
    } else {
        let accepted = fs::File::create(folder.path("accepted")).unwrap();
        let file = builder(&folder).build().unwrap();
        for number in 0..LINES {
            if file.sink().write_line(format!("line {number:03}\n").as_bytes()).is_ok() {
                accepted.write_all_at(b"y", u64::try_from(number).unwrap()).unwrap();
            }
            thread::sleep(Duration::from_millis(40));
        }
        thread::sleep(Duration::from_millis(400));
    }
    // Without destructors: the test compares the files with those of a process that died.
    std::process::exit(0);
}

/// Leaves the files of a run without compression.
fn run_before(folder: &Folder) {
    let builder = File::builder(folder.path("app.log")).with_max_bytes(40).with_backup_count(30);
    let file = builder.build().unwrap();
    for number in 0..LINES {
        write(&file, &[&format!("line {number:03}")]);
    }
    folder.put("accepted", &"y".repeat(LINES));
}

/// The lines of one file, decompressed by gzip(1), which fails on a file that is not whole.
fn lines_of(folder: &Folder, name: &str) -> Vec<String> {
    let text = if has_extension(name, "gz") {
        let output = Command::new("gzip").arg("-dc").arg(folder.path(name)).output().unwrap();
        assert!(output.status.success(), "{name}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    } else {
        folder.text(name)
    };
    text.lines().filter(|line| line.starts_with("line ")).map(str::to_owned).collect()
}

/// The lines of all whole files. A backup under both of its names must be equal in both, and counts
/// once.
fn lines(folder: &Folder) -> Vec<String> {
    let names: Vec<_> = folder.files().into_iter().map(|(name, _)| name).collect();
    let is_whole = |name: &&String| name.starts_with("app.log") && !has_extension(name, "tmp");
    let mut lines = Vec::new();
    for name in names.iter().filter(is_whole) {
        let found = lines_of(folder, name);
        match name.strip_suffix(".gz").map(str::to_owned) {
            Some(plain) if names.contains(&plain) => assert_eq!(found, lines_of(folder, &plain)),
            _ => lines.extend(found),
        }
    }
    lines.sort();
    lines
}

/// Runs the program with a fault at the Nth call of one of its threads; returns `false` if none made so
/// many. With `before`, only the thread that compresses makes calls of most kinds.
fn reaches_fault(program: &Command, call: &str, fault: &str, number: usize, before: bool) -> bool {
    let folder = new_folder();
    if before {
        run_before(&folder);
    }
    let inject = format!("inject={call}:{fault}:when={number}");
    let path = |name: &str| folder.path(name).into_os_string();
    let output = Command::new("strace")
        .args(["-f", "-qq", "-e", &format!("trace={call}"), "-e", &inject])
        .args([OsString::from("-o"), path("strace"), program.get_program().to_owned()])
        .args(program.get_args())
        .envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .env(FOLDER, &folder.0)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let trace = fs::read_to_string(folder.path("strace")).unwrap();
    let reached = trace.contains("(INJECTED)") || trace.contains("killed by SIGKILL");
    let marks = fs::read(folder.path("accepted")).unwrap_or_default();
    let accepted: Vec<_> = (0..LINES)
        .filter(|number| marks.get(*number) == Some(&b'y'))
        .map(|number| format!("line {number:03}"))
        .collect();
    let context = format!("{inject}: {:?}\n{trace}\n{output:?}", folder.files());
    // The line that was being written when the process died may be there, too.
    let check = |found: &[String]| {
        let known: Vec<_> = found.iter().filter(|line| accepted.contains(line)).cloned().collect();
        assert_eq!(known, accepted, "{context}");
        assert!(found.len() <= accepted.len() + 1, "{context}");
    };
    check(&lines(&folder));
    let file = builder(&folder).build().expect(&context);
    write(&file, &["next run"]);
    wait_for_compression(&folder);
    check(&lines(&folder));
    reached
}

/// Tries each number of a call, or every `step`th, in both lives of the program.
fn every(program: &Command, call: &str, fault: &str, step: usize) {
    for before in [false, true] {
        let numbers = (1..).step_by(step);
        let reached =
            numbers.take_while(|number| reaches_fault(program, call, fault, *number, before));
        assert!(reached.count() > 0, "{call} {fault}");
    }
}

fn has_strace() -> bool {
    let works = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).status();
    let works = works.is_ok_and(|status| status.success());
    if !works {
        skip("strace is not installed, or not allowed");
    }
    works
}

#[test]
fn a_process_that_is_killed_at_any_call_leaves_every_line_once() {
    let play = || program();
    if is_child_of(&play) {
        return program();
    }
    if has_strace() {
        let program = child_of(&play);
        for call in ["rename", "unlink", "fsync"] {
            every(&program, call, "signal=KILL", 1);
        }
        // Most are those of the program's start.
        every(&program, "openat", "signal=KILL", 5);
        every(&program, "write", "signal=KILL", 3);
    }
}

#[test]
fn a_call_that_fails_leaves_every_line_once() {
    let play = || program();
    if is_child_of(&play) {
        return program();
    }
    if has_strace() {
        let program = child_of(&play);
        for call in ["rename", "unlink", "fsync"] {
            every(&program, call, "error=ENOSPC", 1);
            every(&program, call, "error=EIO", 2);
        }
    }
}
