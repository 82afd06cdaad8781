//! The cost of a line in a file: each line written at once, with rotation, and buffered, side by side
//! with programs written by hand.
//!
//! Set `TMPDIR` to a file system in memory, such as `/dev/shm`: a disk that writes back disturbs.

mod peers;

use std::fs::File as StdFile;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use logkit::handler::{File, Handler, Stream};
use logkit::{Logger, info, module_logger};
use logkit_bench::measure::{Case, Group, Limit};
use logkit_bench::report;

/// The files of one run; the last one to go deletes them.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("logkit-files-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the temporary directory can be written to");
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The files stay if they cannot be deleted.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A line of the same form without a library: the text of the second is kept, numbers are written
/// without `core::fmt`.
struct Floor<W> {
    writer: W,
    second: u64,
    time: [u8; 19],
    line: Vec<u8>,
}

impl<W: Write> Floor<W> {
    fn new(writer: W) -> Self {
        Self { writer, second: 0, time: *b"2026-11-22 07:31:00", line: Vec::with_capacity(256) }
    }

    fn write(&mut self, order: u64) {
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
        self.writer.write_all(&self.line).expect("the file can be written to");
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

macro_rules! logger {
    ($name:ident, $text:literal) => {
        mod $name {
            use super::{Logger, info, module_logger};

            #[module_logger($text)]
            pub(super) static LOGGER: Logger;

            pub(super) fn log(order: u64) {
                info!(order, "packed and sent to the customer");
            }
        }
    };
}

logger!(at_once, "floor");
logger!(stream, "floor.stream");
logger!(rotated, "floor.rotated");
logger!(buffered, "floor.buffered");

fn case(name: &'static str, mut write: impl FnMut(u64) + 'static) -> Case {
    let mut order = 0;
    Case::new(name, move || {
        order += 1;
        write(order);
    })
}

fn handlers(file: File) -> Vec<Box<dyn Handler>> {
    vec![Box::new(file)]
}

fn main() -> ExitCode {
    let folder = Folder::new();
    let append = |name| {
        let options = StdFile::options().append(true).create(true).open(folder.path(name));
        options.expect("the file can be opened")
    };
    let open = |name| File::builder(folder.path(name));
    let build =
        |builder: logkit::sink::FileBuilder| builder.build().expect("the file can be opened");
    at_once::LOGGER.set_handlers(handlers(build(open("at_once"))));
    let rotating = open("rotated").with_max_bytes(1_000_000).with_backup_count(3);
    rotated::LOGGER.set_handlers(handlers(build(rotating)));
    buffered::LOGGER.set_handlers(handlers(build(open("buffered").with_buffer(64 * 1024))));
    let stream = Stream::new(append("stream"));
    stream::LOGGER.set_handlers(vec![Box::new(stream)]);
    let mut floor = Floor::new(append("floor"));
    let mut buffered_floor =
        Floor::new(BufWriter::with_capacity(64 * 1024, append("floor_buffered")));
    report::main(vec![
        Group {
            title: "a line at once",
            cases: vec![
                case("by hand", move |order| floor.write(order)),
                case("handler::Stream", stream::log).without_allocations(),
                case("handler::File", at_once::log).limit(Limit::Times(1.15)).without_allocations(),
                case("rotated at 1 MB, 3 backups", rotated::log).limit(Limit::Times(1.2)),
                case("spdlog-rs", peers::spdlog(&folder.path("spdlog"), true)),
                case("spdlog-rs, rotated", peers::spdlog_rotated(&folder.path("spdlog_rotated"))),
                case("tracing-appender", peers::tracing_appender(&folder.0)),
            ],
        },
        Group {
            title: "a line in a buffer of 64 KiB",
            cases: vec![
                case("by hand, buffered", move |order| buffered_floor.write(order)),
                case("handler::File, buffered", buffered::log).limit(Limit::Times(2.0)),
                case("spdlog-rs, buffered", peers::spdlog(&folder.path("spdlog_buffered"), false)),
                case("tracing, buffered", peers::tracing_buffered(append("tracing_buffered"))),
            ],
        },
    ])
}
