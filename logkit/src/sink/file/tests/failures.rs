//! Every call to the file system fails once, or from then on: no accepted line is missing, torn or
//! there twice, and lost lines are announced.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::format::TimeZone;
use crate::handler::File;
use crate::sink::Sink as _;
use crate::sink::file::disk::{Disk, DiskCall};
use crate::sink::file::faults::Fault;
use crate::sink::file::tests::{Folder, Ticks, open};
use crate::sink::file::{FileBuilder, FileSink, Rotation};

/// Writes numbered lines; returns the numbers of those that were accepted, and how many were lost.
fn write(sink: &FileSink, ticks: &mut Ticks, numbers: std::ops::Range<u32>) -> (Vec<u32>, u64) {
    let (mut accepted, mut lost) = (Vec::new(), 0);
    for number in numbers {
        ticks.tick();
        match sink.write_line(format!("line {number:04} of the test\n").as_bytes()) {
            Ok(()) => accepted.push(number),
            Err(_) => lost += 1,
        }
    }
    (accepted, lost)
}

/// The text of the backups and of the log, oldest first.
fn text(folder: &Folder, kind: Kind) -> String {
    let number = |name: &str| {
        let number = name.rsplit('.').next().and_then(|number| number.parse().ok());
        number.unwrap_or(if name == "app.log" { i32::MAX } else { 0 })
    };
    let mut names = folder.names();
    match kind {
        Kind::Shifted | Kind::Buffered => {
            names.sort_by_key(|name| (name == "app.log", -number(name)));
        }
        Kind::Dated => names.sort_by_key(|name| number(name)),
        Kind::Direct => {
            names.retain(|name| name != "app.log");
            names.sort_by_key(|name| number(name));
        }
    }
    // A file may end with a part of a line.
    names.iter().map(|name| folder.text(name) + "\n").collect()
}

/// The kinds of names that a rotation gives.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Shifted,
    Dated,
    Direct,
    Buffered,
}

/// Settings by which two lines fit into a file.
fn builder(folder: &Folder, kind: Kind) -> FileBuilder {
    let builder = File::builder(folder.path("app.log")).with_max_bytes(64);
    match kind {
        Kind::Shifted => builder.with_backup_count(60),
        Kind::Buffered => builder.with_backup_count(60).with_buffer(100),
        Kind::Dated => builder.with_rotation(Rotation::Daily).with_time_zone(TimeZone::Utc),
        Kind::Direct => builder.with_direct_names(),
    }
}

/// The numbers of the whole lines in a text, and the sum of the announced losses. Parts of lines are
/// passed over.
fn read(text: &str) -> (Vec<u32>, u64) {
    let (mut numbers, mut announced) = (Vec::new(), 0);
    for line in text.lines() {
        if let Some((_, rest)) = line.split_once(" - logkit - WARNING - ") {
            announced += rest.split(' ').next().unwrap().parse::<u64>().unwrap();
        } else if let Some(number) = line.strip_suffix(" of the test") {
            numbers.push(number.strip_prefix("line ").expect(line).parse().unwrap());
        } else {
            assert!("line 0000 of the test".len() > line.len(), "glued: {line:?}");
        }
    }
    (numbers, announced)
}

const KINDS: [ErrorKind; 2] = [ErrorKind::StorageFull, ErrorKind::NotFound];

/// Faults of every kind at a call.
fn faults() -> Vec<Fault> {
    let once = KINDS.map(Fault::Once);
    let all = KINDS.map(Fault::From);
    let calls = [DiskCall::Open, DiskCall::Rename, DiskCall::List, DiskCall::Inspect];
    let of_kind = calls.map(|call| Fault::Kind(call, ErrorKind::PermissionDenied));
    [Fault::Half].into_iter().chain(once).chain(all).chain(of_kind).collect()
}

#[test]
fn no_call_that_fails_during_a_rotation_loses_or_tears_a_line() {
    for kind in [Kind::Shifted, Kind::Dated, Kind::Direct, Kind::Buffered] {
        for fault in faults() {
            let mut call = 0;
            while reaches_fault(kind, call, fault) {
                call += 1;
            }
        }
    }
}

/// Writes lines with a fault at a call; returns `true` if there were so many calls.
fn reaches_fault(kind: Kind, call: usize, fault: Fault) -> bool {
    let folder = Folder::new();
    let disk = Disk::default();
    let mut ticks = Ticks::new(&disk);
    let sink = open(builder(&folder, kind), &disk);
    let (mut accepted, mut lost) = write(&sink, &mut ticks, 0..5);
    disk.faults.fail(call, fault);
    let more = write(&sink, &mut ticks, 5..12);
    let calls = disk.faults.calls().len();
    disk.faults.mend();
    let end = write(&sink, &mut ticks, 12..20);
    accepted.extend(more.0.into_iter().chain(end.0));
    lost += more.1 + end.1;
    sink.flush().unwrap();
    let (found, announced) = read(&text(&folder, kind));
    let names = folder.names();
    assert_eq!(found, accepted, "{kind:?} {fault:?} at {call}: {names:?}");
    assert_eq!((announced, end.1), (lost, 0), "{kind:?} {fault:?} at {call}");
    assert!(names.len() >= 6, "{kind:?} {fault:?} at {call}: {names:?}");
    assert!(names.iter().all(|name| !name.contains("tmp")), "{names:?}");
    call < calls
}

#[test]
fn at_every_moment_of_a_rotation_all_lines_are_there_and_the_next_run_goes_on() {
    for kind in [Kind::Shifted, Kind::Dated, Kind::Direct] {
        let mut call = 0;
        while reaches_death(kind, call) {
            call += 1;
        }
    }
}

/// Ends a run at a call, and starts the next one; returns `true` if there were so many calls.
fn reaches_death(kind: Kind, call: usize) -> bool {
    let folder = Folder::new();
    let disk = Disk::default();
    let mut ticks = Ticks::new(&disk);
    let builder = || match kind {
        // Few enough that rotations delete lines.
        Kind::Shifted => builder(&folder, kind).with_backup_count(3),
        _ => builder(&folder, kind),
    };
    let sink = open(builder(), &disk);
    let (mut accepted, _) = write(&sink, &mut ticks, 0..11);
    // As if the process was killed: nothing works from this call on, not even undoing.
    disk.faults.fail(call, Fault::From(ErrorKind::Other));
    accepted.extend(write(&sink, &mut ticks, 11..15).0);
    let calls = disk.faults.calls().len();
    drop(sink);
    disk.faults.mend();
    let sink = open(builder(), &disk);
    let next = write(&sink, &mut ticks, 20..22);
    accepted.extend(next.0);
    assert_eq!(next.1, 0);
    let (found, _) = read(&text(&folder, kind));
    match kind {
        // The oldest lines, and only those.
        Kind::Shifted => {
            assert!(found.len() >= 5 && accepted.ends_with(&found), "{call}: {found:?}");
        }
        _ => assert_eq!(found, accepted, "{kind:?} {call}: {:?}", folder.names()),
    }
    assert!(folder.names().iter().all(|name| !name.contains("tmp")), "{:?}", folder.names());
    call < calls
}

#[test]
fn a_rotation_that_fails_is_tried_again_after_a_second_and_not_on_each_line() {
    let folder = Folder::new();
    let disk = Disk::default();
    let start = UNIX_EPOCH + Duration::from_secs(1_795_332_660);
    disk.faults.set_now(start);
    let builder = File::builder(folder.path("app.log")).with_max_bytes(100).with_backup_count(3);
    let sink = open(builder, &disk);
    disk.faults.fail(0, Fault::Kind(DiskCall::Rename, ErrorKind::PermissionDenied));
    let renames = |lines: u32, now: SystemTime| {
        disk.faults.set_now(now);
        let before = disk.faults.calls();
        (0..lines).for_each(|_| sink.write_line(b"a line of thirty-one bytes ....\n").unwrap());
        let calls = disk.faults.calls();
        calls[before.len()..].iter().filter(|call| **call == DiskCall::Rename).count()
    };
    assert_eq!(renames(10, start), 1);
    assert_eq!(renames(10, start + Duration::from_millis(999)), 0);
    assert_eq!(renames(10, start + Duration::from_millis(1_001)), 1);
    disk.faults.mend();
    assert_eq!(renames(2, start + Duration::from_secs(3)), 1);
    assert_eq!(folder.names(), ["app.log", "app.log.1"]);
}

#[test]
fn a_left_over_of_a_rotation_is_put_back_or_removed() {
    let folder = Folder::new();
    let put = |name: &str| fs::write(folder.path(name), name).unwrap();
    // The process died after the first rename: the third backup was to go. Then after the last one.
    let open = || {
        let builder = File::builder(folder.path("app.log")).with_max_bytes(64);
        builder.with_backup_count(3).build().unwrap()
    };
    put("app.log.3.old.tmp");
    drop(open());
    assert_eq!(folder.names(), ["app.log", "app.log.3"]);
    put("app.log.3.old.tmp");
    put("app.log.4.old.tmp");
    put("app.log.3.tmp");
    drop(open());
    assert_eq!(folder.names(), ["app.log", "app.log.3", "app.log.3.tmp", "app.log.4.old.tmp"]);
    let kept = fs::read_to_string(Path::new(&folder.path("app.log.3"))).unwrap();
    assert_eq!(kept, "app.log.3.old.tmp");
}

#[test]
fn a_left_over_does_not_stop_the_rotations_of_a_log_that_is_open() {
    let (folder, disk) = (Folder::new(), Disk::default());
    let mut ticks = Ticks::new(&disk);
    let builder = File::builder(folder.path("app.log")).with_max_bytes(30).with_backup_count(2);
    let sink = open(builder, &disk);
    // The oldest backup cannot be deleted for some time.
    write(&sink, &mut ticks, 0..4);
    disk.faults.fail(0, Fault::Kind(DiskCall::Remove, ErrorKind::PermissionDenied));
    write(&sink, &mut ticks, 4..8);
    disk.faults.mend();
    write(&sink, &mut ticks, 8..12);
    assert_eq!(folder.names(), ["app.log", "app.log.1", "app.log.2"]);
    // Its parent died in the middle of a rotation, and a child goes on with it.
    fs::rename(folder.path("app.log.2"), folder.path("app.log.2.old.tmp")).unwrap();
    write(&sink, &mut ticks, 12..14);
    assert_eq!(folder.names(), ["app.log", "app.log.1", "app.log.2"]);
    assert_eq!(read(&text(&folder, Kind::Shifted)).0, [11, 12, 13]);
}

#[cfg(unix)]
#[test]
fn a_file_system_without_permission_bits_takes_a_log_and_its_rotations() {
    let (folder, disk) = (Folder::new(), Disk::default());
    let mut ticks = Ticks::new(&disk);
    disk.faults.fail(0, Fault::Kind(DiskCall::SetMode, ErrorKind::PermissionDenied));
    // The umask takes some of these.
    let builder = File::builder(folder.path("app.log")).with_mode(0o777);
    let sink = open(builder.with_max_bytes(64).with_backup_count(5), &disk);
    write(&sink, &mut ticks, 0..5);
    assert_eq!(folder.names(), ["app.log", "app.log.1", "app.log.2"]);
    assert_eq!(read(&text(&folder, Kind::Shifted)).0, [0, 1, 2, 3, 4]);
}
