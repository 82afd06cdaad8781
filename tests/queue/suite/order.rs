//! Order within a thread and across threads, and the ways in which lines reach the handler.

use std::io::{self, Write};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use logkit::handler::{Handler, Lines, Memory, Queued, Stream};
use logkit::sink::Sink;
use logkit::{Format, Level, Logger, Record, error, info, module_logger, warn};
use support::alone::alone;
use support::lines::without_time;
use support::shared::Shared;

use super::{counted, eventually};

#[module_logger("order")]
static LOGGER: Logger;

#[module_logger("order.formats")]
static FORMATS: Logger;

#[module_logger("order.records")]
static RECORDS: Logger;

#[module_logger("order.causes")]
static CAUSES: Logger;

#[module_logger("order.writes")]
static WRITES: Logger;

#[module_logger("order.dropped")]
static DROPPED: Logger;

#[module_logger("order.replaced")]
static REPLACED: Logger;

/// Checks each line as it is written: whole, and the next one of its thread.
#[derive(Clone, Default)]
struct Checks(Arc<Mutex<Checked>>);

#[derive(Default)]
struct Checked {
    /// A line whose end is not written yet.
    open: String,
    /// The number of the next line of each thread.
    next: [u64; 16],
}

impl Write for Checks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Checked { open, next } = &mut *self.0.lock().unwrap();
        open.push_str(std::str::from_utf8(bytes).unwrap());
        let whole = open.rfind('\n').map_or(0, |end| end + 1);
        for line in open[..whole].lines() {
            let text = without_time(line).strip_prefix("order - INFO - x").expect(line);
            let (text, fields) = text.split_once(" thread=").expect(line);
            assert!(text.bytes().all(|byte| byte == b'x'), "{line}");
            let (thread, fields) = fields.split_once(" number=").expect(line);
            let (number, size) = fields.split_once(" size=").expect(line);
            assert_eq!(size.parse(), Ok(text.len() + 1), "{line}");
            let next = &mut next[thread.parse::<usize>().expect(line)];
            assert_eq!(number.parse(), Ok(*next), "{line}");
            *next += 1;
        }
        open.drain(..whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Logs from 16 threads, each `one_in`th line with up to 8 kB and the others with 100 B.
fn log_from_sixteen_threads(lines: u64, one_in: u64) {
    let output = Checks::default();
    LOGGER.set_handlers(vec![Box::new(Queued::new(Stream::new(output.clone())))]);
    let text = "x".repeat(8_000);
    thread::scope(|scope| {
        for thread in 0..16_usize {
            let text = &*text;
            scope.spawn(move || {
                for number in 0..lines {
                    let large = number % one_in == 0;
                    let more =
                        if large { usize::try_from(number * 61 % 7_940).unwrap() } else { 0 };
                    let size = more + 60 - thread;
                    let text = &text[..size];
                    info!(thread, number, size, "{text}");
                }
            });
        }
    });
    let before = LOGGER.stats();
    LOGGER.clear_handlers();
    let checked = output.0.lock().unwrap();
    assert_eq!((&*checked.open, checked.next), ("", [lines; 16]));
    assert_eq!(counted(before), (16 * lines, 0));
}

#[test]
fn sixteen_threads_tear_no_line_and_keep_their_order() {
    log_from_sixteen_threads(5_000, 20);
}

#[test]
#[ignore = "3 GB of lines; run it with `--release`"]
fn sixteen_threads_at_full_size() {
    log_from_sixteen_threads(50_000, 1);
}

/// A line that is logged after another one, as one thread tells the other, comes after it.
#[test]
fn an_effect_is_written_after_its_cause() {
    const ROUNDS: usize = 2_000;
    let output = Shared::default();
    CAUSES.set_handlers(vec![Box::new(Queued::new(Stream::new(output.clone())))]);
    let (to, from) = channel();
    let (back, answers) = channel();
    let other = thread::spawn(move || {
        for number in from {
            info!(logger: CAUSES, "{number} effect");
            back.send(()).unwrap();
        }
    });
    for number in 0..ROUNDS {
        info!(logger: CAUSES, "{number} cause");
        to.send(number).unwrap();
        answers.recv().unwrap();
    }
    drop(to);
    other.join().unwrap();
    CAUSES.flush();
    let expected: Vec<_> = (0..ROUNDS)
        .flat_map(|number| ["cause", "effect"].map(|word| format!("{number} {word}")))
        .map(|message| format!("order.causes - INFO - {message}"))
        .collect();
    assert_eq!(output.lines(), expected);
}

#[test]
fn a_queued_line_is_the_line_of_its_handler() {
    let (direct, queued) = (Shared::default(), Shared::default());
    let json = |output: &Shared| {
        Stream::new(output.clone()).with_format(Format::json()).with_level(Level::Warning)
    };
    let queue = Queued::new(json(&queued));
    FORMATS.set_handlers(vec![Box::new(json(&direct)), Box::new(queue.clone())]);
    info!(logger: FORMATS, "below the level of the handler");
    warn!(logger: FORMATS, order_id = 7, password = logkit::masked("p"), "a\nb");
    let cause = io::Error::other("the cause");
    logkit::exception!(logger: FORMATS, cause, "failed");
    queue.flush().unwrap();
    assert_eq!(queued.text(), direct.text());
    assert_eq!(queued.text().lines().count(), 2);
    let tree = logkit::logger_tree().to_string();
    assert!(tree.contains("queued stream"), "{tree}");
}

#[test]
fn other_handlers_get_copies_of_records() {
    let (direct, queued) = (Memory::new(), Memory::new());
    let queue = Queued::new(queued.clone());
    RECORDS.set_handlers(vec![Box::new(direct.clone()), Box::new(queue.clone())]);
    for number in 0..3_000 {
        info!(logger: RECORDS, number, text = "a b", value = ?Some(1), "message {number}");
    }
    error!(logger: RECORDS, card_number = logkit::keep_last(4, "4111111111111111"), "masked");
    RECORDS.flush();
    assert_eq!(queued.lines(), direct.lines());
    assert_eq!(queued.records().len(), 3_001);
}

#[test]
fn lines_are_written_together() {
    struct Writes(Arc<Mutex<Vec<usize>>>, Arc<Barrier>);
    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut writes = self.0.lock().unwrap();
            writes.push(bytes.len());
            if writes.len() == 1 {
                // While the first line is written, others are queued.
                self.1.wait();
                self.1.wait();
            }
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let (writes, barrier) = (Arc::new(Mutex::default()), Arc::new(Barrier::new(2)));
    let stream = Stream::new(Writes(Arc::clone(&writes), Arc::clone(&barrier)));
    WRITES.set_handlers(vec![Box::new(Queued::new(stream))]);
    info!(logger: WRITES, "first");
    barrier.wait();
    for _ in 0..10_000 {
        info!(logger: WRITES, "a line of about eighty bytes, with which a queue fills its writes");
    }
    barrier.wait();
    WRITES.flush();
    let writes = writes.lock().unwrap();
    let (last, whole) = writes[1..].split_last().unwrap();
    assert!(whole.iter().all(|size| *size >= 64 * 1024), "{writes:?}");
    assert!(whole.len() > 5 && *last > 0, "{writes:?}");
}

#[test]
fn the_handler_is_dropped_after_its_records_were_written() {
    struct Slow(Arc<Mutex<Vec<String>>>);
    impl Handler for Slow {
        fn emit(&self, record: &Record<'_>) -> io::Result<()> {
            thread::sleep(std::time::Duration::from_millis(1));
            self.0.lock().unwrap().push(record.message().to_string());
            Ok(())
        }
    }
    impl Drop for Slow {
        fn drop(&mut self) {
            self.0.lock().unwrap().push("dropped".into());
        }
    }

    let events = Arc::new(Mutex::new(Vec::new()));
    let id = DROPPED.add_handler(Queued::new(Slow(Arc::clone(&events))));
    for number in 0..50 {
        info!(logger: DROPPED, "{number}");
    }
    DROPPED.remove_handler(id);
    let mut expected: Vec<_> = (0..50).map(|number| number.to_string()).collect();
    expected.push("dropped".to_owned());
    assert_eq!(*events.lock().unwrap(), expected);
}

#[test]
fn a_handler_that_replaces_its_own_queue_gets_the_rest_of_it() {
    /// Gives way to another handler at the first record.
    struct GivesWay(Arc<Mutex<Vec<String>>>, Arc<Barrier>);
    impl Handler for GivesWay {
        fn emit(&self, record: &Record<'_>) -> io::Result<()> {
            let message = record.message().to_string();
            if message == "0" {
                // The others are queued while the thread of the queue is here.
                self.1.wait();
                self.1.wait();
                REPLACED.set_handlers(vec![Box::new(Memory::new())]);
            }
            self.0.lock().unwrap().push(message);
            Ok(())
        }
    }
    impl Drop for GivesWay {
        fn drop(&mut self) {
            self.0.lock().unwrap().push("dropped".into());
        }
    }

    let (events, both) = (Arc::default(), Arc::new(Barrier::new(2)));
    let handler = GivesWay(Arc::clone(&events), Arc::clone(&both));
    REPLACED.set_handlers(vec![Box::new(Queued::new(handler))]);
    info!(logger: REPLACED, "0");
    both.wait();
    (1..50).for_each(|number| info!(logger: REPLACED, "{number}"));
    both.wait();
    let mut expected: Vec<_> = (0..50).map(|number| number.to_string()).collect();
    expected.push("dropped".to_owned());
    eventually(|| *events.lock().unwrap() == expected);
    assert_eq!(counted(REPLACED.stats()), (50, 0));
}

/// A sink of two methods, and a queue that sleeps in between.
#[test]
fn a_line_is_written_without_a_flush() {
    struct Channel(Mutex<std::sync::mpsc::Sender<Vec<u8>>>);
    impl Sink for Channel {
        fn write_line(&self, line: &[u8]) -> io::Result<()> {
            self.0.lock().unwrap().send(line.to_vec()).map_err(io::Error::other)
        }
    }

    alone(|| {
        let (sender, lines) = channel();
        LOGGER.add_handler(Queued::new(Lines::over(Channel(Mutex::new(sender)))));
        for pause in [0, 1, 30, 2] {
            for number in 0..3 {
                info!(number, "line");
                let line = lines.recv_timeout(support::alone::PATIENCE).unwrap();
                assert!(line.ends_with(format!("line number={number}\n").as_bytes()));
                thread::sleep(std::time::Duration::from_millis(pause));
            }
        }
        eventually(|| counted(LOGGER.stats()) == (12, 0));
    });
}

#[test]
fn a_log_call_allocates_nothing_for_most_lines() {
    alone(|| {
        LOGGER.add_handler(Queued::new(Stream::new(io::sink())));
        let log = || (0..20_000).for_each(|number| info!(number, "line"));
        log();
        LOGGER.flush();
        let counts = allocation_counter::measure(log);
        // Blocks, of which an idle queue keeps few.
        assert!(counts.count_total < 600, "{counts:?}");
    });
}

#[cfg(unix)]
#[test]
fn two_processes_tear_no_line_of_one_file() {
    use std::fs::{self, OpenOptions};

    const LINES: usize = 20_000;
    let scene = || {
        let file = OpenOptions::new().append(true).open(std::env::var_os("QUEUE_FILE").unwrap());
        LOGGER.add_handler(Queued::new(Stream::new(file.unwrap())));
        for number in 0..LINES {
            info!(number, "{:x<100}", "");
        }
        LOGGER.flush();
    };
    if support::alone::is_child_of(&scene) {
        return scene();
    }
    let path = std::env::temp_dir().join(format!("logkit-{}-two", std::process::id()));
    fs::write(&path, "").unwrap();
    let children: Vec<_> = (0..2)
        .map(|_| {
            let mut child = support::alone::child_of(&scene);
            child.env("QUEUE_FILE", &path).stdout(std::process::Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let text = fs::read_to_string(&path).unwrap();
    fs::remove_file(path).unwrap();
    let mut numbers: Vec<usize> = text
        .lines()
        .map(|line| {
            let line = without_time(line);
            let rest = line.strip_prefix("order - INFO - ").expect(line);
            rest.trim_start_matches('x').strip_prefix(" number=").expect(line).parse().expect(line)
        })
        .collect();
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq((0..LINES).flat_map(|number| [number; 2])));
}
