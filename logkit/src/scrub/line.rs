//! Scrubs a handler's finished line: plain text, coloured text or JSON.

use std::borrow::Cow;
use std::ops::Range;

use crate::scrub::json;
use crate::scrub::rules::Rules;
use crate::scrub::spans::{MASK, ScrubError};

/// What a line is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Text, escaped; the only raw escape sequences are those of our colours.
    Text,
    /// JSON objects.
    Json,
}

/// The bytes without their secrets, and how many there were; `None` where there are none.
pub(super) fn scrub(
    rules: &Rules,
    line: &[u8],
    syntax: Syntax,
) -> Result<Option<(Vec<u8>, u64)>, ScrubError> {
    let is_clean = match syntax {
        Syntax::Json if rules.have_to_decode() && line.contains(&b'\\') => false,
        _ => !rules.suspect(line),
    };
    if is_clean {
        return Ok(None);
    }
    let text = std::str::from_utf8(line).map_err(|_| ScrubError)?;
    match syntax {
        Syntax::Text => Ok(scrub_text(rules, text)),
        Syntax::Json => json::scrub(rules, text),
    }
}

fn scrub_text(rules: &Rules, line: &str) -> Option<(Vec<u8>, u64)> {
    let mut out = Vec::with_capacity(line.len());
    // A cause has a line of its own, and nothing that was logged goes on from one to the next.
    let masked = line.split_inclusive('\n').map(|line| push_scrubbed(&mut out, rules, line)).sum();
    (masked > 0).then_some((out, masked))
}

/// Appends one line; how many secrets it had.
fn push_scrubbed(out: &mut Vec<u8>, rules: &Rules, line: &str) -> u64 {
    let plain = UncoloredLine::of(line.trim_end_matches('\n'));
    let places = rules.find(&plain.text).merged();
    let mut at = 0;
    for place in &places {
        let raw = plain.in_line(place);
        out.extend_from_slice(line.as_bytes().get(at..raw.start).unwrap_or_default());
        out.extend_from_slice(MASK.as_bytes());
        // The colours within stay, or what follows would have the wrong one.
        each_colour(line.get(raw.clone()).unwrap_or_default(), |range| {
            let colour = line.as_bytes().get(raw.start + range.start..raw.start + range.end);
            out.extend_from_slice(colour.unwrap_or_default());
        });
        at = raw.end;
    }
    out.extend_from_slice(line.as_bytes().get(at..).unwrap_or_default());
    places.len() as u64
}

/// A line without its colours.
struct UncoloredLine<'a> {
    text: Cow<'a, str>,
    /// Places in the text, and how many bytes of colours are before them in the line.
    colours: Vec<(usize, usize)>,
}

impl<'a> UncoloredLine<'a> {
    fn of(line: &'a str) -> Self {
        if !line.contains('\x1b') {
            return Self { text: line.into(), colours: Vec::new() };
        }
        let (mut text, mut colours) = (String::with_capacity(line.len()), Vec::new());
        let (mut at, mut removed) = (0, 0);
        each_colour(line, |range| {
            text.push_str(line.get(at..range.start).unwrap_or_default());
            removed += range.len();
            colours.push((text.len(), removed));
            at = range.end;
        });
        text.push_str(line.get(at..).unwrap_or_default());
        Self { text: text.into(), colours }
    }

    /// Where the place is in the line: behind the colours that begin it, before those that end it.
    fn in_line(&self, place: &Range<usize>) -> Range<usize> {
        let removed = |count: usize| {
            let last = count.checked_sub(1).and_then(|last| self.colours.get(last));
            last.map_or(0, |(_, removed)| *removed)
        };
        let start = self.colours.partition_point(|(at, _)| *at <= place.start);
        let end = self.colours.partition_point(|(at, _)| *at < place.end);
        place.start + removed(start)..place.end + removed(end)
    }
}

/// Calls `found` for every `ESC [ .. m`.
fn each_colour(text: &str, mut found: impl FnMut(Range<usize>)) {
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
