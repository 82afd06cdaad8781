//! What a line of four fields costs, to a writer that discards it.

use std::hint::black_box;
use std::io;

use logkit::handler::Stream;
use logkit::{Logger, info, module_logger};
use logkit_bench::measure::{Case, Group};

#[module_logger("bench")]
static LOGGER: Logger;

pub(crate) fn group() -> Group {
    LOGGER.set_handlers(vec![Box::new(Stream::new(io::sink()))]);
    Group { title: "a line", cases: vec![Case::new("four fields", line).without_allocations()] }
}

fn line() {
    let (order, user) = (black_box(1_234_567_u64), black_box("ada"));
    let (status, path) = (black_box(200_u16), black_box("/api/v1/items"));
    info!(order, user, status, path, "charged");
}
