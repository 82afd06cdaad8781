//! A file that others move, delete, truncate or replace while lines are written to it.

use std::fs;
use std::process::Command;
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use logkit::handler::File;
use logkit::sink::Sink as _;
use support::alone::alone;
use support::folder::Folder;

use crate::suite::{new_folder, skip, write};

/// The time within which a line notices, and some more.
const NOTICED: Duration = Duration::from_millis(120);

#[test]
fn lines_go_on_in_a_new_file_after_a_rename() {
    let folder = new_folder();
    let file = File::open(folder.path("app.log")).unwrap();
    write(&file, &["one"]);
    fs::rename(folder.path("app.log"), folder.path("moved")).unwrap();
    write(&file, &["two"]);
    thread::sleep(NOTICED);
    write(&file, &["three"]);
    assert_eq!(folder.text("moved"), "one\ntwo\n");
    assert_eq!(folder.text("app.log"), "three\n");
}

#[test]
fn reopen_notices_a_rename_at_once() {
    let folder = new_folder();
    let file = File::builder(folder.path("app.log")).with_max_bytes(100).with_backup_count(2);
    let file = file.build().unwrap();
    write(&file, &["one"]);
    fs::rename(folder.path("app.log"), folder.path("moved")).unwrap();
    file.sink().reopen().unwrap();
    write(&file, &["two"]);
    assert_eq!((folder.text("moved"), folder.text("app.log")), ("one\n".into(), "two\n".into()));
    // Without a rename it is the same file, which is still rotated.
    file.sink().reopen().unwrap();
    (0..5).for_each(|_| write(&file, &["a line of some length"]));
    assert!(folder.text("app.log.1").starts_with("two\n"));
}

#[test]
fn lines_that_went_to_a_deleted_file_are_announced_in_the_next_one() {
    let folder = new_folder();
    let file = File::open(folder.path("app.log")).unwrap();
    write(&file, &["one"]);
    thread::sleep(NOTICED);
    write(&file, &["two"]);
    fs::remove_file(folder.path("app.log")).unwrap();
    write(&file, &["three"]);
    thread::sleep(NOTICED);
    write(&file, &["four"]);
    let text = folder.text("app.log");
    assert!(
        text.contains(" - logkit - WARNING - 2 lines lost: entity not found\nfour\n"),
        "{text}"
    );
}

#[test]
fn a_log_stays_where_it_is_when_the_process_changes_its_directory() {
    alone(|| {
        let folder = new_folder();
        for name in ["here", "there"] {
            fs::create_dir(folder.path(name)).unwrap();
            fs::write(folder.path(name).join("app.log.1"), name).unwrap();
        }
        std::env::set_current_dir(folder.path("here")).unwrap();
        let file = File::builder("app.log").with_max_bytes(20).with_backup_count(3);
        let (file, direct) = (
            file.build().unwrap(),
            File::builder("./direct.log").with_max_bytes(20).with_direct_names().build().unwrap(),
        );
        write(&file, &["one"]);
        write(&direct, &["one"]);
        std::env::set_current_dir(folder.path("there")).unwrap();
        thread::sleep(NOTICED);
        for file in [&file, &direct] {
            write(file, &["two", "a line of some length"]);
            file.sink().reopen().unwrap();
            write(file, &["three"]);
        }
        let text = |name: &str| folder.text(&format!("here/{name}"));
        assert_eq!(
            ["app.log.3", "app.log.2", "app.log.1", "app.log"].map(text).concat(),
            "hereone\ntwo\na line of some length\nthree\n"
        );
        assert_eq!(
            ["direct.log.1", "direct.log.2", "direct.log.3"].map(text).concat(),
            "one\ntwo\na line of some length\nthree\n"
        );
        let others: Vec<_> = fs::read_dir(folder.path("there")).unwrap().collect();
        assert_eq!((others.len(), folder.text("there/app.log.1")), (1, "there".into()));
    });
}

#[test]
fn a_directory_that_is_deleted_is_created_again_if_asked_for() {
    let folder = new_folder();
    let open = |name: &str| File::builder(folder.path(name).join("app.log"));
    let created = open("created").with_create_dirs().build().unwrap();
    fs::create_dir(folder.path("given")).unwrap();
    let given = open("given").build().unwrap();
    for name in ["created", "given"] {
        fs::remove_dir_all(folder.path(name)).unwrap();
    }
    thread::sleep(NOTICED);
    write(&created, &["one"]);
    assert_eq!(folder.text("created/app.log"), "one\n");
    // Nothing is written to a file that no name leads to.
    assert!(given.sink().write_line(b"lost\n").is_err());
    fs::create_dir(folder.path("given")).unwrap();
    write(&given, &["two"]);
    let text = folder.text("given/app.log");
    assert!(text.ends_with(" - logkit - WARNING - 1 line lost: entity not found\ntwo\n"), "{text}");
}

#[test]
fn a_directory_that_is_renamed_takes_the_lines_until_there_is_another_one() {
    for backups in [0, 9] {
        let folder = new_folder();
        fs::create_dir(folder.path("here")).unwrap();
        let builder = File::builder(folder.path("here").join("app.log"));
        let file = builder.with_max_bytes(12).with_backup_count(backups).build().unwrap();
        write(&file, &["one"]);
        fs::rename(folder.path("here"), folder.path("there")).unwrap();
        write(&file, &["two"]);
        thread::sleep(NOTICED);
        // A rotation would be due.
        write(&file, &["three", "four"]);
        assert_eq!(folder.text("there/app.log"), "one\ntwo\nthree\nfour\n");
        fs::create_dir(folder.path("here")).unwrap();
        thread::sleep(NOTICED);
        write(&file, &["five"]);
        assert_eq!(folder.text("here/app.log"), "five\n");
        assert_eq!(fs::read_dir(folder.path("there")).unwrap().count(), 1);
    }
}

#[test]
fn after_a_truncation_lines_start_at_the_beginning() {
    let folder = new_folder();
    let builder = File::builder(folder.path("app.log")).with_max_bytes(100).with_backup_count(2);
    let file = builder.build().unwrap();
    write(&file, &["x".repeat(80).as_str()]);
    fs::File::options().write(true).open(folder.path("app.log")).unwrap().set_len(0).unwrap();
    // It would be full without the truncation.
    write(&file, &["x".repeat(80).as_str()]);
    assert_eq!(folder.files().len(), 1);
    assert_eq!(folder.text("app.log"), "x".repeat(80) + "\n");
}

#[test]
fn a_file_that_others_put_in_its_place_is_used_if_it_is_a_regular_one() {
    let folder = new_folder();
    let file = File::open(folder.path("app.log")).unwrap();
    write(&file, &["one"]);
    folder.put("other", "by another program\n");
    fs::rename(folder.path("app.log"), folder.path("moved")).unwrap();
    fs::rename(folder.path("other"), folder.path("app.log")).unwrap();
    thread::sleep(NOTICED);
    write(&file, &["two"]);
    assert_eq!(folder.text("app.log"), "by another program\ntwo\n");
    // Anything else is not: lines go on to the file that was there.
    fs::rename(folder.path("app.log"), folder.path("moved2")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", folder.path("app.log")).unwrap();
    #[cfg(not(unix))]
    fs::create_dir(folder.path("app.log")).unwrap();
    thread::sleep(NOTICED);
    write(&file, &["three"]);
    assert_eq!(folder.text("moved2"), "by another program\ntwo\nthree\n");
}

const LINES: usize = 100_000;

/// Writes numbered lines while `meanwhile` is called over and over, and checks that each line is in
/// exactly one of the files whose names start with `app.log`, whole.
fn under_load(folder: &Folder, file: &File, meanwhile: impl Fn(&RwLock<()>) + Sync) {
    let (done, pause) = (AtomicBool::new(false), RwLock::new(()));
    let rounds = thread::scope(|scope| {
        let rounds = scope.spawn(|| {
            let mut rounds = 0;
            while !done.load(Relaxed) {
                meanwhile(&pause);
                rounds += 1;
            }
            rounds
        });
        let writers = [0, 1].map(|half| {
            let pause = &pause;
            scope.spawn(move || {
                for number in (0..LINES).filter(|number| number % 2 == half) {
                    let _running = pause.read().unwrap();
                    write(file, &[&format!("line {number}")]);
                    if number % 1_000 == half {
                        // So that there are enough rotations.
                        thread::sleep(Duration::from_millis(2));
                    }
                }
            })
        });
        for writer in writers {
            writer.join().unwrap();
        }
        done.store(true, Relaxed);
        rounds.join().unwrap()
    });
    assert!(rounds > 3, "{rounds}");
    let files = folder.files();
    assert!(files.len() > 3, "{}", files.len());
    let texts = files.iter().filter(|(name, _)| name.starts_with("app.log"));
    let mut numbers: Vec<usize> = texts
        .flat_map(|(_, text)| text.lines())
        .map(|line| line.strip_prefix("line ").and_then(|number| number.parse().ok()).expect(line))
        .collect();
    numbers.sort_unstable();
    assert!(numbers.iter().copied().eq(0..LINES), "{} lines", numbers.len());
}

#[test]
fn each_of_100_000_lines_is_there_once_under_our_own_rotation() {
    let folder = new_folder();
    let builder = File::builder(folder.path("app.log"));
    let file = builder.with_max_bytes(50_000).with_backup_count(1_000).build().unwrap();
    under_load(&folder, &file, |_| thread::sleep(Duration::from_millis(1)));
}

/// Runs Debian's logrotate over and over; `None` if it is not installed.
fn logrotate(options: &str, pause_writers: bool) -> Option<()> {
    if Command::new("logrotate").arg("--version").output().is_err() {
        skip("logrotate is not installed");
        return None;
    }
    let folder = new_folder();
    let log = folder.path("app.log");
    let configuration = format!("{} {{\nrotate 5000\nmissingok\n{options}\n}}\n", log.display());
    folder.put("logrotate.conf", &configuration);
    let file = File::open(&log).unwrap();
    under_load(&folder, &file, |pause| {
        let paused = pause_writers.then(|| pause.write().unwrap());
        let output = Command::new("logrotate")
            .args(["--force", "--state"])
            .args([folder.path("logrotate.state"), folder.path("logrotate.conf")])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        drop(paused);
        thread::sleep(Duration::from_millis(20));
    });
    Some(())
}

#[test]
fn each_of_100_000_lines_is_there_once_while_logrotate_moves_the_file() {
    let _ = logrotate("nocreate", false);
    let _ = logrotate("create 0600", false);
}

#[test]
fn each_of_100_000_lines_is_there_once_while_logrotate_truncates_the_file() {
    // It loses what is written between its copy and its truncation, so writers pause meanwhile.
    let _ = logrotate("copytruncate", true);
}
