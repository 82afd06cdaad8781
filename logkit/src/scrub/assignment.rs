//! Finds values assigned to the names of secrets: `password=..`, `"api_key": ".."`, headers, query
//! parameters.

use std::ops::ControlFlow;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use arc_swap::ArcSwapOption;

use crate::redact::name_cache::is_secret;
use crate::redact::names::{generation, last_words};
use crate::scrub::credential::{after_scheme, joined};
use crate::scrub::spans::{ValueSpan, is_harmless, is_of_key, is_status, quote_at, value};

/// Length limit of a name, in bytes.
const MOST: usize = 128;

/// The result of a search at a needle.
pub(super) enum AssignmentMatch {
    /// A secret. `true` if it is a query parameter whose name is a secret's only in URLs.
    Secret(Range<usize>, bool),
    /// No secret. The name ends here; other needles in it need no search.
    NoneBefore(usize),
}

/// Returns whether an operator follows the name around the needle, or the word after it.
pub(super) fn may_be_at(text: &[u8], needle: usize) -> bool {
    let end = name_end(text, needle);
    operator(text, end).is_some()
        || second_word(text, end).is_some_and(|end| operator(text, end).is_some())
}

/// Finds the value assigned to the name around the needle.
pub(super) fn find(text: &[u8], needle: usize) -> AssignmentMatch {
    let end = name_end(text, needle);
    let none = AssignmentMatch::NoneBefore(end);
    let of = |end| operator(text, end).map(|operator| (end, operator));
    let Some((last, operator)) = of(end).or_else(|| of(second_word(text, end)?)) else {
        return none;
    };
    let start = name_start(text, needle);
    // The last letters of an escape or a color sequence may look like a part of the name: `\npin`,
    // `[0mpin`.
    let escape = match text.get(start.saturating_sub(1)..).unwrap_or_default() {
        [b'\\', b'n' | b'r' | b't' | b'0', ..] => 1,
        [b'\\', b'x', ..] => 3,
        [b'\\', b'u', ..] => 5,
        [b'[' | b';', rest @ ..] => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if rest.get(digits) == Some(&b'm') { digits + 1 } else { 0 }
        }
        _ => 0,
    };
    let kind = |start| kind(text, start..last, &operator);
    let of_rest =
        || (escape > 0 && start + escape <= needle).then(|| kind(start + escape)).flatten();
    let Some(kind) = kind(start).or_else(of_rest) else { return none };
    let at = skip_blanks(text, operator.end);
    let range =
        if operator.is_encoded { at..encoded_end(text, at) } else { extent(text, at, kind) };
    // Prose has a space after the colon and no quotes.
    let is_prose = || operator.is_colon && operator.end < at && range.start == at;
    let value = text.get(range.clone()).unwrap_or_default();
    if is_harmless(value) || is_prose() && is_status(value) {
        return none;
    }
    AssignmentMatch::Secret(range, matches!(kind, ValueKind::Signature))
}

/// The form of a value, as its name tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    Plain,
    /// Credentials, perhaps after a scheme.
    Authorization,
    /// Pairs separated by semicolons.
    Cookies,
    /// The signature of a URL.
    Signature,
    /// An IBAN in groups of four (ISO 13616).
    Fours,
    /// The seed phrase of a wallet.
    Words,
    /// Azure's shared access signature: pairs separated by ampersands.
    SharedAccess,
}

/// Returns the end of the name around the needle.
pub(super) fn name_end(text: &[u8], needle: usize) -> usize {
    let rest = text.get(needle..).unwrap_or_default();
    needle + rest.iter().take(MOST).take_while(|byte| is_of_key(**byte)).count()
}

/// Returns the start of the name around the needle.
fn name_start(text: &[u8], needle: usize) -> usize {
    let before = text.get(..needle).unwrap_or_default();
    let name = before.iter().rev().take(MOST).take_while(|byte| is_of_key(**byte));
    let start = needle - name.count();
    // In `%5Bpassword%5D` and `%26token` the name starts after the escape.
    let escape = text.get(start.saturating_sub(1)..start + 2).unwrap_or_default();
    match escape {
        [b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
            needle.min(start + 2)
        }
        _ => start,
    }
}

/// Returns the end of the next word, if a single space separates it from the word ending at `end`.
fn second_word(text: &[u8], end: usize) -> Option<usize> {
    let rest = text.get(end..)?.strip_prefix(b" ")?;
    let word = rest.iter().take(MOST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    (word > 0).then_some(end + 1 + word)
}

/// An operator after a name: `=`, `:`, `=>` and similar.
struct Operator {
    end: usize,
    /// The name is in quotes or brackets.
    is_closed: bool,
    is_colon: bool,
    /// The operator is percent-encoded, and so is the value.
    is_encoded: bool,
}

fn operator(text: &[u8], end: usize) -> Option<Operator> {
    let mut at = end;
    // `"password\"`, `user[password]`, `user%5Bpassword%5D`
    loop {
        match text.get(at..).unwrap_or_default() {
            [b'\\', b't', ..] => break,
            [b'"' | b'\'' | b'`' | b']' | b'\\', ..] => at += 1,
            [b'%', b'5', b'D' | b'd', ..] => at += 3,
            _ => break,
        }
    }
    let is_closed = at > end;
    let at = skip_blanks(text, at);
    let with = |length, is_colon| {
        Some(Operator { end: at + length, is_closed, is_colon, is_encoded: false })
    };
    match text.get(at..).unwrap_or_default() {
        // Rust paths and URL schemes.
        [b':', b':', ..] | [b':', b'/', b'/', ..] => None,
        [b'%', b'3', b'D' | b'd' | b'A' | b'a', ..] => {
            Some(Operator { end: at + 3, is_closed, is_colon: false, is_encoded: true })
        }
        [b':' | b'=' | b'!', b'=' | b'>', b'=', ..] => with(3, false),
        [b':' | b'=' | b'!', b'=' | b'>', ..] | [b'-', b'>', ..] => with(2, false),
        [b':', ..] => with(1, true),
        [b'=', ..] => with(1, false),
        // `("password", "hunter2")`
        [b',', ..] if is_closed => {
            let next = skip_blanks(text, at + 1);
            let quote = text.get(next..)?.iter().find(|byte| **byte != b'\\')?;
            if *quote == b'"' { with(next - at, false) } else { None }
        }
        _ => None,
    }
}

/// Skips spaces and tabs, raw or escaped.
fn skip_blanks(text: &[u8], mut at: usize) -> usize {
    loop {
        match text.get(at..).unwrap_or_default() {
            [b' ' | b'\t', ..] => at += 1,
            [b'\\', b't', ..] => at += 2,
            _ => return at,
        }
    }
}

/// Returns the form of the value if the name is a secret's.
fn kind(text: &[u8], name: Range<usize>, operator: &Operator) -> Option<ValueKind> {
    let Range { start, end } = name;
    let before = text.get(..start).unwrap_or_default();
    // In a tuple only the first element is a name: `["token", "name"]` is a list of two. A
    // command-line option may be any element.
    let is_option = text.get(start..end).is_some_and(|name| name.starts_with(b"--"));
    if is_tuple(text, end, operator) && !is_option {
        let open = before.iter().rev().find(|byte| !matches!(byte, b'"' | b'\\'));
        if open != Some(&b'(') {
            return None;
        }
    }
    let name = std::str::from_utf8(text.get(start..end)?).ok()?;
    // A host and port in a URL.
    if operator.is_colon && !operator.is_closed && matches!(before, [.., b'/', b'/'] | [.., b'@']) {
        return None;
    }
    let is = |flat: &str| is_spelled(name, flat);
    // Usually a prefix in prose: `auth: signed in`.
    if operator.is_colon && !operator.is_closed && (is("auth") || is("oauth")) {
        return None;
    }
    // Two words of prose: `api key: ..`
    let is_phrase = || {
        let phrase = two_words(text, start, end).filter(|_| !operator.is_closed);
        phrase.is_some_and(is_secret)
    };
    if is_secret(name) || is_phrase() {
        return Some(match name.to_ascii_lowercase() {
            name if name.contains("cookie") => ValueKind::Cookies,
            name if name.contains("auth") => ValueKind::Authorization,
            name if name.ends_with("iban") => ValueKind::Fours,
            name if name.ends_with("phrase") && !name.ends_with("passphrase") => ValueKind::Words,
            _ => ValueKind::Plain,
        });
    }
    let is_in_query = matches!(before, [.., b'?' | b'&'] | [.., b'%', b'3', b'F' | b'f'])
        || matches!(before, [.., b'%', b'2', b'6']);
    if is("xamzsignature") || is("xgoogsignature") || is_in_query && (is("sig") || is("signature"))
    {
        Some(ValueKind::Signature)
    } else if is("sharedaccesssignature") {
        Some(ValueKind::SharedAccess)
    } else if is("accountkey") || is("sharedaccesskey") {
        Some(ValueKind::Plain)
    } else {
        None
    }
}

/// Compares the letters and digits of the name, ignoring case.
fn is_spelled(name: &str, flat: &str) -> bool {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|byte| byte.to_ascii_lowercase()).eq(flat.bytes())
}

fn is_tuple(text: &[u8], end: usize, operator: &Operator) -> bool {
    operator.is_closed && text.get(end..operator.end).is_some_and(|between| between.contains(&b','))
}

/// Returns the name together with the word before it, if a single space separates them.
fn two_words(text: &[u8], start: usize, end: usize) -> Option<&str> {
    let before = text.get(..start)?.strip_suffix(b" ")?;
    let word = before.iter().rev().take(MOST).take_while(|byte| is_of_key(**byte)).count();
    std::str::from_utf8(text.get(before.len() - word..end)?).ok()
}

/// Returns the secret part of the value.
fn extent(text: &[u8], at: usize, kind: ValueKind) -> Range<usize> {
    // It may end before the word does.
    if kind == ValueKind::SharedAccess && quote_at(text, at).1.is_none() {
        let rest = text.get(at..).unwrap_or_default();
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b";\"'\\".contains(byte);
        return at..at + rest.iter().position(is_end).unwrap_or(rest.len());
    }
    let ValueSpan { mut range, is_quoted } = value(text, at);
    match kind {
        ValueKind::Authorization => range = after_scheme(text, range, is_quoted),
        ValueKind::Fours if !is_quoted => {
            range = repeated(text, range, 4, |b| b.is_ascii_uppercase() || b.is_ascii_digit());
        }
        // The words of BIP 39 have eight letters at most.
        ValueKind::Words if !is_quoted => range = repeated(text, range, 8, u8::is_ascii_lowercase),
        ValueKind::Cookies if !is_quoted => range = joined(text, range, b';'),
        _ => {}
    }
    range
}

/// Returns the end of a percent-encoded value: an ampersand, encoded or not, or a delimiter.
fn encoded_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let is_end = |(index, byte): (usize, &u8)| {
        byte.is_ascii_whitespace()
            || b"&;,\"'<>()[]{}\\".contains(byte)
            || *byte == b'%' && rest.get(index..).is_some_and(|rest| rest.starts_with(b"%26"))
    };
    at + rest.iter().enumerate().position(is_end).unwrap_or(rest.len())
}

/// Extends a short word of such bytes by the similar words that follow it.
fn repeated(text: &[u8], word: Range<usize>, most: usize, is: fn(&u8) -> bool) -> Range<usize> {
    let Range { start, mut end } = word;
    let goes_on = |byte: &u8| is_of_key(*byte) || b"=:([{/@".contains(byte);
    if !text.get(start..end).is_some_and(|word| word.len() <= most && word.iter().all(is)) {
        return start..end;
    }
    while let Some([b' ', rest @ ..]) = text.get(end..) {
        let length = rest.iter().take(most + 1).take_while(|byte| is(byte)).count();
        if length == 0 || length > most || rest.get(length).is_some_and(goes_on) {
            break;
        }
        end += 1 + length;
    }
    start..end
}

/// The search for names that the program has added. Built-in names are needles.
static ADDED: ArcSwapOption<AddedAssignments> = ArcSwapOption::const_empty();

struct AddedAssignments {
    /// The [`generation`] of the lists it was made from.
    generation: u64,
    /// Finds the last words of the names; `None` without names.
    search: Option<AhoCorasick>,
}

impl AddedAssignments {
    fn new() -> Self {
        let (words, generation) = last_words();
        // Building fails only for more words than fit into memory.
        let search = AhoCorasick::builder().ascii_case_insensitive(true).build(&words);
        Self { generation, search: search.ok().filter(|_| !words.is_empty()) }
    }
}

/// Calls `visit` at every place where the name may be one that the program has added, in order.
#[cold]
pub(super) fn each_added_name(
    text: &[u8],
    mut visit: impl FnMut(usize) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut added = ADDED.load_full();
    if added.as_ref().map(|added| added.generation) != Some(generation()) {
        added = Some(Arc::new(AddedAssignments::new()));
        ADDED.store(added.clone());
    }
    let search = added.as_ref().and_then(|added| added.search.as_ref());
    search.map_or(ControlFlow::Continue(()), |search| {
        search.find_iter(text).try_for_each(|hit| visit(hit.start()))
    })
}
