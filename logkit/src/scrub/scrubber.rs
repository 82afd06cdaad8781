//! The public scrubber: its configuration, and scrubbing of texts, fields and lines.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::scrub::frame::Frame;
use crate::scrub::line::{self, Syntax};
use crate::scrub::pattern::{Pattern, PatternError};
use crate::scrub::rules::{Rules, SecretKind};
use crate::scrub::spans::{MASK, replaced};
use crate::util::catch_panic::catch_panic;

/// Replaces a line that could not be scrubbed.
const WITHHELD: &str = "[line withheld: scrubbing failed]";

/// Masks secrets inside text.
///
/// ```
/// use logkit::scrub::{Scrubber, SecretKind};
///
/// let scrubber = Scrubber::new()
///     .with_emails()
///     .without_kind(SecretKind::Cards)
///     .with_pattern("badge", r"badge (?<secret>[A-Z]{2}\d{6})")?;
/// assert_eq!(
///     scrubber.scrub("ada@example.com showed badge XY123456"),
///     "[redacted] showed badge [redacted]",
/// );
/// # Ok::<(), logkit::scrub::PatternError>(())
/// ```
///
/// Clones are cheap: they share their patterns. The [module](crate::scrub) lists the secrets it finds
/// and its limits.
#[derive(Clone, Default)]
pub struct Scrubber(Arc<Rules>);

impl Scrubber {
    /// Returns a scrubber for every kind of secret except e-mail addresses.
    pub fn new() -> Self {
        Self::default()
    }

    /// Masks e-mail addresses, too.
    #[must_use]
    pub fn with_emails(self) -> Self {
        self.with(|rules| rules.set(SecretKind::Emails, true))
    }

    /// Stops masking one kind of secret.
    #[must_use]
    pub fn without_kind(self, kind: SecretKind) -> Self {
        self.with(|rules| rules.set(kind, false))
    }

    /// Masks matches of a pattern, too.
    ///
    /// ```
    /// use logkit::scrub::Scrubber;
    ///
    /// let scrubber = Scrubber::new().with_pattern("badge", r"badge (?<secret>[A-Z]{2}\d{6})")?;
    /// assert_eq!(scrubber.scrub("badge XY123456"), "badge [redacted]");
    /// # Ok::<(), logkit::scrub::PatternError>(())
    /// ```
    ///
    /// The syntax is that of the crate [`regex`](https://docs.rs/regex/latest/regex/#syntax). If the
    /// pattern has a group named `secret`, only that part of a match is masked. `name` identifies the
    /// pattern in errors and in `Debug`.
    ///
    /// A line of text is searched as it is written, with its escapes (`\n`, and `\"` in quoted values);
    /// strings in JSON are decoded first.
    ///
    /// # Errors
    ///
    /// If the pattern is not a valid regular expression, exceeds the memory limit of the crate `regex`,
    /// or matches the empty text.
    pub fn with_pattern(self, name: &str, pattern: &str) -> Result<Self, PatternError> {
        let pattern = Pattern::new(name, pattern)?;
        Ok(self.with(|rules| rules.patterns.push(pattern)))
    }

    fn with(mut self, change: impl FnOnce(&mut Rules)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// Replaces each secret by `[redacted]`. Borrows the text, and allocates nothing, if it has none.
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

    /// Scrubs the value of a field, or masks all of it if the name is a secret's.
    pub(crate) fn scrub_field<'t>(&self, name: &str, value: &'t str) -> Cow<'t, str> {
        if self.0.is_secret_value(name, value.as_bytes()) {
            return MASK.into();
        }
        self.scrub(value)
    }

    /// Returns whether a formatted line, or one of several, may contain a secret: `false` for most clean
    /// lines.
    #[inline]
    pub(crate) fn suspect(&self, line: &[u8], syntax: Syntax) -> bool {
        catch_panic(|| line::suspect(&self.0, line, syntax)).unwrap_or(true)
    }

    /// Masks the secrets of a suspect line, or of several, and returns their number. A line that cannot
    /// be scrubbed is replaced.
    #[cold]
    pub(crate) fn scrub_line(&self, line: &mut Vec<u8>, syntax: Syntax, frame: Frame<'_>) -> u64 {
        match catch_panic(|| line::scrub(&self.0, line, syntax, frame)) {
            Ok(Ok(None)) => 0,
            Ok(Ok(Some((scrubbed, masked)))) => {
                // Copies, so that the thread's buffer keeps its capacity.
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

/// Prints the names of the patterns only: a pattern may contain a secret.
impl fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.patterns.iter().map(Pattern::name).collect();
        f.debug_struct("Scrubber").field("patterns", &names).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, Scrubber};
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
            assert_eq!(scrubber.scrub_line(&mut seen, syntax, Frame { logger: "", level: "" }), 1);
            assert_eq!(String::from_utf8_lossy(&seen), expected);
        }
    }
}
