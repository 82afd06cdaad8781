//! The queues that are compared: each formats the same message and two fields, in its usual format,
//! and waits when it is full.

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::sync::Arc;

/// A way to log through a queue.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// Opens the file. The result closes it after the last line.
    pub(crate) open: fn(&Path) -> Box<dyn FnOnce()>,
    /// Logs a line of a thread.
    pub(crate) log: fn(u64, u64),
}

pub(crate) const PEERS: [Peer; 3] = [
    Peer { name: "logkit", open: logkit_file, log: logkit_line },
    Peer { name: "spdlog-rs", open: spdlog_file, log: spdlog_line },
    Peer { name: "tracing-appender", open: tracing_file, log: tracing_line },
];

#[logkit::module_logger("bench")]
static LOGGER: logkit::Logger;

fn file(path: &Path) -> File {
    OpenOptions::new().create(true).append(true).open(path).expect("the file can be made")
}

fn logkit_file(path: &Path) -> Box<dyn FnOnce()> {
    use logkit::handler::{Queued, Stream};
    let id = LOGGER.add_handler(Queued::new(Stream::new(file(path))));
    Box::new(move || {
        LOGGER.remove_handler(id);
    })
}

fn logkit_line(thread: u64, number: u64) {
    logkit::info!(thread, number, "charging order {number} of customer {thread}");
}

fn spdlog_file(path: &Path) -> Box<dyn FnOnce()> {
    use spdlog::sink::{AsyncPoolSink, FileSink, OverflowPolicy};
    let file = FileSink::builder().path(path).build_arc().expect("the file can be made");
    let mut pool = spdlog::ThreadPool::builder();
    let pool = pool.capacity(8192.try_into().expect("not 0")).build_arc().expect("a thread starts");
    let sink = AsyncPoolSink::builder()
        .sink(file)
        .thread_pool(Arc::clone(&pool))
        .overflow_policy(OverflowPolicy::Block)
        .build_arc()
        .expect("the sink is complete");
    let logger = spdlog::Logger::builder().sink(sink).build_arc().expect("the name is right");
    spdlog::set_default_logger(logger);
    Box::new(move || {
        spdlog::default_logger().flush();
        // Waits for its thread.
        spdlog::set_default_logger(Arc::new(
            spdlog::Logger::builder().build().expect("it is empty"),
        ));
        drop(pool);
    })
}

fn spdlog_line(thread: u64, number: u64) {
    spdlog::info!("charging order {number} of customer {thread} thread={thread} number={number}");
}

fn tracing_file(path: &Path) -> Box<dyn FnOnce()> {
    let queue = tracing_appender::non_blocking::NonBlockingBuilder::default().lossy(false);
    let (writer, guard) = queue.finish(file(path));
    tracing_subscriber::fmt().with_writer(writer).with_ansi(false).init();
    Box::new(move || drop(guard))
}

fn tracing_line(thread: u64, number: u64) {
    tracing::info!(thread, number, "charging order {number} of customer {thread}");
}
