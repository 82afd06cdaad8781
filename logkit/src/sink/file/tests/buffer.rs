//! Buffered lines, and lines that are to be on the disk when the call returns.

use std::io::ErrorKind;
use std::time::Duration;

use crate::handler::File;
use crate::level::Level;
use crate::sink::Sink as _;
use crate::sink::file::FileSink;
use crate::sink::file::disk::{Disk, DiskCall};
use crate::sink::file::faults::Fault;
use crate::sink::file::state::FileState;
use crate::sink::file::tests::{Folder, Ticks, open};

/// Writes a line as a handler does.
fn write(sink: &FileSink, text: &str, level: Level) {
    sink.write_line(format!("{text}\n").as_bytes()).unwrap();
    sink.after_line(level);
}

/// The calls of a kind since the faults were set.
fn count(disk: &Disk, kind: DiskCall) -> usize {
    disk.faults.calls().into_iter().filter(|call| *call == kind).count()
}

#[test]
fn lines_wait_until_the_buffer_is_full_or_an_error_comes() {
    let folder = Folder::new();
    let disk = Disk::default();
    let _ticks = Ticks::new(&disk);
    let sink = open(File::builder(folder.path("app.log")).with_buffer(20), &disk);
    let text = || folder.text("app.log");
    write(&sink, "line 1", Level::Warning);
    write(&sink, "line 2", Level::Info);
    assert_eq!(text(), "");
    write(&sink, "line 3", Level::Info);
    assert_eq!(text(), "line 1\nline 2\n");
    write(&sink, "a line that is longer than the buffer", Level::Info);
    assert!(text().ends_with("line 3\na line that is longer than the buffer\n"));
    write(&sink, "line 4", Level::Error);
    assert!(text().ends_with("line 4\n"));
    write(&sink, "line 5", Level::Info);
    sink.flush().unwrap();
    assert!(text().ends_with("line 5\n"));
    write(&sink, "line 6", Level::Info);
    drop(sink);
    assert!(text().ends_with("line 6\n"));
}

#[test]
fn a_buffered_log_is_rotated_at_the_same_lines() {
    let files = [0, 1, 25, 1_000].map(|buffer| {
        let folder = Folder::new();
        let builder = File::builder(folder.path("app.log")).with_max_bytes(50).with_backup_count(9);
        let sink = builder.with_buffer(buffer).build().unwrap().sink().clone();
        (0..20).for_each(|number| write(&sink, &format!("line {number:02}"), Level::Info));
        drop(sink);
        folder.names().iter().map(|name| folder.text(name)).collect::<Vec<_>>()
    });
    assert_eq!(files[0].len(), 4);
    assert!(files.iter().all(|texts| *texts == files[0]), "{files:?}");
}

#[test]
fn lines_stay_in_the_buffer_while_the_disk_is_full() {
    let folder = Folder::new();
    let disk = Disk::default();
    let mut ticks = Ticks::new(&disk);
    let sink = open(File::builder(folder.path("app.log")).with_buffer(20), &disk);
    disk.faults.fail(0, Fault::Kind(DiskCall::Write, ErrorKind::StorageFull));
    write(&sink, "line 1", Level::Error);
    write(&sink, "line 2", Level::Info);
    assert_eq!(sink.write_line(b"line 3\n").unwrap_err().kind(), ErrorKind::StorageFull);
    disk.faults.mend();
    ticks.tick();
    write(&sink, "line 4", Level::Info);
    sink.flush().unwrap();
    let text = folder.text("app.log");
    let (first, rest) = text.split_at("line 1\nline 2\n".len());
    assert_eq!(first, "line 1\nline 2\n");
    assert!(rest.ends_with("1 line lost: no storage space\nline 4\n"), "{rest}");
}

#[test]
fn lines_from_a_level_on_are_on_the_disk_when_the_call_returns() {
    let folder = Folder::new();
    let disk = Disk::default();
    let _ticks = Ticks::new(&disk);
    let builder = File::builder(folder.path("app.log"));
    let sink = open(builder.with_buffer(1_000).with_sync_level(Level::Critical), &disk);
    disk.faults.fail(usize::MAX, Fault::Half);
    write(&sink, "line 1", Level::Error);
    assert_eq!((count(&disk, DiskCall::Write), count(&disk, DiskCall::Sync)), (1, 0));
    // The file and, because it is new, its directory.
    write(&sink, "line 2", Level::Critical);
    assert_eq!((count(&disk, DiskCall::Write), count(&disk, DiskCall::Sync)), (2, 2));
    write(&sink, "line 3", Level::Critical);
    assert_eq!((count(&disk, DiskCall::Write), count(&disk, DiskCall::Sync)), (3, 3));
}

#[test]
fn lines_that_a_rotation_moves_to_a_backup_are_on_the_disk_with_those_after_them() {
    for direct in [false, true] {
        let folder = Folder::new();
        let disk = Disk::default();
        let _ticks = Ticks::new(&disk);
        let builder = File::builder(folder.path("app.log")).with_max_bytes(20);
        let builder =
            if direct { builder.with_direct_names() } else { builder.with_backup_count(3) };
        let sink = open(builder.with_sync_level(Level::Critical), &disk);
        disk.faults.fail(usize::MAX, Fault::Half);
        write(&sink, "line 1", Level::Info);
        write(&sink, "line 2", Level::Info);
        assert_eq!(count(&disk, DiskCall::Sync), 0);
        write(&sink, "line 3", Level::Critical);
        // The backup, the file and, because of the new names, the directory.
        assert_eq!(count(&disk, DiskCall::Sync), 3);
        // Nothing is left to do for a file whose lines are on the disk.
        write(&sink, "line 4", Level::Critical);
        write(&sink, "line 5", Level::Critical);
        assert_eq!(count(&disk, DiskCall::Sync), 6);
        // A disk that fails may have dropped them.
        disk.faults.fail(0, Fault::Kind(DiskCall::Sync, ErrorKind::StorageFull));
        write(&sink, "line 6", Level::Info);
        write(&sink, "line 7", Level::Info);
        disk.faults.mend();
        write(&sink, "line 8", Level::Info);
        let all: String = folder.names().iter().map(|name| folder.text(name)).collect();
        assert!(all.contains(" - up to 1 line lost: no storage space\n"), "{all}");
    }
}

#[test]
fn a_directory_that_cannot_be_synced_fails_only_where_it_could_be() {
    // Once the directory's turn has come: the second fsync.
    let directory_fails = |kind: ErrorKind| {
        let (folder, disk) = (Folder::new(), Disk::default());
        let _ticks = Ticks::new(&disk);
        let sink = open(File::builder(folder.path("app.log")).with_buffer(1_000), &disk);
        write(&sink, "line 1", Level::Info);
        // A write, the fsync of the file, that of the directory.
        disk.faults.fail(2, Fault::Once(kind));
        let synced = |sink: &FileSink| sink.0.with(FileState::sync).is_ok();
        let first = synced(&sink);
        write(&sink, "line 2", Level::Info);
        let second = synced(&sink);
        (first, second, count(&disk, DiskCall::Sync))
    };
    // NFS and FUSE may say so.
    assert_eq!(directory_fails(ErrorKind::InvalidInput), (true, true, 3));
    assert_eq!(directory_fails(ErrorKind::Unsupported), (true, true, 3));
    // A disk that fails is asked again.
    assert_eq!(directory_fails(ErrorKind::StorageFull), (false, true, 4));
}

#[test]
fn the_timer_writes_and_syncs_only_while_there_is_something() {
    let folder = Folder::new();
    let disk = Disk::default();
    let _ticks = Ticks::new(&disk);
    let builder = File::builder(folder.path("app.log")).with_buffer(1_000);
    let sink = open(builder.with_sync_interval(Duration::from_secs(1)), &disk);
    let tick = || sink.0.with(FileState::tick);
    disk.faults.fail(usize::MAX, Fault::Half);
    write(&sink, "line 1", Level::Info);
    assert!(tick());
    assert_eq!(folder.text("app.log"), "line 1\n");
    assert_eq!(count(&disk, DiskCall::Sync), 2);
    assert!(!tick());
    assert_eq!(count(&disk, DiskCall::Sync), 2);
}

#[test]
fn a_network_disk_that_refuses_lines_late_is_asked_whenever_a_file_is_left() {
    for (refuses_late, syncs) in [(true, 1), (false, 0)] {
        let folder = Folder::new();
        let disk = Disk::default();
        let _ticks = Ticks::new(&disk);
        if refuses_late {
            disk.faults.set_refuses_late();
        }
        let builder = File::builder(folder.path("app.log")).with_max_bytes(20).with_backup_count(3);
        let sink = open(builder, &disk);
        disk.faults.fail(usize::MAX, Fault::Half);
        write(&sink, "line 1", Level::Error);
        write(&sink, "line 2", Level::Info);
        assert_eq!(count(&disk, DiskCall::Sync), 0);
        disk.faults.fail(0, Fault::Kind(DiskCall::Sync, ErrorKind::QuotaExceeded));
        // A rotation.
        write(&sink, "line 3", Level::Info);
        assert_eq!(count(&disk, DiskCall::Sync), syncs);
        // The end.
        disk.faults.fail(0, Fault::Kind(DiskCall::Sync, ErrorKind::StorageFull));
        drop(sink);
        assert_eq!(count(&disk, DiskCall::Sync), syncs);
        let all: String = folder.names().iter().map(|name| folder.text(name)).collect();
        let [rotated, ended] =
            ["up to 2 lines lost: quota exceeded", "up to 1 line lost: no storage"];
        assert_eq!(all.contains(rotated), refuses_late, "{all}");
        assert_eq!(all.contains(ended), refuses_late, "{all}");
    }
}
