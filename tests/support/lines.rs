//! What a logger writes while something runs.

use logkit::Logger;
use logkit::handler::Memory;

/// The lines from the level on, as `INFO - packed`. For a logger that no other test uses.
pub(crate) fn lines(logger: &'static Logger, run: impl FnOnce()) -> Vec<String> {
    let memory = Memory::new();
    logger.set_handlers(vec![Box::new(memory.clone())]);
    run();
    logger.clear_handlers();
    let tail = |line: String| line.splitn(3, " - ").last().unwrap_or_default().to_owned();
    memory.lines().into_iter().map(tail).collect()
}
