//! What is said of a secret that showed: where and how, and nothing of the secret.

use std::fmt::Write as _;

use crate::format::escape;
use crate::testing::secret::{Leak, Piece, Secret};

/// So many places are told one by one.
const MAX_TOLD: usize = 12;
/// So many characters on both sides of what was found.
const AROUND: usize = 40;

/// What was found until now.
#[derive(Debug, Default)]
pub(super) struct Report {
    told: Vec<String>,
    last: Option<(String, Piece)>,
    more: usize,
    panicked: Option<String>,
}

impl Report {
    /// `leaks` are all those in the text, none of which is to be shown; `total` is the number of
    /// the secret's characters.
    pub(super) fn add(&mut self, way: &str, text: &str, leak: &Leak, leaks: &[Leak], total: usize) {
        let piece = &leak.piece;
        if self.told.len() >= MAX_TOLD {
            self.more += 1;
            return;
        }
        // The second one of the kind in a text says nothing new.
        if self.last.as_ref().is_some_and(|(other, same)| other == way && same == piece) {
            return;
        }
        self.last = Some((way.to_owned(), piece.clone()));
        let part = match (piece.count, piece.first + 1) {
            (count, _) if count == total => "all of it".to_owned(),
            (count, first) => format!("{count} of its {total} characters from number {first} on"),
        };
        let around = around(text, leak, leaks);
        self.told.push(format!("in {way}: {part}, {}: {around}", piece.form));
    }

    pub(super) fn panicked(&mut self, message: String) {
        self.panicked = Some(message);
    }

    /// What the test has to say, if anything.
    pub(super) fn verdict(self, secret: &Secret) -> Option<String> {
        let count = self.told.len() + self.more;
        if count == 0 && self.panicked.is_none() {
            return None;
        }
        let mut text = String::new();
        // Writing to a string cannot fail.
        if count > 0 {
            let _ = write!(text, "the secret shows, {count} times");
            self.told.iter().for_each(|told| text.extend(["\n  ", told]));
        }
        if self.more > 0 {
            let _ = write!(text, "\n  and {} times more", self.more);
        }
        if let Some(message) = self.panicked {
            let between = if count > 0 { "\n" } else { "" };
            let _ = write!(text, "{between}the closure panicked: {message}");
        }
        Some(secret.cleaned(text))
    }
}

/// What stands around the leak, on one line; all of the leaks are masked.
fn around(text: &str, leak: &Leak, leaks: &[Leak]) -> String {
    let mut start = text
        .get(..leak.at.start)
        .map_or(0, |before| before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at));
    let mut end = text.get(leak.at.end..).map_or(text.len(), |after| {
        after.char_indices().nth(AROUND).map_or(text.len(), |(at, _)| leak.at.end + at)
    });
    // What is cut through is no longer masked: others are shown from end to end.
    for other in leaks {
        if other.at.start < start && start < other.at.end {
            start = other.at.start;
        }
        if other.at.start < end && end < other.at.end {
            end = other.at.end;
        }
    }
    let within = |other: &&Leak| start <= other.at.start && other.at.end <= end;
    let shift = |other: &Leak| Leak {
        at: other.at.start - start..other.at.end - start,
        piece: other.piece.clone(),
    };
    let shifted: Vec<_> = leaks.iter().filter(within).map(shift).collect();
    let masked = Secret::mask(text.get(start..end).unwrap_or_default(), &shifted);
    let mut line = Vec::new();
    escape::push(&mut line, &masked);
    String::from_utf8_lossy(&line).into_owned()
}
