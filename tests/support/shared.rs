//! A writer in memory, and lines without their times.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use tracing_subscriber::fmt::MakeWriter;

/// A writer that keeps its bytes in memory. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    /// Returns everything that was written.
    ///
    /// # Panics
    ///
    /// Panics if it is not UTF-8.
    pub fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        String::from_utf8(bytes).expect("lines are UTF-8")
    }

    /// Returns the lines, each without its time.
    ///
    /// # Panics
    ///
    /// Panics if the text does not end with a line break.
    pub fn lines(&self) -> Vec<String> {
        without_times(&self.text())
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Shared {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Splits text in the standard format into lines and removes their times. A line that does not begin
/// with a time is returned unchanged.
///
/// # Panics
///
/// Panics if the text does not end with a line break.
pub fn without_times(text: &str) -> Vec<String> {
    assert!(text.is_empty() || text.ends_with('\n'), "{text:?}");
    let rest = |line: &str| {
        // `2026-11-22 07:31:00,123 - `
        let (time, rest) = line.split_at_checked(26)?;
        let shape = time.replace(|c: char| c.is_ascii_digit(), "0");
        (shape == "0000-00-00 00:00:00,000 - ").then(|| rest.to_owned())
    };
    text.lines().map(|line| rest(line).unwrap_or_else(|| line.to_owned())).collect()
}
