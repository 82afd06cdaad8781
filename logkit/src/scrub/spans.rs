//! The places of secrets in a text, and the text without them.

use std::ops::Range;

pub(super) use crate::redact::mask::WHOLE as MASK;

/// Places in a text, in any order until they are merged.
#[derive(Default)]
pub(super) struct Spans(Vec<Range<usize>>);

impl Spans {
    pub(super) fn push(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.0.push(range);
        }
    }

    /// In order, those that overlap or touch as one.
    pub(super) fn merged(mut self) -> Vec<Range<usize>> {
        self.0.sort_unstable_by_key(|range| range.start);
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(self.0.len());
        for range in self.0 {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        merged
    }
}

/// The text with a mask in each of the places, which are in order.
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
