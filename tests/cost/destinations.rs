//! Lines to the destinations that a program has one of: a stream, a file, a queue.

use std::hint::black_box;

use logkit::handler::{File, Handler, Queued, Stream};
use logkit::{Logger, info, module_logger};

#[module_logger("floor")]
static LOGGER: Logger;

#[inline(never)]
fn packed(order: u64) {
    info!(order, "packed and sent to the customer")
}

/// Logs as many lines as the first argument says, to the destination that the second one names.
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |index: usize| arguments.get(index).map(String::as_str).unwrap_or_default();
    let lines: u64 = argument(0).parse().unwrap_or(0);
    let file = || std::fs::File::options().append(true).open("/dev/null").unwrap();
    let handler: Box<dyn Handler> = match argument(1) {
        "stream" => Box::new(Stream::new(file())),
        "file" => Box::new(File::open("/dev/null").unwrap()),
        "buffer" => Box::new(File::builder("/dev/null").with_buffer(64 * 1024).build().unwrap()),
        _ => Box::new(Queued::new(Stream::new(file()))),
    };
    LOGGER.set_handlers(vec![handler]);
    for order in 0..lines {
        packed(black_box(order));
    }
    assert_eq!(LOGGER.stats().written, lines);
}
