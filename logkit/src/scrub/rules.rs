//! What is looked for, and the search for it.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use crate::scrub::kind::Kind;
use crate::scrub::names::Names;
use crate::scrub::needles::{Needle, Rule};
use crate::scrub::pattern::Pattern;
use crate::scrub::{
    assignment, cards, credential, email, filter, known, private_key, spans::Spans, token, url,
};

/// What a scrubber looks for.
#[derive(Clone)]
pub(super) struct Rules {
    /// A bit for each kind.
    kinds: u32,
    pub(super) patterns: Vec<Pattern>,
    names: Arc<Names>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { kinds: !(1 << Kind::Emails as u32), patterns: Vec::new(), names: Arc::default() }
    }
}

impl Rules {
    pub(super) fn set(&mut self, kind: Kind, is_on: bool) {
        let bit = 1 << kind as u32;
        self.kinds = if is_on { self.kinds | bit } else { self.kinds & !bit };
    }

    #[inline]
    pub(super) fn has(&self, kind: Kind) -> bool {
        self.kinds >> kind as u32 & 1 != 0
    }

    /// Whether all that bears the name is to be masked.
    pub(super) fn is_secret(&self, name: &str) -> bool {
        self.has(Kind::Credentials) && self.names.is_secret(name)
    }

    /// Whether the text is worth a closer look; says no to most of what has no secret, and never to
    /// what has one, however it is quoted, escaped or coloured.
    #[inline]
    pub(super) fn suspect(&self, text: &[u8]) -> bool {
        let needle = |needle: &'static Needle, at| {
            let suspects = match needle.rule {
                Rule::Name => assignment::may_be_at(text, at),
                _ => true,
            };
            if suspects { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        self.has(Kind::Cards) && cards::may_be_in(text)
            || filter::each_hit(text, needle).is_break()
            || self.has(Kind::Emails) && text.contains(&b'@')
            || known::may_be_in(text)
            || !self.patterns.is_empty() && self.matches(text)
    }

    #[cold]
    fn matches(&self, text: &[u8]) -> bool {
        // What is no text is for the slow way to refuse.
        std::str::from_utf8(text)
            .map_or(true, |text| self.patterns.iter().any(|pattern| pattern.is_in(text)))
    }

    /// Whether a look at the text in the form in which it stands in JSON is not enough.
    pub(super) fn have_to_decode(&self) -> bool {
        !self.patterns.is_empty() || known::are_any()
    }

    /// Everything secret in the text.
    pub(super) fn find(&self, text: &str) -> Spans {
        let mut spans = Spans::default();
        let bytes = text.as_bytes();
        if self.has(Kind::Cards) && cards::may_be_in(bytes) {
            cards::each(bytes, |range| spans.push(range));
        }
        self.find_by_needles(bytes, &mut spans);
        if self.has(Kind::Emails) {
            email::each(bytes, |range| spans.push(range));
        }
        known::each(bytes, |range| spans.push(range));
        for pattern in &self.patterns {
            pattern.each(text, |range| spans.push(range));
        }
        spans
    }

    fn find_by_needles(&self, text: &[u8], spans: &mut Spans) {
        let mut search = Search { rules: self, masked: 0, nameless: 0, urlless: 0, has_end: true };
        let _ = filter::each_hit(text, |needle, at| {
            if let Some(range) = search.look(text, needle, at) {
                search.masked = search.masked.max(range.end);
                spans.push(range);
            }
            ControlFlow::<()>::Continue(())
        });
    }
}

/// How far a text has been looked at, so that no hostile one is looked at again and again.
struct Search<'a> {
    rules: &'a Rules,
    /// What is before this is masked.
    masked: usize,
    /// No name that ends before this has a value.
    nameless: usize,
    /// No URL that begins before this has a password.
    urlless: usize,
    /// There may be the end of a private key.
    has_end: bool,
}

impl Search<'_> {
    fn look(&mut self, text: &[u8], needle: &Needle, at: usize) -> Option<Range<usize>> {
        if at < self.masked {
            return None;
        }
        let has = |kind| self.rules.has(kind);
        match needle.rule {
            Rule::Name if at >= self.nameless => {
                match assignment::find(text, at, &self.rules.names) {
                    assignment::Found::Secret(range, is_of_url) => {
                        let kind = if is_of_url { Kind::Urls } else { Kind::Credentials };
                        has(kind).then_some(range)
                    }
                    assignment::Found::NoneBefore(end) => {
                        self.nameless = end;
                        None
                    }
                }
            }
            Rule::Bearer if has(Kind::Credentials) => credential::bearer(text, at),
            Rule::Basic if has(Kind::Credentials) => credential::basic(text, at),
            Rule::Jwt if has(Kind::Jwts) => token::jwt(text, at),
            Rule::PrivateKey if has(Kind::PrivateKeys) => {
                private_key::find(text, at, &mut self.has_end)
            }
            Rule::Putty if has(Kind::PrivateKeys) => private_key::putty(text, at),
            Rule::Url if has(Kind::Urls) && at >= self.urlless => match url::find(text, at) {
                url::Found::Secret(range) => Some(range),
                url::Found::NoneBefore(end) => {
                    self.urlless = end;
                    None
                }
            },
            Rule::Token(shape) if has(Kind::VendorKeys) => shape.find(text, at),
            Rule::Telegram if has(Kind::VendorKeys) => token::telegram(text, at),
            _ => None,
        }
    }
}
