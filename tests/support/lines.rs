//! Lines of log output, without the parts that differ from run to run.

use logkit::Logger;
use logkit::handler::Memory;

/// The time of a line in the standard format, with zeros for its digits.
const TIME: &str = "0000-00-00 00:00:00,000 ";

/// Returns a line without its time: `shop - INFO - packed`. A line that does not begin with a time is
/// returned unchanged.
#[must_use]
pub fn without_time(line: &str) -> &str {
    let is_time = |time: &str| time.replace(|c: char| c.is_ascii_digit(), "0") == TIME;
    match line.split_at_checked(TIME.len()) {
        Some((time, rest)) if is_time(time) => rest.strip_prefix("- ").unwrap_or(rest),
        _ => line,
    }
}

/// Splits text into lines and removes their times.
///
/// # Panics
///
/// Panics if the text does not end with a line break.
#[must_use]
pub fn without_times(text: &str) -> Vec<String> {
    assert!(text.is_empty() || text.ends_with('\n'), "{text:?}");
    text.lines().map(|line| without_time(line).to_owned()).collect()
}

/// Returns the lines of a handler, each without its time.
#[must_use]
pub fn of(memory: &Memory) -> Vec<String> {
    memory.lines().iter().map(|line| without_time(line).to_owned()).collect()
}

/// Runs code and returns the lines that a logger writes meanwhile, from the level on: `INFO - packed`.
/// Replaces the logger's handlers, so no other test may use the logger.
pub fn lines(logger: &'static Logger, run: impl FnOnce()) -> Vec<String> {
    let memory = Memory::new();
    logger.set_handlers(vec![Box::new(memory.clone())]);
    run();
    logger.clear_handlers();
    from_level(&memory)
}

/// Returns the lines of a handler from the level on: without time and logger.
#[must_use]
pub fn from_level(memory: &Memory) -> Vec<String> {
    let rest = |line: &String| line.split_once(" - ").map_or(line.clone(), |(_, rest)| rest.into());
    of(memory).iter().map(rest).collect()
}
