//! Threads, processes and forks that share one file.

#![allow(unsafe_code, reason = "libc's calls for processes are unsafe")]

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use logkit::handler::File;
use logkit::sink::Sink as _;
use support::alone::{alone, or_abort};
use support::fork::in_child;

use crate::suite::{new_folder, write};

/// A line that is torn or glued is not one of these.
fn line(writer: &str, number: usize) -> String {
    format!("{writer} {number} {}.", "x".repeat(number % 700))
}

/// Checks that every line is whole and there once, and each writer's lines are in order.
fn assert_whole(text: &str, writers: &[String], count: usize) {
    let mut next: HashMap<&str, usize> = writers.iter().map(|name| (name.as_str(), 0)).collect();
    for found in text.lines() {
        let writer = found.split(' ').next().unwrap();
        let number = next.get_mut(writer).unwrap_or_else(|| panic!("torn: {found:?}"));
        assert_eq!(found, line(writer, *number));
        *number += 1;
    }
    assert!(next.values().all(|written| *written == count), "{next:?}");
}

#[test]
fn sixteen_threads_tear_no_line_and_keep_their_order() {
    let folder = new_folder();
    let file = File::open(folder.path("app.log")).unwrap();
    let writers: Vec<_> = (0..16).map(|thread| format!("thread-{thread}")).collect();
    thread::scope(|scope| {
        for writer in &writers {
            let file = &file;
            scope.spawn(move || (0..2_000).for_each(|n| write(file, &[&line(writer, n)])));
        }
    });
    assert_whole(&folder.text("app.log"), &writers, 2_000);
}

#[test]
fn two_processes_tear_no_line() {
    const PATH: &str = "LOGKIT_TEST_FILE";
    let append = || {
        let file = File::open(std::env::var_os(PATH).unwrap()).unwrap();
        let writer = std::env::var("LOGKIT_TEST_WRITER").unwrap();
        (0..5_000).for_each(|n| write(&file, &[&line(&writer, n)]));
    };
    if support::alone::is_child_of(&append) {
        return append();
    }
    let folder = new_folder();
    let children: Vec<_> = ["a", "b"]
        .map(|writer| {
            support::alone::child_of(&append)
                .env(PATH, folder.path("app.log"))
                .env("LOGKIT_TEST_WRITER", writer)
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .into();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_whole(&folder.text("app.log"), &["a".into(), "b".into()], 5_000);
}

#[test]
fn a_child_logs_at_once_whatever_the_parent_s_threads_do() {
    static DONE: AtomicBool = AtomicBool::new(false);
    alone(|| {
        or_abort();
        let folder = new_folder();
        let file = File::open(folder.path("app.log")).unwrap();
        thread::scope(|scope| {
            for _ in 0..3 {
                let file = &file;
                scope.spawn(move || {
                    while !DONE.load(Relaxed) {
                        write(file, &["parent"]);
                    }
                });
            }
            for number in 0..300 {
                assert!(in_child(|| write(&file, &[&format!("child {number}")])));
            }
            DONE.store(true, Relaxed);
        });
        let text = folder.text("app.log");
        let mut children = text.lines().filter(|line| *line != "parent");
        for number in 0..300 {
            assert_eq!(children.next(), Some(format!("child {number}").as_str()));
        }
        assert_eq!(children.next(), None);
    });
}

#[test]
fn a_child_does_not_write_its_parent_s_buffer() {
    alone(|| {
        or_abort();
        let folder = new_folder();
        let file = File::builder(folder.path("app.log")).with_buffer(1_000_000).build().unwrap();
        for number in 0..20 {
            write(&file, &[&format!("parent {number}")]);
            assert!(in_child(|| {
                write(&file, &[&format!("child {number}")]);
                file.sink().flush().unwrap();
            }));
        }
        file.sink().flush().unwrap();
        let mut lines: Vec<_> = folder.text("app.log").lines().map(str::to_owned).collect();
        let mut expected: Vec<_> =
            (0..20).flat_map(|n| [format!("parent {n}"), format!("child {n}")]).collect();
        lines.sort();
        expected.sort();
        assert_eq!(lines, expected);
    });
}

#[test]
fn a_child_rotates_only_after_its_parent_is_gone() {
    alone(|| {
        or_abort();
        let folder = new_folder();
        let builder =
            File::builder(folder.path("app.log")).with_max_bytes(30).with_backup_count(99);
        let file = builder.build().unwrap();
        write(&file, &["line number 1", "line number 2"]);
        // The child appends, although the file is full.
        assert!(in_child(|| {
            (3..6).for_each(|number| write(&file, &[&format!("line number {number}")]));
        }));
        assert_eq!(folder.files().len(), 1);
        // The parent rotates the child's lines with its own.
        write(&file, &["line number 6"]);
        assert_eq!(folder.text("app.log"), "line number 6\n");
        assert_eq!(folder.text("app.log.1").lines().count(), 5);
        // As after daemonize: the process that opened the file ends, its child goes on.
        let mut ends = [0; 2];
        // SAFETY: `ends` has room for two descriptors.
        assert_eq!(unsafe { libc::pipe(ends.as_mut_ptr()) }, 0);
        assert!(in_child(|| {
            // SAFETY: the child only logs, and ends by `_exit`.
            if unsafe { libc::fork() } == 0 {
                let mut byte = [0_u8];
                // SAFETY: waits until this process's grandparent has closed its end, and its lock.
                unsafe {
                    libc::close(ends[1]);
                    libc::read(ends[0], byte.as_mut_ptr().cast(), 1);
                }
                (7..12).for_each(|number| write(&file, &[&format!("line number {number}")]));
                // SAFETY: always safe.
                unsafe { libc::_exit(0) };
            }
        }));
        drop(file);
        // SAFETY: the descriptor is this process's.
        unsafe { libc::close(ends[1]) };
        wait_until(|| folder.files().len() >= 4);
    });
}

/// Waits until a condition holds, which another process brings about.
fn wait_until(condition: impl Fn() -> bool) {
    while !condition() {
        thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn a_buffered_line_is_written_after_the_interval_though_no_other_follows() {
    alone(|| {
        or_abort();
        let folder = new_folder();
        let builder = File::builder(folder.path("app.log")).with_buffer(1_000_000);
        let interval = std::time::Duration::from_millis(20);
        let file = builder.with_flush_interval(interval).build().unwrap();
        for expected in ["one\n", "one\ntwo\n"] {
            write(&file, &[expected.trim_end().rsplit('\n').next().unwrap()]);
            wait_until(|| folder.text("app.log") == expected);
            // The thread ends when there is nothing to do, and the next line starts another.
            thread::sleep(3 * interval);
        }
    });
}
