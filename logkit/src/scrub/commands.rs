//! Secrets in the command lines of programs whose options do not name them: `curl -u ada:..`,
//! `sshpass -p ..`, also in the `Debug` of a list of arguments.

use std::ops::Range;

use crate::scrub::harmless::is_harmless;
use crate::scrub::prose::is_of_sentence;
use crate::scrub::values::is_of_key;

/// The options of a program that take a secret.
#[derive(Clone, Copy)]
pub(super) struct CommandLine {
    options: &'static [&'static str],
    form: ArgumentForm,
}

/// The place of a secret in an argument.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ArgumentForm {
    Whole,
    /// In the same word as the option: `-phunter2`.
    Attached,
    /// `ada:hunter2`
    AfterColon,
    /// `ada%hunter2`
    AfterPercent,
    /// `ada,hunter2`
    AfterComma,
    /// `a=hunter2; b=..`
    Cookies,
    /// Any argument of the form `ada/hunter2@db` or `ada/hunter2`.
    Login,
    /// After the option, the second argument from there: `add_user ada hunter2`.
    Second,
}

impl CommandLine {
    pub(super) const fn new(options: &'static [&'static str], form: ArgumentForm) -> Self {
        Self { options, form }
    }

    /// Finds the secret in the arguments after the program's name, which is at `name`.
    pub(super) fn find(self, text: &[u8], name: Range<usize>) -> Option<Range<usize>> {
        /// The arguments that are searched.
        const MOST: usize = 24;
        let before = name.start.checked_sub(1).and_then(|before| text.get(before));
        if before.is_some_and(|byte| is_of_key(*byte)) {
            return None;
        }
        // `mysqldump`
        let suffix =
            text.get(name.end..)?.iter().take(16).take_while(|byte| is_of_key(**byte)).count();
        let mut at = name.end + suffix;
        let mut is_next = false;
        let mut is_second = false;
        let program = text.get(name)?;
        for _ in 0..MOST {
            let (start, quote) = argument_start(text, at)?;
            let argument = start..argument_end(text, start, quote);
            let word = text.get(argument.clone())?;
            // The search goes on from there.
            if word.starts_with(program) {
                return None;
            }
            if is_next {
                return self.secret(text, argument, quote.is_some());
            }
            if self.form == ArgumentForm::Login && login(word).is_some() {
                return self.secret(text, argument, true);
            }
            let is_whole = matches!(self.form, ArgumentForm::Whole | ArgumentForm::Second);
            let attached = self.options.iter().find_map(|option| {
                // Long options need an equals sign.
                let rest = word.strip_prefix(option.as_bytes())?;
                let is_long = option.starts_with("--");
                if is_long { rest.strip_prefix(b"=") } else { (!rest.is_empty()).then_some(rest) }
            });
            if let Some(value) = attached.filter(|_| !is_whole) {
                return self.secret(text, argument.end - value.len()..argument.end, true);
            }
            let is_option = self.options.iter().any(|option| word == option.as_bytes());
            let is_apart = !matches!(self.form, ArgumentForm::Attached | ArgumentForm::Second);
            is_next = is_option && is_apart || is_second;
            is_second = is_option && self.form == ArgumentForm::Second;
            at = argument.end;
        }
        None
    }

    /// Returns the secret part of an argument.
    fn secret(self, text: &[u8], argument: Range<usize>, is_closed: bool) -> Option<Range<usize>> {
        let word = text.get(argument.clone())?;
        let after = |mark: u8| {
            let place = word.iter().position(|byte| *byte == mark);
            place.map(|place| argument.start + place + 1..argument.end)
        };
        let secret = match self.form {
            ArgumentForm::AfterColon => after(b':')?,
            ArgumentForm::AfterPercent => after(b'%')?,
            ArgumentForm::AfterComma => after(b',')?,
            ArgumentForm::Login => {
                let range = login(word)?;
                argument.start + range.start..argument.start + range.end
            }
            ArgumentForm::Cookies => after(b'=').map(|_| argument)?,
            ArgumentForm::Whole | ArgumentForm::Attached | ArgumentForm::Second => argument,
        };
        let value = text.get(secret.clone())?;
        let is_shown = is_harmless(value) || !is_closed && is_of_sentence(value);
        (!is_shown && !value.starts_with(b"-")).then_some(secret)
    }
}

/// Returns the password of a login as Oracle's tools take it: `ada/hunter2@db`.
fn login(word: &[u8]) -> Option<Range<usize>> {
    let slash = word.iter().position(|byte| *byte == b'/')?;
    let (user, rest) = word.split_at_checked(slash)?;
    let rest = rest.get(1..)?;
    let length = rest.iter().rposition(|byte| *byte == b'@').unwrap_or(rest.len());
    let is_user = !user.is_empty() && user.iter().all(|byte| is_of_key(*byte) && *byte != b'.');
    let is_path = rest.get(..length)?.contains(&b'/');
    (is_user && !is_path && length > 0).then_some(slash + 1..slash + 1 + length)
}

/// Returns the start of the next argument and the quote that opens it. Another command ends the list.
fn argument_start(text: &[u8], from: usize) -> Option<(usize, Option<u8>)> {
    const MOST: usize = 16;
    let rest = text.get(from..)?;
    let is_between = |byte: &&u8| b" \t\",'\\".contains(*byte);
    let length = rest.iter().take(MOST).take_while(is_between).count();
    let between = rest.get(..length)?;
    if let Some((empty, quote)) = empty_argument(between) {
        // From its closing quote on, the next argument follows.
        return (empty > 0).then_some((from + empty + 1, Some(quote)));
    }
    let first = rest.get(length)?;
    let quote = between.last().copied().filter(|byte| matches!(byte, b'"' | b'\''));
    let is_command = length > 0 && !b"|;&\n\r(".contains(first);
    is_command.then_some((from + length, quote))
}

/// Returns the opening quote of an empty argument, `""`.
fn empty_argument(between: &[u8]) -> Option<(usize, u8)> {
    let mut last = None;
    for (at, byte) in between.iter().enumerate() {
        match byte {
            b'"' | b'\'' => match last {
                Some((opening, quote)) if quote == *byte => return Some((opening, quote)),
                _ => last = Some((at, *byte)),
            },
            b'\\' => {}
            _ => last = None,
        }
    }
    None
}

fn argument_end(text: &[u8], start: usize, quote: Option<u8>) -> usize {
    const MOST: usize = 256;
    let rest = text.get(start..).unwrap_or_default();
    let is_end = |byte: &u8| match quote {
        Some(quote) => *byte == quote || *byte == b'\\',
        None => byte.is_ascii_whitespace() || b"\"'|;".contains(byte),
    };
    let length = rest.iter().take(MOST).position(is_end);
    start + length.unwrap_or_else(|| rest.len().min(MOST))
}
