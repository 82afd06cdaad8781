//! The kinds of secrets that a scrubber looks for, and the search for them.

use std::ops::{ControlFlow, Range};

use crate::redact::names::have_changed as names_have_changed;
use crate::scrub::named::{is_secret_value, kind_of_name, name_end};
use crate::scrub::needles::{Needle, Rule};
use crate::scrub::pattern::Pattern;
use crate::scrub::respelled::Respelled;
use crate::scrub::spans::SecretSpans;
use crate::scrub::surroundings::Surroundings;
use crate::scrub::urls::UrlMatch;
use crate::scrub::{
    assignment, card_runs, cards, credential, jwk, prefilter, protocol, registered, sql, tables,
    token, urls,
};

/// A kind of secret that a [`Scrubber`](crate::scrub::Scrubber) recognizes by itself.
///
/// ```
/// use logkit::scrub::{Scrubber, SecretKind};
///
/// let scrubber = Scrubber::new().without_kind(SecretKind::Cards);
/// assert_eq!(scrubber.scrub("card 4111111111111111"), "card 4111111111111111");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretKind {
    /// Numbers of payment cards.
    Cards,
    /// Credentials after `Bearer` and `Basic`, cookies, and values assigned to the names of secrets.
    Credentials,
    /// JSON Web Tokens.
    Jwts,
    /// Private keys in PEM, in `PuTTY`'s format and in JSON Web Keys.
    PrivateKeys,
    /// Passwords and tokens before the host of a URL, and signatures in its query.
    Urls,
    /// Keys with a vendor's prefix.
    VendorKeys,
    /// E-mail addresses; off by default, see [`Scrubber::with_emails`](crate::scrub::Scrubber::with_emails).
    Emails,
}

/// The kinds and patterns of one scrubber.
#[derive(Clone)]
pub(super) struct Rules {
    /// One bit per kind.
    kinds: u32,
    pub(super) patterns: Vec<Pattern>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { kinds: !(1 << SecretKind::Emails as u32), patterns: Vec::new() }
    }
}

impl Rules {
    pub(super) fn set(&mut self, kind: SecretKind, is_on: bool) {
        let bit = 1 << kind as u32;
        self.kinds = if is_on { self.kinds | bit } else { self.kinds & !bit };
    }

    #[inline]
    pub(super) fn has(&self, kind: SecretKind) -> bool {
        self.kinds >> kind as u32 & 1 != 0
    }

    /// Returns whether values with this name may be secrets.
    pub(super) fn is_secret(&self, name: &str) -> bool {
        self.has(SecretKind::Credentials) && kind_of_name(name).is_some()
    }

    /// Returns whether the value must be masked because of its name.
    pub(super) fn is_secret_value(&self, name: &str, value: &[u8]) -> bool {
        self.has(SecretKind::Credentials) && is_secret_value(name, value)
    }

    /// Returns whether the text may contain a secret: `false` for most clean texts, and never for one
    /// with a secret, however it is quoted, escaped or colored.
    #[inline]
    pub(super) fn suspect(&self, text: &[u8]) -> bool {
        self.has(SecretKind::Cards) && card_runs::card_run(text, 0).is_some()
            || text.starts_with(b"s.") && token::vault(text, 0).is_some()
            || suspect_needles(text)
            || self.has(SecretKind::Emails) && text.contains(&b'@')
            || registered::may_be_in(text)
            || !self.patterns.is_empty() && self.matches(text)
            || names_have_changed() && self.has_added_name(text)
    }

    #[cold]
    fn has_added_name(&self, text: &[u8]) -> bool {
        let look = |at| break_if(assignment::may_be_at(text, at));
        self.has(SecretKind::Credentials) && assignment::each_added_name(text, look).is_break()
    }

    #[cold]
    fn matches(&self, text: &[u8]) -> bool {
        // Invalid UTF-8 is rejected by the full search.
        std::str::from_utf8(text)
            .map_or(true, |text| self.patterns.iter().any(|pattern| pattern.is_in(text)))
    }

    /// Returns whether JSON strings must be decoded for a reliable answer of [`suspect`](Self::suspect).
    pub(super) fn must_decode(&self) -> bool {
        !self.patterns.is_empty() || registered::are_any()
    }

    /// Finds every secret in the text.
    pub(super) fn find(&self, text: &str) -> SecretSpans {
        self.find_outside(text, |_| false)
    }

    /// Finds every secret in the text, but no registered value in its frame.
    pub(super) fn find_outside(
        &self,
        text: &str,
        is_frame: impl Fn(&Range<usize>) -> bool,
    ) -> SecretSpans {
        let mut spans = self.find_by_shape(text);
        if let Some(plain) = Respelled::of(text) {
            for range in self.find_by_shape(&plain.text).merged() {
                spans.push(plain.in_source(range));
            }
        }
        registered::each(text.as_bytes(), |range| {
            if !is_frame(&range) {
                spans.push(range);
            }
        });
        for pattern in &self.patterns {
            pattern.each(text, |range| spans.push(range));
        }
        spans
    }

    /// Finds what is recognized by its shape or by the name beside it.
    fn find_by_shape(&self, text: &str) -> SecretSpans {
        let mut spans = SecretSpans::default();
        let bytes = text.as_bytes();
        if self.has(SecretKind::Cards) {
            cards::each(bytes, |range| spans.push(range));
        }
        self.find_by_needles(bytes, &mut spans);
        if self.has(SecretKind::Emails) {
            token::each_email(bytes, |range| spans.push(range));
        }
        spans
    }

    fn find_by_needles(&self, text: &[u8], spans: &mut SecretSpans) {
        let mut search = NeedleSearch::new(self);
        if self.has(SecretKind::VendorKeys) && text.starts_with(b"s.") {
            let _ = search.keep(token::vault(text, 0), spans);
        }
        let _ = prefilter::each_hit(text, |needle, at| {
            match needle.rule {
                Rule::Head(words) if !is_head(text, needle, at, words) => {
                    return ControlFlow::Continue(());
                }
                Rule::Insert => search.insert(text, at, spans),
                Rule::WebKey => search.web_key(text, at, spans),
                Rule::Name | Rule::Head(_) => search.table(text, at, spans),
                _ => {}
            }
            let found = search.look(text, needle, at);
            search.keep(found, spans)
        });
        if !names_have_changed() {
            return;
        }
        let mut search = NeedleSearch::new(self);
        let _ = assignment::each_added_name(text, |at| {
            search.table(text, at, spans);
            let found = search.name(text, at);
            search.keep(found, spans)
        });
    }
}

#[inline]
fn suspect_needles(text: &[u8]) -> bool {
    let mut has_color = false;
    let look = |needle: &'static Needle, at| match needle.rule {
        Rule::Color if std::mem::replace(&mut has_color, true) => ControlFlow::Continue(()),
        // The digits of a card may be around it.
        Rule::Color => break_if(card_runs::is_card_among_colors(text)),
        _ => suspect_at(text, needle, at),
    };
    prefilter::each_hit(text, look).is_break()
}

/// Breaks if a needle may belong to a secret.
fn suspect_at(text: &[u8], needle: &Needle, at: usize) -> ControlFlow<()> {
    let suspects = match needle.rule {
        Rule::Name => assignment::may_be_at(text, at),
        Rule::Head(words) => is_head(text, needle, at, words) && assignment::may_be_at(text, at),
        Rule::Url => urls::may_be_url_password(text, at),
        Rule::Vault => token::vault(text, at + 1).is_some(),
        Rule::DiscordBot => token::discord_bot(text, at).is_some(),
        Rule::OracleLogin => urls::oracle_login(text, at).is_some(),
        Rule::Protocol(_) => protocol::may_be_at(text, &(at..at + needle.text.len())),
        _ => true,
    };
    break_if(suspects)
}

fn break_if(is: bool) -> ControlFlow<()> {
    if is { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

fn is_head(text: &[u8], needle: &Needle, at: usize, words: &[&str]) -> bool {
    assignment::is_head(text, at..at + needle.text.len(), words)
}

/// The state of a search. Its offsets keep the search linear in hostile texts.
struct NeedleSearch<'a> {
    rules: &'a Rules,
    /// The end of the last match.
    masked: usize,
    /// No name that ends before this offset has a value.
    no_name_before: usize,
    /// No URL that starts before this offset has a password.
    no_url_before: usize,
    /// No name before this offset is in the header of a table that was not searched.
    no_table_before: usize,
    /// The secret members of all JSON Web Keys before this offset were found.
    no_web_key_before: usize,
    /// The end marker of a private key may follow.
    has_end: bool,
    /// The brackets and quotes that are open at the last name.
    around: Surroundings,
}

impl<'a> NeedleSearch<'a> {
    fn new(rules: &'a Rules) -> Self {
        Self {
            rules,
            masked: 0,
            no_name_before: 0,
            no_url_before: 0,
            no_table_before: 0,
            no_web_key_before: 0,
            has_end: true,
            around: Surroundings::default(),
        }
    }

    /// Adds a match, and continues.
    fn keep(&mut self, found: Option<Range<usize>>, spans: &mut SecretSpans) -> ControlFlow<()> {
        if let Some(range) = found {
            self.masked = self.masked.max(range.end);
            spans.push(range);
        }
        ControlFlow::Continue(())
    }

    /// Finds the value assigned to the name at `at`.
    fn name(&mut self, text: &[u8], at: usize) -> Option<Range<usize>> {
        // A name that extends to the end of the last match has its value after it.
        let is_masked = at < self.masked && name_end(text, at) < self.masked;
        if at < self.no_name_before || is_masked {
            return None;
        }
        match assignment::find(text, at, &mut self.around) {
            assignment::AssignmentMatch::Secret(range, is_of_url) => {
                let kind = if is_of_url { SecretKind::Urls } else { SecretKind::Credentials };
                self.rules.has(kind).then_some(range)
            }
            assignment::AssignmentMatch::NoneBefore(end) => {
                self.no_name_before = end;
                None
            }
        }
    }

    /// Finds the values of an `INSERT` whose columns have the names of secrets.
    fn insert(&mut self, text: &[u8], at: usize, spans: &mut SecretSpans) {
        if at >= self.masked && self.rules.has(SecretKind::Credentials) {
            let mut end = self.masked;
            let columns = sql::each_inserted(text, at, |range| {
                end = end.max(range.end);
                spans.push(range);
            });
            // The names among the columns have no value beside them.
            self.masked = end.max(columns.unwrap_or_default());
        }
    }

    /// Finds the secret members of the JSON Web Key whose type is at `at`.
    fn web_key(&mut self, text: &[u8], at: usize, spans: &mut SecretSpans) {
        if at >= self.no_web_key_before && self.rules.has(SecretKind::PrivateKeys) {
            let end = jwk::each_secret(text, at, self.no_web_key_before, |range| {
                self.masked = self.masked.max(range.end);
                spans.push(range);
            });
            self.no_web_key_before = end.unwrap_or_default().max(self.no_web_key_before);
        }
    }

    /// Finds the cells of a table below the name at `at`.
    fn table(&mut self, text: &[u8], at: usize, spans: &mut SecretSpans) {
        if at >= self.no_table_before && self.rules.has(SecretKind::Credentials) {
            let end = tables::each_cell(text, at, |range| {
                self.masked = self.masked.max(range.end);
                spans.push(range);
            });
            self.no_table_before = end.unwrap_or_default().max(self.no_table_before);
        }
    }

    fn look(&mut self, text: &[u8], needle: &Needle, at: usize) -> Option<Range<usize>> {
        if at < self.masked && !matches!(needle.rule, Rule::Name | Rule::Head(_)) {
            return None;
        }
        let has = |kind| self.rules.has(kind);
        match needle.rule {
            Rule::Name | Rule::Head(_) => self.name(text, at),
            Rule::Bearer if has(SecretKind::Credentials) => credential::bearer(text, at),
            Rule::Basic if has(SecretKind::Credentials) => credential::basic(text, at),
            Rule::Jwt if has(SecretKind::Jwts) => token::jwt(text, at),
            Rule::PrivateKey if has(SecretKind::PrivateKeys) => {
                token::pem_key(text, at, &mut self.has_end)
            }
            Rule::Putty if has(SecretKind::PrivateKeys) => token::putty_key(text, at),
            Rule::Url if has(SecretKind::Urls) && at >= self.no_url_before => {
                match urls::url_password(text, at) {
                    UrlMatch::Secret(range) => Some(range),
                    UrlMatch::NoneBefore(end) => {
                        self.no_url_before = end;
                        None
                    }
                }
            }
            Rule::GoDsn if has(SecretKind::Urls) => urls::go_password(text, at),
            Rule::OracleUrl if has(SecretKind::Urls) => urls::oracle_password(text, at),
            Rule::OracleLogin if has(SecretKind::Urls) => urls::oracle_login(text, at),
            Rule::Command(line) if has(SecretKind::Credentials) => {
                line.find(text, at..at + needle.text.len())
            }
            Rule::Identified if has(SecretKind::Credentials) => sql::identified(text, at),
            Rule::Protocol(command) if has(SecretKind::Credentials) => {
                command.find(text, at..at + needle.text.len())
            }
            Rule::Token(shape) if has(SecretKind::VendorKeys) => {
                shape.find(text, at..at + needle.text.len())
            }
            Rule::DiscordBot if has(SecretKind::VendorKeys) => token::discord_bot(text, at),
            Rule::Vault if has(SecretKind::VendorKeys) => token::vault(text, at + 1),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Rules, SecretKind};
    use crate::format::escape;

    #[rustfmt::skip]
    const PIECES: &[&str] = &[
        "password", "api", "key", "auth", "cookie", "session", "id", "sig", "user", "x", "A", "7", "_", "-",
        ".", "=", ":", " ", " ", "\"", "'", "\\", "\n", "\t", "\r", "\u{1b}", "[", "0m", "]", "(", ")", "{", "}",
        ",", ";", "&", "?", "@", "/", "://", "%3D", "%26", "%20", "Bearer ", "Basic ", "dTpw", "eyJ",
        "hbGciOiJIUzI1", "4111", "1111", "11111111", "378282", "é", "\u{202e}", "sk-", "0123456789", "AKIA",
        "=>", "::", "user[password]", "token", "none", "[redacted]", "****",
    ];

    /// A linear congruential generator (Knuth's MMIX).
    fn random(state: &mut u64, below: usize) -> usize {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*state >> 33).unwrap_or_default() % below
    }

    #[test]
    fn no_text_with_a_secret_is_called_clean() {
        let mut rules = Rules::default();
        rules.set(SecretKind::Emails, true);
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
            assert!(rules.suspect(colored.as_bytes()), "colored: {text:?}");
        }
        assert!(dirty > 1_000, "{dirty}");
    }
}
