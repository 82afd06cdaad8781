//! The way of a line's bytes: into the buffer, or into the file.

use std::io::{self, ErrorKind, Write};

use crate::sink::Receipt;
use crate::sink::file::Shared;
use crate::sink::file::buffer::LineBuffer;
use crate::sink::file::error::{copy, too_large};
use crate::sink::file::live::LiveFile;

/// The writer of one line: the file, or the buffer.
pub(super) struct Out<'a> {
    pub(super) shared: &'a Shared,
    pub(super) live: &'a mut Option<LiveFile>,
    pub(super) closed: &'a Option<io::Error>,
    pub(super) buffer: &'a mut LineBuffer,
    /// The bytes to keep; 0 to write each line.
    pub(super) capacity: usize,
    pub(super) receipt: Receipt,
}

impl Out<'_> {
    #[inline]
    fn file(&mut self) -> io::Result<&mut LiveFile> {
        match self.live {
            Some(live) => Ok(live),
            None => Err(self.closed.as_ref().map_or(ErrorKind::NotFound.into(), copy)),
        }
    }

    /// Returns the file, unless it has reached the limit of its size: to write would end the process.
    #[inline]
    fn file_with_room(&mut self) -> io::Result<&mut LiveFile> {
        let live = self.file()?;
        if live.size < live.limit { Ok(live) } else { Err(too_large()) }
    }

    /// Writes the buffer.
    pub(super) fn drain(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let disk = &self.shared.disk;
        match &*self.live {
            Some(live) => self.buffer.drain(disk, live),
            None => self.file().map(drop),
        }
    }

    /// Keeps a line, after the buffer was written if there is no room. A line that is longer than the
    /// buffer is written at once.
    fn keep(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let capacity = self.capacity;
        if self.buffer.len().saturating_add(bytes.len()) > capacity {
            self.drain()?;
        }
        let disk = &self.shared.disk;
        let receipt = self.receipt;
        if bytes.len() > capacity {
            let live = self.file_with_room()?;
            let written = disk.write(&live.file, bytes)?;
            live.size += written as u64;
            return Ok(written);
        }
        if let Some(live) = &mut self.live {
            live.size += bytes.len() as u64;
        }
        self.buffer.push(bytes, receipt);
        Ok(bytes.len())
    }
}

impl Write for Out<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.capacity > 0 {
            return self.keep(bytes);
        }
        let shared = self.shared;
        let live = self.file_with_room()?;
        let written = shared.disk.write(&live.file, bytes)?;
        live.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The writer of a notice, which is not the line of a record.
pub(super) struct NoticeOut<'a, 'b>(pub(super) &'b mut Out<'a>);

impl Write for NoticeOut<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.0.write(bytes)?;
        if self.0.capacity > 0 {
            // If it was too long to be kept, the buffer is empty.
            self.0.buffer.join_last();
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
