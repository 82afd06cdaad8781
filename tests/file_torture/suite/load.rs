//! Threads and processes that share a log while it is rotated and compressed.

use std::collections::HashMap;
use std::env;
#[cfg(unix)]
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use logkit::handler::File;
use logkit::sink::Sink as _;
use support::alone;
#[cfg(unix)]
use support::fork::in_child;

#[cfg(feature = "gzip")]
use crate::suite::wait_until_compressed;
use crate::suite::{found, new_folder};
use support::folder::Folder;

/// The variable that names the folder for a child.
const FOLDER: &str = "LOGKIT_TEST_FOLDER";
/// The variable that makes the bounded tests whole.
const WHOLE: &str = "LOGKIT_TEST_WHOLE";
const BACKUPS: u32 = 10_000;

/// A line of 100 bytes to 8 kB that no torn or glued one equals.
fn line(writer: usize, number: usize) -> String {
    let length = 80 + number * 7_919 % if number % 10 == 0 { 7_900 } else { 300 };
    format!("writer {writer:02} line {number:06} {} end\n", "x".repeat(length))
}

fn write_line(file: &File, writer: usize, number: usize) {
    file.sink().write_line(line(writer, number).as_bytes()).unwrap();
}

fn write_lines(file: &File, writer: usize, count: usize) {
    (0..count).for_each(|number| write_line(file, writer, number));
}

/// The writer that stands for all children of a fork. Each line of it is of another process, so their
/// order is not that of their numbers.
const CHILDREN: usize = 3;

/// Checks that each line is whole, there once, and after the one before it of the same writer.
fn check(folder: &Folder, writers: usize, count: usize) {
    check_counts(folder, &vec![count; writers]);
}

fn check_counts(folder: &Folder, counts: &[usize]) {
    let text = found::text(folder, BACKUPS);
    let mut next = HashMap::<usize, usize>::new();
    for found in text.lines() {
        let number = |range: std::ops::Range<usize>| found.get(range)?.parse::<usize>().ok();
        let writer = number(7..9).unwrap_or_else(|| panic!("torn: {found:?}"));
        let next = next.entry(writer).or_default();
        let number = if writer == CHILDREN { number(15..21).unwrap() } else { *next };
        assert_eq!(found, line(writer, number).trim_end());
        *next += 1;
    }
    let found = (0..counts.len()).map(|writer| next.get(&writer).copied().unwrap_or_default());
    assert!(found.eq(counts.iter().copied()), "{next:?}, expected {counts:?}");
}

fn sixteen_threads(count: usize, max_bytes: u64) {
    let folder = new_folder();
    let builder = File::builder(folder.path("app.log"));
    let builder = builder.with_max_bytes(max_bytes).with_backup_count(BACKUPS);
    #[cfg(feature = "gzip")]
    let builder = builder.with_gzip();
    let file = builder.build().unwrap();
    thread::scope(|scope| {
        for writer in 0..16 {
            let file = &file;
            scope.spawn(move || write_lines(file, writer, count));
        }
    });
    assert!(folder.names().len() > 10);
    check(&folder, 16, count);
    #[cfg(feature = "gzip")]
    {
        wait_until_compressed(&folder);
        check(&folder, 16, count);
    }
}

#[test]
fn sixteen_threads_lose_tear_and_reorder_no_line_over_rotations() {
    sixteen_threads(1_000, 400_000);
}

#[test]
#[ignore = "writes 500 MB; run `cargo test --test file_torture -- --ignored`"]
fn sixteen_threads_write_fifty_thousand_lines_each() {
    sixteen_threads(50_000, 8_000_000);
}

fn two_processes(child: impl Fn() -> std::process::Command, count: usize) {
    let folder = new_folder();
    let count = count.to_string();
    let start = |writer: &str| {
        let mut child = child();
        child.env(FOLDER, &folder.0).env("LOGKIT_TEST_WRITER", writer).env(WHOLE, &count);
        child.stdout(std::process::Stdio::null()).spawn().unwrap()
    };
    // One rotates, the other one only appends.
    for mut child in ["0", "1"].map(start) {
        assert!(child.wait().unwrap().success());
    }
    check(&folder, 2, count.parse().unwrap());
}

fn one_process() {
    let number = |name: &str| env::var(name).unwrap().parse::<usize>().unwrap();
    let folder = std::path::PathBuf::from(env::var_os(FOLDER).unwrap());
    let (writer, count) = (number("LOGKIT_TEST_WRITER"), number(WHOLE));
    let builder = File::builder(folder.join("app.log"));
    let file = if writer == 0 {
        let builder = builder.with_max_bytes(200_000).with_backup_count(BACKUPS);
        #[cfg(feature = "gzip")]
        let builder = builder.with_gzip();
        builder.build()
    } else {
        builder.build()
    };
    let file = file.unwrap();
    let start = Instant::now();
    // Both write at the same time.
    while start.elapsed() < Duration::from_millis(100) {
        thread::yield_now();
    }
    write_lines(&file, writer, count);
}

#[test]
fn two_processes_lose_tear_and_reorder_no_line_while_one_of_them_rotates() {
    let here = || one_process();
    if alone::is_child_of(&here) {
        return here();
    }
    two_processes(|| alone::child_of(&here), 5_000);
}

#[test]
#[ignore = "writes 60 MB; run `cargo test --test file_torture -- --ignored`"]
fn two_processes_write_fifty_thousand_lines_each() {
    let here = || one_process();
    if alone::is_child_of(&here) {
        return here();
    }
    let child = || {
        let mut child = alone::child_of(&here);
        child.arg("--include-ignored");
        child
    };
    two_processes(child, 50_000);
}

#[cfg(unix)]
#[test]
fn children_forked_during_rotations_and_compression_write_their_line_once() {
    static DONE: AtomicBool = AtomicBool::new(false);
    const FORKS: usize = 300;
    let here = || {
        alone::or_abort();
        let folder = new_folder();
        let builder = File::builder(folder.path("app.log"));
        let builder = builder.with_max_bytes(50_000).with_backup_count(BACKUPS);
        #[cfg(feature = "gzip")]
        let builder = builder.with_gzip();
        let file = builder.build().unwrap();
        let counts = thread::scope(|scope| {
            let threads = [0, 1, 2].map(|writer| {
                let file = &file;
                scope.spawn(move || {
                    let numbers = (0..).take_while(|_| !DONE.load(Relaxed));
                    let write = |number: &usize| {
                        write_line(file, writer, *number);
                        // A rotation renames all backups.
                        thread::sleep(Duration::from_micros(100));
                    };
                    numbers.inspect(write).count()
                })
            });
            (0..FORKS).for_each(|child| assert!(in_child(|| write_line(&file, CHILDREN, child))));
            DONE.store(true, Relaxed);
            threads.map(|thread| thread.join().unwrap())
        });
        #[cfg(feature = "gzip")]
        wait_until_compressed(&folder);
        let [one, two, three] = counts;
        check_counts(&folder, &[one, two, three, FORKS]);
    };
    let _ = alone::alone(here);
}
