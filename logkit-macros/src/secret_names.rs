//! The names that secrets have: one list for the lint at compile time and for masking by name at run
//! time. `logkit` compiles this file through a symlink, so it imports nothing of either crate.
//!
//! A name is read word by word, in any case and style (`user_password`, `userPassword`, `APIKey`,
//! `x-auth-token`). Its *head*, which in English comes last, decides:
//!
//! 1. The last segment of a dotted path counts: `user.password`, not `password.len`. A phrase may
//!    span dots: `session.id`, `card.number`.
//! 2. A first word that asks or counts makes the name a flag or a number: `has_token`, `max_tokens`.
//! 3. The head is in front of a preposition: `token_for_user`, not `length_of_token`.
//! 4. Numbers, single letters and words for a representation (`value`, `bytes`, `hash`) are skipped
//!    after it: `password_hash`, `token2`.
//! 5. The last word that is left must end a word or a phrase of the lists, plurals included. Any
//!    other last word names something else: `token_count`, `password_policy`, `secret_name`.
//! 6. Of several phrases the longest decides: `page_token` is harmless, `private_key` is a secret,
//!    and any other `key` is one if its value is long and random.

use super::name_table::{
    EndHash, HARMLESS, IF_RANDOM, LEAD, NUMBER, PREPOSITION, SECRET, SHAPE, SUFFIX, VERDICT,
};

/// The kind of a secret, which decides the mask that errors suggest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecretName {
    /// Masked as a whole.
    Whole,
    /// A number of a card or an account, whose last digits may be shown.
    Number,
}

/// The verdict on a name that the lists know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameVerdict {
    /// A secret's.
    Secret(SecretName),
    /// A secret's if the value is long and random.
    IfRandom,
    /// Harmless, though it ends like a secret's.
    Harmless,
}

/// A name that the lists know.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "the macros, which see no values, need the verdict alone")]
pub(crate) struct KnownName<'n> {
    pub(crate) verdict: NameVerdict,
    /// The last word that counts, as it is written.
    pub(crate) head: &'n str,
    /// The head is a plural.
    pub(crate) is_plural: bool,
    /// No other word is in front of the head.
    pub(crate) is_alone: bool,
    /// The program has added it.
    pub(crate) is_added: bool,
}

/// Secrets that people type as numbers.
pub(crate) const PINS: &[&str] = &["pin", "pass", "pw"];
/// Secrets that are numbers.
pub(crate) const DIGITS: &[&str] =
    &["code", "cvc", "cvn", "cvv", "hotp", "otp", "puk", "ssn", "totp"];

/// The longest word of the lists is shorter.
const LONGEST: usize = 32;

/// The phrases that a program has added to the lists, with single spaces between their words.
#[derive(Clone, Default)]
pub(crate) struct AddedNames {
    pub(crate) secrets: Vec<String>,
    pub(crate) harmless: Vec<String>,
}

impl AddedNames {
    pub(crate) const NOTHING: &Self = &Self { secrets: Vec::new(), harmless: Vec::new() };

    fn is_secret(&self, words: &[&str]) -> bool {
        ends_with_any(words, &self.secrets)
    }

    fn is_harmless(&self, words: &[&str]) -> bool {
        ends_with_any(words, &self.harmless)
    }
}

/// The kind of the secret that has this name, whatever its value is.
#[allow(dead_code, reason = "the runtime, which sees values, asks for more")]
pub(crate) fn secret(name: &str) -> Option<SecretName> {
    match known_among(name, AddedNames::NOTHING)?.verdict {
        NameVerdict::Secret(kind) => Some(kind),
        NameVerdict::IfRandom | NameVerdict::Harmless => None,
    }
}

/// Returns true for a secret's name in the plural, under which a number is a count: `tokens`, not `pins`.
#[allow(dead_code, reason = "the runtime, which sees values, asks for more")]
pub(crate) fn is_plural(name: &str) -> bool {
    known_among(name, AddedNames::NOTHING).is_some_and(|known| {
        known.verdict == NameVerdict::Secret(SecretName::Whole)
            && known.is_plural
            && !known.is_any(PINS)
            && !known.is_any(DIGITS)
    })
}

/// Looks the name up in these lists and the added ones. An added phrase takes precedence over every
/// rule.
pub(crate) fn known_among<'n>(name: &'n str, added: &AddedNames) -> Option<KnownName<'n>> {
    let words = head_segment(name);
    if added.is_harmless(&words) {
        return None;
    }
    let found = in_segment(&words, added);
    match found {
        Some(KnownName { verdict: NameVerdict::Secret(_) | NameVerdict::Harmless, .. }) => found,
        _ => across_dots(name, added).or(found),
    }
}

/// Checks the words of the head's segment alone.
fn in_segment<'n>(words: &[&'n str], added: &AddedNames) -> Option<KnownName<'n>> {
    let (last, _) = words.split_last()?;
    if added.is_secret(words) {
        return Some(KnownName::added(last));
    }
    let (first, rest) = words.split_first()?;
    if !rest.is_empty() && is_lead(first) {
        return None;
    }
    let mut end = words.len();
    for (index, word) in rest.iter().enumerate() {
        if has_role(word, PREPOSITION) {
            end = index + 1;
            break;
        }
    }
    let preposition = words.get(end);
    let mut words = words.get(..end).unwrap_or_default();
    while let Some((last, before)) = words.split_last() {
        if let Some(known) = known(words, added) {
            // A rate: `tokens_per_second`.
            let is_rate =
                known.is_plural && preposition.is_some_and(|word| word.eq_ignore_ascii_case("per"));
            return (!is_rate).then_some(known);
        }
        let mut letters = last.chars();
        letters.next();
        if !is_shape(last) && !letters.as_str().is_empty() {
            return None;
        }
        words = before;
    }
    None
}

/// Checks a phrase that spans a dot. `.0` and `.value` may follow it.
fn across_dots<'n>(name: &'n str, added: &AddedNames) -> Option<KnownName<'n>> {
    let mut last = Vec::new();
    for segment in name.rsplit('.') {
        let mut before = words(segment);
        if before.is_empty() {
            continue;
        }
        if let &[word] = last.as_slice() {
            before.push(word);
            let found = known(&before, added);
            if found.is_some() {
                return if added.is_harmless(&before) { None } else { found };
            }
            before.pop();
        }
        if says_something(&last) {
            break;
        }
        last = before;
    }
    None
}

impl<'n> KnownName<'n> {
    fn added(head: &'n str) -> Self {
        let verdict = NameVerdict::Secret(SecretName::Whole);
        Self { verdict, head, is_plural: false, is_alone: false, is_added: true }
    }

    /// Returns true if the head is one of the words, or its plural.
    pub(crate) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| {
            let head = self.head.get(..word.len()).unwrap_or_default();
            let rest = self.head.len() - head.len();
            head.eq_ignore_ascii_case(word) && rest == usize::from(self.is_plural)
        })
    }
}

/// Looks the end of a name up in the lists.
fn known<'n>(words: &[&'n str], added: &AddedNames) -> Option<KnownName<'n>> {
    let (head, before) = words.split_last()?;
    if added.is_secret(words) {
        return Some(KnownName::added(head));
    }
    let (exact, singular) = (head.as_bytes(), singular(head).as_bytes());
    let is_longer = exact.len() > singular.len();
    let plural = if is_longer { longest_phrase(singular, before) } else { None };
    let found = match (longest_phrase(exact, before), plural) {
        (Some(exact), Some(plural)) if plural.0 > exact.0 => Some((plural.1, true)),
        (Some(exact), _) => Some((exact.1, false)),
        (None, Some(plural)) => Some((plural.1, true)),
        (None, None) => match run_together(exact) {
            Some(found) => Some((found, false)),
            None if is_longer => run_together(singular).map(|it| (it, true)),
            None => None,
        },
    };
    let (verdict, is_plural) = found?;
    Some(KnownName { verdict, head, is_plural, is_alone: before.is_empty(), is_added: false })
}

/// Returns the verdict on the longest phrase of the lists that ends with the head, and the number of
/// its words in front of the head.
fn longest_phrase(head: &[u8], before: &[&str]) -> Option<(usize, NameVerdict)> {
    let mut hash = EndHash::EMPTY.after(head);
    let roles = hash.roles();
    if roles & VERDICT == 0 {
        return None;
    }
    let mut found = verdict(roles).map(|verdict| (0, verdict));
    let (mut rest, mut words) = (before, 0);
    while let ([more @ .., word], 0..2) = (rest, words) {
        (rest, words) = (more, words + 1);
        hash = hash.after_word(word.as_bytes());
        if let Some(verdict) = verdict(hash.roles()) {
            found = Some((words, verdict));
        }
    }
    found
}

/// Returns the verdict on a word that ends with another one, or that is a phrase without boundaries:
/// `csrftoken`, `privkey`.
fn run_together(word: &[u8]) -> Option<NameVerdict> {
    let mut hash = EndHash::EMPTY;
    let mut before = word;
    if word.len() > LONGEST {
        before = word.get(word.len() - LONGEST..)?;
    }
    while let [rest @ .., byte] = before {
        hash = hash.after_byte(*byte);
        before = rest;
        let roles = hash.roles();
        if roles & SUFFIX != 0 {
            return verdict(roles);
        }
        if roles & VERDICT != 0 && !rest.is_empty() {
            let found = verdict(hash.after_word(rest).roles());
            if let Some(NameVerdict::Secret(_)) = found {
                return found;
            }
        }
    }
    None
}

/// The verdict among the roles of a word or phrase.
fn verdict(roles: u8) -> Option<NameVerdict> {
    match roles & VERDICT {
        SECRET => Some(NameVerdict::Secret(SecretName::Whole)),
        NUMBER => Some(NameVerdict::Secret(SecretName::Number)),
        IF_RANDOM => Some(NameVerdict::IfRandom),
        HARMLESS => Some(NameVerdict::Harmless),
        _ => None,
    }
}

/// The words of the last segment that is more than an index or a representation, `.0` or `.value`.
fn head_segment(name: &str) -> Vec<&str> {
    for segment in name.rsplit('.') {
        let words = words(segment);
        if says_something(&words) {
            return words;
        }
    }
    Vec::new()
}

/// Returns true if one of the words is more than a representation.
fn says_something(words: &[&str]) -> bool {
    words.iter().any(|word| !is_shape(word))
}

fn is_shape(word: &str) -> bool {
    has_role(word, SHAPE)
}

/// Returns true for a first word that makes a name a question, a count, or a mask.
#[allow(dead_code, reason = "the scrubber reads prose")]
pub(crate) fn is_lead(word: &str) -> bool {
    has_role(word, LEAD)
}

fn has_role(word: &str, role: u8) -> bool {
    EndHash::EMPTY.after(word.as_bytes()).roles() & role != 0
}

/// Returns true if the words end with those of the phrase; the last one may be a plural.
fn ends_with(words: &[&str], phrase: &str) -> bool {
    let mut rest = words;
    for expected in phrase.rsplit(' ') {
        let [before @ .., word] = rest else { return false };
        let is_last = rest.len() == words.len();
        let is_plural = is_last && singular(word).eq_ignore_ascii_case(expected);
        if !is_plural && !word.eq_ignore_ascii_case(expected) {
            return false;
        }
        rest = before;
    }
    true
}

fn ends_with_any(words: &[&str], phrases: &[String]) -> bool {
    phrases.iter().any(|phrase| ends_with(words, phrase))
}

pub(crate) fn singular(word: &str) -> &str {
    match word.as_bytes() {
        [.., b's' | b'S'] => word.get(..word.len() - 1).unwrap_or(word),
        _ => word,
    }
}

/// The words of a name, without its digits.
pub(crate) fn words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    let mut before = None;
    for (at, c) in name.char_indices() {
        let after = name.get(at + c.len_utf8()..).unwrap_or_default();
        if !c.is_alphabetic() || before.is_some_and(|before| is_boundary(before, c, after)) {
            if let Some(begin) = start.take() {
                words.push(name.get(begin..at).unwrap_or_default());
            }
        }
        if c.is_alphabetic() {
            start = start.or(Some(at));
        }
        before = Some(c);
    }
    if let Some(begin) = start {
        words.push(name.get(begin..).unwrap_or_default());
    }
    words
}

/// Returns true if a word begins with `c`: `user|Password`, `API|Key`, but `PINs`.
fn is_boundary(before: char, c: char, after: &str) -> bool {
    if !c.is_uppercase() {
        return false;
    }
    let mut after = after.chars();
    let (next, next_but_one) = (after.next(), after.next());
    let is_lowercase = |c: Option<char>| c.is_some_and(char::is_lowercase);
    let is_plural = next == Some('s') && !is_lowercase(next_but_one);
    before.is_lowercase() || before.is_uppercase() && is_lowercase(next) && !is_plural
}
