//! The backups that are kept, and the checks before any is deleted.

use crate::format::TimeZone;
use crate::handler::File;
use crate::sink::Sink as _;
use crate::sink::file::disk::Disk;
use crate::sink::file::tests::{Folder, Ticks, open};
use crate::sink::file::{FileBuilder, FileSink, Rotation};

const DAY: u64 = 24 * 3_600;

fn daily(folder: &Folder) -> FileBuilder {
    let builder = File::builder(folder.path("app.log"));
    builder.with_rotation(Rotation::Daily).with_time_zone(TimeZone::Utc)
}

fn write(sink: &FileSink, text: &str) {
    sink.write_line(format!("{text}\n").as_bytes()).unwrap();
}

fn names(paths: &[std::path::PathBuf]) -> Vec<String> {
    let name = |path: &std::path::PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(name).collect()
}

#[test]
fn as_many_backups_are_kept_as_were_asked_for_those_of_earlier_runs_included() {
    let folder = Folder::new();
    for day in ["2026-11-01", "2026-11-02", "2026-11-03"] {
        folder.put(&format!("app.log.{day}"), "former\n");
    }
    // Neither a date, nor a daily file.
    for name in ["app.log.2026-11-31", "app.log.2026-11-02_07", "app.log.2026-11-01.gz"] {
        folder.put(name, "foreign\n");
    }
    let disk = Disk::default();
    let mut ticks = Ticks::new(&disk);
    assert_eq!(names(&daily(&folder).with_keep(2).would_delete().unwrap()), ["app.log.2026-11-01"]);
    let sink = open(daily(&folder).with_keep(2), &disk);
    assert!(!folder.path("app.log.2026-11-01").exists());
    for _ in 0..3 {
        write(&sink, "line");
        let next = names(&sink.would_delete().unwrap());
        assert_eq!(next.len(), 1, "{next:?}");
        ticks.forward(DAY);
        write(&sink, "line");
        assert!(!folder.path(&next[0]).exists(), "{next:?}");
    }
    let expected = [
        "app.log",
        "app.log.2026-11-01.gz",
        "app.log.2026-11-02_07",
        "app.log.2026-11-23",
        "app.log.2026-11-24",
        "app.log.2026-11-31",
    ];
    assert_eq!(folder.names(), expected);
}

#[test]
fn the_bytes_of_all_files_never_exceed_the_limit() {
    for by_time in [false, true] {
        let folder = Folder::new();
        let disk = Disk::default();
        let mut ticks = Ticks::new(&disk);
        let builder = if by_time {
            daily(&folder)
        } else {
            File::builder(folder.path("app.log")).with_backup_count(1_000)
        };
        let sink = open(builder.with_max_bytes(100).with_keep_bytes(500), &disk);
        let mut most = 0;
        for number in 0..200 {
            write(&sink, &format!("line {number:04}"));
            let size = |name: &String| std::fs::metadata(folder.path(name)).unwrap().len();
            let bytes = folder.names().iter().map(size).sum::<u64>();
            most = most.max(bytes);
            ticks.tick();
        }
        assert!((400..=500).contains(&most), "{most}");
    }
}

#[test]
fn the_oldest_go_while_free_space_is_below_the_reserve() {
    let folder = Folder::new();
    for day in ["2026-11-01", "2026-11-02"] {
        folder.put(&format!("app.log.{day}"), "former\n");
    }
    let disk = Disk::default();
    let mut ticks = Ticks::new(&disk);
    drop(open(daily(&folder).with_reserve(1), &disk));
    assert_eq!(folder.names().len(), 3);
    // No system has as much.
    let sink = open(daily(&folder).with_reserve(u64::MAX), &disk);
    assert_eq!(folder.names(), ["app.log"]);
    folder.put("app.log.2026-11-03", "by another process\n");
    ticks.tick();
    write(&sink, "line");
    assert_eq!(folder.names(), ["app.log"]);
    assert_eq!(folder.text("app.log"), "line\n");
}

#[test]
fn the_backup_that_a_rotation_by_size_pushes_out_is_listed() {
    let folder = Folder::new();
    let builder = || File::builder(folder.path("app.log")).with_max_bytes(10).with_backup_count(2);
    let sink = builder().build().unwrap().sink().clone();
    write(&sink, "line 1");
    assert_eq!(sink.would_delete().unwrap(), Vec::<std::path::PathBuf>::new());
    write(&sink, "line 2");
    write(&sink, "line 3");
    assert_eq!(sink.would_delete().unwrap(), [folder.path("app.log.2")]);
    assert_eq!(builder().would_delete().unwrap(), [folder.path("app.log.2")]);
    assert_eq!(folder.names(), ["app.log", "app.log.1", "app.log.2"]);
}

#[test]
fn the_files_that_a_rotation_deletes_are_those_that_were_listed() {
    let line = "a line of 20 letters\n";
    let settings: [fn(FileBuilder) -> FileBuilder; 5] = [
        |file| file.with_backup_count(3),
        |file| file.with_backup_count(3).with_keep_bytes(50),
        |file| file.with_rotation(Rotation::Daily).with_keep(1).with_keep_bytes(100),
        |file| file.with_direct_names().with_keep(1),
        |file| file.with_direct_names().with_keep_bytes(90),
    ];
    for (number, with) in settings.into_iter().enumerate() {
        let (folder, disk) = (Folder::new(), Disk::default());
        let mut ticks = Ticks::new(&disk);
        let sink = open(with(File::builder(folder.path("app.log")).with_max_bytes(40)), &disk);
        sink.write_line(line.as_bytes()).unwrap();
        for lines in 1_u32..8 {
            ticks.tick();
            // Names change, so the test follows the files: each has its own text.
            let files = || -> Vec<String> {
                let names =
                    folder.names().into_iter().filter(|name| number < 3 || name != "app.log");
                names.map(|name| folder.text(&name)).collect()
            };
            let mut listed: Vec<String> = sink
                .would_delete()
                .unwrap()
                .iter()
                .map(|path| std::fs::read_to_string(path).unwrap())
                .collect();
            let before = files();
            sink.write_line(format!("{lines} {line}").as_bytes()).unwrap();
            let after = files();
            let mut deleted: Vec<String> =
                before.into_iter().filter(|text| !after.contains(text)).collect();
            deleted.sort();
            listed.sort();
            assert_eq!(listed, deleted, "settings {number}, line {lines}");
        }
    }
}

#[test]
fn limits_that_do_not_fit_the_rotation_are_refused_with_the_right_ones() {
    let folder = Folder::new();
    let file = || File::builder(folder.path("app.log"));
    for (builder, expected) in [
        (file().with_keep(3), "write `with_backup_count`"),
        (file().with_max_bytes(100), "write `with_backup_count`"),
        (file().with_backup_count(3), "write `with_max_bytes`"),
        (daily(&folder).with_backup_count(3), "write `with_keep`"),
        (daily(&folder).with_keep(0), "expected a number of backups from 1 on"),
        (daily(&folder).with_keep_bytes(100), "needs `with_max_bytes`"),
        (daily(&folder).with_max_bytes(101).with_keep_bytes(100), "at most as many bytes"),
        (file().with_reserve(100), "write `with_rotation`, or"),
        (file().with_direct_names(), "needs `with_rotation` or `with_max_bytes`"),
    ] {
        let error = builder.build().unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    assert_eq!(folder.names(), Vec::<String>::new());
}
