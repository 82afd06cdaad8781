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

/// The kind of a secret, which decides the mask that errors suggest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecretName {
    /// Masked as a whole.
    Whole,
    /// A number of a card or an account, whose last digits may be shown.
    Number,
}

/// Words that are secrets alone, with any word in front of them.
#[rustfmt::skip]
pub(crate) const WORDS: &[&str] = &[
    "auth", "authorization", "bearer", "cookie", "credential", "creds", "csrf", "cvc", "cvv", "dsn",
    "jwt", "mnemonic", "oauth", "otp", "passcode", "passkey", "passphrase", "passwd", "password",
    "pin", "psw", "pwd", "secret", "ssn", "token", "totp", "xsrf",
];

/// Words that are secrets after a certain other word.
#[rustfmt::skip]
pub(crate) const PHRASES: &[&str] = &[
    // keys
    "access key", "aes key", "api key", "decryption key", "encryption key", "hmac key",
    "license key", "master key", "private key", "secret key", "session key", "shared key",
    "signing key", "symmetric key",
    // passwords
    "account pass", "admin pass", "database pass", "db pass", "login pass", "mail pass",
    "pass code", "pass phrase", "pass word", "root pass", "smtp pass", "user pass",
    // codes; the first is that of `2fa_code`
    "fa code", "factor code", "mfa code", "tfa code", "access code", "backup code", "login code",
    "recovery code", "security code", "verification code", "code verifier", "pin number", "pin block",
    // sessions
    "session id", "sess id", "cookie jar",
    // phrases that open wallets, and persons
    "mnemonic phrase", "recovery phrase", "seed phrase", "secret phrase", "security number",
    "social security",
];

/// Numbers of which the last digits may be shown.
#[rustfmt::skip]
pub(crate) const NUMBERS: &[&str] = &[
    "bank account", "card no", "card num", "card number", "card pan", "cc num", "cc number",
    "credit card", "debit card", "iban", "passport number",
];

/// Endings of secrets in names without word boundaries: `PGPASSWORD`, `csrftoken`, `PHPSESSID`.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    "accesskey", "apikey", "cookie", "credential", "passcode", "passphrase", "passwd", "password",
    "privatekey", "secret", "secretkey", "sessid", "sessionid", "token",
];
/// Endings of numbers in names without word boundaries.
const NUMBER_ENDS: &[&str] = &["cardnumber", "creditcard"];

/// Harmless phrases that end like a secret.
#[rustfmt::skip]
const HARMLESS: &[&str] = &[
    "cached tokens", "cancel token", "cancellation token", "completion tokens", "continuation token",
    "gpio pin", "gpio pins", "input tokens", "led pin", "next token", "output tokens", "page token",
    "pagination token", "prompt tokens", "reasoning tokens", "thinking tokens",
];

/// A word of a long list, filled up with zeros. A list of `&str` takes three times the room in a
/// program, for its pointers and their relocations.
type Word = [u8; 12];

const fn packed<const N: usize>(words: [&str; N]) -> [Word; N] {
    let mut packed = [[0; size_of::<Word>()]; N];
    let mut index = 0;
    while index < N {
        let word = words[index].as_bytes();
        let mut at = 0;
        while at < word.len() {
            packed[index][at] = word[at];
            at += 1;
        }
        index += 1;
    }
    packed
}

/// First words that make a name a question, a count, or a mask.
#[rustfmt::skip]
const LEADS: &[Word] = &packed([
    // questions
    "allow", "allows", "are", "can", "check", "disable", "enable", "had", "has", "have", "hide",
    "is", "may", "missing", "must", "need", "needs", "no", "require", "requires", "should", "show",
    "use", "uses", "validate", "want", "wants", "was", "were", "with", "without",
    // counts
    "avg", "count", "max", "mean", "min", "n", "num", "remaining", "sum", "total",
    // masks
    "masked", "obfuscated", "redacted",
]);

/// Words that end the head.
const PREPOSITIONS: &[Word] =
    &packed(["as", "by", "for", "from", "of", "per", "to", "via", "with"]);

/// Words for a representation, an encoding or a copy: after a secret they do not change it.
#[rustfmt::skip]
const SHAPES: &[Word] = &packed([
    "again", "arg", "array", "base", "bcrypt", "buf", "buffer", "bytes", "char", "chars", "clear",
    "cleartext", "code", "confirm", "confirmation", "copy", "data", "decoded", "digest", "encoded",
    "env", "hash", "hashed", "header", "headers", "hex", "inner", "input", "json", "list", "new",
    "old", "opt", "option", "param", "pem", "plain", "plaintext", "raw", "ref", "repeat", "sha",
    "slice", "str", "string", "text", "utf", "val", "value", "values", "var", "vec",
]);

/// The last words of all entries: a name with another last word needs no search of the lists.
#[rustfmt::skip]
pub(crate) const HEADS: &[&str] = &[
    "account", "auth", "authorization", "bearer", "block", "card", "code", "cookie", "credential",
    "creds", "csrf", "cvc", "cvv", "dsn", "iban", "id", "jar", "jwt", "key", "mnemonic", "no", "num",
    "number", "oauth", "otp", "pan", "pass", "passcode", "passkey", "passphrase", "passwd",
    "password", "phrase", "pin", "psw", "pwd", "secret", "security", "ssn", "token", "totp",
    "verifier", "word", "xsrf",
];

/// The phrases that a program has added to the lists, with single spaces between their words.
#[derive(Clone, Default)]
pub(crate) struct AddedNames {
    pub(crate) secrets: Vec<String>,
    pub(crate) harmless: Vec<String>,
}

impl AddedNames {
    const NOTHING: &Self = &Self { secrets: Vec::new(), harmless: Vec::new() };

    fn is_secret(&self, words: &[&str]) -> bool {
        self.secrets.iter().any(|phrase| ends_with(words, phrase))
    }

    fn is_harmless(&self, words: &[&str]) -> bool {
        self.harmless.iter().any(|phrase| ends_with(words, phrase))
    }
}

/// The kind of the secret that has this name, if a secret has.
pub(crate) fn secret(name: &str) -> Option<SecretName> {
    secret_among(name, AddedNames::NOTHING)
}

/// The kind of the secret that has this name, by these lists and the added ones. An added phrase
/// takes precedence over every rule.
pub(crate) fn secret_among(name: &str, added: &AddedNames) -> Option<SecretName> {
    let words = head_segment(name);
    if added.is_harmless(&words) {
        return None;
    }
    in_segment(&words, added).or_else(|| across_dots(name, added))
}

/// Checks the words of the head's segment alone.
fn in_segment(words: &[&str], added: &AddedNames) -> Option<SecretName> {
    if added.is_secret(words) {
        return Some(SecretName::Whole);
    }
    let (first, rest) = words.split_first()?;
    if !rest.is_empty() && is_one_of(first, LEADS) {
        return None;
    }
    let before = rest.iter().position(|word| is_one_of(word, PREPOSITIONS));
    let mut words = words.get(..before.map_or(words.len(), |at| at + 1)).unwrap_or_default();
    while let Some((last, before)) = words.split_last() {
        let found = by_lists(words, last, added);
        let mut letters = last.chars();
        letters.next();
        let is_skipped = is_shape(last) || letters.as_str().is_empty();
        if found.is_some() || !is_skipped {
            let is_harmless = HARMLESS.iter().any(|phrase| ends_with_exactly(words, phrase));
            return found.filter(|_| !is_harmless);
        }
        words = before;
    }
    None
}

/// Checks a phrase that spans a dot. `.0` and `.value` may follow it.
fn across_dots(name: &str, added: &AddedNames) -> Option<SecretName> {
    let mut segments = name.rsplit('.').map(words).filter(|words| !words.is_empty());
    let mut last = segments.next()?;
    for mut before in segments {
        if let &[word] = last.as_slice() {
            before.push(word);
            let found = by_lists(&before, word, added);
            if found.is_some() {
                return found.filter(|_| !added.is_harmless(&before));
            }
            before.pop();
        }
        if !last.iter().all(|word| is_shape(word)) {
            break;
        }
        last = before;
    }
    None
}

/// Looks the end of a name up in the lists.
fn by_lists(words: &[&str], last: &str, added: &AddedNames) -> Option<SecretName> {
    let is_head = is_head(last);
    let ends_with_one =
        |list: &[&str]| is_head && list.iter().any(|phrase| ends_with(words, phrase));
    if ends_with_one(NUMBERS) || runs_into(last, NUMBER_ENDS) {
        Some(SecretName::Number)
    } else if ends_with_one(WORDS)
        || ends_with_one(PHRASES)
        || runs_into(last, ENDS)
        || added.is_secret(words)
    {
        Some(SecretName::Whole)
    } else {
        None
    }
}

/// The words of the last segment that is more than an index or a representation, `.0` or `.value`.
fn head_segment(name: &str) -> Vec<&str> {
    let mut segments = name.rsplit('.').map(words);
    let says_something = |words: &Vec<&str>| words.iter().any(|word| !is_shape(word));
    segments.find(says_something).unwrap_or_default()
}

/// Returns true for a word of [`HEADS`], in the plural too.
fn is_head(word: &str) -> bool {
    let is_known =
        |word: &str| HEADS.binary_search_by(|head| compare_ignoring_case(head, word)).is_ok();
    is_known(word) || is_known(singular(word))
}

/// Compares a word of a list, which is lowercase, with another one.
fn compare_ignoring_case(listed: &str, word: &str) -> std::cmp::Ordering {
    listed.bytes().cmp(word.bytes().map(|byte| byte.to_ascii_lowercase()))
}

fn is_shape(word: &str) -> bool {
    is_one_of(word, SHAPES)
}

fn is_one_of(word: &str, list: &[Word]) -> bool {
    list.iter().any(|known| {
        known.split_at_checked(word.len()).is_some_and(|(start, rest)| {
            start.eq_ignore_ascii_case(word.as_bytes())
                && rest.first().is_none_or(|byte| *byte == 0)
        })
    })
}

fn ends_with(words: &[&str], phrase: &str) -> bool {
    ends_with_by(words, phrase, |last, word| {
        last.eq_ignore_ascii_case(word) || singular(last).eq_ignore_ascii_case(word)
    })
}

fn ends_with_exactly(words: &[&str], phrase: &str) -> bool {
    ends_with_by(words, phrase, str::eq_ignore_ascii_case)
}

/// Returns true if the words end with those of the phrase; `is` compares the last word.
fn ends_with_by(words: &[&str], phrase: &str, is: impl Fn(&str, &str) -> bool) -> bool {
    let mut words = words.iter().rev();
    phrase.rsplit(' ').enumerate().all(|(index, expected)| {
        let is_expected = |word: &str| {
            if index == 0 { is(word, expected) } else { word.eq_ignore_ascii_case(expected) }
        };
        words.next().is_some_and(|word| is_expected(word))
    })
}

fn runs_into(word: &str, ends: &[&str]) -> bool {
    let word = singular(word).as_bytes();
    ends.iter().any(|end| {
        let start = word.len().checked_sub(end.len());
        start
            .and_then(|start| word.get(start..))
            .is_some_and(|found| found.eq_ignore_ascii_case(end.as_bytes()))
    })
}

fn singular(word: &str) -> &str {
    word.strip_suffix(['s', 'S']).unwrap_or(word)
}

/// The words of a name, without its digits.
pub(crate) fn words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    let mut before = None;
    for (at, c) in name.char_indices() {
        let after = name.get(at + c.len_utf8()..).unwrap_or_default();
        let begins = before.is_some_and(|before| is_boundary(before, c, after));
        if let Some(begin) = start.take_if(|_| begins || !c.is_alphabetic()) {
            words.extend(name.get(begin..at));
        }
        if c.is_alphabetic() {
            start = start.or(Some(at));
        }
        before = Some(c);
    }
    words.extend(start.and_then(|begin| name.get(begin..)));
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
