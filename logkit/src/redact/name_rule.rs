//! The values that are masked under a name: the name tells what a secret would be, and a value of
//! another type or form is shown.

use crate::record::value::Value;
use crate::redact::secret_names::{DIGITS, KnownName, NameVerdict, PINS, SecretName};
use crate::util::buffer;

/// The values that a name masks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum NameRule {
    /// None.
    Harmless,
    /// All but booleans, as in `auth=true`.
    Secret,
    /// All, because the program has added the name.
    Added,
    /// All but booleans and counts: `tokens=1532`.
    Secrets,
    /// All but booleans and numbers below 1,000: `pin=17` is a board's, `pass=2` a compiler's.
    Pin,
    /// All but booleans and numbers below 100: two OTPs, not the OTP.
    Pins,
    /// Long and random texts.
    IfRandom,
    /// All but booleans and directories: the `PWD` of a shell.
    WorkingDirectory,
    /// All but booleans and single short words: `mnemonic=MOV`.
    Mnemonic,
}

/// The limit of a count. Larger numbers may be numbers of accounts.
const MOST_COUNTED: u128 = 1_000_000_000;
/// A PIN has at least four digits (ISO 9564-1).
const MOST_OF_A_PIN: u128 = 1_000;
const MOST_PINS: u128 = 100;

impl NameRule {
    const ALL: [Self; 9] = [
        Self::Harmless,
        Self::Secret,
        Self::Added,
        Self::Secrets,
        Self::Pin,
        Self::Pins,
        Self::IfRandom,
        Self::WorkingDirectory,
        Self::Mnemonic,
    ];

    /// The rule for a name, as far as the lists know it.
    pub(super) fn of(known: Option<KnownName<'_>>) -> Self {
        let Some(known) = known else { return Self::Harmless };
        match known.verdict {
            NameVerdict::Secret(_) if known.is_added => return Self::Added,
            NameVerdict::Secret(SecretName::Number) => return Self::Secret,
            NameVerdict::Secret(SecretName::Whole) => {}
            NameVerdict::IfRandom => return Self::IfRandom,
            NameVerdict::Harmless => return Self::Harmless,
        }
        let is_pin = known.is_any(PINS);
        match known.is_plural {
            true if is_pin || known.is_any(DIGITS) => Self::Pins,
            true => Self::Secrets,
            false if is_pin => Self::Pin,
            false if known.is_alone && known.is_any(&["pwd", "oldpwd"]) => Self::WorkingDirectory,
            false if known.is_any(&["mnemonic"]) => Self::Mnemonic,
            false => Self::Secret,
        }
    }

    /// The rule with this number.
    pub(super) fn numbered(number: u64) -> Self {
        let rule = usize::try_from(number).ok().and_then(|number| Self::ALL.get(number));
        rule.copied().unwrap_or(Self::Secret)
    }

    /// Returns `true` if the value is masked.
    pub(crate) fn hides(self, value: &Value<'_>) -> bool {
        if matches!(value, Value::Bool(_)) {
            return self == Self::Added;
        }
        match self {
            Self::Harmless => false,
            Self::Secret | Self::Added => true,
            Self::Secrets => !is_count(value, MOST_COUNTED) && !is_fraction(value),
            Self::Pin => !is_count(value, MOST_OF_A_PIN),
            Self::Pins => !is_count(value, MOST_PINS),
            Self::IfRandom => judge(value, is_random),
            Self::WorkingDirectory => !judge(value, is_directory),
            Self::Mnemonic => !judge(value, is_instruction),
        }
    }
}

/// Returns `true` for a number from 0 to below the limit.
fn is_count(value: &Value<'_>, limit: u128) -> bool {
    let number = match *value {
        Value::I64(number) => u128::try_from(number),
        Value::I128(number) => u128::try_from(*number),
        Value::U64(number) => Ok(number.into()),
        Value::U128(number) => Ok(*number),
        _ => return false,
    };
    number.is_ok_and(|number| number < limit)
}

/// Returns `true` for a mean or a share.
fn is_fraction(value: &Value<'_>) -> bool {
    matches!(value, Value::F32(_) | Value::F64(_))
}

/// Judges the text of the value, without the quotes of its `Debug`.
fn judge(value: &Value<'_>, is: fn(&[u8]) -> bool) -> bool {
    buffer::with_scratch(|scratch| {
        value.push_raw(scratch);
        let quoted = scratch.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\""));
        is(quoted.unwrap_or(scratch))
    })
}

/// Returns `true` for what looks like a generated key: long, of the alphabets of base64, in both cases,
/// with digits, and without the structure of a path, a date or a UUID.
pub(crate) fn is_random(value: &[u8]) -> bool {
    let (mut capitals, mut letters, mut digits, mut separators) = (0, 0, 0, 0);
    if !(16..=256).contains(&value.len()) {
        return false;
    }
    for byte in value {
        match byte {
            b'A'..=b'Z' => capitals += 1,
            b'a'..=b'z' => letters += 1,
            b'0'..=b'9' => digits += 1,
            b'/' | b'_' | b'-' => separators += 1,
            b'+' | b'=' => {}
            _ => return false,
        }
    }
    capitals >= 2 && letters >= 2 && digits >= 2 && separators <= value.len() / 8
}

/// Matches a short word, as an instruction of a processor. A seed phrase has twelve words.
fn is_instruction(value: &[u8]) -> bool {
    value.len() <= 8 && value.iter().all(u8::is_ascii_alphabetic)
}

/// Matches an absolute path: `/home/ada`, `~/src`, `C:\work`.
pub(crate) fn is_directory(value: &[u8]) -> bool {
    let rest = match value {
        [b'/', rest @ ..] | [b'~', b'/', rest @ ..] => rest,
        [drive, b':', b'\\' | b'/', rest @ ..] if drive.is_ascii_alphabetic() => rest,
        _ => return matches!(value, b"/" | b"~"),
    };
    let is_of_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"/\\._- ".contains(byte);
    rest.first().is_none_or(|first| first.is_ascii_alphabetic() || b".\\".contains(first))
        && rest.iter().all(|byte| is_of_path(byte) || !byte.is_ascii())
}
