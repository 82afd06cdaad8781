//! The parts of a log call at the pace of a paced run: what no queue of this design can be faster than.

use std::cell::RefCell;
use std::hint::black_box;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use logkit::handler::{Null, Stream};
use logkit_bench::by_hand::LineByHand;

use crate::run::{Quantiles, paced};

/// A name, and a call that is measured.
type Part = (&'static str, fn(u64, u64));

const PARTS: [Part; 4] = [
    ("nothing", |_, _| ()),
    ("the clock", clock),
    ("a lock", lock),
    ("a line by hand, into a ring of the thread", line_by_hand),
];

#[logkit::module_logger("bench.parts")]
static LOGGER: logkit::Logger;

/// The bytes of the ring, which stays in the cache as far as it is written.
const RING: usize = 1 << 20;

struct Ring {
    bytes: Vec<u8>,
    at: usize,
}

impl Write for Ring {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.at + line.len() > self.bytes.len() {
            self.at = 0;
        }
        self.bytes[self.at..self.at + line.len()].copy_from_slice(line);
        self.at += line.len();
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn clock(_thread: u64, _number: u64) {
    black_box(SystemTime::now());
}

fn lock(_thread: u64, number: u64) {
    static LOCK: Mutex<u64> = Mutex::new(0);
    *LOCK.lock().unwrap_or_else(PoisonError::into_inner) = number;
}

fn line_by_hand(_thread: u64, number: u64) {
    thread_local! {
        static LINE: RefCell<LineByHand<Ring>> =
            RefCell::new(LineByHand::new(Ring { bytes: vec![1; RING], at: 0 }));
    }
    LINE.with_borrow_mut(|line| line.write(number));
}

fn record(thread: u64, number: u64) {
    logkit::info!(thread, number, "charging order {number} of customer {thread}");
}

/// Measures the parts, one after the other.
pub(crate) fn table() -> String {
    let mut text =
        format!("\n| {:<41} | p50 ns | p99 ns | p99.9 ns |\n", "paced, parts of a log call");
    text.push_str("| ----------------------------------------- | -----: | -----: | -------: |\n");
    let mut measure = |name, call| {
        let Quantiles { p50, p99, p999 } = paced(call);
        let row = format!("| {name:<41} | {p50:6.0} | {p99:6.0} | {p999:8.0} |\n");
        text.push_str(&row);
    };
    for (name, call) in PARTS {
        measure(name, call);
    }
    LOGGER.set_handlers(vec![Box::new(Null)]);
    measure("handler::Null: a record without a line", record);
    LOGGER.set_handlers(vec![Box::new(Stream::new(io::sink()))]);
    measure("a line that is dropped, without a queue", record);
    text
}
