//! Values that hide nothing although a secret's name is beside them: masks, placeholders, missing
//! values, counts, and words of messages.

use crate::record::value::Value;
use crate::redact::name_cache::{is_secret, rule};
use crate::redact::name_rule::is_directory;
use crate::redact::secret_names::words;
use crate::scrub::values::is_word_like;

/// Longer values are never harmless, so that judging them takes constant time.
const LONGEST: usize = 256;

/// Texts that logkit writes in place of a value.
const MARKERS: &[&str] =
    &["[redacted]", "[formatting panicked]", "[formatting failed]", "[logs itself]"];

/// Texts for a missing value, and flags.
#[rustfmt::skip]
const NOTHING: &[&[u8]] = &[
    b"", b"none", b"null", b"nil", b"undefined", b"true", b"false", b"yes", b"no", b"some(true)",
    b"some(false)", b"n/a", b"nan", b"~", b"on", b"off",
];

/// Words that follow `token:` in error messages and are not secrets: `token: expired`, `password: must
/// be longer`.
#[rustfmt::skip]
const STATUS_WORDS: &[&str] = &[
    "absent", "accepted", "already", "bad", "cannot", "changed", "contains", "could", "created",
    "deleted", "denied", "did", "disabled", "does", "empty", "enabled", "error", "expected", "expired",
    "expires", "failed", "failure", "found", "from", "granted", "has", "include", "incorrect", "invalid", "is", "length",
    "loaded", "malformed", "mismatch", "missing", "must", "needs", "not", "ok", "omit", "optional", "present", "read", "refused", "rejected",
    "required", "reset", "revoked", "rotated", "sent", "set", "should", "signature", "too", "unauthorized",
    "unchanged", "unexpected", "unknown", "unset", "unsupported", "updated", "using", "valid", "was", "were",
    "wrong",
];

/// HTTP authentication schemes: IANA's registry and other common ones.
#[rustfmt::skip]
const SCHEMES: &[&str] = &[
    "apikey", "aws4-hmac-sha256", "basic", "bearer", "bot", "digest", "dpop", "hawk", "hoba",
    "mutual", "negotiate", "ntlm", "oauth", "signature", "token",
];

/// Returns whether the value starts with a status word, as a message about a secret does.
pub(super) fn is_status(words: &[u8]) -> bool {
    let end = words.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(words.len());
    let (word, rest) = words.split_at(end);
    // Not a status: `empty; sid=..` are cookies.
    // Nor is the name of a structure: `Set {..}`.
    let is_structure = matches!(rest, [b' ', b'{' | b'[' | b'(', ..]);
    let is_word = rest.first() == Some(&b' ') && !is_structure
        || rest.iter().all(|byte| b".,;:!)".contains(byte));
    is_word && STATUS_WORDS.iter().any(|said| word.eq_ignore_ascii_case(said.as_bytes()))
}

/// Returns whether the value of this name needs no mask. It is the one verdict for text and JSON.
pub(super) fn is_harmless_under(name: &str, value: &[u8]) -> bool {
    is_harmless(value) || value.len() <= LONGEST && is_ordinary(name, strip_punctuation(value))
}

/// Returns whether the value needs no mask: it is masked already, is missing, or is a placeholder.
pub(super) fn is_harmless(value: &[u8]) -> bool {
    let trimmed = value.trim_ascii();
    let rest = MARKERS.iter().find_map(|marker| trimmed.strip_prefix(marker.as_bytes()));
    if let Some(rest) = rest {
        return rest.iter().all(u8::is_ascii_punctuation);
    }
    if trimmed.len() > LONGEST {
        return false;
    }
    let bare = strip_punctuation(trimmed);
    NOTHING.iter().any(|nothing| bare.eq_ignore_ascii_case(nothing))
        || trimmed.len() <= 2 && trimmed.iter().all(u8::is_ascii_punctuation)
        || is_parameter(bare)
        || is_kept(bare)
        || is_hash(bare)
        || is_pollers(trimmed)
        || is_placeholder(trimmed)
}

/// Removes the punctuation that may follow a value.
fn strip_punctuation(value: &[u8]) -> &[u8] {
    let value = value.trim_ascii();
    let end = value.iter().rposition(|byte| !b".,;:!?)]}'\"\\".contains(byte));
    value.get(..end.map_or(0, |end| end + 1)).unwrap_or_default()
}

/// Matches the placeholder of a parameter in SQL, `$1`, and of a format, `%s`.
fn is_parameter(value: &[u8]) -> bool {
    match value {
        [b'%', letter] => b"sdvqrxp@".contains(letter),
        [b'$', digits @ ..] => {
            matches!(digits.len(), 1 | 2) && digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// Matches the token of a poller, as mio's `Debug` shows it: `Token(17)`.
fn is_pollers(value: &[u8]) -> bool {
    let rest = value.strip_prefix(b"Token(").unwrap_or_default();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let after = rest.get(digits..).unwrap_or_default();
    (1..=6).contains(&digits) && matches!(after, [b')'] | [b')', b'.' | b',' | b';' | b')'])
}

/// Matches the placeholder of a template, and others' masks: `${DB_PASSWORD}`, `{{ password }}`,
/// `<missing>`, `%(password)s`, `$DB_PASSWORD`, `[FILTERED]`, `*****`.
fn is_placeholder(value: &[u8]) -> bool {
    /// The marks around a name in the usual template languages.
    const MARKS: &[(&[u8], &[u8])] = &[
        (b"${{", b"}}"),
        (b"{{", b"}}"),
        (b"${", b"}"),
        (b"#{", b"}"),
        (b"$(", b")"),
        (b"%(", b")s"),
        (b"<%=", b"%>"),
        (b"<", b">"),
    ];
    let value = match value {
        [inner @ .., b',' | b';' | b'.' | b'!'] => inner,
        _ => value,
    };
    let is_named = |inner: &[u8]| {
        let inner = inner.trim_ascii();
        let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-: |()'\"/".contains(byte);
        !inner.is_empty() && inner.iter().all(is_of_name) && !inner.iter().any(u8::is_ascii_digit)
    };
    let is_between = |(open, close): &(&[u8], &[u8])| {
        let inner = value.strip_prefix(*open).and_then(|rest| rest.strip_suffix(*close));
        inner.is_some_and(is_named)
    };
    if MARKS.iter().any(is_between) {
        return true;
    }
    match value {
        [b'$', name @ ..] | [b'%', name @ .., b'%'] => is_upper_case(name),
        [b'[', inner @ .., b']'] | [b'(', inner @ .., b')'] => is_bracketed_mask(inner),
        [b'*' | b'x' | b'X' | 0xe2, ..] => is_others_mask(value),
        _ => is_mask_word(value),
    }
}

/// Matches the name of an environment variable.
fn is_upper_case(name: &[u8]) -> bool {
    let is_of_name =
        |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    name.first().is_some_and(u8::is_ascii_uppercase)
        && name.len() > 2
        && name.iter().all(is_of_name)
}

/// Matches at least three stars, crosses or bullets.
fn is_others_mask(value: &[u8]) -> bool {
    let bullets = |unit: &[u8]| {
        value.len() >= 3 * unit.len()
            && value.len() % unit.len() == 0
            && value.chunks(unit.len()).all(|chunk| chunk == unit)
    };
    [&b"*"[..], b"x", b"X", "•".as_bytes(), "●".as_bytes(), "…".as_bytes()].into_iter().any(bullets)
}

/// Matches the word that another program writes in place of a secret.
fn is_mask_word(value: &[u8]) -> bool {
    const WORDS: &[&str] =
        &["filtered", "masked", "obfuscated", "redacted", "sanitized", "scrubbed"];
    WORDS.iter().any(|word| value.eq_ignore_ascii_case(word.as_bytes()))
}

/// Matches such a word in brackets, where fewer words can be secrets.
fn is_bracketed_mask(inner: &[u8]) -> bool {
    // Two are Terraform's.
    const WORDS: &[&str] = &[
        "hidden",
        "known after apply",
        "omitted",
        "private",
        "protected",
        "removed",
        "secret",
        "sensitive",
        "sensitive value",
    ];
    let inner = inner.trim_ascii();
    let is_nothing = !inner.is_empty() && NOTHING.iter().any(|n| inner.eq_ignore_ascii_case(n));
    is_nothing
        || is_mask_word(inner)
        || is_status(inner)
        || WORDS.iter().any(|word| inner.eq_ignore_ascii_case(word.as_bytes()))
}

/// Matches a partly masked value: exactly four stars and a few characters around them, as in
/// `****1111`, `sk_l****`, `DE02****2051`.
fn is_kept(value: &[u8]) -> bool {
    const MOST: usize = 8;
    const LONGEST_AROUND: usize = 64;
    let Some(first) = value.iter().position(|byte| *byte == b'*') else { return false };
    let (before, rest) = value.split_at(first);
    // The start of `Live(sk_l****)` and `Some(Live("sk_l****"))`.
    let opening = before.iter().rposition(|byte| matches!(byte, b'(' | b'"'));
    let (around, before) = before.split_at(opening.map_or(0, |last| last + 1));
    let is_around = |byte: &u8| byte.is_ascii_alphanumeric() || b"_:<>(\"\\".contains(byte);
    if around.len() > LONGEST_AROUND
        || !around.iter().all(is_around)
        || around.first().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    {
        return false;
    }
    let stars = rest.iter().take_while(|byte| **byte == b'*').count();
    let after = rest.get(stars..).unwrap_or_default();
    stars == 4 && before.len() <= MOST && after.len() <= MOST && !after.contains(&b'*')
}

/// Matches a hashed value: `hash:` and 16 hexadecimal digits.
fn is_hash(value: &[u8]) -> bool {
    let digits = value.strip_prefix(b"hash:");
    digits.is_some_and(|digits| digits.len() == 16 && digits.iter().all(u8::is_ascii_hexdigit))
}

/// Returns whether the value is what this name has if it is not a secret's: a count, the number of a
/// board's pin, a directory, an opcode.
fn is_ordinary(name: &str, value: &[u8]) -> bool {
    let words = words(name);
    let has = |wanted: &str| words.iter().any(|word| word.eq_ignore_ascii_case(wanted));
    let is_number = !value.is_empty()
        && value.iter().all(|b| b.is_ascii_digit() || b"._/%,".contains(b))
        && value.iter().any(u8::is_ascii_digit);
    // `tokens=1532`, `tokens_per_second=33.1`
    let is_plural = || {
        words.iter().any(|word| {
            let singular = word.strip_suffix(['s', 'S']);
            singular.is_some_and(|word| {
                ["token", "pin", "key", "secret", "password", "cookie", "credential", "code"]
                    .iter()
                    .any(|known| word.eq_ignore_ascii_case(known))
            })
        })
    };
    // A PIN has four digits at least (ISO 9564-1).
    let is_of_board = || value.len() < 4 && value.iter().all(u8::is_ascii_digit) && has("pin");
    is_number && (is_plural() || is_of_board())
        || is_quantity(value) && !words.iter().any(|word| is_typed(word))
        || is_named_parameter(name, value)
        || has("auth") && is_scheme(value)
        || matches!(words.as_slice(), [word] if is_one_of(word, &["token", "tokens"]))
            && is_of_parser(value)
        || is_count(name, value)
        || matches!(words.as_slice(), [word] if word.eq_ignore_ascii_case("pwd")
            || word.eq_ignore_ascii_case("oldpwd"))
            && is_directory(value)
        // A seed phrase has twelve words.
        || has("mnemonic") && value.len() <= 8 && value.iter().all(u8::is_ascii_alphabetic)
}

/// Matches the name of a scheme.
pub(super) fn is_scheme(word: &[u8]) -> bool {
    SCHEMES.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
}

/// Matches a word for a secret that people choose or type, which may look like anything.
fn is_typed(word: &str) -> bool {
    const TYPED: &[&str] = &["pass", "pin", "pw", "secret", "code", "phrase", "otp", "answer"];
    let word = word.to_ascii_lowercase();
    TYPED.iter().any(|typed| word.contains(typed))
}

/// Matches a number with a unit, and the version of a package: `31ms`, `2.8.0`.
fn is_quantity(value: &[u8]) -> bool {
    const LONGEST: usize = 16;
    #[rustfmt::skip]
    const UNITS: &[&str] = &["ns", "us", "ms", "s", "m", "h", "d", "b", "k", "kb", "mb", "gb", "kib", "mib", "gib", "%"];
    let number = value.strip_prefix(b"v").unwrap_or(value);
    let length = number.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let (number, unit) = number.split_at(length);
    let is_number = value.len() <= LONGEST && number.first().is_some_and(u8::is_ascii_digit);
    let has_unit = UNITS.iter().any(|known| unit.eq_ignore_ascii_case(known.as_bytes()));
    let parts = number.split(|byte| *byte == b'.').count();
    is_number && (has_unit && parts < 3 || unit.is_empty() && parts == 3)
}

fn is_one_of(word: &str, known: &[&str]) -> bool {
    known.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Matches the placeholder of a parameter that has this name: `:password`, `@password`, `{password}`.
fn is_named_parameter(name: &str, value: &[u8]) -> bool {
    let inner = match value {
        [b':' | b'@' | b'$', inner @ ..] => inner,
        // The closing bracket is punctuation.
        [b'{', inner @ ..] => inner.strip_suffix(b"}").unwrap_or(inner),
        _ => return false,
    };
    let letters = |text: &[u8]| -> Vec<u8> {
        let letters = text.iter().filter(|byte| byte.is_ascii_alphanumeric());
        letters.map(u8::to_ascii_lowercase).collect()
    };
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    inner.iter().all(is_name) && letters(inner) == letters(name.as_bytes())
}

/// Matches what a parser calls a token: the variants of an enum without texts, `Eof`, `[Ident, Comma]`.
fn is_of_parser(value: &[u8]) -> bool {
    let is_variant = |word: &[u8]| {
        word.first().is_some_and(u8::is_ascii_uppercase)
            && word.iter().all(u8::is_ascii_alphabetic)
            && word.iter().any(u8::is_ascii_lowercase)
            // `LParen`
            && (is_word_like(word) || word.get(1..).is_some_and(is_word_like))
    };
    let inner = value.strip_prefix(b"[").unwrap_or(value);
    inner.split(|byte| *byte == b',').map(<[u8]>::trim_ascii).all(is_variant)
}

/// Matches a number that a field of this name would show: `pass=3`, `mnemonic words: 24`.
fn is_count(name: &str, value: &[u8]) -> bool {
    let text = std::str::from_utf8(value).unwrap_or_default();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    let number = text.parse().ok().filter(|_| is_plain);
    number.is_some_and(|number| is_secret(name) && !rule(name).hides(&Value::U64(number)))
}

/// Returns whether the value looks made by chance: letters and digits in a word of some length.
pub(super) fn is_mixed(value: &[u8], least: usize) -> bool {
    value.len() >= least
        && value.iter().any(u8::is_ascii_digit)
        && value.iter().any(u8::is_ascii_alphabetic)
        && !value.iter().any(u8::is_ascii_whitespace)
}

/// Returns whether the value looks generated although it is short: both cases, and digits in several
/// places, in the alphabets of base64.
pub(super) fn is_generated(value: &[u8]) -> bool {
    const LEAST: usize = 8;
    let has = |is: fn(&u8) -> bool| value.iter().any(is);
    value.len() >= LEAST
        && value.iter().all(|byte| is_of_key(*byte) || *byte == b'.')
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has_runs(value, 2)
}

/// Returns whether the value has digits in so many places, between other characters.
fn has_runs(value: &[u8], least: usize) -> bool {
    value
        .chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit())
        .filter(|run| run.first().is_some_and(u8::is_ascii_digit))
        .count()
        >= least
}

/// Returns whether a value that starts at `at`, perhaps in quotes, may be one of [`is_random`]: its
/// characters go on for as long as those of a key do.
pub(super) fn may_be_random(text: &[u8], at: usize) -> bool {
    let value = text.get(at..).unwrap_or_default();
    let opening = value.iter().take(8).position(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    let inside = value.get(opening.map_or(0, |quote| quote + 1)..).unwrap_or_default();
    // `key=key=`: padding is at the end only.
    let run =
        inside.iter().take(LONGEST + 1).take_while(|byte| is_of_key(**byte) && **byte != b'=');
    (LEAST_RANDOM - 2..=LONGEST).contains(&run.count())
}

/// The shortest generated key, in bytes.
const LEAST_RANDOM: usize = 16;

/// Accepts the alphabets of base64.
fn is_of_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=_-".contains(&byte)
}
