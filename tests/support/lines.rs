//! The lines of a logger while some code runs.

use logkit::Logger;
use logkit::handler::Memory;

/// Runs code and returns the lines that a logger writes meanwhile, from the level on: `INFO - packed`.
/// Replaces the logger's handlers, so no other test may use the logger.
pub fn lines(logger: &'static Logger, run: impl FnOnce()) -> Vec<String> {
    let memory = Memory::new();
    logger.set_handlers(vec![Box::new(memory.clone())]);
    run();
    logger.clear_handlers();
    let tail = |line: String| line.splitn(3, " - ").last().unwrap_or_default().to_owned();
    memory.lines().into_iter().map(tail).collect()
}
