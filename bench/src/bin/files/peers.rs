//! The same line by other loggers.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::{Arc, Mutex};

use spdlog::LevelFilter;
use spdlog::sink::{FileSink, RotatingFileSink, RotationPolicy, Sink};
use tracing::Dispatch;
use tracing_subscriber::fmt;

fn spdlog_logger(sink: Arc<dyn Sink>, at_once: bool) -> impl FnMut(u64) {
    let flush = if at_once { LevelFilter::All } else { LevelFilter::Off };
    let mut builder = spdlog::Logger::builder();
    let builder = builder.name("floor").sink(sink).flush_level_filter(flush);
    let logger = builder.build().expect("the name is valid");
    move |order| spdlog::info!(logger: logger, "packed and sent to the customer order={order}")
}

/// A line in each write, or in a buffer.
pub(crate) fn spdlog(path: &Path, at_once: bool) -> impl FnMut(u64) + use<> {
    let sink = FileSink::builder().path(path).build_arc();
    spdlog_logger(sink.expect("the file can be opened"), at_once)
}

/// A file of 1 MB and three backups.
pub(crate) fn spdlog_rotated(path: &Path) -> impl FnMut(u64) + use<> {
    let builder = RotatingFileSink::builder().base_path(path).max_files(4);
    let sink = builder.rotation_policy(RotationPolicy::FileSize(1_000_000)).build_arc();
    spdlog_logger(sink.expect("the file can be opened"), true)
}

/// A line in each write.
pub(crate) fn tracing_appender(folder: &Path) -> impl FnMut(u64) + use<> {
    let file = tracing_appender::rolling::never(folder, "tracing");
    tracing_logger(Dispatch::new(fmt().with_ansi(false).with_writer(file).finish()))
}

/// A buffer, which `tracing-appender` has only with a thread.
pub(crate) fn tracing_buffered(file: File) -> impl FnMut(u64) {
    let writer = Mutex::new(BufWriter::with_capacity(64 * 1024, file));
    tracing_logger(Dispatch::new(fmt().with_ansi(false).with_writer(writer).finish()))
}

fn tracing_logger(dispatch: Dispatch) -> impl FnMut(u64) {
    move |order| {
        tracing::dispatcher::with_default(&dispatch, || {
            tracing::info!(order, "packed and sent to the customer");
        });
    }
}
