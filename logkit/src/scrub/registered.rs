//! Secrets registered by value, found in every usual encoding.

use std::error::Error;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use arc_swap::ArcSwapOption;

use crate::scrub::encodings::{EncodedForm, forms};

/// Shorter values occur in text by chance; in characters.
const LEAST: usize = 4;

const BITS: u32 = 16;
/// The number of single offsets the automaton tests before it searches all the rest of a text.
const ATTEMPTS: usize = 8;

static REGISTERED: ArcSwapOption<RegisteredSecrets> = ArcSwapOption::const_empty();

struct RegisteredSecrets {
    secrets: Vec<Box<[u8]>>,
    /// The encodings, in the order of the automaton's patterns.
    forms: Vec<EncodedForm>,
    automaton: AhoCorasick,
    /// One bit per hash of the first four bytes of an encoding; none is shorter. Searching with the
    /// automaton alone takes five times as long.
    begins: Box<[u64]>,
}

/// Registers a value that every [`Scrubber`](crate::scrub::Scrubber) of the process masks.
///
/// ```
/// use logkit::scrub::{Scrubber, register_secret, unregister_secret};
///
/// register_secret("correct horse")?;
/// let scrubber = Scrubber::new();
/// assert_eq!(scrubber.scrub("GET /?q=correct%20horse"), "GET /?q=[redacted]");
/// assert_eq!(scrubber.scrub("Y29ycmVjdCBob3JzZQ=="), "[redacted]");
///
/// assert!(unregister_secret("correct horse"));
/// assert_eq!(scrubber.scrub("correct horse"), "correct horse");
/// # Ok::<(), logkit::scrub::SecretError>(())
/// ```
///
/// The value is found as it is, escaped as text, as `Debug` or as JSON, percent-encoded, in
/// hexadecimal, as a list of bytes, and in base64, also inside longer base64 text. White space around
/// it is ignored; registering it twice has no effect. It is kept in memory until it is
/// [unregistered](unregister_secret).
///
/// While any secret is registered, each line is searched once more, which takes about a nanosecond
/// per byte, almost independent of the number of secrets. Each call rebuilds the search (20
/// milliseconds for a thousand secrets): register many with [`register_secrets`].
///
/// # Errors
///
/// If the value has fewer than four characters: it would be found everywhere.
pub fn register_secret(secret: impl AsRef<[u8]>) -> Result<(), SecretError> {
    register_secrets([secret])
}

/// Registers many values in one step; see [`register_secret`].
///
/// ```
/// use logkit::scrub::{Scrubber, register_secrets};
///
/// register_secrets(["battery staple", "Tr0ub4dor&3"])?;
/// assert_eq!(Scrubber::new().scrub("as Tr0ub4dor&3"), "as [redacted]");
/// # Ok::<(), logkit::scrub::SecretError>(())
/// ```
///
/// # Errors
///
/// If a value has fewer than four characters. Then none is registered.
pub fn register_secrets<S: AsRef<[u8]>>(
    secrets: impl IntoIterator<Item = S>,
) -> Result<(), SecretError> {
    let new: Vec<Box<[u8]>> =
        secrets.into_iter().map(|secret| secret.as_ref().trim_ascii().into()).collect();
    for secret in &new {
        let length = std::str::from_utf8(secret).map_or(secret.len(), |text| text.chars().count());
        if length < LEAST {
            return Err(SecretError(SecretErrorKind::Short(length)));
        }
    }
    change(|secrets| {
        for secret in &new {
            if !secrets.contains(secret) {
                secrets.push(secret.clone());
            }
        }
    })
}

/// Unregisters a value. Returns whether it was registered.
///
/// ```
/// use logkit::scrub::{register_secret, unregister_secret};
///
/// register_secret("red balloon")?;
/// assert!(unregister_secret("red balloon"));
/// assert!(!unregister_secret("red balloon"));
/// # Ok::<(), logkit::scrub::SecretError>(())
/// ```
pub fn unregister_secret(secret: impl AsRef<[u8]>) -> bool {
    let secret = secret.as_ref().trim_ascii();
    let mut was_there = false;
    let outcome = change(|secrets| {
        let before = secrets.len();
        secrets.retain(|known| **known != *secret);
        was_there = secrets.len() < before;
    });
    was_there && outcome.is_ok()
}

/// Replaces the secrets by compare-and-swap; retries if another thread changed them meanwhile.
fn change(mut change: impl FnMut(&mut Vec<Box<[u8]>>)) -> Result<(), SecretError> {
    loop {
        let old = REGISTERED.load_full();
        let mut secrets = old.as_ref().map_or_else(Vec::new, |known| known.secrets.clone());
        change(&mut secrets);
        let new = if secrets.is_empty() {
            None
        } else {
            Some(Arc::new(RegisteredSecrets::new(secrets)?))
        };
        let seen = REGISTERED.compare_and_swap(&old, new);
        let expected = old.as_ref().map_or(std::ptr::null(), Arc::as_ptr);
        if seen.as_ref().map_or(std::ptr::null(), Arc::as_ptr) == expected {
            return Ok(());
        }
    }
}

impl RegisteredSecrets {
    fn new(secrets: Vec<Box<[u8]>>) -> Result<Self, SecretError> {
        let forms: Vec<EncodedForm> = secrets.iter().flat_map(|secret| forms(secret)).collect();
        // Overlapping occurrences are all reported.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .start_kind(StartKind::Both)
            .build(forms.iter().map(|form| &form.text))
            .map_err(|_| SecretError(SecretErrorKind::TooMany))?;
        let mut begins = vec![0; 1 << (BITS - 6)].into_boxed_slice();
        for four in forms.iter().filter_map(|form| form.text.first_chunk()) {
            let slot = slot(*four);
            if let Some(word) = begins.get_mut(slot >> 6) {
                *word |= 1 << (slot & 63);
            }
        }
        Ok(Self { secrets, forms, automaton, begins })
    }

    fn is_in(&self, text: &[u8]) -> bool {
        let begins = |four: &[u8]| {
            let slot = four.try_into().map_or(0, slot);
            self.begins.get(slot >> 6).is_some_and(|word| word >> (slot & 63) & 1 != 0)
        };
        let places = text.windows(4).enumerate().filter(|(_, four)| begins(four));
        for (attempt, (at, _)) in places.enumerate() {
            // A text full of such prefixes is searched by the automaton alone.
            let is_last = attempt == ATTEMPTS;
            let start = if is_last { Anchored::No } else { Anchored::Yes };
            let found = self.automaton.try_find(Input::new(text).range(at..).anchored(start));
            // On an error the full search decides.
            if found.map_or(true, |found| found.is_some()) {
                return true;
            }
            if is_last {
                return false;
            }
        }
        false
    }

    fn each(&self, text: &[u8], found: &mut dyn FnMut(Range<usize>)) {
        if !self.is_in(text) {
            return;
        }
        for hit in self.automaton.find_overlapping_iter(text) {
            let form = self.forms.get(hit.pattern().as_usize());
            found(form.map_or(hit.range(), |form| form.whole(text, hit.range())));
        }
    }
}

#[inline]
fn slot(four: [u8; 4]) -> usize {
    (u32::from_le_bytes(four).wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize
}

/// Returns whether the text may contain a registered secret.
pub(super) fn may_be_in(text: &[u8]) -> bool {
    let known = REGISTERED.load();
    let Some(known) = known.as_ref() else { return false };
    text.contains(&b'%') || known.is_in(text)
}

/// Returns whether any secret is registered.
pub(super) fn are_any() -> bool {
    REGISTERED.load().is_some()
}

/// Calls `found` for every registered secret in the text.
pub(super) fn each(text: &[u8], mut found: impl FnMut(Range<usize>)) {
    let known = REGISTERED.load();
    let Some(known) = known.as_ref() else { return };
    known.each(text, &mut found);
    if text.contains(&b'%') {
        // A plus is a space in form data.
        let decoded = [false, true].into_iter().filter(|is_form| !is_form || text.contains(&b'+'));
        for (decoded, origins) in decoded.map(|is_form| percent_decoded(text, is_form)) {
            known.each(&decoded, &mut |range| found(origin(&origins, range)));
        }
    }
}

/// Decodes `%XX` and returns the origin of each byte, and the end of the text, in the source. A
/// secret is found in the decoded text even if the encoder escaped more characters than it had to.
fn percent_decoded(text: &[u8], is_form: bool) -> (Vec<u8>, Vec<usize>) {
    let (mut decoded, mut origins) = (Vec::with_capacity(text.len()), Vec::new());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        let value = digits.and_then(|two| {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let [high, low] = two.first_chunk()?;
            u8::try_from(digit(*high)? << 4 | digit(*low)?).ok()
        });
        origins.push(at);
        decoded.push(match value {
            Some(value) => value,
            None if is_form && *byte == b'+' => b' ',
            None => *byte,
        });
        at += if value.is_some() { 3 } else { 1 };
    }
    origins.push(text.len());
    (decoded, origins)
}

fn origin(origins: &[usize], range: Range<usize>) -> Range<usize> {
    let at = |index| origins.get(index).copied().unwrap_or_default();
    at(range.start)..at(range.end)
}

/// An error of [`register_secret`] and [`register_secrets`]: a value is too short, or there are too
/// many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretError(SecretErrorKind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum SecretErrorKind {
    Short(usize),
    TooMany,
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            SecretErrorKind::Short(length) => write!(
                f,
                "a secret of {length} characters would be found everywhere; expected at least {LEAST} \
                 characters"
            ),
            SecretErrorKind::TooMany => {
                f.write_str("too many secrets are registered: their search exceeds its size limit")
            }
        }
    }
}

impl Error for SecretError {}
