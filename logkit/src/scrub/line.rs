//! Scrubs a formatted line: plain text, colored text or JSON.

use std::borrow::Cow;
use std::ops::Range;

use crate::scrub::frame::{self, Frame};
use crate::scrub::json;
use crate::scrub::rules::Rules;
use crate::scrub::spans::{MASK, ScrubError};

/// The syntax of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Escaped text. Raw escape sequences occur only as logkit's colors.
    Text,
    /// JSON objects.
    Json,
}

/// Returns whether the line may contain a secret: `false` for most clean lines.
#[inline]
pub(super) fn suspect(rules: &Rules, line: &[u8], syntax: Syntax) -> bool {
    match syntax {
        Syntax::Json if rules.must_decode() && line.contains(&b'\\') => true,
        _ => rules.suspect(line),
    }
}

/// Returns the line with its secrets masked and their number; `None` without secrets.
pub(super) fn scrub(
    rules: &Rules,
    line: &[u8],
    syntax: Syntax,
    frame: Frame<'_>,
) -> Result<Option<(Vec<u8>, u64)>, ScrubError> {
    let text = std::str::from_utf8(line).map_err(|_| ScrubError)?;
    match syntax {
        Syntax::Text => Ok(scrub_text(rules, text, frame)),
        Syntax::Json => json::scrub(rules, text, frame),
    }
}

fn scrub_text(rules: &Rules, line: &str, frame: Frame<'_>) -> Option<(Vec<u8>, u64)> {
    let mut out = Vec::with_capacity(line.len());
    // Each cause of an error has a line of its own, and no value continues on the next line.
    let lines = line.split_inclusive('\n').enumerate();
    let masked = lines
        .map(|(index, line)| push_scrubbed(&mut out, rules, line, (index == 0).then_some(frame)))
        .sum();
    (masked > 0).then_some((out, masked))
}

/// Appends one scrubbed line and returns the number of its secrets.
fn push_scrubbed(out: &mut Vec<u8>, rules: &Rules, line: &str, frame: Option<Frame<'_>>) -> u64 {
    let plain = UncoloredLine::of(line.trim_end_matches('\n'));
    let parts = frame.map_or_else(Vec::new, |frame| frame.in_text(&plain.text));
    let is_frame = |range: &Range<usize>| {
        parts.iter().any(|part| part.start <= range.start && range.end <= part.end)
            || frame::is_key(&plain.text, range)
    };
    let places = rules.find_outside(&plain.text, is_frame).merged();
    let mut at = 0;
    for place in &places {
        let raw = plain.in_line(place);
        out.extend_from_slice(line.as_bytes().get(at..raw.start).unwrap_or_default());
        out.extend_from_slice(MASK.as_bytes());
        // Color changes within a secret stay, or the following text would have the wrong color.
        each_color(line.get(raw.clone()).unwrap_or_default(), |range| {
            let color = line.as_bytes().get(raw.start + range.start..raw.start + range.end);
            out.extend_from_slice(color.unwrap_or_default());
        });
        at = raw.end;
    }
    out.extend_from_slice(line.as_bytes().get(at..).unwrap_or_default());
    places.len() as u64
}

/// A line with its color sequences removed.
struct UncoloredLine<'a> {
    text: Cow<'a, str>,
    /// Offsets in the text, each with the number of bytes removed before it.
    colors: Vec<(usize, usize)>,
}

impl<'a> UncoloredLine<'a> {
    fn of(line: &'a str) -> Self {
        if !line.contains('\x1b') {
            return Self { text: line.into(), colors: Vec::new() };
        }
        let (mut text, mut colors) = (String::with_capacity(line.len()), Vec::new());
        let (mut at, mut removed) = (0, 0);
        each_color(line, |range| {
            text.push_str(line.get(at..range.start).unwrap_or_default());
            removed += range.len();
            colors.push((text.len(), removed));
            at = range.end;
        });
        text.push_str(line.get(at..).unwrap_or_default());
        Self { text: text.into(), colors }
    }

    /// Maps a range of the text to the line, without the colors at its ends.
    fn in_line(&self, place: &Range<usize>) -> Range<usize> {
        let removed = |count: usize| {
            let last = count.checked_sub(1).and_then(|last| self.colors.get(last));
            last.map_or(0, |(_, removed)| *removed)
        };
        let start = self.colors.partition_point(|(at, _)| *at <= place.start);
        let end = self.colors.partition_point(|(at, _)| *at < place.end);
        place.start + removed(start)..place.end + removed(end)
    }
}

/// Calls `found` for every color sequence, `ESC [ .. m`.
fn each_color(text: &str, mut found: impl FnMut(Range<usize>)) {
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("\x1b[")).map(|next| at + next)
    {
        let rest = text.get(start + 2..).unwrap_or_default();
        let parameters = rest.find(|c: char| !matches!(c, '0'..='9' | ';')).unwrap_or(rest.len());
        at = start + 2 + parameters;
        if rest.get(parameters..).is_some_and(|rest| rest.starts_with('m')) {
            at += 1;
            found(start..at);
        }
    }
}
