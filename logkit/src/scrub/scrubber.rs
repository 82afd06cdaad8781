//! The scrubber that users hold: what it looks for, and where it is applied.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::scrub::line::{self, Syntax};
use crate::scrub::rules::{Pattern, PatternError, Rules, SecretKind};
use crate::scrub::spans::{MASK, is_harmless, replaced};
use crate::util::catch_panic::catch_panic;

/// What stands in place of a line that could not be scrubbed.
const WITHHELD: &str = "[line withheld: scrubbing failed]";

/// Masks what looks like a secret inside text.
///
/// ```
/// use logkit::scrub::{SecretKind, Scrubber};
///
/// let scrubber = Scrubber::new()
///     .emails()
///     .without(SecretKind::Cards)
///     .pattern("badge", r"badge (?<secret>[A-Z]{2}\d{6})")?;
/// assert_eq!(
///     scrubber.scrub("ada@example.com showed badge XY123456"),
///     "[redacted] showed badge [redacted]",
/// );
/// # Ok::<(), logkit::scrub::PatternError>(())
/// ```
///
/// Clones are cheap, and share what they were made of. The [module](crate::scrub) says what is
/// masked and what is not.
#[derive(Clone, Default)]
pub struct Scrubber(Arc<Rules>);

impl Scrubber {
    /// Looks for everything but e-mail addresses.
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks for e-mail addresses, too.
    #[must_use]
    pub fn emails(self) -> Self {
        self.with(|rules| rules.set(SecretKind::Emails, true))
    }

    /// Does not look for that kind.
    #[must_use]
    pub fn without(self, kind: SecretKind) -> Self {
        self.with(|rules| rules.set(kind, false))
    }

    /// Looks for a pattern of your own, in the syntax of the crate
    /// [`regex`](https://docs.rs/regex/latest/regex/#syntax). If it has a group named `secret`, only
    /// that part of a match is masked.
    ///
    /// In a line of text the pattern meets what was escaped there (`\n`, and `\"` in quoted values),
    /// in JSON what each string means. `name` tells the patterns apart in errors and in `Debug`.
    ///
    /// # Errors
    ///
    /// If it is no pattern, needs more than the crate's limit of memory, or matches the empty text.
    pub fn pattern(self, name: &str, pattern: &str) -> Result<Self, PatternError> {
        let pattern = Pattern::new(name, pattern)?;
        Ok(self.with(|rules| rules.patterns.push(pattern)))
    }

    fn with(mut self, change: impl FnOnce(&mut Rules)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// The text with `[redacted]` in place of each secret; borrowed where there is none.
    ///
    /// ```
    /// use logkit::scrub::Scrubber;
    ///
    /// let scrubbed = Scrubber::new().scrub(r#"{"user": "ada", "password": "hunter2"}"#).into_owned();
    /// assert_eq!(scrubbed, r#"{"user": "ada", "password": "[redacted]"}"#);
    /// ```
    pub fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let scrubbed = catch_panic(|| {
            if !self.0.suspect(text.as_bytes()) {
                return None;
            }
            let places = self.0.find(text).merged();
            (!places.is_empty()).then(|| replaced(text, &places))
        });
        match scrubbed {
            Ok(None) => text.into(),
            Ok(Some(text)) => text.into(),
            Err(_) => WITHHELD.into(),
        }
    }

    /// The value of a field, of which all is a secret if its name says so.
    pub(crate) fn scrub_field<'t>(&self, name: &str, value: &'t str) -> Cow<'t, str> {
        if self.0.is_secret(name) && !is_harmless(value.as_bytes()) {
            return MASK.into();
        }
        self.scrub(value)
    }

    /// Masks the secrets of a handler's finished line, or lines; how many there were. A line that
    /// cannot be scrubbed is replaced.
    #[inline]
    pub(crate) fn scrub_line(&self, line: &mut Vec<u8>, syntax: Syntax) -> u64 {
        match catch_panic(|| line::scrub(&self.0, line, syntax)) {
            Ok(Ok(None)) => 0,
            Ok(Ok(Some((scrubbed, masked)))) => {
                // The buffer is a thread's own, and keeps what it has allocated.
                line.clear();
                line.extend_from_slice(&scrubbed);
                masked
            }
            Ok(Err(_)) | Err(_) => withhold(line, syntax),
        }
    }
}

#[cold]
fn withhold(line: &mut Vec<u8>, syntax: Syntax) -> u64 {
    let (before, after) = match syntax {
        Syntax::Text => ("", "\n"),
        Syntax::Json => ("{\"message\":\"", "\"}\n"),
    };
    line.clear();
    for piece in [before, WITHHELD, after] {
        line.extend_from_slice(piece.as_bytes());
    }
    1
}

/// The patterns by name: they may quote what they look for.
impl fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.patterns.iter().map(Pattern::name).collect();
        f.debug_struct("Scrubber").field("patterns", &names).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Scrubber;
    use crate::scrub::Syntax;

    #[test]
    fn a_line_that_cannot_be_scrubbed_is_withheld() {
        let scrubber = Scrubber::new();
        for (syntax, line, expected) in [
            (Syntax::Text, &b"pin=4711 \xff\n"[..], "[line withheld: scrubbing failed]\n"),
            (
                Syntax::Json,
                b"{\"pin\":\"4711\n",
                "{\"message\":\"[line withheld: scrubbing failed]\"}\n",
            ),
            (
                Syntax::Json,
                b"{\"pin\":\"\\ud800\"}\n",
                "{\"message\":\"[line withheld: scrubbing failed]\"}\n",
            ),
        ] {
            let mut seen = line.to_vec();
            assert_eq!(scrubber.scrub_line(&mut seen, syntax), 1);
            assert_eq!(String::from_utf8_lossy(&seen), expected);
        }
    }
}
