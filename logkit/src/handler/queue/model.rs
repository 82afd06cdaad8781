//! The queue under every order of steps that shuttle tries: nothing is lost, doubled or reordered, and
//! no thread sleeps for ever.
//!
//! ```text
//! RUSTFLAGS='--cfg logkit_shuttle' cargo test -p logkit --features queue --lib model
//! ```

use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use shuttle::thread;

use crate::handler::queue::chunk::Item;
use crate::handler::queue::core::{Core, QueueSettings};
use crate::handler::{Delivery, Handler, LineHandler};
use crate::record::Record;
use crate::sink::{DroppedLines, LineBatch, Receipt};

/// Keeps lines, of which each is two digits: the thread and the number.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Handler for Kept {
    fn emit(&self, _record: &Record<'_>) -> std::io::Result<()> {
        Ok(())
    }

    fn lines(&self) -> Option<&dyn LineHandler> {
        Some(self)
    }
}

impl LineHandler for Kept {
    fn make_line(
        &self,
        _record: &Record<'_>,
        _delivery: &Delivery,
        take: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        take(b"")
    }

    fn push_notice(&self, line: &mut Vec<u8>, dropped: &DroppedLines) {
        line.extend((0..dropped.lines()).flat_map(|_| *b"--"));
    }

    fn write_batch(&self, batch: &mut LineBatch<'_>) {
        self.0.lock().unwrap().extend_from_slice(batch.take_all());
    }
}

const THREADS: u8 = 2;
const LINES: u8 = 3;

fn queue(waits: bool) -> (Arc<Core>, Kept) {
    let kept = Kept::default();
    let deadline = Duration::from_secs(1_000_000);
    let settings = QueueSettings { capacity: 1, waits, deadline };
    (Arc::new(Core::new(Arc::new(kept.clone()), settings)), kept)
}

/// Threads log, and one of them flushes; `size` is that of each line.
fn log(core: &Arc<Core>, kept: &Kept, size: usize) {
    let threads: Vec<_> = (0..THREADS)
        .map(|thread| {
            let (core, kept) = (Arc::clone(core), kept.clone());
            thread::spawn(move || {
                for number in 0..LINES {
                    let mut line = vec![b' '; size];
                    line[..2].copy_from_slice(&[b'0' + thread, b'0' + number]);
                    let time = UNIX_EPOCH + Duration::from_secs(number.into());
                    let _ = core.push(Item::line(&line), time, Receipt::UNKNOWN);
                    if thread == 0 && number == 1 {
                        core.flush().unwrap();
                        assert_eq!(numbers(&kept, 0).len(), 2);
                    }
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
}

/// The numbers of a thread's lines.
fn numbers(kept: &Kept, thread: u8) -> Vec<u8> {
    let text: Vec<u8> = kept.0.lock().unwrap().iter().copied().filter(|c| *c != b' ').collect();
    let lines = text.chunks(2).filter(|line| line[0] == b'0' + thread);
    lines.map(|line| line[1] - b'0').collect()
}

fn each_line_is_written_once(kept: &Kept) {
    for thread in 0..THREADS {
        assert_eq!(numbers(kept, thread), (0..LINES).collect::<Vec<_>>());
    }
}

#[test]
fn nothing_is_lost_between_logging_and_closing() {
    shuttle::check_random(
        || {
            let (core, kept) = queue(true);
            log(&core, &kept, 2);
            core.close();
            each_line_is_written_once(&kept);
            core.join();
        },
        1_000,
    );
}

#[test]
fn a_line_is_written_without_a_flush() {
    shuttle::check_random(
        || {
            let (core, kept) = queue(true);
            for number in 0..LINES {
                core.push(Item::line(&[b'0', b'0' + number]), UNIX_EPOCH, Receipt::UNKNOWN)
                    .unwrap();
                // Ends only if the consumer wakes.
                while numbers(&kept, 0).len() <= usize::from(number) {
                    thread::yield_now();
                }
            }
            core.close();
            core.join();
        },
        1_000,
    );
}

#[test]
fn threads_log_while_the_queue_closes() {
    shuttle::check_random(
        || {
            let (core, kept) = queue(true);
            core.push(Item::line(b"10"), UNIX_EPOCH, Receipt::UNKNOWN).unwrap();
            let logs = Arc::clone(&core);
            let logging = thread::spawn(move || {
                for number in 0..LINES {
                    let line = [b'0', b'0' + number];
                    logs.push(Item::line(&line), UNIX_EPOCH, Receipt::UNKNOWN).unwrap();
                }
            });
            core.close();
            logging.join().unwrap();
            // The closing thread may have had to leave a line to the other one.
            core.flush().unwrap();
            assert_eq!(numbers(&kept, 1), [0]);
            assert_eq!(numbers(&kept, 0), (0..LINES).collect::<Vec<_>>());
            core.join();
        },
        1_000,
    );
}

/// Each line fills a block, so threads wait for blocks.
#[test]
fn a_full_queue_is_emptied() {
    shuttle::check_random(
        || {
            let (core, kept) = queue(true);
            log(&core, &kept, 50_000);
            core.close();
            each_line_is_written_once(&kept);
            core.join();
        },
        200,
    );
}
