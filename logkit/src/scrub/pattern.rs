//! The user's patterns: regular expressions whose matches are masked.

use crate::util::debug_as_display::debug_as_display;
use std::error::Error;
use std::fmt;
use std::ops::Range;

use regex::Regex;

/// The regex group that limits the mask to a part of a match.
const GROUP: &str = "secret";

/// A user's pattern with its name.
#[derive(Clone)]
pub(super) struct Pattern {
    name: String,
    regex: Regex,
    /// The regex has the group [`GROUP`].
    has_group: bool,
}

impl Pattern {
    pub(super) fn new(name: &str, pattern: &str) -> Result<Self, PatternError> {
        let error = |cause| PatternError { name: name.to_owned(), cause };
        let regex = Regex::new(pattern).map_err(|cause| error(Some(cause)))?;
        if regex.is_match("") {
            return Err(error(None));
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

/// An error of [`Scrubber::with_pattern`](crate::scrub::Scrubber::with_pattern): the pattern is not a valid
/// regular expression (then [`source`](Error::source) is the error of the crate `regex`), or it
/// matches the empty text.
///
/// ```
/// let error = logkit::scrub::Scrubber::new().with_pattern("order", "(").unwrap_err();
/// let expected = "pattern \"order\" is not a valid regular expression: ";
/// assert!(error.to_string().starts_with(expected));
/// ```
#[derive(Clone, PartialEq)]
pub struct PatternError {
    name: String,
    /// `None` if the pattern matches the empty text.
    cause: Option<regex::Error>,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, cause } = self;
        match cause {
            Some(cause) => write!(f, "pattern {name:?} is not a valid regular expression: {cause}"),
            None => write!(
                f,
                "pattern {name:?} matches the empty text, which is everywhere; expected a pattern \
                 that matches at least one character"
            ),
        }
    }
}

debug_as_display!(PatternError);

impl Error for PatternError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as &(dyn Error + 'static))
    }
}
