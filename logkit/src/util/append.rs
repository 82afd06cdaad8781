//! Appends short pieces to a line by copies of constant size, which are a few instructions where a
//! call of `memcpy` is a few dozen.

/// The longest piece that is copied without `memcpy`.
const BLOCK: usize = 32;

/// Text that is appended many times.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    start: [u8; BLOCK],
    length: usize,
    /// The bytes beyond the start.
    rest: Box<[u8]>,
}

impl Block {
    /// Copies the bytes.
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let (head, rest) = bytes.split_at(bytes.len().min(BLOCK));
        let mut start = [0; BLOCK];
        start.iter_mut().zip(head).for_each(|(to, from)| *to = *from);
        Self { start, length: head.len(), rest: rest.into() }
    }

    /// Appends the bytes.
    #[inline]
    pub(crate) fn push(&self, out: &mut Vec<u8>) {
        let end = out.len() + self.length;
        out.extend_from_slice(&self.start);
        out.truncate(end);
        if !self.rest.is_empty() {
            out.extend_from_slice(&self.rest);
        }
    }

    /// Appends the bytes from `from` on, which is less than [`BLOCK`].
    pub(crate) fn push_from(&self, out: &mut Vec<u8>, from: usize) {
        out.extend_from_slice(self.start.get(from..self.length).unwrap_or_default());
        out.extend_from_slice(&self.rest);
    }
}

/// Appends bytes of any number.
#[inline]
pub(crate) fn push_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    let end = out.len() + bytes.len();
    // Two copies that overlap make up any length between one and two of them.
    if let (Some(first), Some(last)) = (bytes.first_chunk::<16>(), bytes.last_chunk::<16>()) {
        if bytes.len() > BLOCK {
            return out.extend_from_slice(bytes);
        }
        out.extend_from_slice(first);
        out.truncate(end - 16);
        out.extend_from_slice(last);
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        out.extend_from_slice(first);
        out.truncate(end - 8);
        out.extend_from_slice(last);
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        out.extend_from_slice(first);
        out.truncate(end - 4);
        out.extend_from_slice(last);
    } else {
        bytes.iter().for_each(|byte| out.push(*byte));
    }
}

/// Appends the number in decimal digits.
#[inline]
pub(crate) fn push_u64(out: &mut Vec<u8>, number: u64) {
    match u32::try_from(number) {
        Ok(low) if low < 10_000 => push_up_to_four_digits(out, low),
        Ok(low) if low < 100_000_000 => {
            push_up_to_four_digits(out, low / 10_000);
            out.extend_from_slice(&four_digits(low % 10_000).to_le_bytes());
        }
        _ => push_bytes(out, itoa::Buffer::new().format(number).as_bytes()),
    }
}

/// Appends the number in decimal digits.
#[inline]
pub(crate) fn push_i64(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    push_u64(out, number.unsigned_abs());
}

#[inline]
fn push_up_to_four_digits(out: &mut Vec<u8>, number: u32) {
    let zeros = usize::from(number < 1_000) + usize::from(number < 100) + usize::from(number < 10);
    let end = out.len() + 4 - zeros;
    out.extend_from_slice(&(four_digits(number) >> (8 * zeros)).to_le_bytes());
    out.truncate(end);
}

/// The digits of a number below 10,000, the first in the lowest byte.
#[inline]
const fn four_digits(number: u32) -> u32 {
    let (high, low) = (number / 100, number % 100);
    // Both pairs at once: tens by a multiplication with 1/10 in fixed point, which is exact below 100.
    let pairs = high | low << 16;
    let tens = (pairs * 103) >> 10 & 0x000f_000f;
    let ones = pairs - 10 * tens;
    (tens | ones << 8) + 0x3030_3030
}

#[cfg(test)]
mod tests {
    use super::{Block, push_bytes, push_i64, push_u64};

    fn pushed(push: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = b"before ".to_vec();
        push(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn texts_of_every_length_are_copied_whole() {
        let text = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for end in 0..text.len() {
            let (piece, expected) = (&text[..end], format!("before {}", &text[..end]));
            assert_eq!(pushed(|out| push_bytes(out, piece.as_bytes())), expected);
            let block = Block::new(piece.as_bytes());
            assert_eq!(pushed(|out| block.push(out)), expected);
            let from = end.min(3);
            assert_eq!(
                pushed(|out| block.push_from(out, from)),
                format!("before {}", &piece[from..])
            );
        }
    }

    #[test]
    fn numbers_are_as_core_fmt_writes_them() {
        let powers = (0..20).map(|power| 10_u64.pow(power));
        let numbers = powers.flat_map(|power| [power - 1, power, power + 1, power.wrapping_mul(7)]);
        for number in (0..20_000).chain(numbers).chain([u64::MAX, 1 << 32, u64::MAX / 3]) {
            assert_eq!(pushed(|out| push_u64(out, number)), format!("before {number}"));
            let signed = number.cast_signed();
            for signed in [signed, signed.wrapping_neg(), i64::MIN] {
                assert_eq!(pushed(|out| push_i64(out, signed)), format!("before {signed}"));
            }
        }
    }
}
