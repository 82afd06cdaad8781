//! The files of the time zone database: `TZif`, RFC 8536, versions 1 to 4.

use crate::format::time::posix_tz::PosixZone;
use crate::format::time::zone::{Leap, LocalZone, Transition};

/// The magic, the version, and fifteen unused bytes precede the six counts of a header.
const MAGIC: &[u8] = b"TZif";
const HEADER: usize = 44;

/// The lengths that a header announces.
struct Counts {
    version: u8,
    utc_flags: usize,
    standard_flags: usize,
    leaps: usize,
    transitions: usize,
    types: usize,
    letters: usize,
}

/// Reads the content of a file; `None` if it is not of this format, or is cut short.
pub(super) fn parse(content: &[u8]) -> Option<LocalZone> {
    let mut input = FileCursor(content);
    let counts = input.header()?;
    if counts.version < b'2' {
        return input.block(&counts, 4);
    }
    // A block with 32-bit times, for readers of version 1, precedes the one with 64-bit times.
    let old = counts.length(4);
    input.take(old)?;
    let counts = input.header()?;
    let zone = input.block(&counts, 8)?;
    Some(LocalZone { rule: input.footer(), ..zone })
}

impl Counts {
    /// The bytes of the block that follows, with times of `width` bytes.
    fn length(&self, width: usize) -> usize {
        self.transitions * (width + 1)
            + self.types * 6
            + self.letters
            + self.leaps * (width + 4)
            + self.standard_flags
            + self.utc_flags
    }
}

/// The bytes that have not been read yet.
struct FileCursor<'a>(&'a [u8]);

impl<'a> FileCursor<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn header(&mut self) -> Option<Counts> {
        let header = self.take(HEADER)?.strip_prefix(MAGIC)?;
        let mut counts = header.get(16..)?.chunks_exact(4).map(|bytes| {
            // A zone's file has at most some thousand of each.
            usize::try_from(big_endian(bytes)).ok().filter(|count| *count <= 1 << 20)
        });
        let mut next = || counts.next().flatten();
        Some(Counts {
            version: *header.first()?,
            utc_flags: next()?,
            standard_flags: next()?,
            leaps: next()?,
            transitions: next()?,
            types: next()?,
            letters: next()?,
        })
    }

    fn block(&mut self, counts: &Counts, width: usize) -> Option<LocalZone> {
        let times = self.take(counts.transitions * width)?;
        let indices = self.take(counts.transitions)?;
        let mut types = Vec::new();
        for bytes in self.take(counts.types * 6)?.chunks_exact(6) {
            types.push((less_than_a_week(bytes.get(..4)?)?, *bytes.get(4)? != 0));
        }
        self.take(counts.letters)?;
        let mut leaps = Vec::new();
        for bytes in self.take(counts.leaps * (width + 4))?.chunks_exact(width + 4) {
            let (time, correction) = bytes.split_at_checked(width)?;
            leaps.push(Leap { time: big_endian(time), correction: less_than_a_week(correction)? });
        }
        self.take(counts.standard_flags + counts.utc_flags)?;
        let mut transitions = Vec::new();
        for (time, index) in times.chunks_exact(width).zip(indices) {
            let (offset, _) = *types.get(usize::from(*index))?;
            transitions.push(Transition { time: big_endian(time), offset });
        }
        // As in glibc, the first type that is no summer time holds before the first transition.
        let standard = types.iter().find(|(_, is_summer)| !is_summer);
        let (before, _) = *standard.or(types.first())?;
        Some(LocalZone { before, transitions, rule: None, leaps })
    }

    /// The rule for times after the last transition.
    fn footer(&mut self) -> Option<PosixZone> {
        let text = self.0.strip_prefix(b"\n")?;
        let end = text.iter().position(|byte| *byte == b'\n')?;
        PosixZone::parse(text.get(..end)?)
    }
}

/// A signed number of four or eight bytes.
fn big_endian(bytes: &[u8]) -> i64 {
    let first = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let sign = if first { -1 } else { 0 };
    bytes.iter().fold(sign, |number, byte| number << 8 | i64::from(*byte))
}

/// A number of seconds that is less than a week. RFC 8536 allows offsets of no more, and corrections
/// by leap seconds are far smaller.
fn less_than_a_week(bytes: &[u8]) -> Option<i32> {
    i32::try_from(big_endian(bytes)).ok().filter(|seconds| seconds.unsigned_abs() < 604_800)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_file_that_is_cut_short_anywhere_is_refused_or_read_without_its_rule() {
        // Skipped on a machine without a time zone database.
        let Ok(whole) = std::fs::read("/usr/share/zoneinfo/Europe/Berlin") else { return };
        assert!(parse(&whole).unwrap().rule.is_some());
        for length in 0..whole.len() {
            if let Some(zone) = parse(&whole[..length]) {
                assert_eq!(zone.rule, None, "{length}");
            }
        }
    }

    /// A file of version 1 with one offset and one leap second.
    fn file(offset: i32, correction: i32) -> Vec<u8> {
        let mut file = b"TZif".to_vec();
        file.resize(20, 0);
        for count in [0_u32, 0, 1, 0, 1, 4] {
            file.extend(count.to_be_bytes());
        }
        file.extend(offset.to_be_bytes());
        file.extend(b"\0\0TST\0");
        file.extend(0_u32.to_be_bytes());
        file.extend(correction.to_be_bytes());
        file
    }

    #[test]
    fn an_offset_or_a_correction_of_a_week_is_refused() {
        let zone = parse(&file(3_600, 27)).unwrap();
        assert_eq!((zone.offset_at(-1), zone.offset_at(0)), (3_600, 3_573));
        assert!(parse(&file(-604_799, 604_799)).is_some());
        for (offset, correction) in [(604_800, 0), (0, 604_800), (-1, i32::MAX), (0, i32::MIN)] {
            assert!(parse(&file(offset, correction)).is_none(), "{offset} {correction}");
        }
    }

    #[test]
    fn announced_lengths_are_not_trusted() {
        let mut header = b"TZif2".to_vec();
        header.resize(20, 0);
        header.extend([0xff; 24]);
        assert!(parse(&header).is_none());
    }
}
