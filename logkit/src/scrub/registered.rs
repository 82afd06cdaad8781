//! Secrets registered by value, found in every usual encoding.

use std::collections::HashSet;
use std::error::Error;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use arc_swap::ArcSwapOption;

use crate::scrub::encodings::forms;
use crate::scrub::form_index::FormIndex;
use crate::util::debug_as_display::debug_as_display;

/// Shorter values occur in text by chance; in characters.
const LEAST: usize = 4;
/// Text may be escaped so often: a `Debug` of a `Debug` in the quoted field of a line in JSON.
const MOST_ESCAPED: usize = 4;

static REGISTERED: ArcSwapOption<FormIndex> = ArcSwapOption::const_empty();
/// A secret was registered. Reading this takes a tenth of the time of a look at [`REGISTERED`].
static EVER: AtomicBool = AtomicBool::new(false);

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
/// The value is found as it is, escaped as text, as `Debug`, as JSON, as XML or HTML or by doubled
/// quotes, percent-encoded, in hexadecimal, as a list of bytes, and in base64, also inside longer base64
/// text. White space around it is ignored; registering it twice has no effect. Hashes of it are kept in memory until it is
/// [unregistered](unregister_secret), not the value.
///
/// While any secret is registered, each line is searched once more, which takes about a nanosecond
/// per byte, almost independent of the number of secrets. Each call copies a part of the search:
/// register many with [`register_secrets`].
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
            return Err(SecretError { length });
        }
    }
    change(|index| {
        let mut seen = HashSet::new();
        let mut is_new = |secret: &[u8]| {
            let fingerprint = index.fingerprint(secret);
            !index.has_secret(secret, fingerprint) && seen.insert((secret.len(), fingerprint))
        };
        let missing: Vec<&[u8]> = new.iter().map(AsRef::as_ref).filter(|s| is_new(s)).collect();
        let forms: Vec<_> = missing.iter().flat_map(|secret| forms(secret)).collect();
        index.insert(&forms);
        !missing.is_empty()
    });
    Ok(())
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
    change(|index| {
        let was_there = index.has_secret(secret, index.fingerprint(secret));
        if was_there {
            index.remove(&forms(secret));
        }
        was_there
    })
}

/// Replaces the secrets by compare-and-swap; retries if another thread changed them meanwhile. Returns
/// the result of the last `change`, which is true if it changed something.
fn change(mut change: impl FnMut(&mut FormIndex) -> bool) -> bool {
    loop {
        let old = REGISTERED.load_full();
        let mut index = old.as_deref().cloned().unwrap_or_else(FormIndex::new);
        if !change(&mut index) {
            return false;
        }
        let new = (!index.is_empty()).then(|| Arc::new(index));
        EVER.store(true, SeqCst);
        let seen = REGISTERED.compare_and_swap(&old, new);
        let expected = old.as_ref().map_or(std::ptr::null(), Arc::as_ptr);
        if seen.as_ref().map_or(std::ptr::null(), Arc::as_ptr) == expected {
            return true;
        }
    }
}

/// Returns whether the text may contain a registered secret.
#[inline]
pub(super) fn may_be_in(text: &[u8]) -> bool {
    EVER.load(SeqCst) && may_be_registered_in(text)
}

#[cold]
fn may_be_registered_in(text: &[u8]) -> bool {
    let known = REGISTERED.load();
    let Some(known) = known.as_ref() else { return false };
    text.iter().any(|byte| matches!(byte, b'%' | b'\\')) || known.may_be_in(text)
}

/// Returns whether any secret is registered.
#[inline]
pub(super) fn are_any() -> bool {
    EVER.load(SeqCst) && REGISTERED.load().is_some()
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
    let mut unescaped = unescape(text, None);
    for _ in 0..MOST_ESCAPED {
        let Some((decoded, origins)) = unescaped else { return };
        known.each(&decoded, &mut |range| found(origin(&origins, range)));
        unescaped = unescape(&decoded, Some(&origins));
    }
}

/// Decodes one level of the escapes of JSON and Rust, and returns the origin of each byte in the text
/// that was escaped `outer` times before. `None` for a text without escapes.
fn unescape(text: &[u8], outer: Option<&[usize]>) -> Option<(Vec<u8>, Vec<usize>)> {
    if !text.contains(&b'\\') {
        return None;
    }
    let (mut decoded, mut origins) = (Vec::with_capacity(text.len()), Vec::new());
    let origin = |at: usize| match outer {
        Some(origins) => origins.get(at).copied().unwrap_or_default(),
        None => at,
    };
    let mut at = 0;
    let mut bytes = [0; 4];
    while let Some(byte) = text.get(at) {
        let (meant, length) = if *byte == b'\\' {
            escaped(text.get(at + 1..).unwrap_or_default(), &mut bytes)
        } else {
            (&[][..], 0)
        };
        if length == 0 {
            decoded.push(*byte);
            origins.push(origin(at));
            at += 1;
        } else {
            origins.extend(meant.iter().map(|_| origin(at)));
            decoded.extend_from_slice(meant);
            at += 1 + length;
        }
    }
    origins.push(origin(text.len()));
    Some((decoded, origins))
}

/// Returns what the text after a backslash means, and its length; 0 if it is not an escape.
fn escaped<'b>(rest: &[u8], bytes: &'b mut [u8; 4]) -> (&'b [u8], usize) {
    let hex = |digits: Option<&[u8]>| {
        let digits = std::str::from_utf8(digits?).ok()?;
        u32::from_str_radix(digits, 16).ok()
    };
    let simple = match rest.first() {
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        Some(b't') => b'\t',
        Some(b'b') => 0x08,
        Some(b'f') => 0x0c,
        Some(b'0') => 0,
        Some(b'e') => 0x1b,
        Some(byte @ (b'"' | b'\\' | b'/' | b'\'')) => *byte,
        Some(b'x') => match hex(rest.get(1..3)).and_then(|code| u8::try_from(code).ok()) {
            Some(code) => {
                bytes[0] = code;
                return (&bytes[..1], 3);
            }
            None => return (&[], 0),
        },
        Some(b'u') => {
            let (code, length) = unicode(rest, hex);
            return match code.and_then(char::from_u32) {
                Some(c) => (c.encode_utf8(bytes).as_bytes(), length),
                None => (&[], 0),
            };
        }
        _ => return (&[], 0),
    };
    bytes[0] = simple;
    (&bytes[..1], 1)
}

/// Reads `u{1b}`, `u001b`, or a pair of surrogates.
fn unicode(rest: &[u8], hex: impl Fn(Option<&[u8]>) -> Option<u32>) -> (Option<u32>, usize) {
    if rest.get(1) == Some(&b'{') {
        let close = rest.iter().take(9).position(|byte| *byte == b'}').unwrap_or(2);
        return (hex(rest.get(2..close)), close + 1);
    }
    let first = hex(rest.get(1..5));
    let second = || hex(rest.get(7..11)).filter(|_| rest.get(5..7) == Some(b"\\u"));
    match (first, first.filter(|code| (0xd800..0xdc00).contains(code)).and_then(|_| second())) {
        (Some(high), Some(low)) if (0xdc00..0xe000).contains(&low) => {
            (Some(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)), 11)
        }
        _ => (first, 5),
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

/// An error of [`register_secret`] and [`register_secrets`]: a value is too short.
///
/// ```
/// let error = logkit::scrub::register_secret("abc").unwrap_err();
/// assert!(error.to_string().starts_with("a secret of 3 characters would be found everywhere;"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SecretError {
    length: usize,
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a secret of {} characters would be found everywhere; expected at least {LEAST} characters",
            self.length
        )
    }
}

debug_as_display!(SecretError);

impl Error for SecretError {}
