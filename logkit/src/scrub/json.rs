//! Scrubs a line of JSON token by token, so that it remains valid. Strings are searched decoded.

use std::borrow::Cow;
use std::ops::Range;

use crate::format::escape;
use crate::scrub::frame::Frame;
use crate::scrub::harmless::is_harmless;
use crate::scrub::json_string::decoded;
use crate::scrub::options::is_dashed_value;
use crate::scrub::rules::{Rules, SecretKind};
use crate::scrub::spans::{MASK, ScrubError, replaced};
use crate::scrub::{jwk, pairs};

/// Returns the line with its secrets masked and their number; `None` without secrets.
pub(super) fn scrub(
    rules: &Rules,
    line: &str,
    frame: Frame<'_>,
) -> Result<Option<(Vec<u8>, u64)>, ScrubError> {
    let mut scrub = Scrub {
        rules,
        line,
        frame,
        at: 0,
        copied: 0,
        out: Vec::new(),
        masked: 0,
        keys: 0,
        open: Vec::new(),
    };
    while let Some(byte) = scrub.peek() {
        match byte {
            b'"' => scrub.string()?,
            b'-' | b'0'..=b'9' => scrub.number(),
            b'{' | b'[' => {
                scrub.open.push(Container { is_object: byte == b'{', ..Container::default() });
                scrub.at += 1;
            }
            b'}' | b']' => {
                scrub.open.pop();
                scrub.at += 1;
            }
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
    frame: Frame<'a>,
    at: usize,
    /// The bytes before this offset have been copied to `out`.
    copied: usize,
    out: Vec<u8>,
    masked: u64,
    /// The number of masked keys; it keeps them distinct.
    keys: u64,
    /// The objects and lists around `at`.
    open: Vec<Container>,
}

/// An object or a list, and what its earlier parts say about the next one.
#[derive(Default)]
struct Container {
    is_object: bool,
    /// The string that follows is the name of a pair: `{"name": ..`
    is_name_next: bool,
    /// The secret's name that the object has given, or the option before this element.
    name: Option<String>,
    /// The object is a JSON Web Key.
    is_web_key: bool,
}

impl<'a> Scrub<'a> {
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
        let text = self.text_of(&token)?;
        let is_key = self.peek() == Some(b':');
        if !is_key && self.is_argument(&text) {
            self.put(token, MASK, 1);
            return Ok(());
        }
        let is_frame = match self.open.len() {
            // The keys of the line and of its fields.
            1 | 2 if is_key => true,
            1 => self.frame.has_value(&text),
            _ => false,
        };
        let places = self.rules.find_outside(&text, |_| is_frame).merged();
        let option_end = if is_key { None } else { self.option_end(&text) };
        if let Some(end) = option_end {
            let shown = text.get(..end).unwrap_or_default();
            self.put(token, &format!("{shown}{MASK}"), 1);
        } else if !places.is_empty() {
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
            self.value_of(&text)?;
        } else {
            self.remember(text.into_owned());
        }
        Ok(())
    }

    /// Masks the value of a key if the key, or another part of its object, names a secret.
    fn value_of(&mut self, key: &str) -> Result<(), ScrubError> {
        if self.rules.is_secret(key) && self.secret_value(key)? {
            return Ok(());
        }
        let is_name = pairs::is_name_key(key.as_bytes());
        if let Some(object) = self.open.last_mut() {
            object.is_name_next = is_name;
            object.is_web_key |= key == jwk::TYPE;
        }
        if jwk::is_secret(key) && self.rules.has(SecretKind::PrivateKeys) && self.is_web_key()? {
            return self.secret_member();
        }
        if pairs::is_value_key(key.as_bytes()) {
            let name = self.open.last().and_then(|object| object.name.clone());
            let name = match name {
                Some(name) => Some(name),
                None => self.name_ahead()?,
            };
            if let Some(name) = name {
                self.secret_value(&name)?;
            }
        }
        Ok(())
    }

    /// Returns whether the object around `at` is a JSON Web Key. Its type may be after this member.
    fn is_web_key(&mut self) -> Result<bool, ScrubError> {
        let is_known = self.open.last().is_some_and(|object| object.is_web_key);
        let start = self.at;
        let is_web_key = is_known || self.find_ahead(16, |key, _| key == jwk::TYPE)?;
        self.at = start;
        if let Some(object) = self.open.last_mut() {
            object.is_web_key = is_web_key;
        }
        Ok(is_web_key)
    }

    /// Masks a value whatever its name is, unless it is harmless.
    fn secret_member(&mut self) -> Result<(), ScrubError> {
        let start = self.at;
        self.skip_value()?;
        let token = start..self.at;
        let value = self.line.get(token.clone()).ok_or(ScrubError)?;
        let bare = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        if !is_harmless(decoded(bare.unwrap_or(value))?.as_bytes()) {
            self.put(token, MASK, 1);
        }
        Ok(())
    }

    /// Notes what a string says about the parts after it.
    fn remember(&mut self, text: String) {
        let is_secret = |text: &str| self.rules.is_secret(text);
        let Some(last) = self.open.last() else { return };
        let name = if last.is_object {
            (last.is_name_next && is_secret(&text)).then_some(text)
        } else {
            (text.starts_with('-') && is_secret(&text)).then_some(text)
        };
        if let Some(last) = self.open.last_mut() {
            if name.is_some() || !last.is_object {
                last.name = name;
            }
            last.is_name_next = false;
        }
    }

    /// Returns whether the element is the argument of an option: `["--password", "hunter2"]`.
    fn is_argument(&mut self, text: &str) -> bool {
        let Some(list) = self.open.last_mut().filter(|last| !last.is_object) else { return false };
        let Some(option) = list.name.take() else { return false };
        let is_next_option =
            text.strip_prefix('-').is_some_and(|rest| !is_dashed_value(rest.as_bytes()));
        !is_next_option && self.rules.is_secret_value(&option, text.as_bytes())
    }

    /// Returns the end of the name and the operator if the whole element is an option with its value:
    /// `["--password=correct horse"]`.
    fn option_end(&self, text: &str) -> Option<usize> {
        let is_element = self.open.last().is_some_and(|last| !last.is_object);
        let (option, value) = text.split_once('=').filter(|_| is_element)?;
        let is_option = option.starts_with('-') && !option.contains(char::is_whitespace);
        (is_option && self.rules.is_secret_value(option, value.as_bytes()))
            .then_some(option.len() + 1)
    }

    /// Looks for the name of a pair after its value: `{"value": "hunter2", "name": "DB_PASSWORD"}`.
    fn name_ahead(&mut self) -> Result<Option<String>, ScrubError> {
        let start = self.at;
        let name = self.find_name_ahead();
        self.at = start;
        name
    }

    fn find_name_ahead(&mut self) -> Result<Option<String>, ScrubError> {
        let is_name = |key: &str, is_text| is_text && pairs::is_name_key(key.as_bytes());
        if !self.find_ahead(4, is_name)? {
            return Ok(None);
        }
        let token = self.string_token()?;
        let name = self.text_of(&token)?;
        Ok(self.rules.is_secret(&name).then(|| name.into_owned()))
    }

    /// Moves to the value of the first key among the next `most` members for which `is` returns `true`,
    /// and returns whether there is one. `is` takes the key, and whether its value is a string.
    fn find_ahead(
        &mut self,
        most: usize,
        is: impl Fn(&str, bool) -> bool,
    ) -> Result<bool, ScrubError> {
        for _ in 0..most {
            // Objects in it would be searched once for each object around them.
            if self.peek() == Some(b'{') || self.peek() == Some(b'[') && !self.is_flat_list() {
                return Ok(false);
            }
            self.skip_value()?;
            if self.peek() != Some(b',') {
                return Ok(false);
            }
            self.at += 1;
            if self.peek() != Some(b'"') {
                return Ok(false);
            }
            let token = self.string_token()?;
            let key = self.text_of(&token)?;
            if self.peek() != Some(b':') {
                return Ok(false);
            }
            self.at += 1;
            if is(&key, self.peek() == Some(b'"')) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns whether a short list without others in it is at `at`.
    fn is_flat_list(&self) -> bool {
        const MOST: usize = 256;
        let inside = self.line.as_bytes().get(self.at + 1..).unwrap_or_default();
        let mark = inside.iter().take(MOST).find(|byte| b"[]{}".contains(byte));
        mark == Some(&b']')
    }

    /// Masks the value of a secret's name, of any type, unless it is harmless. Returns false if so.
    fn secret_value(&mut self, name: &str) -> Result<bool, ScrubError> {
        let start = self.at;
        self.skip_value()?;
        let token = start..self.at;
        let value = self.line.get(token.clone()).ok_or(ScrubError)?;
        let bare = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let is_secret =
            self.rules.is_secret_value(name, decoded(bare.unwrap_or(value))?.as_bytes());
        if is_secret {
            self.put(token, MASK, 1);
        } else {
            // It may contain other secrets: scrub it like any value.
            self.at = token.start;
        }
        Ok(is_secret)
    }

    /// Returns the decoded content of a string.
    fn text_of(&self, token: &Range<usize>) -> Result<Cow<'a, str>, ScrubError> {
        decoded(self.line.get(token.start + 1..token.end - 1).ok_or(ScrubError)?)
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
