//! The systemd journal behind a standard stream: how it is recognized, and the priority that it reads
//! at the start of a line.

use std::env;
use std::ffi::OsStr;

use crate::sink::std_stream::StdFd;

/// The stream that systemd connected to the journal for this process, according to
/// [`JOURNAL_STREAM`](https://www.freedesktop.org/software/systemd/man/systemd.exec.html).
///
/// The variable alone proves nothing: children inherit it, also those whose streams are pipes or
/// files. So its device and inode are compared with those of the descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct JournalStream {
    descriptor: StdFd,
    device: u64,
    inode: u64,
}

impl JournalStream {
    /// Reads the variable; `None` in a process that systemd did not start.
    pub(super) fn of(descriptor: StdFd) -> Option<Self> {
        let (device, inode) = parse(&env::var_os("JOURNAL_STREAM")?)?;
        Some(Self { descriptor, device, inode })
    }

    /// Returns whether the descriptor is that stream at this moment: it may have been redirected since
    /// the last line.
    #[cold]
    pub(super) fn is_connected(self) -> bool {
        identity(self.descriptor) == Some((self.device, self.inode))
    }
}

/// Parses `device:inode`, two decimal numbers.
fn parse(text: &OsStr) -> Option<(u64, u64)> {
    let (device, inode) = text.to_str()?.split_once(':')?;
    Some((device.parse().ok()?, inode.parse().ok()?))
}

/// The device and the inode of a descriptor's file.
#[cfg(unix)]
fn identity(descriptor: StdFd) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;

    let file = descriptor.file().metadata().ok()?;
    Some((file.dev(), file.ino()))
}

#[cfg(not(unix))]
fn identity(_descriptor: StdFd) -> Option<(u64, u64)> {
    None
}

/// Puts `<priority>` before each line in `out` from the index `start` on, as
/// [sd-daemon(3)](https://www.freedesktop.org/software/systemd/man/sd-daemon.html) describes. The
/// journal makes an entry of each line, so lines inside a record need it, too.
#[cold]
pub(crate) fn push_priorities(out: &mut Vec<u8>, start: usize, priority: u8) {
    let mark = [b'<', b'0' + priority, b'>'];
    let mut end = out.len().saturating_sub(1);
    while let Some(before) = out.get(start..end) {
        let Some(length) = before.iter().rposition(|byte| *byte == b'\n') else { break };
        end = start + length;
        let next = end + 1;
        insert(out, next, mark);
    }
    if start < out.len() {
        insert(out, start, mark);
    }
}

/// Inserts the mark. (`Vec::splice` is ten times the code.)
fn insert(out: &mut Vec<u8>, at: usize, mark: [u8; 3]) {
    let end = out.len();
    out.extend_from_slice(&mark);
    out.copy_within(at..end, at + mark.len());
    if let Some(place) = out.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
        *place = mark;
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::{parse, push_priorities};

    #[test]
    fn only_two_numbers_name_a_stream() {
        assert_eq!(parse(OsStr::new("8:1234567")), Some((8, 1_234_567)));
        for text in
            ["", ":", "8", "8:", ":7", "8:7:6", "a:7", "8:-7", "8 :7", "8:18446744073709551616"]
        {
            assert_eq!(parse(OsStr::new(text)), None, "{text}");
        }
    }

    #[test]
    fn each_line_has_the_priority() {
        for (before, after) in [
            ("one\n", "<3>one\n"),
            ("one\n    two\n    three\n", "<3>one\n<3>    two\n<3>    three\n"),
            ("<0>one\n", "<3><0>one\n"),
            ("\n", "<3>\n"),
            ("\n\n", "<3>\n<3>\n"),
            ("", ""),
        ] {
            let mut out = b"kept\n".to_vec();
            out.extend_from_slice(before.as_bytes());
            push_priorities(&mut out, 5, 3);
            assert_eq!(String::from_utf8(out).unwrap(), format!("kept\n{after}"));
        }
    }
}
