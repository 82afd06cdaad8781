//! Sentences that look like assignments: headings of prose, messages about a secret, parsers' errors.

use std::ops::Range;

use crate::scrub::binding::{Binding, ValueForm};
use crate::scrub::harmless::{is_generated, is_mixed, is_status};
use crate::scrub::named::{NamePlace, is_spelled, word_before};
use crate::scrub::values::quote_at;

/// Longer values are not messages, in bytes.
const LONGEST: usize = 256;

/// Words of a sentence after an option: `--token to authenticate`.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "a", "also", "an", "and", "are", "arg", "argument", "arguments", "as", "at", "be", "but", "by",
    "can", "cannot", "command", "could", "does", "env", "environment", "exists", "field", "file", "flag",
    "flags", "for", "from", "given", "has", "have", "here", "if", "in", "instead", "into", "is", "it",
    "may", "must", "no", "not", "now", "of", "on", "only", "option", "options", "or", "parameter",
    "parameters", "passed", "rather", "required", "set", "should", "so", "specified", "string", "switch",
    "than", "that", "the", "then", "this", "to", "unless", "until", "used", "using", "value", "values",
    "variable", "via", "was", "were", "when", "where", "which", "while", "will", "with", "without",
    "work", "works", "would", "you", "your",
];

/// Words before `token` in the errors of parsers.
const PARSERS: &[&str] = &[
    "current",
    "eof",
    "expected",
    "first",
    "found",
    "got",
    "invalid",
    "last",
    "lookahead",
    "next",
    "parse",
    "previous",
    "syntax",
    "unexpected",
    "unknown",
    "unrecognized",
];

/// Words before a name that a value in quotes follows: `invalid password "hunter2"`.
const REJECTED: &[&str] = &[
    "bad",
    "expired",
    "failed",
    "for",
    "incorrect",
    "invalid",
    "mismatched",
    "rejected",
    "revoked",
    "stale",
    "the",
    "unauthorized",
    "unknown",
    "unrecognized",
    "using",
    "with",
    "wrong",
];

/// Names whose value in quotes is a secret whatever precedes: SQL's `PASSWORD '..'`.
const PASSWORDS: &[&str] = &["password", "passwd", "pwd", "passphrase", "passcode"];

/// The architectures of packages: `python3-jwt:amd64`.
const ARCHITECTURES: &[&str] = &[
    "all", "amd64", "any", "arm64", "armel", "armhf", "i386", "i686", "mips64el", "native",
    "ppc64el", "riscv64", "s390x", "x86_64",
];

fn is_one_of(word: &[u8], words: &[&str]) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
}

/// Returns whether the name is a prefix in prose: `auth: signed in`. A literal or a generated value
/// belongs to it.
pub(super) fn is_heading(place: &NamePlace<'_>, binding: &Binding) -> bool {
    let is = |flat| place.name().is_some_and(|name| is_spelled(name, flat));
    if !binding.by_colon || binding.is_closed || !is("auth") && !is("oauth") {
        return false;
    }
    let value = place.text.get(binding.at..).unwrap_or_default();
    let word = value.iter().take(LONGEST).take_while(|byte| !byte.is_ascii_whitespace());
    let is_literal = quote_at(place.text, binding.at).1.is_some() || value.starts_with(b"Some(");
    !is_literal && !value.get(..word.count()).is_some_and(is_generated)
}

/// Returns whether the value is a part of a message about the secret and not the secret.
pub(super) fn is_message(place: &NamePlace<'_>, binding: &Binding, range: &Range<usize>) -> bool {
    let value = place.text.get(range.clone()).unwrap_or_default();
    let is_quoted = range.start > binding.at;
    match binding.form {
        ValueForm::Word => !is_quoted && is_of_sentence(value),
        ValueForm::Quoted => is_status(value) || !is_password(place) && !is_mixed(value, 4),
        ValueForm::Any if is_quoted => is_parsers(place, value),
        ValueForm::Any => {
            binding.is_prose
                && value.len() <= LONGEST
                && (is_status(value)
                    || is_type(value)
                    || is_one_of(value, WORDS)
                    // A message of `passwd`: `passwd: password updated`
                    || is_one_of(value, PASSWORDS)
                    || is_template(value)
                    || is_of_runner(place, value)
                    || is_declared(place, value)
                    || is_subject(place, value, range.end))
                || is_call(place.text, range)
                || is_variable(value)
                || is_marked_up(place) && !is_mixed(value, 4)
                || is_macro(place.text, range)
                || is_resource(place, binding)
                || !binding.is_closed && is_status_alone(place, range)
                || binding.by_colon && is_one_of(value, ARCHITECTURES)
                || is_parsers(place, value)
        }
        _ => false,
    }
}

/// Matches a word of a sentence, or the placeholder of a usage line: `--token TOKEN`.
pub(super) fn is_of_sentence(value: &[u8]) -> bool {
    let bare = value.iter().rposition(|byte| !b".,;:!?)".contains(byte));
    let bare = value.get(..bare.map_or(0, |last| last + 1)).unwrap_or_default();
    let is_placeholder = |byte: &u8| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-');
    !bare.iter().any(u8::is_ascii_alphanumeric)
        || is_one_of(bare, WORDS)
        || bare.iter().all(is_placeholder)
        || matches!(bare, [b'[', .., b']'] | [b'<', .., b'>'])
        || is_status(bare)
}

/// Matches the argument of a message that is not formatted: `{}`, `{0}`, `{error:?}`.
fn is_template(value: &[u8]) -> bool {
    let inner = value.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}"));
    inner.is_some_and(|inner| {
        let mut parts = inner.splitn(2, |byte| *byte == b':');
        let name = parts.next().unwrap_or_default();
        let is_name = |byte: &u8| byte.is_ascii_lowercase() || *byte == b'_';
        let is_argument = name.iter().all(is_name) || name.iter().all(u8::is_ascii_digit);
        is_argument && parts.next().is_none_or(|form| form.len() < 8)
    })
}

/// Matches the type of a field in source code: `password: String`.
pub(super) fn is_type(value: &[u8]) -> bool {
    #[rustfmt::skip]
    const TYPES: &[&str] = &[
        "&str", "&'a str", "bytes", "char", "i32", "i64", "int", "integer", "option<string>", "secretstring", "str",
        "string", "text", "u128", "u32", "u64", "u8", "uuid", "varchar", "vec<u8>",
    ];
    is_one_of(value, TYPES) || is_generic(value)
}

/// Matches a type with parameters: `Option<Token>`.
fn is_generic(value: &[u8]) -> bool {
    const MOST: usize = 64;
    #[rustfmt::skip]
    const OUTER: &[&str] = &["Arc", "Box", "Cow", "Option", "Optional", "Promise", "Rc", "Result", "Vec"];
    let value = value.strip_suffix(b",").unwrap_or(value);
    let value = value.strip_prefix(b"&").unwrap_or(value);
    let Some(open) = value.iter().take(MOST).position(|byte| *byte == b'<') else { return false };
    let is_of_type = |byte: &u8| byte.is_ascii_alphanumeric() || b"_<>:,&'".contains(byte);
    OUTER.iter().any(|outer| value.get(..open) == Some(outer.as_bytes()))
        && value.ends_with(b">")
        && value.iter().all(is_of_type)
}

/// Matches the type in a declaration of a variable: `let token: Address = `.
fn is_declared(place: &NamePlace<'_>, value: &[u8]) -> bool {
    let is_of_type = |byte: &u8| byte.is_ascii_alphanumeric() || b"_:<>&".contains(byte);
    let last = value.rsplit(|byte| *byte == b':').next().unwrap_or_default();
    is_one_of(word_before(place), &["let", "mut", "const", "static"])
        && last.first().is_some_and(u8::is_ascii_uppercase)
        && value.iter().all(is_of_type)
        && !is_mixed(last, 4)
}

/// Matches a call in source code that reads a variable of the environment, in any language.
fn is_variable(value: &[u8]) -> bool {
    const MOST: usize = 96;
    let near = value.get(..value.len().min(MOST)).unwrap_or_default();
    let Some(opening) = near.iter().rposition(|byte| b"[(.".contains(byte)) else { return false };
    let (path, name) = near.split_at(opening);
    let is_of_path = |byte: &u8| byte.is_ascii_alphabetic() || b"_.:!".contains(byte);
    let is_of_name = |byte: &u8| {
        byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"_\"'\\[(.)];,?".contains(byte)
    };
    value.len() <= MOST
        && path.iter().all(is_of_path)
        && path.windows(3).any(|three| three.eq_ignore_ascii_case(b"env"))
        && name.iter().any(u8::is_ascii_uppercase)
        && name.iter().all(is_of_name)
}

/// Matches the result of a test after the `PASS` of a runner: `--- PASS: TestLogin`.
fn is_of_runner(place: &NamePlace<'_>, value: &[u8]) -> bool {
    let is_pass = place.name() == Some("PASS");
    is_pass && (place.before().ends_with(b"--- ") || !is_mixed(value, 4) || value.contains(&b'/'))
}

/// Matches a call in source code: `token = lexer.next_token();`, `key = SecretKey::from_pem(pem)?;`
fn is_call(text: &[u8], range: &Range<usize>) -> bool {
    const MOST: usize = 96;
    let value = text.get(range.clone()).unwrap_or_default();
    let end = value.iter().rposition(|byte| !b"?;".contains(byte)).map_or(0, |last| last + 1);
    let call = value.get(..end).unwrap_or_default();
    let call = call.strip_suffix(b".await").unwrap_or(call);
    let open = call.iter().take(MOST).position(|byte| *byte == b'(').unwrap_or_default();
    let (path, arguments) = call.split_at(open);
    let is_of_path = |byte: &u8| byte.is_ascii_alphabetic() || b"_.:".contains(byte);
    let is_of_arguments = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.:&,() ".contains(byte);
    let is_qualified = path.contains(&b'.') || path.windows(2).any(|two| two == b"::");
    is_qualified
        && path.iter().all(is_of_path)
        && arguments.len() <= MOST
        && arguments.ends_with(b")")
        && arguments.iter().all(is_of_arguments)
}

/// Matches a macro of Rust: `tokens = quote! { .. }`
fn is_macro(text: &[u8], range: &Range<usize>) -> bool {
    let value = text.get(range.clone()).unwrap_or_default();
    let Some(name) = value.strip_suffix(b"!") else { return false };
    let is_block = matches!(text.get(range.end..), Some([b' ', b'{' | b'(' | b'[', ..]));
    is_block && name.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'_')
}

/// Returns whether the name is emphasized or a link, as in Markdown: `**Authorization**: ..`
fn is_marked_up(place: &NamePlace<'_>) -> bool {
    let after = place.text.get(place.end..).unwrap_or_default();
    [&b"**:"[..], b"*:", b"~~:", b"]: ", b"`]: ", b":** ", b":__ ", b":* "]
        .iter()
        .any(|mark| after.starts_with(mark))
}

/// Returns whether the name is a part of the name of a resource at Amazon:
/// `arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf`.
fn is_resource(place: &NamePlace<'_>, binding: &Binding) -> bool {
    let account = place.before().strip_suffix(b":").unwrap_or_default();
    let digits = account.iter().rev().take(12).take_while(|byte| byte.is_ascii_digit()).count();
    binding.by_colon && !binding.is_prose && digits == 12
}

/// Returns whether a literal after the name may be a secret.
pub(super) fn takes_literal(place: &NamePlace<'_>) -> bool {
    is_password(place) || is_after(place, REJECTED)
}

/// Returns whether the name is that of a password, and the literal one whatever it is.
fn is_password(place: &NamePlace<'_>) -> bool {
    let last = place.name().unwrap_or_default().rsplit(['_', '-', '.']).next();
    is_one_of(last.unwrap_or_default().as_bytes(), PASSWORDS)
}

/// Returns whether one of the words is at most two words before the name: `unknown api key ..`
fn is_after(place: &NamePlace<'_>, words: &[&str]) -> bool {
    let word = word_before(place);
    let start = place.start.saturating_sub(word.len() + 1);
    let before = NamePlace { start, ..*place };
    is_one_of(word, words) || !word.is_empty() && is_one_of(word_before(&before), words)
}

/// Matches `password=changed`, outside of a query.
fn is_status_alone(place: &NamePlace<'_>, range: &Range<usize>) -> bool {
    let value = place.text.get(range.clone()).unwrap_or_default();
    let is_in_form = place.text.get(range.end) == Some(&b'&') || place.is_in_query();
    !is_in_form && value.iter().all(u8::is_ascii_alphabetic) && is_status(value)
}

/// Matches the token of a parser: `unexpected token: Eof`, `found token = '<EOF>'`.
fn is_parsers(place: &NamePlace<'_>, value: &[u8]) -> bool {
    let is_token = place.name().is_some_and(|name| is_spelled(name, "token"));
    is_token && is_one_of(word_before(place), PARSERS) && !is_mixed(value, 5)
}

/// Matches the subject of a commit or the description of a package after its path or name:
/// `controllers/token: Extract ..`, `libsecret: add ..`
fn is_subject(place: &NamePlace<'_>, value: &[u8], end: usize) -> bool {
    let is_path = place.before().last() == Some(&b'/');
    let is_library = place.name().is_some_and(|name| name.starts_with("lib"));
    let is_word = value.iter().all(u8::is_ascii_alphabetic);
    let rest = place.text.get(end..).unwrap_or_default();
    let goes_on = matches!(rest, [b' ', next, ..] if next.is_ascii_alphabetic());
    (is_path || is_library) && is_word && goes_on
}
