//! A line while it is made, of short pieces: they are copied with constant sizes, which takes a few
//! instructions where a call of `memcpy` takes a few dozen.

use std::cell::Cell;

/// The longest piece that is copied without `memcpy`.
const BLOCK: usize = 32;
/// The length up to which a line is made in an array.
const SIZE: usize = 1024;
/// A vector that grew beyond this many bytes is given back to the allocator.
const KEEP: usize = 64 * 1024;

thread_local! {
    /// The memory of this thread's lines, while no line is made.
    static KEPT: Cell<Option<Box<Line>>> = const { Cell::new(None) };
}

/// A line, of which the end is in an array of constant size.
///
/// Few lines need more than the array, whose bounds the compiler checks once per piece. A piece is
/// written as a whole block even if it is shorter; the next piece overwrites the excess.
#[derive(Debug)]
pub(crate) struct Line {
    /// The number of bytes in the array.
    at: usize,
    array: [u8; SIZE],
    /// The line before them.
    vec: Vec<u8>,
}

/// Lends an empty line.
pub(crate) fn with_line<R>(work: impl FnOnce(&mut Line) -> R) -> R {
    let mut line = Line::take();
    let result = work(&mut line);
    Line::give_back(line);
    result
}

impl Line {
    /// Returns an empty line. The thread's memory is taken, not borrowed: a line within a line has
    /// memory of its own, and so has one that is logged while the thread ends.
    #[inline]
    pub(crate) fn take() -> Box<Self> {
        let kept = KEPT.try_with(Cell::take).ok().flatten();
        kept.unwrap_or_else(Self::new)
    }

    /// Keeps the memory for the thread's next line.
    #[inline]
    pub(crate) fn give_back(mut line: Box<Self>) {
        line.at = 0;
        if !line.vec.is_empty() {
            line.vec.clear();
            if line.vec.capacity() > KEEP {
                line.vec = Vec::new();
            }
        }
        // Without the thread's slot it is dropped.
        let _ = KEPT.try_with(|kept| kept.set(Some(line)));
    }

    #[cold]
    fn new() -> Box<Self> {
        Box::new(Self { at: 0, array: [0; SIZE], vec: Vec::new() })
    }

    /// Moves the bytes of the array into the vector.
    #[inline(never)]
    fn flush(&mut self) {
        if self.vec.capacity() == 0 {
            // Lines of usual length do not make it grow again.
            self.vec.reserve(SIZE);
        }
        self.vec.extend_from_slice(self.array.get(..self.at).unwrap_or_default());
        self.at = 0;
    }

    /// The length of the line.
    #[inline]
    pub(crate) fn length(&self) -> usize {
        self.vec.len() + self.at
    }

    /// Takes back all but the first `length` bytes of the line.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.at = self.at.min(length.saturating_sub(self.vec.len()));
        self.vec.truncate(length);
    }

    /// The line's bytes.
    #[inline]
    pub(crate) fn bytes(&mut self) -> &[u8] {
        if self.vec.is_empty() {
            self.array.get(..self.at.min(SIZE)).unwrap_or_default()
        } else {
            self.flush();
            &self.vec
        }
    }

    /// The line as text, without its end.
    pub(crate) fn text(&mut self) -> String {
        let mut bytes = self.bytes();
        while let [text @ .., b'\n'] = bytes {
            bytes = text;
        }
        String::from_utf8_lossy(bytes).into_owned()
    }

    /// Lends the line as a vector.
    #[inline(never)]
    pub(crate) fn with_vec<R>(&mut self, append: impl FnOnce(&mut Vec<u8>) -> R) -> R {
        self.flush();
        append(&mut self.vec)
    }

    /// Appends the first `length` bytes of the block.
    #[inline]
    pub(crate) fn push_array<const N: usize>(&mut self, block: &[u8; N], length: usize) {
        // The compiler derives from the comparison that the block fits.
        if self.at <= SIZE - N {
            if let Some(room) = self.array.get_mut(self.at..).and_then(<[u8]>::first_chunk_mut) {
                *room = *block;
                self.at += length;
            }
        } else {
            self.push_beyond(*block, length);
        }
    }

    /// [`push_array`](Self::push_array) for a line that leaves the array. The block is passed by value,
    /// so that a short one stays in a register.
    #[cold]
    #[inline(never)]
    fn push_beyond<const N: usize>(&mut self, block: [u8; N], length: usize) {
        self.push_slice(block.get(..length).unwrap_or(&block));
    }

    /// Appends a text of `N` to `2 * N` bytes, given by its first and its last `N`, which may overlap.
    #[inline]
    pub(crate) fn push_ends<const N: usize>(
        &mut self,
        first: &[u8; N],
        last: &[u8; N],
        length: usize,
    ) {
        if self.at <= SIZE - 2 * N && (N..=2 * N).contains(&length) {
            let end = self.at + length - N;
            if let Some(room) = self.array.get_mut(self.at..).and_then(<[u8]>::first_chunk_mut) {
                *room = *first;
            }
            if let Some(room) = self.array.get_mut(end..).and_then(<[u8]>::first_chunk_mut) {
                *room = *last;
            }
            self.at = end + N;
        } else {
            self.push_slice(first.get(..length.saturating_sub(N)).unwrap_or_default());
            self.push_slice(last);
        }
    }

    /// Appends one byte.
    #[inline]
    pub(crate) fn push(&mut self, byte: u8) {
        self.push_array(&[byte], 1);
    }

    /// Appends any number of bytes.
    #[cold]
    #[inline(never)]
    fn push_slice(&mut self, bytes: &[u8]) {
        self.flush();
        self.vec.extend_from_slice(bytes);
    }

    /// Appends bytes, usually few.
    #[inline]
    pub(crate) fn push_bytes(&mut self, bytes: &[u8]) {
        let length = bytes.len();
        if let (Some(first), Some(last)) = (bytes.first_chunk::<16>(), bytes.last_chunk::<16>()) {
            if length > BLOCK {
                return self.push_slice(bytes);
            }
            self.push_ends(first, last, length);
        } else if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk()) {
            self.push_ends(first, last, length);
        } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk()) {
            self.push_ends(first, last, length);
        } else if let ([first, ..], [.., last]) = (bytes, bytes) {
            // One to three bytes: of two, the middle one is the last.
            let middle = bytes.get(length / 2).unwrap_or(last);
            self.push_array(&[*first, *middle, *last, 0], length);
        }
    }

    /// Appends the block's bytes.
    #[inline]
    pub(crate) fn push_block<const N: usize>(&mut self, block: &Block<N>) {
        self.push_array(&block.start, block.length);
        if !block.rest.is_empty() {
            self.push_bytes(&block.rest);
        }
    }

    /// Appends the block's bytes without the first `skipped`, which are fewer than [`BLOCK`].
    pub(crate) fn push_tail_of(&mut self, block: &Block, skipped: usize) {
        self.push_bytes(block.start.get(skipped..block.length).unwrap_or_default());
        self.push_bytes(&block.rest);
    }

    /// Appends the number in decimal digits.
    #[inline]
    pub(crate) fn push_u64(&mut self, number: u64) {
        // The last digit is shown even where it is zero.
        if let Ok(small @ 0..10_000) = u16::try_from(number) {
            let digits = four_values(small.into());
            let zeros = (digits | 1 << 24).trailing_zeros() / 8;
            let text = (digits + 0x3030_3030) >> (8 * zeros);
            self.push_array(&text.to_le_bytes(), 4 - zeros as usize);
        } else if number < EIGHT_DIGITS {
            let digits = eight_values(number);
            let zeros = (digits | 1 << 56).trailing_zeros() / 8;
            let text = (digits | ASCII_DIGITS) >> (8 * zeros);
            self.push_array(&text.to_le_bytes(), 8 - zeros as usize);
        } else {
            self.push_long(number);
        }
    }

    #[cold]
    #[inline(never)]
    fn push_long(&mut self, number: u64) {
        self.push_u64(number / EIGHT_DIGITS);
        self.push_array(&eight_digits(number % EIGHT_DIGITS), 8);
    }

    /// Appends the number in decimal digits.
    pub(crate) fn push_i64(&mut self, number: i64) {
        if number < 0 {
            self.push(b'-');
        }
        self.push_u64(number.unsigned_abs());
    }
}

/// Numbers below this one have at most eight digits, which are made in one register.
const EIGHT_DIGITS: u64 = 100_000_000;
/// Added to the values of eight digits, this makes them text.
const ASCII_DIGITS: u64 = 0x3030_3030_3030_3030;

/// The values of the eight digits of a number below [`EIGHT_DIGITS`], the first in the lowest byte.
///
/// The number is halved into two lanes of four digits, four lanes of two, and eight of one. Each step
/// divides all lanes by one multiplication with a reciprocal in fixed point.
#[inline]
const fn eight_values(number: u64) -> u64 {
    let fours = (number / 10_000) | ((number % 10_000) << 32);
    let quotients = ((fours * 10_486) >> 20) & 0x0000_007f_0000_007f;
    let twos = quotients | (fours - 100 * quotients) << 16;
    let quotients = ((twos * 103) >> 10) & 0x000f_000f_000f_000f;
    quotients | (twos - 10 * quotients) << 8
}

/// The digits of a number below [`EIGHT_DIGITS`], with leading zeros.
#[inline]
pub(crate) const fn eight_digits(number: u64) -> [u8; 8] {
    (eight_values(number) | ASCII_DIGITS).to_le_bytes()
}

/// The values of the four digits of a number below 10,000, the first in the lowest byte.
///
/// Divisions are multiplications with 1/100 and 1/10 in fixed point, which are exact in this range.
#[inline]
const fn four_values(number: u32) -> u32 {
    let high = (number * 5_243) >> 19;
    let pairs = high | (number - 100 * high) << 16;
    // Both pairs at once.
    let tens = (pairs * 103) >> 10 & 0x000f_000f;
    tens | (pairs - 10 * tens) << 8
}

/// The digits of a number below 10,000, with leading zeros.
#[inline]
pub(crate) const fn four_digits(number: u32) -> [u8; 4] {
    (four_values(number) + 0x3030_3030).to_le_bytes()
}

/// A text that is appended many times, of which the first `N` bytes are copied without `memcpy`.
#[derive(Clone, Debug)]
pub(crate) struct Block<const N: usize = BLOCK> {
    start: [u8; N],
    length: usize,
    /// The bytes beyond the start.
    rest: Box<[u8]>,
}

impl<const N: usize> Block<N> {
    /// Copies the bytes.
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let (head, rest) = bytes.split_at(bytes.len().min(N));
        let mut start = [0; N];
        for (to, from) in start.iter_mut().zip(head) {
            *to = *from;
        }
        Self { start, length: head.len(), rest: rest.into() }
    }

    /// The number of bytes.
    #[cfg(feature = "formats")]
    pub(crate) fn length(&self) -> usize {
        self.length + self.rest.len()
    }

    /// The bytes.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> impl Iterator<Item = u8> {
        self.start.iter().take(self.length).chain(&self.rest).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Line, with_line};

    fn pushed(push: impl FnOnce(&mut Line)) -> String {
        with_line(|line| {
            push(line);
            String::from_utf8(line.bytes().to_vec()).unwrap()
        })
    }

    #[test]
    fn texts_of_every_length_are_copied_whole() {
        let text = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for end in 0..text.len() {
            let (piece, expected) = (&text[..end], text[..end].to_owned());
            assert_eq!(pushed(|line| line.push_bytes(piece.as_bytes())), expected);
            let block = Block::<32>::new(piece.as_bytes());
            assert_eq!(pushed(|line| line.push_block(&block)), expected);
            assert!(block.bytes().eq(piece.bytes()));
            let wide = Block::<48>::new(piece.as_bytes());
            assert_eq!(pushed(|line| line.push_block(&wide)), expected);
        }
    }

    #[test]
    fn a_line_within_a_line_has_its_own_buffer() {
        let line = pushed(|line| {
            line.push_bytes(b"one ");
            let inner = pushed(|line| line.push_bytes(b"two "));
            assert_eq!(inner, "two ");
            line.push_bytes(b"three");
        });
        assert_eq!(line, "one three");
    }

    #[test]
    fn a_line_may_grow_beyond_the_buffer() {
        let block = Block::<32>::new(b"a piece of twenty-six bytes");
        let line = pushed(|line| {
            for number in 0..1_000 {
                line.push_block(&block);
                line.push_u64(number);
                line.with_vec(|vec| vec.extend_from_slice(b"; "));
                assert!(line.length() > 7);
            }
        });
        let pieces = (0..1_000).map(|number| format!("a piece of twenty-six bytes{number}; "));
        assert_eq!(line, pieces.collect::<String>());
    }

    #[test]
    fn numbers_are_as_core_fmt_writes_them() {
        let powers = (0..20).map(|power| 10_u64.pow(power));
        let numbers = powers.flat_map(|power| [power - 1, power, power + 1, power.wrapping_mul(7)]);
        for number in (0..20_000).chain(numbers).chain([u64::MAX, 1 << 32, u64::MAX / 3]) {
            assert_eq!(pushed(|line| line.push_u64(number)), number.to_string());
            let signed = i64::from_ne_bytes(number.to_ne_bytes());
            for signed in [signed, signed.wrapping_neg(), i64::MIN] {
                assert_eq!(pushed(|line| line.push_i64(signed)), signed.to_string());
            }
        }
    }
}
