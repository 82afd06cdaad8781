//! Direct names: the live file keeps its name, and a link leads to it.

use std::fs;

use crate::format::TimeZone;
use crate::handler::File;
use crate::sink::Sink as _;
use crate::sink::file::disk::{Disk, DiskCall};
use crate::sink::file::faults::Fault;
use crate::sink::file::tests::{Folder, Ticks, open};
use crate::sink::file::{FileBuilder, FileSink, Rotation};

fn direct(folder: &Folder) -> FileBuilder {
    File::builder(folder.path("app.log")).with_direct_names()
}

fn write(sink: &FileSink, text: &str) {
    sink.write_line(format!("{text}\n").as_bytes()).unwrap();
}

#[test]
fn no_file_is_renamed_and_the_link_leads_to_the_newest() {
    let folder = Folder::new();
    let disk = Disk::default();
    let mut ticks = Ticks::new(&disk);
    let builder = || direct(&folder).with_rotation(Rotation::Daily).with_time_zone(TimeZone::Utc);
    let sink = open(builder().with_max_bytes(15).with_keep(2), &disk);
    write(&sink, "line 1");
    assert_eq!(folder.names(), ["app.log", "app.log.2026-11-22"]);
    assert_eq!(folder.text("app.log"), "line 1\n");
    let open_file = fs::File::open(folder.path("app.log.2026-11-22")).unwrap();
    write(&sink, "line 2");
    write(&sink, "line 3");
    assert_eq!(folder.text("app.log.2026-11-22"), "line 1\nline 2\n");
    assert_eq!(folder.text("app.log.2026-11-22.1"), "line 3\n");
    assert_eq!(folder.text("app.log"), "line 3\n");
    ticks.forward(24 * 3_600);
    write(&sink, "line 4");
    assert_eq!(folder.text("app.log"), "line 4\n");
    assert_eq!(folder.text("app.log.2026-11-23"), "line 4\n");
    // The next run goes on in the newest file; the oldest goes with the next rotation.
    drop(sink);
    let sink = open(builder().with_max_bytes(15).with_keep(2), &disk);
    write(&sink, "line 5");
    assert_eq!(folder.text("app.log.2026-11-23"), "line 4\nline 5\n");
    write(&sink, "line 6");
    let expected =
        ["app.log", "app.log.2026-11-22.1", "app.log.2026-11-23", "app.log.2026-11-23.1"];
    assert_eq!(folder.names(), expected);
    drop(open_file);
}

#[test]
fn a_day_that_begins_by_reopening_ends_the_one_before() {
    let (folder, disk) = (Folder::new(), Disk::default());
    let mut ticks = Ticks::new(&disk);
    let builder = direct(&folder).with_rotation(Rotation::Daily).with_time_zone(TimeZone::Utc);
    let sink = open(builder.with_keep(1), &disk);
    for _ in 0..3 {
        write(&sink, "line");
        ticks.forward(24 * 3_600);
        // Before the first line of the day.
        sink.reopen().unwrap();
    }
    assert_eq!(folder.names(), ["app.log", "app.log.2026-11-24", "app.log.2026-11-25"]);
}

#[test]
fn by_size_alone_the_numbers_grow() {
    let folder = Folder::new();
    let open = || direct(&folder).with_max_bytes(15).with_keep(2).build().unwrap().sink().clone();
    let sink = open();
    (1..=5).for_each(|number| write(&sink, &format!("line {number}")));
    drop(sink);
    assert_eq!(open().would_delete().unwrap(), [folder.path("app.log.1")]);
    let sink = open();
    (6..=7).for_each(|number| write(&sink, &format!("line {number}")));
    assert_eq!(folder.names(), ["app.log", "app.log.2", "app.log.3", "app.log.4"]);
    assert_eq!(folder.text("app.log.3"), "line 5\nline 6\n");
    assert_eq!(folder.text("app.log"), "line 7\n");
}

#[test]
fn a_file_or_a_foreign_link_at_the_path_is_refused() {
    let folder = Folder::new();
    let open = || direct(&folder).with_max_bytes(15).build();
    folder.put("app.log", "of a run without direct names\n");
    let error = open().unwrap_err().to_string();
    assert!(error.contains("the path is in use; with direct names"), "{error}");
    #[cfg(unix)]
    {
        fs::remove_file(folder.path("app.log")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", folder.path("app.log")).unwrap();
        assert!(open().unwrap_err().to_string().contains("the path is in use"));
    }
    assert_eq!(folder.names(), ["app.log"]);
}

#[test]
fn a_link_that_cannot_be_changed_keeps_the_old_file() {
    let folder = Folder::new();
    let disk = Disk::default();
    let mut ticks = Ticks::new(&disk);
    let sink = open(direct(&folder).with_max_bytes(15), &disk);
    disk.faults.fail(0, Fault::Kind(DiskCall::Link, std::io::ErrorKind::PermissionDenied));
    for number in 1..=4 {
        ticks.tick();
        write(&sink, &format!("line {number}"));
    }
    assert_eq!(folder.names(), ["app.log", "app.log.1"]);
    disk.faults.mend();
    ticks.tick();
    write(&sink, "line 5");
    assert_eq!(folder.text("app.log.1"), "line 1\nline 2\nline 3\nline 4\n");
    assert_eq!(folder.text("app.log"), "line 5\n");
}

#[test]
fn a_file_with_the_last_number_does_not_stop_rotation() {
    let folder = Folder::new();
    folder.put("app.log.4294967295", "former\n");
    let builder = File::builder(folder.path("app.log")).with_max_bytes(12).with_direct_names();
    let sink = open(builder, &Disk::default());
    (0..3).for_each(|number| sink.write_line(format!("line {number}\n").as_bytes()).unwrap());
    let text = |number: u32| folder.text(&format!("app.log.{number}"));
    assert_eq!([text(1), text(2), text(3)], ["line 0\n", "line 1\n", "line 2\n"]);
    assert_eq!(text(u32::MAX), "former\n");
}
