//! The cost of a line of four fields to a writer that discards it, with and without a scrubber.

use std::hint::black_box;
use std::io;

use logkit::handler::Stream;
use logkit::scrub::Scrubber;
use logkit::{Logger, info, module_logger};
use logkit_bench::measure::{Case, Group, Limit};

use crate::scrubbing::MOST;

#[module_logger("bench")]
static LOGGER: Logger;

#[module_logger("bench_too")]
static SCRUBBED: Logger;

pub(crate) fn group() -> Group {
    let discard = || Stream::new(io::sink());
    LOGGER.set_handlers(vec![Box::new(discard())]);
    SCRUBBED.set_handlers(vec![Box::new(discard().with_scrubber(Scrubber::new()))]);
    Group {
        title: "a line",
        cases: vec![
            Case::new("four fields", line).without_allocations(),
            Case::new("four fields, scrubbed", scrubbed_line)
                .limit(Limit::Adds(MOST))
                .without_allocations(),
        ],
    }
}

fn line() {
    let (order, user) = (black_box(1_234_567_u64), black_box("ada"));
    let (status, path) = (black_box(200_u16), black_box("/api/v1/items"));
    info!(order, user, status, path, "charged");
}

fn scrubbed_line() {
    let (order, user) = (black_box(1_234_567_u64), black_box("ada"));
    let (status, path) = (black_box(200_u16), black_box("/api/v1/items"));
    info!(logger: SCRUBBED, order, user, status, path, "charged");
}
