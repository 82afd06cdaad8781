//! Secrets in the commands of protocols that consist of lines: `PASS hunter2` of FTP, POP3 and IRC,
//! `AUTH PLAIN ..` of SMTP, `AUTH ada hunter2` of Redis, `a1 LOGIN ada hunter2` of IMAP.
//!
//! Test runners print `PASS`, too, and servers list what `AUTH` they know. So a command is at the start of
//! a line or after a prompt, its arguments end the line, and a password has what words do not have.

use std::ops::Range;

use crate::scrub::blanks::{line_end, skip_blanks};
use crate::scrub::harmless::is_harmless;
use crate::scrub::stated::is_unlike_words;
use crate::scrub::token::is_escape;
use crate::scrub::values::{is_of_key, is_word_like};

/// The arguments of a command.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ProtocolCommand {
    /// `PASS password` (RFC 959, RFC 1939, RFC 2812).
    Password,
    /// `AUTH mechanism initial-response` (RFC 4954), `AUTH password` and `AUTH user password` (Redis),
    /// `AUTHENTICATE mechanism response` (RFC 9051).
    Mechanism,
    /// `tag LOGIN user password` (RFC 9051).
    Login,
    /// `OPER user password` (RFC 2812), `IDENTIFY password` of IRC's services.
    Last,
}

/// Longer arguments are not searched.
const LONGEST: usize = 1024;

impl ProtocolCommand {
    /// Finds the secret among the arguments of the command whose first letters are at `command`.
    pub(super) fn find(self, text: &[u8], command: Range<usize>) -> Option<Range<usize>> {
        let is_authenticate =
            text.get(command.end..).is_some_and(|rest| rest.starts_with(b"ENTICATE"));
        let end = command.end + if is_authenticate { b"ENTICATE".len() } else { 0 };
        let before = text.get(..command.start)?;
        let quote = opening(before);
        if quote.is_none() && !self.may_start(before) {
            return None;
        }
        let arguments = bulk(text, end)
            .or_else(|| arguments(text, end, quote.or_else(|| enclosing(before))))?;
        let word = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
        let is_quoted = |range: &Range<usize>| {
            range.start.checked_sub(1).and_then(|at| text.get(at)) == Some(&b'"')
        };
        let is_secret = |range: &Range<usize>| is_unlike_words(word(range)) || is_quoted(range);
        let secret = match (self, arguments.as_slice()) {
            (Self::Password, [password]) => {
                (is_secret(password) && !is_test(word(password))).then_some(password)
            }
            (Self::Mechanism | Self::Last, [password]) => {
                (is_secret(password) && !is_mechanism(word(password))).then_some(password)
            }
            (Self::Mechanism, [first, second]) if is_mechanism(word(first)) => {
                is_response(word(second)).then_some(second)
            }
            (Self::Mechanism | Self::Login | Self::Last, [_, password]) => {
                is_secret(password).then_some(password)
            }
            _ => None,
        }?;
        (!is_harmless(word(secret))).then(|| secret.clone())
    }

    /// Returns whether the command may follow this text.
    fn may_start(self, before: &[u8]) -> bool {
        let trimmed = before.trim_ascii_end();
        let tag = trimmed.iter().rev().take(12).take_while(|byte| byte.is_ascii_alphanumeric());
        let (rest, tag) = trimmed.split_at(trimmed.len() - tag.count());
        let is_number = tag.last().is_some_and(u8::is_ascii_digit) && before.ends_with(b" ");
        // `a001 LOGIN`, `HELLO 3 AUTH`
        let is_tagged = match self {
            Self::Login | Self::Mechanism => {
                is_number
                    && (tag.len() > 1 && !tag.iter().all(u8::is_ascii_digit)
                        || rest.ends_with(b"HELLO "))
            }
            _ => false,
        };
        let ends_line = matches!(trimmed, [.., b'\\', b'n' | b'r' | b't']);
        let is_start = before.len() > trimmed.len() && before.last() == Some(&b'\n')
            || trimmed.last().is_none_or(|byte| b":>-|]=\"'`/}".contains(byte));
        // In services of IRC the receiver is before the command.
        let is_to_service = self == Self::Last && trimmed.to_ascii_lowercase().ends_with(b"serv");
        let is_alone = self == Self::Login;
        is_tagged || !is_alone && (ends_line || is_start || is_to_service)
    }
}

/// Returns whether the command whose first letters are at `command` may have arguments, however the
/// text is quoted.
pub(super) fn may_be_at(text: &[u8], command: &Range<usize>) -> bool {
    let rest = text.get(command.end..).unwrap_or_default();
    let rest = rest.strip_prefix(b"ENTICATE").unwrap_or(rest);
    let before = command.start.checked_sub(1).and_then(|before| text.get(before));
    let is_word = before.is_none_or(|byte| !is_of_key(*byte)) || is_escape(text, command.start);
    is_word && rest.first().is_some_and(|byte| b" \t\r\n\"'`\\".contains(byte))
}

/// Returns the quote that is open before the command, if it is near.
fn enclosing(before: &[u8]) -> Option<(usize, u8)> {
    const MOST: usize = 64;
    let near = before.get(before.len().saturating_sub(MOST)..)?;
    let last = near.iter().rposition(|byte| b"\"'".contains(byte))?;
    let quote = opening(near.get(..=last)?)?;
    let start = near.get(..(last + 1).saturating_sub(quote.0))?;
    let opens =
        start.last().is_none_or(|byte| byte.is_ascii_whitespace() || b"=:([{,".contains(byte));
    opens.then_some(quote)
}

/// Returns the length of the quote that ends before the command, with its backslashes, and the quote.
fn opening(before: &[u8]) -> Option<(usize, u8)> {
    let (quote, rest) = before.split_last().filter(|(byte, _)| b"\"'`".contains(byte))?;
    let backslashes = rest.iter().rev().take(16).take_while(|byte| **byte == b'\\').count();
    Some((backslashes + 1, *quote))
}

/// Returns the arguments as Redis sends them: `AUTH\r\n$7\r\nhunter2\r\n`.
fn bulk(text: &[u8], from: usize) -> Option<Vec<Range<usize>>> {
    const MOST: usize = 3;
    let (mut found, mut at) = (Vec::new(), from);
    while found.len() < MOST {
        let Some(next) = line_end(text, at) else { break };
        let Some(size) = text.get(next..).and_then(|rest| rest.strip_prefix(b"$")) else { break };
        let digits = size.iter().take(8).take_while(|byte| byte.is_ascii_digit()).count();
        let start = line_end(text, next + 1 + digits)?;
        let rest = text.get(start..)?;
        let is_of_argument = |index: &usize| line_end(text, start + index).is_none();
        let length = (0..rest.len().min(LONGEST)).take_while(is_of_argument).count();
        found.push(start..start + length);
        at = start + length;
    }
    (!found.is_empty()).then_some(found)
}

/// Returns the arguments up to the end of the line or of the text in quotes, at most three.
fn arguments(text: &[u8], from: usize, quote: Option<(usize, u8)>) -> Option<Vec<Range<usize>>> {
    const MOST: usize = 3;
    let mut found = Vec::new();
    let mut at = from;
    // Redis quotes each word: `"AUTH" "hunter2"`.
    let each = quote.filter(|(_, quote)| {
        text.get(from..).is_some_and(|rest| rest.iter().find(|byte| **byte != b'\\') == Some(quote))
    });
    at += each.map_or(0, |(length, _)| length);
    loop {
        // The `Debug` of a list has commas.
        let comma = usize::from(each.is_some() && text.get(at) == Some(&b','));
        let start = skip_blanks(text, at + comma);
        let is_list_end = each.is_some() && matches!(text.get(start), Some(b']' | b')'));
        if is_list_end
            || is_end(text, start, start > at, quote.filter(|_| each.is_none() || start == at))
        {
            return Some(found);
        }
        if start == at || found.len() == MOST {
            return None;
        }
        let rest = text.get(start..)?;
        let backslashes = rest.iter().take(16).take_while(|byte| **byte == b'\\').count();
        let inner = rest.get(backslashes).copied().filter(|byte| *byte == b'"');
        let skipped = if inner.is_some() { backslashes + 1 } else { 0 };
        let is_of_end = |(index, byte): (usize, &u8)| match inner {
            Some(inner) => *byte == inner,
            None => byte.is_ascii_whitespace() || is_end(text, start + index, false, quote),
        };
        let body = rest.get(skipped..)?;
        let length = body
            .iter()
            .take(LONGEST)
            .enumerate()
            .position(|(index, byte)| is_of_end((index + skipped, byte)));
        let length = match length {
            Some(length) => length,
            None if body.len() <= LONGEST && inner.is_none() => body.len(),
            None => return None,
        };
        let end = start + skipped + length;
        let kept = if inner.is_some() { backslashes } else { 0 };
        found.push(start + skipped..end.saturating_sub(kept));
        at = end + usize::from(inner.is_some());
    }
}

/// Returns whether the line, or the text in quotes around it, ends here; after a blank also where the
/// next field starts.
fn is_end(text: &[u8], at: usize, is_after_blank: bool, quote: Option<(usize, u8)>) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let closes = |quote: u8| {
        let marks = rest.iter().take(16).take_while(|byte| **byte == b'\\').count();
        rest.get(marks) == Some(&quote)
            && rest.get(marks + 1).is_none_or(|byte| !byte.is_ascii_alphanumeric())
    };
    let is_field = || {
        let name = rest.iter().take(64).take_while(|byte| is_of_key(**byte)).count();
        rest.get(..name).is_some_and(is_word_like)
            && rest.get(name) == Some(&b'=')
            && rest.get(name + 1).is_some_and(|byte| !byte.is_ascii_whitespace())
    };
    rest.is_empty()
        || rest.starts_with(b"\r")
        || line_end(text, at).is_some()
        || quote.is_some_and(|(_, quote)| closes(quote))
        || is_after_blank && is_field()
}

/// Matches the name of a SASL mechanism (RFC 4422).
fn is_mechanism(word: &[u8]) -> bool {
    let is_of_name =
        |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"-_".contains(byte);
    word.len() <= 20 && word.iter().all(is_of_name) && word.iter().any(u8::is_ascii_uppercase)
}

/// Matches the base64 of an initial response.
fn is_response(word: &[u8]) -> bool {
    const LEAST: usize = 8;
    let is_of_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(byte);
    word.len() >= LEAST
        && word.iter().all(is_of_base64)
        && !is_mechanism(word)
        && (word.iter().any(u8::is_ascii_uppercase) || word.iter().any(u8::is_ascii_digit))
}

/// Matches the name of a test, as runners print after `PASS`.
fn is_test(word: &[u8]) -> bool {
    word.contains(&b'/')
        || word.windows(2).any(|two| two == b"::")
        || word.to_ascii_lowercase().windows(4).any(|four| four == b"test" || four == b"spec")
}
