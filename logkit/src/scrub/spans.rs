//! Spans of a text, and replacing them by masks.

use std::ops::Range;

pub(super) use crate::redact::mask::WHOLE as MASK;

/// The spans of secrets in a text, unordered until they are merged.
#[derive(Default)]
pub(super) struct SecretSpans(Vec<Range<usize>>);

impl SecretSpans {
    pub(super) fn push(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.0.push(range);
        }
    }

    /// Sorts the spans and joins those that overlap or touch.
    pub(super) fn merged(mut self) -> Vec<Range<usize>> {
        self.0.sort_unstable_by_key(|range| range.start);
        self.0.dedup_by(|range, last| {
            let touches = range.start <= last.end;
            if touches {
                last.end = last.end.max(range.end);
            }
            touches
        });
        self.0
    }
}

/// Replaces the ordered spans by masks.
pub(super) fn replaced(text: &str, places: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for place in places {
        out.push_str(text.get(at..place.start).unwrap_or_default());
        out.push_str(MASK);
        at = place.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// A line cannot be scrubbed, so it must be withheld.
pub(super) struct ScrubError;
