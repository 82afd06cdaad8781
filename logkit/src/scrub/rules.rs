//! What is looked for, and the search for it.

use std::ops::{ControlFlow, Range};

use crate::redact::remembered::is_secret;
use crate::scrub::kind::Kind;
use crate::scrub::needles::{Needle, Rule};
use crate::scrub::pattern::Pattern;
use crate::scrub::{
    assignment, cards, credential, email, filter, known, names, private_key, spans::Spans, token,
    url,
};

/// What a scrubber looks for.
#[derive(Clone)]
pub(super) struct Rules {
    /// A bit for each kind.
    kinds: u32,
    pub(super) patterns: Vec<Pattern>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { kinds: !(1 << Kind::Emails as u32), patterns: Vec::new() }
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
        self.has(Kind::Credentials) && is_secret(name)
    }

    /// Whether the text is worth a closer look; says no to most of what has no secret, and never to
    /// what has one, however it is quoted, escaped or coloured.
    #[inline]
    pub(super) fn suspect(&self, text: &[u8]) -> bool {
        self.has(Kind::Cards) && cards::may_be_in(text)
            || filter::each_hit(text, |needle, at| suspect_at(text, needle.rule, at)).is_break()
            || self.has(Kind::Emails) && text.contains(&b'@')
            || known::may_be_in(text)
            || !self.patterns.is_empty() && self.matches(text)
            || names::have_changed() && self.has_added_name(text)
    }

    #[cold]
    fn has_added_name(&self, text: &[u8]) -> bool {
        let look = |at| suspect_at(text, Rule::Name, at);
        self.has(Kind::Credentials) && names::each_added(text, look).is_break()
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
        let mut search = Search::new(self);
        let _ = filter::each_hit(text, |needle, at| {
            let found = search.look(text, needle, at);
            search.keep(found, spans)
        });
        if !names::have_changed() {
            return;
        }
        let mut search = Search::new(self);
        let _ = names::each_added(text, |at| {
            let found = search.name(text, at);
            search.keep(found, spans)
        });
    }
}

/// Breaks where a needle is worth a closer look.
fn suspect_at(text: &[u8], rule: Rule, at: usize) -> ControlFlow<()> {
    let suspects = match rule {
        Rule::Name => assignment::may_be_at(text, at),
        Rule::Url => url::may_be_at(text, at),
        _ => true,
    };
    if suspects { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
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

impl<'a> Search<'a> {
    fn new(rules: &'a Rules) -> Self {
        Self { rules, masked: 0, nameless: 0, urlless: 0, has_end: true }
    }

    /// Keeps what was found, and goes on.
    fn keep(&mut self, found: Option<Range<usize>>, spans: &mut Spans) -> ControlFlow<()> {
        if let Some(range) = found {
            self.masked = self.masked.max(range.end);
            spans.push(range);
        }
        ControlFlow::Continue(())
    }

    /// What is assigned to the name at `at`.
    fn name(&mut self, text: &[u8], at: usize) -> Option<Range<usize>> {
        // A name that reaches to where the mask before it ends has its value behind that.
        let is_masked = at < self.masked && assignment::name_end(text, at) < self.masked;
        if at < self.nameless || is_masked {
            return None;
        }
        match assignment::find(text, at) {
            assignment::Found::Secret(range, is_of_url) => {
                let kind = if is_of_url { Kind::Urls } else { Kind::Credentials };
                self.rules.has(kind).then_some(range)
            }
            assignment::Found::NoneBefore(end) => {
                self.nameless = end;
                None
            }
        }
    }

    fn look(&mut self, text: &[u8], needle: &Needle, at: usize) -> Option<Range<usize>> {
        if at < self.masked && !matches!(needle.rule, Rule::Name) {
            return None;
        }
        let has = |kind| self.rules.has(kind);
        match needle.rule {
            Rule::Name => self.name(text, at),
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

#[cfg(test)]
mod tests {
    use super::Rules;
    use crate::format::escape;
    use crate::scrub::kind::Kind;

    #[rustfmt::skip]
    const PIECES: &[&str] = &[
        "password", "api", "key", "auth", "cookie", "session", "id", "sig", "user", "x", "A", "7", "_", "-",
        ".", "=", ":", " ", " ", "\"", "'", "\\", "\n", "\t", "\r", "\u{1b}", "[", "0m", "]", "(", ")", "{", "}",
        ",", ";", "&", "?", "@", "/", "://", "%3D", "%26", "%20", "Bearer ", "Basic ", "dTpw", "eyJ",
        "hbGciOiJIUzI1", "4111", "1111", "11111111", "378282", "é", "\u{202e}", "sk-", "0123456789", "AKIA",
        "=>", "::", "user[password]", "token", "none", "[redacted]", "****",
    ];

    /// A generator good enough for a test (Knuth's MMIX).
    fn random(state: &mut u64, below: usize) -> usize {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*state >> 33).unwrap_or_default() % below
    }

    #[test]
    fn no_text_is_called_clean_in_which_something_is_found() {
        let mut rules = Rules::default();
        rules.set(Kind::Emails, true);
        let (mut state, mut dirty) = (7, 0);
        for _ in 0..100_000 {
            let length = 1 + random(&mut state, 12);
            let text: String =
                (0..length).map(|_| PIECES[random(&mut state, PIECES.len())]).collect();
            if rules.find(&text).merged().is_empty() {
                continue;
            }
            dirty += 1;
            assert!(rules.suspect(text.as_bytes()), "{text:?}");
            let mut json = Vec::new();
            escape::push_json(&mut json, &text);
            assert!(rules.suspect(&json), "in JSON: {text:?}");
            let colored = text.replace('=', "=\u{1b}[0m");
            assert!(rules.suspect(colored.as_bytes()), "coloured: {text:?}");
        }
        assert!(dirty > 1_000, "{dirty}");
    }
}
