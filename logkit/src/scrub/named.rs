//! The name around a needle, and the secret that such a name has.

use std::ops::Range;

use crate::redact::name_cache::{is_secret, is_secret_rule, rule};
use crate::redact::name_rule::{NameRule, is_random};
use crate::redact::secret_names::is_lead;
use crate::scrub::blanks::{closed_end, skip_blanks};
use crate::scrub::harmless::is_harmless_under;
use crate::scrub::values::is_of_key;

/// Length limit of a name, in bytes.
const MOST: usize = 128;

/// The settings of Redis that have a password after a blank.
pub(super) const REDIS: &[&str] = &["requirepass", "masterauth"];

/// The place of a name in a text.
#[derive(Clone, Copy)]
pub(super) struct NamePlace<'t> {
    pub(super) text: &'t [u8],
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The form of a value, as its name tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueKind {
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
    /// Something else unless it looks generated, as under `STRIPE_KEY`.
    IfRandom,
}

impl<'t> NamePlace<'t> {
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    pub(super) fn name(&self) -> Option<&'t str> {
        std::str::from_utf8(self.text.get(self.range())?).ok()
    }

    pub(super) fn before(&self) -> &'t [u8] {
        self.text.get(..self.start).unwrap_or_default()
    }

    /// Returns `true` for a command-line option.
    pub(super) fn is_option(&self) -> bool {
        let is_start = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`[(,=|".contains(byte);
        matches!(self.text.get(self.start..), Some([b'-', b'-', next, ..] | [b'-', next, ..])
            if next.is_ascii_alphabetic())
            && (self.before().last().is_none_or(is_start) || escape_ends(self.text, self.start))
    }

    /// Returns `true` for the first parameter of a form: `code=..&grant_type=..`
    fn starts_form(&self) -> bool {
        const MOST: usize = 264;
        let value = self.text.get(self.end..).and_then(|rest| rest.strip_prefix(b"="));
        let value = value.unwrap_or_default();
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"&\"'".contains(byte);
        let end = value.iter().take(MOST).position(is_end);
        end.is_some_and(|end| value.get(end) == Some(&b'&'))
    }

    /// Returns `true` for a parameter of a URL or a form.
    pub(super) fn is_in_query(&self) -> bool {
        matches!(self.before(), [.., b'?' | b'&'] | [.., b'%', b'3', b'F' | b'f'])
            || matches!(self.before(), [.., b'%', b'2', b'6'])
    }
}

/// Returns the end of the name around the needle.
pub(super) fn name_end(text: &[u8], needle: usize) -> usize {
    let rest = text.get(needle..).unwrap_or_default();
    needle + rest.iter().take(MOST).take_while(|byte| is_of_key(**byte)).count()
}

/// Returns the start of the name around the needle.
pub(super) fn name_start(text: &[u8], needle: usize) -> usize {
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

/// Returns the number of letters at `start` that belong to an escape or a color sequence and look like
/// a part of the name: `\npin`, `[0mpin`.
pub(super) fn escape_before(text: &[u8], start: usize) -> usize {
    match text.get(start.saturating_sub(1)..).unwrap_or_default() {
        [b'\\', b'n' | b'r' | b't' | b'0', ..] => 1,
        [b'\\', b'x', ..] => 3,
        [b'\\', b'u', ..] => 5,
        [b'[' | b';', rest @ ..] => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if rest.get(digits) == Some(&b'm') { digits + 1 } else { 0 }
        }
        _ => 0,
    }
}

/// Returns whether an escaped line end precedes.
pub(super) fn escape_ends(text: &[u8], at: usize) -> bool {
    matches!(text.get(..at).unwrap_or_default(), [.., b'\\', b'n' | b'r' | b't'])
}

/// Returns the end of the next word, if a single space separates it from the word ending at `end`.
pub(super) fn second_word(text: &[u8], end: usize) -> Option<usize> {
    let rest = text.get(end..)?.strip_prefix(b" ")?;
    let word = rest.iter().take(MOST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    (word > 0).then_some(end + 1 + word)
}

/// Returns the word before the name, if a single space separates them. The letter of an escape is not a
/// part of it: `\na password`.
pub(super) fn word_before<'t>(place: &NamePlace<'t>) -> &'t [u8] {
    let before = place.before().strip_suffix(b" ").unwrap_or_default();
    let word = before.iter().rev().take(MOST).take_while(|byte| is_of_key(**byte)).count();
    let start = before.len() - word;
    let escape = escape_before(before, start).min(word);
    before.get(start + escape..).unwrap_or_default()
}

/// Returns the place of the name together with the word before it, if a single space separates them.
fn with_word_before<'t>(place: &NamePlace<'t>) -> Option<NamePlace<'t>> {
    let word = word_before(place);
    let start = place.start.checked_sub(1 + word.len()).filter(|_| !word.is_empty())?;
    Some(NamePlace { start, ..*place })
}

/// Returns the offset of the element after the name's quotes and a comma.
pub(super) fn after_comma(place: &NamePlace<'_>) -> Option<usize> {
    let NamePlace { text, end, .. } = *place;
    let closed = constructor_end(place, closed_end(text, end));
    let comma = skip_blanks(text, closed);
    let is_comma = closed > end && text.get(comma) == Some(&b',');
    is_comma.then(|| skip_blanks(text, comma + 1))
}

/// Returns the offset after the bracket that closes a value of an enum around the name, if there is
/// one: `Text("password"): Text("hunter2")`.
pub(super) fn constructor_end(place: &NamePlace<'_>, closed: usize) -> usize {
    if place.text.get(closed) != Some(&b')') || closed == place.end {
        return closed;
    }
    let before = place.before();
    let quotes =
        before.iter().rev().take_while(|byte| matches!(byte, b'"' | b'\'' | b'\\')).count();
    let opening = before.get(..before.len() - quotes).and_then(|before| before.strip_suffix(b"("));
    let constructor = opening.unwrap_or_default();
    let length = constructor.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let first = constructor.get(constructor.len() - length..).and_then(<[u8]>::first);
    let is_constructor = quotes > 0 && first.is_some_and(u8::is_ascii_uppercase);
    closed + usize::from(is_constructor)
}

/// Returns the places of the name together with one word before it, and with two.
fn phrases<'t>(place: &NamePlace<'t>) -> impl Iterator<Item = NamePlace<'t>> + use<'t> {
    let two = with_word_before(place);
    let three = two.as_ref().and_then(with_word_before);
    two.into_iter().chain(three)
}

/// Returns whether the name is the end of a phrase in quotes: `"api key": ..`
fn is_phrase_in_quotes(place: &NamePlace<'_>) -> bool {
    phrases(place).any(|phrase| matches!(phrase.before(), [.., b'"' | b'\'']))
}

/// Returns whether the word before the name makes it harmless: `page token: ..`, `has password: ..`.
/// Other verbs are not a part of the name: `use password: ..`
fn is_harmless_phrase(place: &NamePlace<'_>) -> bool {
    const PARTS: &[&str] = &["has", "have", "max", "min", "no", "num", "total"];
    let word = std::str::from_utf8(word_before(place)).unwrap_or_default();
    let is_part = || PARTS.iter().any(|part| word.eq_ignore_ascii_case(part));
    !word.is_empty()
        && (!is_lead(word) || is_part())
        && with_word_before(place)
            .and_then(|phrase| phrase.name())
            .is_some_and(|name| rule(name) == NameRule::Harmless)
}

/// Returns the form of the value if the name is a secret's. In prose and in quotes a name may have
/// several words: `api key: ..`
pub(super) fn kind(place: &NamePlace<'_>, in_prose: bool) -> Option<ValueKind> {
    const PARAMETERS: &[&str] = &["sig", "signature", "code", "pass", "pw", "pswd", "session"];
    let name = place.name().filter(|name| !is_numbered_pass(name))?;
    let in_prose = in_prose || is_phrase_in_quotes(place);
    let rule = rule(name);
    if is_secret_rule(rule) {
        let is_harmless = in_prose && is_harmless_phrase(place);
        return (!is_harmless).then(|| kind_of_secret(name));
    }
    let is_phrase =
        || in_prose && phrases(place).any(|phrase| phrase.name().is_some_and(is_secret));
    if is_phrase() || place.is_option() && is_secret_option(name) {
        return Some(kind_of_secret(name));
    }
    let is_parameter = || PARAMETERS.iter().any(|flat| is_spelled(name, flat));
    match kind_by_rule(name, rule) {
        None | Some(ValueKind::IfRandom)
            if place.is_in_query() && is_parameter()
                || name.eq_ignore_ascii_case("code") && place.starts_form() =>
        {
            Some(ValueKind::Signature)
        }
        // `ssh public key: ..`
        Some(ValueKind::IfRandom) if in_prose && is_harmless_phrase(place) => None,
        kind => kind,
    }
}

/// Returns the form of the value if the name alone tells that it is a secret.
pub(super) fn kind_of_name(name: &str) -> Option<ValueKind> {
    kind_by_rule(name, rule(name))
}

fn kind_by_rule(name: &str, rule: NameRule) -> Option<ValueKind> {
    let is = |flat: &str| is_spelled(name, flat);
    if is_secret_rule(rule) {
        Some(kind_of_secret(name))
    } else if is("xamzsignature") || is("xgoogsignature") {
        Some(ValueKind::Signature)
    } else if is("accountkey") || is("sharedaccesskey") {
        Some(ValueKind::Plain)
    } else {
        (rule == NameRule::IfRandom).then_some(ValueKind::IfRandom)
    }
}

fn kind_of_secret(name: &str) -> ValueKind {
    match name.to_ascii_lowercase() {
        name if is_spelled(&name, "sharedaccesssignature") => ValueKind::SharedAccess,
        name if name.contains("cookie") => ValueKind::Cookies,
        name if name.contains("auth") => ValueKind::Authorization,
        name if name.ends_with("iban") => ValueKind::Fours,
        name if name.ends_with("phrase") && !name.ends_with("passphrase") => ValueKind::Words,
        name if name.ends_with("mnemonic") => ValueKind::Words,
        _ => ValueKind::Plain,
    }
}

/// Matches a pass of a program over its input: `pass 2`.
fn is_numbered_pass(name: &str) -> bool {
    name.split_once(' ').is_some_and(|(pass, number)| {
        pass.eq_ignore_ascii_case("pass") && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Returns whether an option names a secret after a verb or a preposition, which in other names ask a
/// question: `--with-token=..`, `--show-password=..`.
fn is_secret_option(name: &str) -> bool {
    let name = name.trim_start_matches('-');
    let words = name.split_once(['-', '_']);
    // A personal access token.
    name == "pat"
        || words.is_some_and(|(lead, rest)| {
            ["with", "use", "show", "set", "new", "require"].contains(&lead) && is_secret(rest)
        })
}

/// Compares the letters and digits of the name, ignoring case.
pub(super) fn is_spelled(name: &str, flat: &str) -> bool {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|byte| byte.to_ascii_lowercase()).eq(flat.bytes())
}

/// Returns whether the whole value of an object's key is a secret.
pub(super) fn is_secret_value(name: &str, value: &[u8]) -> bool {
    match kind_of_name(name) {
        None => false,
        Some(ValueKind::IfRandom) => is_random(value),
        Some(_) => !is_harmless_under(name, value),
    }
}
