//! Secrets that the program knows: registered by value, and found in every usual encoding.

use std::error::Error;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use arc_swap::ArcSwapOption;

use crate::scrub::encodings::{EncodedForm, forms};

/// Fewer characters stand everywhere by chance.
const LEAST: usize = 4;

const BITS: u32 = 16;
/// So often is the automaton asked about one place before it is about all the rest.
const ATTEMPTS: usize = 8;

static REGISTERED: ArcSwapOption<RegisteredSecrets> = ArcSwapOption::const_empty();

struct RegisteredSecrets {
    secrets: Vec<Box<[u8]>>,
    /// Of the patterns in the same order.
    forms: Vec<EncodedForm>,
    automaton: AhoCorasick,
    /// A bit for every hash of four bytes that begin a form, of which none is shorter: the
    /// automaton is five times as slow.
    begins: Box<[u64]>,
}

/// Makes every [`Scrubber`](crate::scrub::Scrubber) of the process mask this value: as it is,
/// escaped as text, as `Debug` or as JSON, percent-encoded, in hexadecimal, as a list of bytes, and
/// in base64, also where it is a part of a longer base64 text.
///
/// ```
/// use logkit::scrub::{Scrubber, unregister_secret, register_secret};
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
/// White space around it does not count. Registering a value twice is the same as once. As long as
/// anything is registered, every line is searched once more: another nanosecond a byte or so, hardly
/// more for many secrets than for one. Each call builds the search for all of them anew, some 20
/// milliseconds for a thousand: many at once go to [`register_secrets`]. The value is kept in memory
/// until it is forgotten.
///
/// # Errors
///
/// If it has fewer than four characters: it would be found everywhere.
pub fn register_secret(secret: impl AsRef<[u8]>) -> Result<(), SecretError> {
    register_secrets([secret])
}

/// The same for many values, in one step.
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
/// If one of them has fewer than four characters; then none is registered.
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

/// Takes a registered value back; whether it was registered.
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

/// Puts new secrets in place of the old ones, whole; tries again where another thread was faster.
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
        // Every occurrence counts, also one within another.
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
            // A text of nothing but beginnings is the automaton's.
            let is_last = attempt == ATTEMPTS;
            let start = if is_last { Anchored::No } else { Anchored::Yes };
            let found = self.automaton.try_find(Input::new(text).range(at..).anchored(start));
            // An error says that it cannot be done so: then a closer look does it.
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

/// Whether one of the registered secrets may be in the text.
pub(super) fn may_be_in(text: &[u8]) -> bool {
    let known = REGISTERED.load();
    let Some(known) = known.as_ref() else { return false };
    text.contains(&b'%') || known.is_in(text)
}

/// Whether any is registered.
pub(super) fn are_any() -> bool {
    REGISTERED.load().is_some()
}

/// Calls `found` for every registered secret in the text.
pub(super) fn each(text: &[u8], mut found: impl FnMut(Range<usize>)) {
    let known = REGISTERED.load();
    let Some(known) = known.as_ref() else { return };
    known.each(text, &mut found);
    if text.contains(&b'%') {
        // In forms a plus is a space.
        let decoded = [false, true].into_iter().filter(|is_form| !is_form || text.contains(&b'+'));
        for (decoded, origins) in decoded.map(|is_form| percent_decoded(text, is_form)) {
            known.each(&decoded, &mut |range| found(origin(&origins, range)));
        }
    }
}

/// The text with its `%XX` decoded, whatever the case of the digits and whichever characters the
/// encoder left as they are; and where each byte came from, the end included.
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

/// A secret that cannot be registered.
#[derive(Debug)]
pub struct SecretError(SecretErrorKind);

#[derive(Debug)]
enum SecretErrorKind {
    Short(usize),
    TooMany,
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            SecretErrorKind::Short(length) => write!(
                f,
                "a secret of {length} characters would be found everywhere; \
                 register values of at least {LEAST}"
            ),
            SecretErrorKind::TooMany => {
                f.write_str("too many secrets are registered to search for all")
            }
        }
    }
}

impl Error for SecretError {}
