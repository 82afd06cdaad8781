//! Lines of a queue, many in one write.

use std::io::ErrorKind;

use crate::handler::File;
use crate::sink::file::disk::{Disk, DiskCall};
use crate::sink::file::faults::Fault;
use crate::sink::file::tests::{Folder, Ticks, open};
use crate::sink::file::{FileBuilder, FileSink};
use crate::sink::{LineBatch, Receipt, Sink as _};

/// Writes lines together.
fn write(sink: &FileSink, lines: &[String]) {
    let mut end = 0;
    let ends: Vec<_> = lines
        .iter()
        .map(|line| {
            end += line.len();
            (end, Receipt::default())
        })
        .collect();
    sink.write_batch(&mut LineBatch::new(lines.concat().as_bytes(), &ends));
}

fn lines(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("line {number:02}\n")).collect()
}

#[test]
fn a_batch_is_one_write_and_is_rotated_at_the_same_lines() {
    let folders = [Folder::new(), Folder::new()];
    let settings = |folder: &Folder| -> FileBuilder {
        File::builder(folder.path("app.log")).with_max_bytes(50).with_backup_count(9)
    };
    let disk = Disk::default();
    let _ticks = Ticks::new(&disk);
    let [batch, single] = folders.each_ref().map(|folder| open(settings(folder), &disk));
    disk.faults.fail(usize::MAX, Fault::Half);
    write(&batch, &lines(20));
    let writes = disk.faults.calls().into_iter().filter(|call| *call == DiskCall::Write).count();
    for line in lines(20) {
        single.write_line(line.as_bytes()).unwrap();
    }
    let texts = |folder: &Folder| -> Vec<_> {
        folder.names().iter().map(|name| folder.text(name)).collect()
    };
    let [batch, single] = folders.each_ref().map(texts);
    assert_eq!((batch.len(), writes), (4, 4));
    assert_eq!(batch, single);
}

#[test]
fn the_lines_of_a_batch_that_a_full_disk_refuses_are_announced_and_never_glued() {
    let folder = Folder::new();
    let disk = Disk::default();
    let mut ticks = Ticks::new(&disk);
    let sink = open(File::builder(folder.path("app.log")), &disk);
    // Half of 40 bytes is two lines and a half.
    disk.faults.fail(0, Fault::Half);
    write(&sink, &lines(5));
    disk.faults.fail(0, Fault::Kind(DiskCall::Write, ErrorKind::StorageFull));
    write(&sink, &lines(1));
    disk.faults.mend();
    ticks.tick();
    write(&sink, &["last\n".to_owned()]);
    let text = folder.text("app.log");
    let rest = text.strip_prefix("line 00\nline 01\nline\n").expect(&text);
    assert!(rest.ends_with(" 4 lines lost: no storage space\nlast\n"), "{text}");
}
