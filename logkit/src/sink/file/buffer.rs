//! Lines that wait in memory for the next write, if that was asked for.

use std::io::{self, ErrorKind};

use crate::sink::Receipt;
use crate::sink::file::disk::Disk;
use crate::sink::file::error::too_large;
use crate::sink::file::live::LiveFile;

/// The lines of a log file that are not written yet.
#[derive(Debug, Default)]
pub(super) struct LineBuffer {
    bytes: Vec<u8>,
    /// The end of each line in `bytes`, and the record to count if the line is lost. A notice has no end
    /// of its own: it is a part of the line after it.
    ends: Vec<(usize, Receipt)>,
    /// The first bytes belong to a line whose start is in the file.
    starts_within_a_line: bool,
}

impl LineBuffer {
    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The number of lines.
    pub(super) fn lines(&self) -> u64 {
        self.ends.len() as u64
    }

    /// Returns `true` if a part of the first line is in the file.
    pub(super) fn starts_within_a_line(&self) -> bool {
        self.starts_within_a_line
    }

    /// Drops all lines, which another process writes.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.starts_within_a_line = false;
    }

    pub(super) fn push(&mut self, bytes: &[u8], receipt: Receipt) {
        self.bytes.extend_from_slice(bytes);
        self.ends.push((self.bytes.len(), receipt));
    }

    /// Makes the last line a part of the next one, if there is a line.
    pub(super) fn join_last(&mut self) {
        self.ends.pop();
    }

    /// Writes the lines. What could not be written stays.
    ///
    /// # Errors
    ///
    /// Lines are left.
    pub(super) fn drain(&mut self, disk: &Disk, live: &LiveFile) -> io::Result<()> {
        let mut written = 0;
        let room = live.room(self.len());
        let outcome = loop {
            let Some(rest @ [_, ..]) = self.bytes.get(written..) else { break Ok(()) };
            if written as u64 >= room {
                break Err(too_large());
            }
            match disk.write(&live.file, rest) {
                Ok(0) => break Err(ErrorKind::WriteZero.into()),
                Ok(count) => written += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => break Err(error),
            }
        };
        self.remove(written);
        outcome
    }

    /// Removes bytes that were written.
    fn remove(&mut self, written: usize) {
        if written == 0 {
            return;
        }
        let whole = self.ends.iter().take_while(|(end, _)| *end <= written).count();
        self.starts_within_a_line = match whole.checked_sub(1).and_then(|last| self.ends.get(last))
        {
            Some((end, _)) => *end < written,
            None => true,
        };
        self.ends.drain(..whole);
        self.ends.iter_mut().for_each(|(end, _)| *end -= written);
        self.bytes.drain(..written);
    }

    /// Drops the rest of a line whose start is in another file, as lost.
    pub(super) fn leave_file(&mut self, reason: &io::Error) {
        if self.starts_within_a_line {
            match self.ends.first().copied() {
                Some((end, receipt)) => {
                    self.remove(end);
                    receipt.add_dropped(1, reason);
                }
                None => self.bytes.clear(),
            }
            self.starts_within_a_line = false;
        }
    }

    /// Drops all lines, as lost.
    pub(super) fn lose(&mut self, reason: &io::Error) {
        self.bytes.clear();
        self.starts_within_a_line = false;
        for (_, receipt) in self.ends.drain(..) {
            receipt.add_dropped(1, reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::path::Path;

    use super::LineBuffer;
    use crate::sink::Receipt;
    use crate::sink::file::disk::Disk;
    use crate::sink::file::faults::Fault;
    use crate::sink::file::live::LiveFile;
    use crate::sink::file::tests::Folder;

    fn open(disk: &Disk, path: &Path) -> LiveFile {
        LiveFile::open(disk, path, 0o600, false).unwrap().live
    }

    fn push(buffer: &mut LineBuffer, lines: &[&str]) {
        for line in lines {
            buffer.push(line.as_bytes(), Receipt::default());
        }
    }

    #[test]
    fn what_a_short_write_left_is_written_later() {
        let folder = Folder::new();
        let disk = Disk::default();
        let file = open(&disk, &folder.path("app.log"));
        let mut buffer = LineBuffer::default();
        push(&mut buffer, &["one\n", "two\n", "three\n"]);
        disk.faults.fail(0, Fault::Half);
        assert_eq!(buffer.drain(&disk, &file).unwrap_err().kind(), ErrorKind::StorageFull);
        assert_eq!(folder.text("app.log"), "one\ntwo");
        disk.faults.mend();
        buffer.push(b"four\n", Receipt::default());
        buffer.drain(&disk, &file).unwrap();
        assert_eq!(folder.text("app.log"), "one\ntwo\nthree\nfour\n");
        assert!(buffer.is_empty());
    }

    #[test]
    fn in_another_file_lines_start_whole() {
        let folder = Folder::new();
        let disk = Disk::default();
        let file = |name| open(&disk, &folder.path(name));
        let mut buffer = LineBuffer::default();
        push(&mut buffer, &["one\n", "two\n", "three\n"]);
        let (first, second) = (file("first"), file("second"));
        disk.faults.fail(0, Fault::Half);
        buffer.drain(&disk, &first).unwrap_err();
        disk.faults.mend();
        buffer.leave_file(&ErrorKind::StorageFull.into());
        buffer.drain(&disk, &second).unwrap();
        assert_eq!(
            (folder.text("first"), folder.text("second")),
            ("one\ntwo".into(), "three\n".into())
        );
        // A line that ends with the last byte written is whole.
        push(&mut buffer, &["one\n", "two\n"]);
        disk.faults.fail(0, Fault::Half);
        buffer.drain(&disk, &first).unwrap_err();
        disk.faults.mend();
        buffer.leave_file(&ErrorKind::StorageFull.into());
        buffer.drain(&disk, &second).unwrap();
        assert_eq!(folder.text("second"), "three\ntwo\n");
    }
}
