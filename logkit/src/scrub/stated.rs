//! Values that a sentence states: `the password is ..`, `Invalid API key provided: ..`, `token .. expired`.

use crate::scrub::binding::{Binding, ValueForm};
use crate::scrub::harmless::{is_generated, is_mixed};
use crate::scrub::named::NamePlace;
use crate::scrub::values::is_word_like;

/// Words between a name and its value.
const LINKS: &[&str] = &[
    "be", "changed", "for", "from", "given", "is", "not", "now", "of", "provided", "received",
    "sent", "set", "supplied", "to", "used", "was",
];
/// Links after which any word may come before the next one: `password for ada is ..`
const OPEN: &[&str] = &["for", "from", "of"];
/// The links that come right before a value.
const STATING: &[&str] = &["be", "is", "was"];
/// Words with letters and digits that describe a secret.
#[rustfmt::skip]
const DESCRIPTIONS: &[&str] = &[
    "argon2", "argon2i", "argon2id", "base32", "base58", "base64", "base64url", "ed25519", "es256", "hs256", "hs384",
    "hs512", "md5", "oauth2", "pbkdf2", "pkcs1", "pkcs8", "rs256", "rs512", "secp256k1", "sha1", "sha256", "sha384", "sha512",
    "utf8", "x25519", "x509",
];

/// Binds the value that a sentence states.
pub(super) fn bind(place: &NamePlace<'_>) -> Option<Binding> {
    let at = value_after(place.text, place.end)
        .or_else(|| words_after(place.text, place.end).filter(|_| opens_wallet(place)))?;
    let is_closed = false;
    Some(Binding { at, form: ValueForm::Word, is_prose: false, by_colon: false, is_closed })
}

/// Returns the offset of the value that a sentence states after the name that ends at `end`.
pub(super) fn value_after(text: &[u8], end: usize) -> Option<usize> {
    /// Words between the name and its value.
    const MOST: usize = 5;
    let (mut at, mut links) = (end, 0);
    let (mut is_open, mut is_stated, mut is_set) = (false, false, false);
    for _ in 0..MOST {
        let rest = text.get(at..)?;
        let (by_colon, rest) = match rest.strip_prefix(b":") {
            Some(rest) if links > 0 => (true, rest),
            _ => (false, rest),
        };
        let rest = rest.strip_prefix(b" ")?;
        let start = at + usize::from(by_colon) + 1;
        let word = word_at(rest);
        let is =
            |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()));
        if by_colon || is_stated {
            return is_value(word).then_some(start);
        }
        if is_generated(word) {
            return Some(start);
        }
        if !is_open && !is(LINKS) {
            return None;
        }
        is_open = !is_open && is(OPEN) || is_open && word == b"user";
        // `set to`, not `decodes keys to`
        is_stated = is(STATING) || is_set && is(&["to"]);
        is_set = is(&["set", "changed", "reset"]);
        links += 1;
        at = start + word.len();
    }
    None
}

/// Returns whether the name is that of a phrase that opens a wallet.
fn opens_wallet(place: &NamePlace<'_>) -> bool {
    let name = place.name().unwrap_or_default().to_ascii_lowercase();
    name.ends_with("mnemonic") || name.ends_with("phrase") || name.ends_with("words")
}

/// Returns the offset of the first of many words of a wallet's list, which has words of three to
/// eight letters (BIP 39).
pub(super) fn words_after(text: &[u8], end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let rest = rest.strip_prefix(b" words").or_else(|| rest.strip_prefix(b" is")).unwrap_or(rest);
    let rest = rest.strip_prefix(b":").unwrap_or(rest).strip_prefix(b" ")?;
    let at = text.len() - rest.len();
    are_words_at(text, at).then_some(at)
}

/// Returns whether many words of such a list are at `at`, perhaps in quotes.
pub(super) fn are_words_at(text: &[u8], at: usize) -> bool {
    /// The shortest phrase has twelve words.
    const LEAST: usize = 10;
    let rest = text.get(at..).unwrap_or_default();
    let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
    let is_listed =
        |word: &[u8]| (3..=8).contains(&word.len()) && word.iter().all(u8::is_ascii_lowercase);
    let near = rest.get(..rest.len().min(LEAST * 9)).unwrap_or_default();
    let words = near.split(|byte| *byte == b' ').take(LEAST).take_while(|word| is_listed(word));
    words.count() == LEAST
}

/// Returns the word at the start, without the punctuation after it.
pub(super) fn word_at(rest: &[u8]) -> &[u8] {
    const MOST: usize = 128;
    let length = rest.iter().take(MOST).take_while(|byte| !byte.is_ascii_whitespace()).count();
    let word = rest.get(..length).unwrap_or_default();
    let last = word.iter().rposition(|byte| !b".,;:!?)]}\"'`\\".contains(byte));
    let word = word.get(..last.map_or(0, |last| last + 1)).unwrap_or_default();
    let first = word.iter().position(|byte| !b"\"'`\\".contains(byte));
    word.get(first.unwrap_or_default()..).unwrap_or_default()
}

/// Accepts what may be a value where a word of a sentence is as likely: letters and digits, or letters
/// of both cases around a mark that no word has, or in an order that no name has.
pub(super) fn is_unlike_words(word: &[u8]) -> bool {
    const LEAST: usize = 8;
    const LONG: usize = 12;
    let has = |is: fn(&u8) -> bool| word.iter().any(is);
    let inner = word.get(1..word.len().saturating_sub(1)).unwrap_or_default();
    is_value(word)
        || word.len() >= LEAST
            && !has(u8::is_ascii_whitespace)
            && has(u8::is_ascii_uppercase)
            && has(u8::is_ascii_lowercase)
            && (inner.iter().any(|byte| b"!#$%^&*~?|@{}[]()<>`\\\"';=+/,:".contains(byte))
                || word.len() >= LONG && !is_word_like(word))
}

/// Accepts what may be a value: letters and digits that are not the name of an algorithm, or the digits
/// of a code.
pub(super) fn is_value(word: &[u8]) -> bool {
    const LEAST: usize = 6;
    let is_described = DESCRIPTIONS.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()));
    is_mixed(word, LEAST) && !is_described
        || (4..=8).contains(&word.len()) && word.iter().all(u8::is_ascii_digit)
}
