//! The cost of a line in a file: each line written at once, with rotation, and buffered, side by side
//! with programs written by hand.
//!
//! Set `TMPDIR` to a file system in memory, such as `/dev/shm`: a disk that writes back disturbs.

mod peers;

use std::fs::File as StdFile;
use std::io::BufWriter;
use std::path::PathBuf;
use std::process::ExitCode;

use logkit::handler::{File, Handler, Stream};
use logkit::{Logger, info, module_logger};
use logkit_bench::by_hand::LineByHand;
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
    let mut floor = LineByHand::new(append("floor"));
    let mut buffered_floor =
        LineByHand::new(BufWriter::with_capacity(64 * 1024, append("floor_buffered")));
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
