//! A line without a library: what a log call cannot be faster than.

use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

/// Writes lines like those of the cases. The text of the second is kept, and numbers are written without
/// `core::fmt`.
pub struct LineByHand<W> {
    writer: W,
    second: u64,
    time: [u8; 19],
    line: Vec<u8>,
}

impl<W: Write> LineByHand<W> {
    /// Writes to a writer, each line at once.
    pub fn new(writer: W) -> Self {
        Self { writer, second: 0, time: *b"2026-11-22 07:31:00", line: Vec::with_capacity(256) }
    }

    /// Writes the line of an order.
    ///
    /// # Panics
    ///
    /// The writer fails.
    pub fn write(&mut self, order: u64) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        if now.as_secs() != self.second {
            self.second = now.as_secs();
            let of_day = self.second % 86_400;
            for (at, number) in [(11, of_day / 3_600), (14, of_day / 60 % 60), (17, of_day % 60)] {
                self.time[at..at + 2].copy_from_slice(&two_digits(number));
            }
        }
        let millis = u64::from(now.subsec_millis());
        self.line.clear();
        self.line.extend_from_slice(&self.time);
        self.line.push(b',');
        self.line.push(b'0' + u8::try_from(millis / 100).unwrap_or_default());
        self.line.extend_from_slice(&two_digits(millis % 100));
        self.line.extend_from_slice(b" - floor - INFO - packed and sent to the customer order=");
        push_number(&mut self.line, order);
        self.line.push(b'\n');
        self.writer.write_all(&self.line).expect("the writer takes the line");
    }
}

fn two_digits(number: u64) -> [u8; 2] {
    [number / 10, number % 10].map(|digit| b'0' + u8::try_from(digit).unwrap_or_default())
}

fn push_number(line: &mut Vec<u8>, mut number: u64) {
    let (mut digits, mut at) = ([b'0'; 20], 20);
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
        if number == 0 {
            break;
        }
    }
    line.extend_from_slice(&digits[at..]);
}
