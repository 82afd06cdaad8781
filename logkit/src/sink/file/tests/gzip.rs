//! Every call to the file system fails, once or for ever, during rotations with compression: every line
//! is in a whole file, and after the next run in exactly one.

use std::fs::{self, File as StdFile};
use std::io::{ErrorKind, Read as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use flate2::read::MultiGzDecoder;

use crate::handler::File;
use crate::sink::Sink as _;
use crate::sink::file::compress;
use crate::sink::file::disk::{Disk, DiskCall};
use crate::sink::file::faults::Fault;
use crate::sink::file::tests::{Folder, Ticks, open};
use crate::sink::file::{FileBuilder, FileSink};

fn builder(folder: &Folder) -> FileBuilder {
    File::builder(folder.path("app.log")).with_max_bytes(40).with_backup_count(30).with_gzip()
}

fn compress(sink: &FileSink) {
    compress::work(&Arc::downgrade(&sink.0), Duration::ZERO);
}

/// Writes numbered lines, and compresses after every other one; returns the lines that were accepted.
fn write(sink: &FileSink, ticks: &mut Ticks, numbers: std::ops::Range<u32>) -> Vec<String> {
    let mut accepted = Vec::new();
    for number in numbers {
        ticks.tick();
        let line = format!("line {number:03}");
        if sink.write_line(format!("{line}\n").as_bytes()).is_ok() {
            accepted.push(line);
        }
        if number % 2 == 0 {
            compress(sink);
        }
    }
    accepted
}

/// Decompresses a file; the text is whole or there is an error.
fn decompressed(folder: &Folder, name: &str) -> String {
    let mut text = String::new();
    MultiGzDecoder::new(StdFile::open(folder.path(name)).unwrap())
        .read_to_string(&mut text)
        .expect(name);
    text
}

/// The lines of all backups and the log, oldest first. A backup under both names counts once and must
/// be equal; temporary files do not count.
fn lines(folder: &Folder) -> Vec<String> {
    let names = folder.names();
    let text = |number: u32| {
        let (plain, gzip) = (format!("app.log.{number}"), format!("app.log.{number}.gz"));
        match (names.contains(&plain), names.contains(&gzip)) {
            (true, true) => {
                assert_eq!(decompressed(folder, &gzip), folder.text(&plain));
                folder.text(&plain)
            }
            (true, false) => folder.text(&plain),
            (false, true) => decompressed(folder, &gzip),
            (false, false) => String::new(),
        }
    };
    // A file may end with a part of a line.
    let live = fs::read_to_string(folder.path("app.log")).unwrap_or_default();
    let texts = (1..=30).rev().map(text).chain([live]);
    let text: String = texts.map(|text| text + "\n").collect();
    let is_whole = |line: &&str| line.starts_with("line") && line.len() == "line 000".len();
    text.lines().filter(is_whole).map(str::to_owned).collect()
}

fn reaches_fault(call: usize, fault: Fault) -> bool {
    let folder = Folder::new();
    let disk = Disk::default();
    let mut ticks = Ticks::new(&disk);
    let sink = open(builder(&folder), &disk);
    let mut accepted = write(&sink, &mut ticks, 0..9);
    assert!(folder.names().contains(&"app.log.1.gz".to_owned()), "{:?}", folder.names());
    disk.faults.fail(call, fault);
    accepted.extend(write(&sink, &mut ticks, 9..13));
    let calls = disk.faults.calls().len();
    disk.faults.mend();
    assert_eq!(lines(&folder), accepted, "{fault:?} at {call}: {:?}", folder.names());
    // The next run, after a death at that call.
    drop(sink);
    let sink = open(builder(&folder), &disk);
    accepted.extend(write(&sink, &mut ticks, 20..24));
    compress(&sink);
    let (names, lines) = (folder.names(), lines(&folder));
    assert_eq!(lines, accepted, "{fault:?} at {call}: {names:?}");
    let is_gzip = |name: &String| Path::new(name).extension().is_some_and(|end| end == "gz");
    assert!(
        names.iter().all(|name| name == "app.log" || is_gzip(name)),
        "{fault:?} at {call}: {names:?}"
    );
    call < calls
}

#[test]
fn no_call_that_fails_loses_a_line_and_none_is_there_twice_after_the_next_run() {
    let kinds = [
        Fault::Half,
        Fault::Once(ErrorKind::StorageFull),
        // All calls fail from then on, as if the process was killed.
        Fault::From(ErrorKind::Other),
        Fault::Kind(DiskCall::Sync, ErrorKind::Other),
        Fault::Kind(DiskCall::Remove, ErrorKind::PermissionDenied),
        Fault::Kind(DiskCall::Rename, ErrorKind::PermissionDenied),
    ];
    for fault in kinds {
        let mut call = 0;
        while reaches_fault(call, fault) {
            call += 1;
        }
    }
}

#[test]
fn the_compressed_file_is_on_the_disk_before_the_backup_is_deleted() {
    let folder = Folder::new();
    let disk = Disk::default();
    let _ticks = Ticks::new(&disk);
    let sink = open(builder(&folder), &disk);
    (0..5).for_each(|_| sink.write_line(b"a line of text\n").unwrap());
    disk.faults.fail(usize::MAX, Fault::Half);
    compress(&sink);
    let wanted = [DiskCall::Sync, DiskCall::Rename, DiskCall::Remove];
    let calls: Vec<_> =
        disk.faults.calls().into_iter().filter(|call| wanted.contains(call)).collect();
    let one = [DiskCall::Sync, DiskCall::Rename, DiskCall::Sync, DiskCall::Remove];
    assert_eq!(calls, [one, one].concat());
    assert_eq!(folder.names(), ["app.log", "app.log.1.gz", "app.log.2.gz"]);
}

#[test]
fn a_compressed_file_that_exists_is_left_alone() {
    let folder = Folder::new();
    folder.put("app.log.1.gz", "not even compressed");
    folder.put("app.log.1", "a backup\n");
    folder.put("app.log.2.gz.tmp", "half");
    let disk = Disk::default();
    let _ticks = Ticks::new(&disk);
    let sink = open(builder(&folder), &disk);
    compress(&sink);
    assert_eq!(folder.names(), ["app.log", "app.log.1", "app.log.1.gz"]);
    assert_eq!(folder.text("app.log.1.gz"), "not even compressed");
    // Both are renumbered.
    (0..3).for_each(|_| sink.write_line(b"a line of text\n").unwrap());
    compress(&sink);
    assert_eq!(folder.text("app.log.2.gz"), "not even compressed");
    assert_eq!(folder.text("app.log.2"), "a backup\n");
    assert_eq!(decompressed(&folder, "app.log.1.gz"), "a line of text\na line of text\n");
}

#[cfg(unix)]
#[test]
fn a_compressed_backup_has_the_mode_of_the_log() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let disk = Disk::default();
    let _ticks = Ticks::new(&disk);
    let sink = open(builder(&folder).with_mode(0o640), &disk);
    (0..3).for_each(|_| sink.write_line(b"a line of text\n").unwrap());
    compress(&sink);
    let mode = fs::metadata(folder.path("app.log.1.gz")).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o640);
}
