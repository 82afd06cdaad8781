//! Finds secrets by their shape alone: vendors' tokens, JSON Web Tokens, private keys, e-mail
//! addresses.

use std::ops::Range;

/// The shape of a vendor's token.
#[derive(Clone, Copy)]
pub(super) struct TokenShape {
    pub(super) class: CharClass,
    /// The minimum and maximum length after the prefix, in bytes.
    pub(super) least: u16,
    pub(super) most: u16,
    /// The characters before the prefix that belong to the token, and their minimum number.
    pub(super) before: Option<(CharClass, u8)>,
    /// The prefix identifies the owner and is not masked.
    pub(super) keeps_prefix: bool,
    /// Requires a long part with a digit between dashes, unlike prose and Kubernetes' names.
    has_long_part: bool,
}

/// The characters of a token.
#[derive(Clone, Copy)]
pub(super) enum CharClass {
    Digit,
    Hex,
    Upper,
    Alnum,
    /// Letters, digits, `_`, `-`.
    Word,
    /// Letters, digits, `_`, `-`, `.`.
    Dotted,
    /// Letters, digits, `_`, `-`, `.`, `~`.
    Tilde,
    /// Letters, digits, `_`, `-`, `.`, `+`, `/`, `=`, and `%` for those that a URL encodes.
    Percent,
    /// Letters, digits, `+`, `/`, `=`, and the `_` and `-` of the URL-safe alphabet.
    Base64,
    /// Letters, digits, `.`, `/`, `+`, `-`, `_`, and `$`, `=`, `,` between the parts of a password's hash.
    Crypt,
    /// Segments of a URL's path, as far as webhooks have them.
    Path,
}

/// Longer than the suffixes of Kubernetes' names (10) and the parts of a UUID (12).
const LONG: usize = 16;
/// The maximum length of tokens without one.
const UNLIMITED: u16 = u16::MAX;
/// The most characters before a prefix that belong to a token.
const MOST_BEFORE: usize = 64;

impl CharClass {
    pub(super) const fn has(self, byte: u8) -> bool {
        match self {
            Self::Digit => byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Alnum => byte.is_ascii_alphanumeric(),
            Self::Word => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
            Self::Dotted => Self::Word.has(byte) || byte == b'.',
            Self::Tilde => Self::Dotted.has(byte) || byte == b'~',
            Self::Percent => Self::Base64.has(byte) || matches!(byte, b'.' | b'%'),
            Self::Base64 => Self::Word.has(byte) || matches!(byte, b'+' | b'/' | b'='),
            Self::Crypt => Self::Base64.has(byte) || matches!(byte, b'.' | b'$' | b','),
            Self::Path => Self::Word.has(byte) || matches!(byte, b'+' | b'/' | b'@'),
        }
    }

    /// Returns the end of the run of such bytes at `start`.
    pub(super) fn end(self, text: &[u8], start: usize) -> usize {
        let run = text.get(start..).unwrap_or_default();
        start + run.iter().position(|byte| !self.has(*byte)).unwrap_or(run.len())
    }
}

impl TokenShape {
    pub(super) const fn new(class: CharClass, least: u16) -> Self {
        Self {
            class,
            least,
            most: UNLIMITED,
            before: None,
            keeps_prefix: false,
            has_long_part: false,
        }
    }

    pub(super) const fn no_longer(self) -> Self {
        self.no_longer_than(self.least)
    }

    pub(super) const fn no_longer_than(self, most: u16) -> Self {
        Self { most, ..self }
    }

    pub(super) const fn after(self, class: CharClass, least: u8) -> Self {
        Self { before: Some((class, least)), ..self }
    }

    pub(super) const fn with_its_prefix(self) -> Self {
        Self { keeps_prefix: true, ..self }
    }

    pub(super) const fn with_a_long_part(self) -> Self {
        Self { has_long_part: true, ..self }
    }

    /// Returns the token of this shape whose prefix is at `prefix`.
    pub(super) fn find(self, text: &[u8], prefix: Range<usize>) -> Option<Range<usize>> {
        let body = prefix.end;
        let start = if self.keeps_prefix { body } else { self.start(text, prefix.start)? };
        let end = self.class.end(text, body);
        let rest = text.get(body..end)?;
        let is_long = rest.len() >= usize::from(self.least)
            && (self.most == UNLIMITED || rest.len() <= usize::from(self.most));
        let is_part = |part: &[u8]| part.len() >= LONG && part.iter().any(u8::is_ascii_digit);
        let is_prose = self.has_long_part && !rest.split(|byte| *byte == b'-').any(is_part);
        (is_long && !is_prose && !is_kept(text, &(start..end))).then_some(start..end)
    }

    /// Returns the start of the token, unless it is a part of a longer word.
    fn start(self, text: &[u8], at: usize) -> Option<usize> {
        let before = text.get(..at)?;
        if let Some((class, least)) = self.before {
            let run = before.iter().rev().take(MOST_BEFORE).take_while(|byte| class.has(**byte));
            let length = run.count();
            return (length >= usize::from(least)).then_some(at - length);
        }
        let last = before.last();
        let is_inside = last.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let is_hidden = is_inside && !is_escape(text, at);
        let is_part = self.has_long_part && last == Some(&b'-');
        (!is_hidden && !is_part).then_some(at)
    }
}

/// Returns whether the letter before `at` ends an escape (`\n`, `\x0a`, `\u000a`, `%3D`) or a color
/// sequence.
pub(super) fn is_escape(text: &[u8], at: usize) -> bool {
    let is_hex = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
    match text.get(at.saturating_sub(6)..at).unwrap_or_default() {
        [.., b'\\', b'n' | b'r' | b't' | b'0'] => true,
        [.., b'%', a, b] | [.., b'\\', b'x', a, b] => is_hex(&[*a, *b]),
        [b'\\', b'u', digits @ ..] => is_hex(digits),
        [.., b'm'] => is_color(text, at - 1),
        _ => false,
    }
}

/// Returns whether the `m` at `end` ends a color sequence `ESC [ .. m`, with a raw or escaped ESC.
fn is_color(text: &[u8], end: usize) -> bool {
    let before = text.get(end.saturating_sub(16)..end).unwrap_or_default();
    let parameters = |byte: &u8| byte.is_ascii_digit() || *byte == b';';
    let opening = before.iter().rposition(|byte| !parameters(byte));
    let opening = opening.and_then(|last| before.get(..=last)).unwrap_or_default();
    matches!(opening, [.., 0x1b | b'}' | b'b' | b'B', b'['])
}

/// Returns whether the four stars of a mask follow: then the text before them was kept on purpose.
/// Longer text is not, which keeps the search linear.
pub(super) fn is_kept(text: &[u8], token: &Range<usize>) -> bool {
    const MOST: usize = 256;
    token.len() <= MOST && text.get(token.end..).is_some_and(|rest| rest.starts_with(b"****"))
}

/// Finds the JSON Web Token (RFC 7519), signed, unsigned or encrypted, whose header is at `at`.
pub(super) fn jwt(text: &[u8], at: usize) -> Option<Range<usize>> {
    /// The shortest header, `{"alg":"x"}`, is longer in base64.
    const LEAST: usize = 12;
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    if before.is_some_and(|byte| CharClass::Word.has(*byte)) && !is_escape(text, at) {
        return None;
    }
    let mut end = CharClass::Word.end(text, at);
    if end - at < LEAST {
        return None;
    }
    let mut parts = 1;
    // AWS pads the parts of its tokens.
    let padded = |end: usize| {
        end + text.get(end..).unwrap_or_default().iter().take(2).take_while(|b| **b == b'=').count()
    };
    while parts < 5 && text.get(padded(end)) == Some(&b'.') {
        let next = CharClass::Word.end(text, padded(end) + 1);
        // A header needs a payload after it; the signature may be empty.
        if next == padded(end) + 1 && parts == 1 && text.get(next) != Some(&b'.') {
            break;
        }
        (parts, end) = (parts + 1, next);
    }
    if parts > 1 {
        end = padded(end);
    }
    // A full stop at the end of a sentence.
    if text.get(end - 1) == Some(&b'.') && parts > 2 {
        end -= 1;
    }
    (parts > 1).then_some(at..end)
}

/// Finds the token of a Vault before 1.10 whose `s.` is at `at`: 24 letters and digits, and perhaps the
/// id of a namespace. The names of methods have no digits, or one case.
pub(super) fn vault(text: &[u8], at: usize) -> Option<Range<usize>> {
    const LENGTH: usize = 24;
    let start = at + b"s.".len();
    let end = CharClass::Alnum.end(text, start);
    let body = text.get(start..end)?;
    let has = |is: fn(&u8) -> bool| body.iter().any(is);
    let is_token = body.len() == LENGTH
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase);
    let is_call = text.get(end).is_some_and(|byte| b"(_:".contains(byte));
    let namespace = match text.get(end) {
        Some(b'.') => CharClass::Alnum.end(text, end + 1),
        _ => end,
    };
    let end = if namespace == end + 6 { namespace } else { end };
    (is_token && !is_call && !is_kept(text, &(at..end))).then_some(at..end)
}

/// Finds the token of a Discord bot that starts at `at`: the base64 of its number, a time and a code.
pub(super) fn discord_bot(text: &[u8], at: usize) -> Option<Range<usize>> {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    if before.is_some_and(|byte| CharClass::Word.has(*byte)) && !is_escape(text, at) {
        return None;
    }
    let (mut start, mut end) = (at, at);
    for (index, lengths) in [22..=28, 5..=7, 27..=45].into_iter().enumerate() {
        start = if index == 0 { at } else { end + 1 };
        let most = text.get(..text.len().min(start + 46))?;
        end = CharClass::Word.end(most, start);
        let is_followed = index == 2 || text.get(end) == Some(&b'.');
        if !lengths.contains(&(end - start)) || !is_followed {
            return None;
        }
    }
    let has_digit = text.get(start..end)?.iter().any(u8::is_ascii_digit);
    (has_digit && !is_kept(text, &(at..end))).then_some(at..end)
}

/// More than the longest label, that of `BEGIN SSH2 ENCRYPTED PRIVATE KEY`, in bytes.
const MAX_LABEL: usize = 40;

/// Finds the PEM block whose first `PRIVATE KEY` is at `at`, from its first dash to its last. Without
/// an end marker it extends over the base64 that follows, and `has_end` becomes `false`.
pub(super) fn pem_key(text: &[u8], at: usize, has_end: &mut bool) -> Option<Range<usize>> {
    let from = at.saturating_sub(MAX_LABEL);
    // Forms have `+` and queries `%20` in place of spaces.
    let begin = from + find_last(text.get(from..at)?, b"BEGIN")?;
    if !text.get(begin + b"BEGIN".len()).is_some_and(|byte| b" +%".contains(byte)) {
        return None;
    }
    let head = text.get(..begin)?;
    let head = head.strip_suffix(b" ").unwrap_or(head);
    let dashes = head.iter().rev().take_while(|byte| **byte == b'-').count();
    if dashes < 4 {
        return None;
    }
    let start = head.len() - dashes;
    let is_encoded = text.get(at + b"PRIVATE".len()) == Some(&b'%');
    let body = at + if is_encoded { b"PRIVATE%20KEY".len() } else { b"PRIVATE KEY".len() };
    let rest = text.get(body..)?;
    let end = if *has_end {
        find_first(rest, b"---END").or_else(|| find_first(rest, b"--- END "))
    } else {
        None
    };
    let Some(end) = end else {
        *has_end = false;
        return Some(start..open_end(text, body));
    };
    let label = body + end + b"---END".len();
    let foot = text.get(label..)?;
    // After the label and its dashes, if it has any.
    let closing = foot.iter().take(2 * MAX_LABEL).position(|byte| *byte == b'-');
    let closing = closing
        .map_or(0, |dash| dash + foot.iter().skip(dash).take_while(|byte| **byte == b'-').count());
    Some(start..label + closing)
}

/// Finds a key in the format of `PuTTY`'s `.ppk` files: up to its MAC, or to the end of the text.
pub(super) fn putty_key(text: &[u8], at: usize) -> Option<Range<usize>> {
    const MAC: &[u8] = b"Private-MAC: ";
    let rest = text.get(at..)?;
    let Some(mac) = find_first(rest, MAC) else { return Some(at..text.len()) };
    let digits = rest.iter().skip(mac + MAC.len()).take_while(|byte| byte.is_ascii_hexdigit());
    Some(at..at + mac + MAC.len() + digits.count())
}

/// Returns the end of the dashes, headers and base64 of a block without an end marker.
fn open_end(text: &[u8], body: usize) -> usize {
    let rest = text.get(body..).unwrap_or_default();
    let is_of_body = |byte: &u8| {
        byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() || b"+/=-,:\\%".contains(byte)
    };
    let mut end = body + rest.iter().take_while(|byte| is_of_body(byte)).count();
    // The end of the line and the backslashes before a closing quote are not part of the block.
    while end > body && matches!(text.get(end - 1), Some(b'\n' | b' ' | b'\\')) {
        end -= 1;
    }
    end
}

fn find_first(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).position(|window| window == needle)
}

fn find_last(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).rposition(|window| window == needle)
}

/// Calls `found` for every e-mail address.
pub(super) fn each_email(text: &[u8], mut found: impl FnMut(Range<usize>)) {
    for (at, _) in text.iter().enumerate().filter(|(_, byte)| **byte == b'@') {
        email_at(text, at).into_iter().for_each(&mut found);
    }
}

/// Returns the address around an `@`: a dot-atom (RFC 5322), with characters beyond ASCII (RFC 6531),
/// and a domain of at least two labels.
fn email_at(text: &[u8], at: usize) -> Option<Range<usize>> {
    let is_of_local = |byte: &u8| {
        byte.is_ascii_alphanumeric() || !byte.is_ascii() || b".!#$%'*+^_`~-".contains(byte)
    };
    let is_of_domain =
        |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b".-".contains(byte);
    let local = text.get(..at)?.iter().rev().take(64).take_while(|byte| is_of_local(byte)).count();
    let mut start = at - local;
    // Quotes and emphasis around the address.
    while start < at && text.get(start).is_some_and(|byte| b"'`*.".contains(byte)) {
        start += 1;
    }
    // Starts at a character boundary.
    while start < at && text.get(start).is_some_and(|byte| byte & 0xc0 == 0x80) {
        start += 1;
    }
    let domain = text.get(at + 1..)?;
    let mut length = domain.iter().take(255).take_while(|byte| is_of_domain(byte)).count();
    while length > 0 && matches!(domain.get(length - 1), Some(b'.' | b'-')) {
        length -= 1;
    }
    while domain.get(length).is_some_and(|byte| byte & 0xc0 == 0x80) {
        length += 1;
    }
    let domain = domain.get(..length)?;
    let top = domain.rsplit(|byte| *byte == b'.').next()?;
    let has_top =
        domain.contains(&b'.') && top.len() > 1 && top.iter().any(|b| !b.is_ascii_digit());
    (start < at && has_top).then_some(start..at + 1 + length)
}
