//! Scrubs a line of JSON token by token, so that it remains valid. Strings are searched decoded.

use std::borrow::Cow;
use std::ops::Range;

use crate::format::escape;
use crate::scrub::rules::Rules;
use crate::scrub::spans::{MASK, ScrubError, is_harmless, replaced};

/// Returns the line with its secrets masked and their number; `None` without secrets.
pub(super) fn scrub(rules: &Rules, line: &str) -> Result<Option<(Vec<u8>, u64)>, ScrubError> {
    let mut scrub = Scrub { rules, line, at: 0, copied: 0, out: Vec::new(), masked: 0, keys: 0 };
    while let Some(byte) = scrub.peek() {
        match byte {
            b'"' => scrub.string()?,
            b'-' | b'0'..=b'9' => scrub.number(),
            _ => scrub.at += 1,
        }
    }
    if scrub.masked == 0 {
        return Ok(None);
    }
    scrub.copy_until(line.len());
    Ok(Some((scrub.out, scrub.masked)))
}

struct Scrub<'a> {
    rules: &'a Rules,
    line: &'a str,
    at: usize,
    /// The bytes before this offset have been copied to `out`.
    copied: usize,
    out: Vec<u8>,
    masked: u64,
    /// The number of masked keys; it keeps them distinct.
    keys: u64,
}

impl Scrub<'_> {
    fn peek(&self) -> Option<u8> {
        self.line.as_bytes().get(self.at).copied()
    }

    fn copy_until(&mut self, end: usize) {
        let piece = self.line.as_bytes().get(self.copied..end).unwrap_or_default();
        self.out.extend_from_slice(piece);
        self.copied = end;
    }

    /// Replaces a token by a string.
    fn put(&mut self, token: Range<usize>, text: &str, masked: u64) {
        self.copy_until(token.start);
        self.out.push(b'"');
        escape::push_json(&mut self.out, text);
        self.out.push(b'"');
        self.copied = token.end;
        self.masked += masked;
    }

    /// Scrubs a string, and the value that follows if the string is a secret's key.
    fn string(&mut self) -> Result<(), ScrubError> {
        let token = self.string_token()?;
        let inside = self.line.get(token.start + 1..token.end - 1).ok_or(ScrubError)?;
        let text = decoded(inside)?;
        let is_key = self.peek() == Some(b':');
        let places = self.rules.find(&text).merged();
        if !places.is_empty() {
            let mut scrubbed = replaced(&text, &places);
            if is_key {
                self.keys += 1;
                if self.keys > 1 {
                    scrubbed = format!("{scrubbed}#{}", self.keys);
                }
            }
            self.put(token, &scrubbed, places.len() as u64);
        }
        if is_key {
            self.at += 1;
            if self.rules.is_secret(&text) {
                self.secret_value()?;
            }
        }
        Ok(())
    }

    /// Masks the value of a secret's key, of any type, unless it is [harmless](is_harmless).
    fn secret_value(&mut self) -> Result<(), ScrubError> {
        let start = self.at;
        self.skip_value()?;
        let token = start..self.at;
        let value = self.line.get(token.clone()).ok_or(ScrubError)?;
        let bare = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        if is_harmless(decoded(bare.unwrap_or(value))?.as_bytes()) {
            // It may contain other secrets: scrub it like any value.
            self.at = token.start;
        } else {
            self.put(token, MASK, 1);
        }
        Ok(())
    }

    /// Skips a value with everything in it.
    fn skip_value(&mut self) -> Result<(), ScrubError> {
        let mut depth = 0_usize;
        loop {
            match self.peek().ok_or(ScrubError)? {
                b'"' => {
                    self.string_token()?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                b'}' | b']' | b',' if depth == 0 => return Ok(()),
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Replaces a card number by a string.
    fn number(&mut self) {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        let token = start..self.at;
        let number = self.line.get(token.clone()).unwrap_or_default();
        if !self.rules.find(number).merged().is_empty() {
            self.put(token, MASK, 1);
        }
    }

    /// Skips a string with its quotes, and returns it.
    fn string_token(&mut self) -> Result<Range<usize>, ScrubError> {
        let start = self.at;
        self.at += 1;
        loop {
            let byte = self.peek().ok_or(ScrubError)?;
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                return Ok(start..self.at);
            }
        }
    }
}

/// Decodes the content of a string.
fn decoded(inside: &str) -> Result<Cow<'_, str>, ScrubError> {
    if !inside.contains('\\') {
        return Ok(inside.into());
    }
    let mut text = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let escaped = after.chars().next().ok_or(ScrubError)?;
        rest = after.get(escaped.len_utf8()..).unwrap_or_default();
        text.push(match escaped {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => unicode(&mut rest)?,
            '"' | '\\' | '/' => escaped,
            _ => return Err(ScrubError),
        });
    }
    text.push_str(rest);
    Ok(text.into())
}

/// Decodes the four digits after `\u`, and the second half of a surrogate pair.
fn unicode(rest: &mut &str) -> Result<char, ScrubError> {
    let mut unit = || {
        let (digits, after) = rest.split_at_checked(4).ok_or(ScrubError)?;
        *rest = after;
        u16::from_str_radix(digits, 16).map_err(|_| ScrubError)
    };
    let first = unit()?;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first.into()).ok_or(ScrubError);
    }
    let after = rest.strip_prefix("\\u").ok_or(ScrubError)?;
    *rest = after;
    let (digits, after) = rest.split_at_checked(4).ok_or(ScrubError)?;
    *rest = after;
    let second = u16::from_str_radix(digits, 16).map_err(|_| ScrubError)?;
    char::decode_utf16([first, second]).next().and_then(Result::ok).ok_or(ScrubError)
}
