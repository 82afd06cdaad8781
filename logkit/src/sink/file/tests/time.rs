//! Rotation by time, with a clock that jumps.

use crate::format::TimeZone;
use crate::handler::File;
use crate::sink::Sink as _;
use crate::sink::file::disk::Disk;
use crate::sink::file::tests::{Folder, Ticks, open};
use crate::sink::file::{FileBuilder, FileSink, Rotation};

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

fn builder(folder: &Folder, rotation: Rotation) -> FileBuilder {
    File::builder(folder.path("app.log")).with_rotation(rotation).with_time_zone(TimeZone::Utc)
}

/// A log whose clock starts at 2026-11-22 07:31:00.
fn daily(folder: &Folder) -> (FileSink, Ticks) {
    let disk = Disk::default();
    let ticks = Ticks::new(&disk);
    (open(builder(folder, Rotation::Daily), &disk), ticks)
}

fn write(sink: &FileSink, text: &str) {
    sink.write_line(format!("{text}\n").as_bytes()).unwrap();
}

#[test]
fn each_day_gets_a_file_named_after_the_day_of_its_lines() {
    let folder = Folder::new();
    let (sink, mut ticks) = daily(&folder);
    write(&sink, "on the 22nd");
    ticks.forward(16 * HOUR + 28 * 60);
    write(&sink, "at 23:59");
    ticks.forward(60);
    write(&sink, "at midnight");
    ticks.forward(DAY);
    write(&sink, "on the 24th");
    assert_eq!(folder.names(), ["app.log", "app.log.2026-11-22", "app.log.2026-11-23"]);
    assert_eq!(folder.text("app.log.2026-11-22"), "on the 22nd\nat 23:59\n");
    assert_eq!(folder.text("app.log.2026-11-23"), "at midnight\n");
}

#[test]
fn each_hour_gets_a_file() {
    let folder = Folder::new();
    let disk = Disk::default();
    let mut ticks = Ticks::new(&disk);
    let sink = open(builder(&folder, Rotation::Hourly), &disk);
    for hour in 0..3 {
        write(&sink, &format!("hour {hour}"));
        ticks.forward(HOUR);
    }
    write(&sink, "last");
    let backups = ["app.log.2026-11-22_07", "app.log.2026-11-22_08", "app.log.2026-11-22_09"];
    assert_eq!(folder.names()[1..], backups);
}

#[test]
fn a_machine_that_was_suspended_rotates_once() {
    let folder = Folder::new();
    let (sink, mut ticks) = daily(&folder);
    write(&sink, "one");
    ticks.forward(8 * DAY);
    (0..8).for_each(|_| write(&sink, "two"));
    assert_eq!(folder.names(), ["app.log", "app.log.2026-11-22"]);
    // No line, no file.
    ticks.forward(DAY);
    write(&sink, "three");
    ticks.forward(20 * DAY);
    drop(sink);
    assert_eq!(folder.names(), ["app.log", "app.log.2026-11-22", "app.log.2026-11-30"]);
}

#[test]
fn a_clock_that_is_set_back_loses_nothing_and_rotates_at_the_next_edge() {
    let folder = Folder::new();
    let (sink, mut ticks) = daily(&folder);
    write(&sink, "on the 22nd");
    // One wrong jump forward and back again, as before the first synchronization.
    ticks.forward(300 * DAY);
    write(&sink, "in 2027");
    ticks.back(300 * DAY);
    (0..5).for_each(|_| write(&sink, "back again"));
    assert_eq!(folder.names(), ["app.log", "app.log.2026-11-22"]);
    ticks.forward(DAY);
    write(&sink, "on the 23rd");
    // The name is taken, so it gets a number.
    assert_eq!(folder.names(), ["app.log", "app.log.2026-11-22", "app.log.2026-11-22.1"]);
    assert_eq!(folder.text("app.log.2026-11-22"), "on the 22nd\n");
    assert!(folder.text("app.log.2026-11-22.1").starts_with("in 2027\nback again\n"));
    assert_eq!(folder.text("app.log"), "on the 23rd\n");
    for _ in 0..5 {
        ticks.back(2 * HOUR);
        write(&sink, "hours back");
    }
    assert_eq!(folder.names().len(), 3);
}

#[test]
fn size_and_time_together_number_the_files_of_a_day() {
    let folder = Folder::new();
    let disk = Disk::default();
    let mut ticks = Ticks::new(&disk);
    let sink = open(builder(&folder, Rotation::Daily).with_max_bytes(12), &disk);
    (0..3).for_each(|number| write(&sink, &format!("line {number}")));
    ticks.forward(DAY);
    (3..5).for_each(|number| write(&sink, &format!("line {number}")));
    let text = |name: &str| folder.text(&format!("app.log.2026-11-{name}"));
    assert_eq!(folder.names().len(), 5);
    assert_eq!([text("22"), text("22.1"), text("22.2")], ["line 0\n", "line 1\n", "line 2\n"]);
    assert_eq!([text("23"), folder.text("app.log")], ["line 3\n", "line 4\n"]);
}

#[test]
fn a_file_of_an_earlier_day_is_rotated_before_the_first_line_of_the_next_run() {
    let folder = Folder::new();
    folder.put("app.log", "former\n");
    let file = std::fs::File::options().append(true).open(folder.path("app.log")).unwrap();
    let (sink, _) = {
        let disk = Disk::default();
        let ticks = Ticks::new(&disk);
        file.set_modified(ticks.1 - std::time::Duration::from_secs(3 * DAY)).unwrap();
        (open(builder(&folder, Rotation::Daily), &disk), ticks)
    };
    write(&sink, "now");
    assert_eq!(folder.text("app.log.2026-11-19"), "former\n");
    assert_eq!(folder.text("app.log"), "now\n");
}

#[test]
fn a_file_with_the_last_number_is_not_written_again() {
    let last = "app.log.2026-11-22.4294967295";
    let folder = Folder::new();
    folder.put(last, "former\n");
    let disk = Disk::default();
    let _ticks = Ticks::new(&disk);
    let sink = open(builder(&folder, Rotation::Daily).with_max_bytes(12), &disk);
    (0..4).for_each(|number| write(&sink, &format!("line {number}")));
    let text = |name: &str| folder.text(&format!("app.log.2026-11-{name}"));
    assert_eq!([text("22"), text("22.1"), text("22.2")], ["line 0\n", "line 1\n", "line 2\n"]);
    assert_eq!(folder.text(last), "former\n");
    // Nor is the next to last.
    folder.put("app.log.2026-11-22.4294967294", "former\n");
    write(&sink, "line 4");
    assert_eq!(text("22.3"), "line 3\n");
    assert_eq!(text("22.4294967294"), "former\n");
}

#[test]
fn a_clock_that_is_wrong_by_a_year_costs_no_line_and_retention_spares_the_former_file() {
    for direct in [false, true] {
        let folder = Folder::new();
        let disk = Disk::default();
        let mut ticks = Ticks::new(&disk);
        let builder = builder(&folder, Rotation::Daily).with_keep(1);
        let builder = if direct { builder.with_direct_names() } else { builder };
        let sink = open(builder, &disk);
        let all = || -> String {
            let mut names = folder.names();
            // The link.
            names.retain(|name| !direct || name != "app.log");
            names.iter().map(|name| folder.text(name)).collect()
        };
        ticks.forward(365 * DAY);
        write(&sink, "one");
        ticks.forward(DAY);
        write(&sink, "two");
        // The names of the files that are there are later than all those that follow.
        ticks.back(2 * 365 * DAY);
        write(&sink, "three");
        for line in ["four", "five", "six"] {
            ticks.forward(DAY);
            let former = folder.text("app.log");
            write(&sink, line);
            assert_eq!(folder.text("app.log"), format!("{line}\n"));
            assert!(all().contains(&former), "{direct} {line}: {:?}", folder.names());
            assert_eq!(folder.names().len(), if direct { 3 } else { 2 });
        }
    }
}
