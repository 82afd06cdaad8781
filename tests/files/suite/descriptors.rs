//! Descriptors that the program closes behind the log's back, as daemons close all that they do not know:
//! lines go on, and no other file of the program is written to for long, or closed.

#![allow(unsafe_code, reason = "libc's calls for descriptors are unsafe")]

use std::fs;
use std::os::fd::{AsRawFd as _, RawFd};
use std::path::Path;
use std::thread;
use std::time::Duration;

#[cfg(feature = "queue")]
use logkit::handler::Queued;
use logkit::handler::{File, Stream};
use logkit::sink::Sink as _;
#[cfg(feature = "queue")]
use logkit::{Logger, info, module_logger};
use support::alone::{alone, or_abort};
use support::folder::Folder;

use crate::suite::{new_folder, write};

#[cfg(feature = "queue")]
#[module_logger("descriptors")]
static LOGGER: Logger;

/// The number of the open file with a name.
fn number(name: &str) -> RawFd {
    let mut all = fs::read_dir("/proc/self/fd").unwrap().map(|entry| entry.unwrap().path());
    let found = all.find(|fd| fs::read_link(fd).is_ok_and(|file| file.ends_with(name)));
    found.unwrap().file_name().unwrap().to_str().unwrap().parse().unwrap()
}

/// Closes the descriptor of the file with a name.
fn close(name: &str) {
    // SAFETY: nothing else uses the descriptor. The file has to live with it.
    assert_eq!(unsafe { libc::close(number(name)) }, 0);
}

/// Opens another file of the program in the place of the one with a name.
fn replace(name: &str, other: &Path) -> RawFd {
    let number = number(name);
    let other = fs::File::create(other).unwrap();
    // SAFETY: both are open. The file has to live with it.
    assert_eq!(unsafe { libc::dup2(other.as_raw_fd(), number) }, number);
    number
}

/// Returns the file that a descriptor leads to.
fn target(number: RawFd) -> std::path::PathBuf {
    fs::read_link(format!("/proc/self/fd/{number}")).expect("it is not closed")
}

fn files(folder: &Folder) -> [(&'static str, File); 2] {
    let buffered = File::builder(folder.path("buffered.log")).with_buffer(1_000_000);
    [
        ("plain.log", File::open(folder.path("plain.log")).unwrap()),
        ("buffered.log", buffered.build().unwrap()),
    ]
}

#[test]
fn lines_go_on_after_the_program_has_closed_every_descriptor() {
    let Some(_) = alone(|| {
        or_abort();
        let folder = new_folder();
        for (name, file) in files(&folder) {
            write(&file, &["one"]);
            close(name);
            // The number is free.
            write(&file, &["two"]);
            file.sink().flush().unwrap();
            write(&file, &["three"]);
            file.sink().flush().unwrap();
            let text = folder.text(name);
            assert_eq!(text, "one\ntwo\nthree\n");

            let other = folder.path("other.db");
            let others = replace(name, &other);
            thread::sleep(Duration::from_millis(120));
            write(&file, &["four"]);
            file.sink().flush().unwrap();
            // The lines since the last check may have gone there.
            let text = folder.text(name);
            assert!(text.contains("\nthree\n") && text.ends_with("\nfour\n"), "{text}");
            let notice = text.lines().rev().nth(1).unwrap();
            assert!(
                notice.contains(" - up to ") && notice.contains(" lost: Bad file desc"),
                "{text}"
            );
            assert_eq!(target(others), other);
            assert_eq!(folder.text("other.db"), "");
        }
    }) else {
        return;
    };
}

#[test]
#[cfg(feature = "queue")]
fn no_line_of_a_queue_is_lost_when_the_program_closes_every_descriptor() {
    let Some(_) = alone(|| {
        or_abort();
        let folder = new_folder();
        let queue = Queued::new(File::open(folder.path("queued.log")).unwrap());
        LOGGER.set_handlers(vec![Box::new(queue)]);
        for number in 0..5 {
            (0..100).for_each(|line| info!(number, line, "queued"));
            LOGGER.flush();
            close("queued.log");
        }
        info!("the last one");
        logkit::flush_all();
        let text = folder.text("queued.log");
        assert_eq!(text.lines().count(), 501, "{text}");
        assert!(!text.contains("lost"), "{text}");
    }) else {
        return;
    };
}

#[test]
fn a_handler_whose_descriptor_is_closed_is_dropped_like_any_other() {
    // A debug build of the standard library aborts a process that closes a descriptor twice.
    let Some(_) = alone(|| {
        or_abort();
        let folder = new_folder();
        for (name, file) in files(&folder) {
            write(&file, &["one"]);
            close(name);
            drop(file);
            assert!(folder.text(name).ends_with("one\n"));
        }
        let stream = |name: &str| Stream::new(fs::File::create(folder.path(name)).unwrap());
        let other = folder.path("other.db");
        let closed = stream("stream.log");
        close("stream.log");
        drop(closed);
        let replaced = stream("stream.log");
        let others = replace("stream.log", &other);
        drop(replaced);
        assert_eq!(target(others), other);
    }) else {
        return;
    };
}

#[test]
fn no_other_file_of_the_program_is_taken_from_it_or_gets_the_buffer() {
    let Some(_) = alone(|| {
        or_abort();
        let folder = new_folder();
        for reopens in [true, false] {
            for (name, file) in files(&folder) {
                write(&file, &["one"]);
                let other = folder.path("other.db");
                let others = replace(name, &other);
                // The next line's check is not due yet.
                if reopens {
                    file.sink().reopen().unwrap();
                }
                file.sink().flush().unwrap();
                drop(file);
                assert_eq!(target(others), other);
                assert_eq!(folder.text("other.db"), "");
                let text = folder.text(name);
                assert!(text.starts_with("one\n"), "{text}");
                // SAFETY: it is the program's.
                unsafe { libc::close(others) };
                for name in [name, "other.db"] {
                    fs::remove_file(folder.path(name)).unwrap();
                }
            }
        }
    }) else {
        return;
    };
}

/// Waits until the file with a name is open.
#[cfg(feature = "gzip")]
fn wait_for(name: &str) {
    let is_open = || {
        let mut all = fs::read_dir("/proc/self/fd").unwrap().flatten();
        all.any(|fd| fs::read_link(fd.path()).is_ok_and(|file| file.ends_with(name)))
    };
    while !is_open() {
        thread::sleep(Duration::from_millis(1));
    }
}

#[cfg(feature = "gzip")]
#[test]
fn a_compression_ends_without_its_descriptors_and_leaves_the_backup_whole() {
    let is_closed: fn(&Folder, &str) = |_, name| close(name);
    let is_replaced: fn(&Folder, &str) = |folder, name| {
        let other = folder.path("other.db");
        let number = replace(name, &other);
        // The compression meets it and ends.
        thread::sleep(Duration::from_millis(500));
        assert_eq!(target(number), other);
        assert_eq!(folder.text("other.db"), "");
    };
    let Some(seen) = alone(|| {
        or_abort();
        for (name, lose) in ["app.log.1", "app.log.1.gz.tmp"]
            .into_iter()
            .flat_map(|name| [is_closed, is_replaced].map(|lose| (name, lose)))
        {
            let folder = new_folder();
            // Random bytes take long to compress.
            let mut random = super::Random(1);
            let mut backup: Vec<_> =
                (0..8_000_000).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
            backup.push(b'\n');
            fs::write(folder.path("app.log.1"), &backup).unwrap();
            let builder = File::builder(folder.path("app.log")).with_max_bytes(1_000_000);
            let file = builder.with_backup_count(3).with_gzip().build().unwrap();
            wait_for("app.log.1.gz.tmp");
            lose(&folder, name);
            while folder.names().contains(&"app.log.1.gz.tmp".to_owned()) {
                thread::sleep(Duration::from_millis(10));
            }
            write(&file, &["one"]);
            assert_eq!(folder.text("app.log"), "one\n");
            assert!(fs::read(folder.path("app.log.1")).unwrap() == backup, "{name}");
            assert!(!folder.names().contains(&"app.log.1.gz".to_owned()), "{name}");
        }
    }) else {
        return;
    };
    assert!(seen.stderr.contains("cannot compress: Bad file descriptor"), "{}", seen.stderr);
    assert!(seen.stderr.contains("; the backup stays as it is"), "{}", seen.stderr);
}
