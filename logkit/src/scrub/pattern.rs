//! Patterns of the user's own.

use std::error::Error;
use std::fmt;
use std::ops::Range;

use regex::Regex;

/// The group that a pattern names if not all of a match is secret.
const GROUP: &str = "secret";

/// A named pattern.
#[derive(Clone)]
pub(super) struct Pattern {
    name: String,
    regex: Regex,
    /// There is a group of that name.
    has_group: bool,
}

impl Pattern {
    pub(super) fn new(name: &str, pattern: &str) -> Result<Self, PatternError> {
        let error = |why: String| PatternError { name: name.to_owned(), why };
        let regex = Regex::new(pattern).map_err(|cause| error(cause.to_string()))?;
        if regex.is_match("") {
            return Err(error("it matches the empty text, and so everywhere".to_owned()));
        }
        let has_group = regex.capture_names().flatten().any(|name| name == GROUP);
        Ok(Self { name: name.to_owned(), regex, has_group })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    pub(super) fn each(&self, text: &str, mut found: impl FnMut(Range<usize>)) {
        if self.has_group {
            let groups = self.regex.captures_iter(text).filter_map(|all| all.name(GROUP));
            groups.for_each(|group| found(group.range()));
        } else {
            self.regex.find_iter(text).for_each(|hit| found(hit.range()));
        }
    }
}

/// A pattern that no scrubber can search for.
#[derive(Debug)]
pub struct PatternError {
    name: String,
    why: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the pattern {:?} cannot be used: {}", self.name, self.why)
    }
}

impl Error for PatternError {}
