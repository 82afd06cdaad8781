//! The files of the time zone database: `TZif`, RFC 8536, versions 1 to 4.

use crate::format::time::posix_tz::PosixZone;
use crate::format::time::zone::{LocalZone, Step};

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

    /// The magic, the version, and fifteen unused bytes precede the counts.
    fn header(&mut self) -> Option<Counts> {
        let [b'T', b'Z', b'i', b'f', version, ..] = *self.take(20)? else { return None };
        Some(Counts {
            version,
            utc_flags: self.count()?,
            standard_flags: self.count()?,
            leaps: self.count()?,
            transitions: self.count()?,
            types: self.count()?,
            letters: self.count()?,
        })
    }

    fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number(4)?).ok()?;
        // A zone's file has at most some thousand of each.
        if count <= 1 << 20 { Some(count) } else { None }
    }

    fn block(&mut self, counts: &Counts, width: usize) -> Option<LocalZone> {
        let mut times = FileCursor(self.take(counts.transitions * width)?);
        let indices = self.take(counts.transitions)?;
        let mut offsets = Vec::new();
        // As in glibc, the first type that is not summer time holds before the first transition.
        let mut standard = None;
        for _ in 0..counts.types {
            let offset = self.less_than_a_week()?;
            // A flag for summer time, and the place of the name's letters.
            if let [0, _] = self.take(2)? {
                standard = standard.or(Some(offset));
            }
            offsets.push(offset);
        }
        let before = standard.or(offsets.first().copied())?;
        let mut transitions = Vec::new();
        for index in indices {
            let seconds = *offsets.get(usize::from(*index))?;
            transitions.push(Step { time: times.number(width)?, seconds });
        }
        self.take(counts.letters)?;
        let mut leaps = Vec::new();
        for _ in 0..counts.leaps {
            leaps.push(Step { time: self.number(width)?, seconds: self.less_than_a_week()? });
        }
        self.take(counts.standard_flags + counts.utc_flags)?;
        Some(LocalZone { before, transitions, rule: None, leaps })
    }

    /// The rule for times after the last transition.
    fn footer(&mut self) -> Option<PosixZone> {
        let text = self.0.strip_prefix(b"\n")?;
        let end = text.iter().position(|byte| *byte == b'\n')?;
        PosixZone::parse(text.get(..end)?)
    }

    /// A signed number of that many bytes, at most eight, the most significant first.
    fn number(&mut self, width: usize) -> Option<i64> {
        let bytes = self.take(width)?;
        let mut number = if bytes.first()? & 0x80 == 0 { 0 } else { -1 };
        for byte in bytes {
            number = number << 8 | i64::from(*byte);
        }
        Some(number)
    }

    /// A number of seconds that is less than a week. RFC 8536 allows offsets of no more, and
    /// corrections by leap seconds are far smaller.
    fn less_than_a_week(&mut self) -> Option<i32> {
        let seconds = i32::try_from(self.number(4)?).ok()?;
        if seconds.unsigned_abs() < 604_800 { Some(seconds) } else { None }
    }
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
