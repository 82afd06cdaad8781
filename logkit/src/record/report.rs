//! The backtrace of an `anyhow::Error` or an `eyre::Report`, which only its `Debug` shows.

use std::any::type_name;
use std::fmt::{self, Write as _};

use crate::record::write::contain;
use crate::util::specialize::{First, Probe, Second};

/// The types whose `Debug` is the texts of the chain and, in the end, a backtrace. The `Debug` of other
/// errors may show their secrets.
const REPORTS: [&str; 2] = ["anyhow::Error", "eyre::Report"];

/// The line before the backtrace.
const HEADING: &str = "Stack backtrace:";

impl<T: fmt::Debug> Probe<T, First> {
    /// The value, if its `Debug` may show a backtrace.
    #[inline]
    pub fn __report<'a>(&self, value: &'a T) -> Option<&'a dyn fmt::Debug> {
        is_report(type_name::<T>()).then_some(value)
    }
}

impl<T: ?Sized> Probe<T, Second> {
    /// The answer for errors without a backtrace.
    #[inline]
    pub fn __report<'a>(&self, _: &'a T) -> Option<&'a dyn fmt::Debug> {
        None
    }
}

fn is_report(name: &str) -> bool {
    let name = name.trim_start_matches('&').trim_start_matches("mut ");
    REPORTS.contains(&name)
}

/// Returns the frames of the backtrace, if one was captured.
#[cold]
pub(crate) fn backtrace_of(report: &dyn fmt::Debug) -> Option<String> {
    let mut text = String::new();
    contain(&mut || write!(text, "{report:?}")).ok()?;
    // From the end, line by line: the texts of the chain come first.
    let mut after = text.len() + 1;
    for line in text.rsplit('\n') {
        if line == HEADING {
            return Some(text.get(after..)?.trim_ascii_end().to_owned());
        }
        after -= line.len() + 1;
    }
    None
}

/// The frames of a backtrace in a copy of a record.
#[derive(Clone)]
pub(crate) struct OwnedBacktrace(Box<str>);

impl OwnedBacktrace {
    /// Copies the backtrace, if there is one.
    pub(crate) fn new(report: &dyn fmt::Debug) -> Option<Self> {
        backtrace_of(report).map(|frames| Self(frames.into()))
    }

    /// The number of bytes.
    #[cfg(feature = "queue")]
    pub(crate) fn footprint(&self) -> usize {
        self.0.len()
    }
}

/// In the form of the report.
impl fmt::Debug for OwnedBacktrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{HEADING}\n{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{OwnedBacktrace, backtrace_of, is_report};

    #[test]
    fn only_the_report_types_count() {
        for (name, counts) in [
            ("anyhow::Error", true),
            ("&anyhow::Error", true),
            ("&mut eyre::Report", true),
            ("shop::anyhow::Error", false),
            ("alloc::boxed::Box<dyn core::error::Error>", false),
        ] {
            assert_eq!(is_report(name), counts, "{name}");
        }
    }

    #[test]
    fn frames_follow_the_last_heading() {
        let report =
            format_args!("no stock\n\nStack backtrace:\nforged\n\nStack backtrace:\n 0: a\n")
                .to_string();
        let owned = OwnedBacktrace::new(&format_args!("{report}")).unwrap();
        assert_eq!(backtrace_of(&format_args!("{report}")).as_deref(), Some(" 0: a"));
        assert_eq!(backtrace_of(&owned).as_deref(), Some(" 0: a"));
        assert_eq!(backtrace_of(&format_args!("no stock")), None);
    }
}
