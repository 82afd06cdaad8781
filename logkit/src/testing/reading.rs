//! What a text may mean: its escapes undone and its encodings decoded, each byte with its place.

use std::ops::Range;

/// Stands between decoded bytes that do not follow each other; no byte of UTF-8.
const GAP: u8 = 0xff;
/// Escapes within escapes are followed so deep: a JSON string within another's, within a `Debug`.
const MAX_LAYERS: usize = 3;

/// From where to where, in bytes.
pub(super) type Place = (usize, usize);

/// A text read in one way.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// The way, in words; empty for the text as it is.
    pub(super) form: String,
    pub(super) bytes: Vec<u8>,
    /// Where in the text each byte comes from.
    pub(super) places: Vec<Place>,
    /// Its letters are as they were, so that another case of them can be looked for.
    pub(super) is_text: bool,
}

/// A way of reading; it appends what it makes of the bytes.
type Reader = fn(&[u8], &mut Reading);

/// Those after which there still is a text, which may be read in any other way; each with the byte
/// without which there is nothing to it.
const LAYERS: [(&str, u8, Reader); 3] = [
    ("escaped", b'\\', escaped),
    ("percent-encoded", b'%', |text, out| percent(text, false, out)),
    ("form-encoded", b'+', |text, out| percent(text, true, out)),
];

/// Those that put bytes together.
const ENCODINGS: [(&str, Reader); 9] = [
    ("in hex", |text, out| hex(text, 0, out)),
    ("in hex", |text, out| hex(text, 1, out)),
    ("as hex bytes", |text, out| numbers(text, 16, out)),
    ("as a list of bytes", |text, out| numbers(text, 10, out)),
    ("in a list of pieces", pieces),
    ("in base64", |text, out| base64(text, 0, out)),
    ("in base64", |text, out| base64(text, 1, out)),
    ("in base64", |text, out| base64(text, 2, out)),
    ("in base64", |text, out| base64(text, 3, out)),
];

/// Hands out every reading of `text`, the text as it is first. Without `encodings`, only those that
/// are texts.
pub(super) fn each(text: &str, encodings: bool, mut take: impl FnMut(&Reading)) {
    let mut layers = vec![Reading {
        form: String::new(),
        bytes: text.into(),
        places: (0..text.len()).map(|at| (at, at + 1)).collect(),
        is_text: true,
    }];
    let mut fresh = 0..1;
    for _ in 0..MAX_LAYERS {
        for index in fresh.clone() {
            for (form, sign, reader) in LAYERS {
                let layer = layers.get(index).filter(|layer| layer.bytes.contains(&sign));
                let Some(reading) = layer.map(|layer| layer.read(form, reader)) else { continue };
                if layers.iter().all(|layer| layer.bytes != reading.bytes) {
                    layers.push(Reading { is_text: true, ..reading });
                }
            }
        }
        fresh = fresh.end..layers.len();
    }
    for layer in &layers {
        take(layer);
        if encodings {
            for (form, reader) in ENCODINGS {
                take(&layer.read(form, reader));
            }
        }
    }
}

impl Reading {
    /// Reads what was read once more; places stay those of the text.
    fn read(&self, form: &str, reader: Reader) -> Self {
        let between = if self.form.is_empty() { "" } else { ", " };
        let mut out = Self { form: format!("{form}{between}{}", self.form), ..Self::default() };
        reader(&self.bytes, &mut out);
        for place in &mut out.places {
            *place = self.place(place.0..place.1);
        }
        out
    }

    /// Where in the text these bytes come from.
    pub(super) fn place(&self, bytes: Range<usize>) -> Place {
        let of = |at: usize| self.places.get(at).copied().unwrap_or_default();
        (of(bytes.start).0, of(bytes.end.saturating_sub(1)).1)
    }

    pub(super) fn push(&mut self, byte: u8, place: Place) {
        self.bytes.push(byte);
        self.places.push(place);
    }

    fn gap(&mut self) {
        if self.bytes.last().is_some_and(|last| *last != GAP) {
            self.push(GAP, (0, 0));
        }
    }
}

/// Undoes the escapes of Rust and JSON, and of what is like them. What is none stays as it is.
fn escaped(text: &[u8], out: &mut Reading) {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let found = if byte == b'\\' { escape(text.get(at..).unwrap_or_default()) } else { None };
        match found {
            Some((length, Escape::Byte(byte))) => {
                out.push(byte, (at, at + length));
                at += length;
            }
            Some((length, Escape::Char(c))) => {
                let place = (at, at + length);
                c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push(byte, place));
                at += length;
            }
            None => {
                out.push(byte, (at, at + 1));
                at += 1;
            }
        }
    }
}

enum Escape {
    Byte(u8),
    Char(char),
}

/// The escape at the start of `text`, and its length.
fn escape(text: &[u8]) -> Option<(usize, Escape)> {
    let byte = match text.get(1)? {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 0x08,
        b'f' => 0x0c,
        b'0' => 0,
        same @ (b'\\' | b'"' | b'\'' | b'/') => *same,
        b'x' => u8::try_from(number(text.get(2..4)?)?).ok()?,
        b'u' => return unicode_escape(text),
        _ => return None,
    };
    Some((if text.get(1) == Some(&b'x') { 4 } else { 2 }, Escape::Byte(byte)))
}

/// `\u{1f600}`, `\u00e9`, or two of the latter that are one character.
fn unicode_escape(text: &[u8]) -> Option<(usize, Escape)> {
    let (length, code) = if text.get(2) == Some(&b'{') {
        let digits = text.get(3..)?.iter().take(8).position(|byte| *byte == b'}')?;
        (digits + 4, number(text.get(3..3 + digits)?)?)
    } else {
        match number(text.get(2..6)?)? {
            high @ 0xd800..0xdc00 if text.get(6..8) == Some(b"\\u") => {
                let low = number(text.get(8..12)?)?.checked_sub(0xdc00)?;
                (12, 0x1_0000 + ((high - 0xd800) << 10) + low)
            }
            code => (6, code),
        }
    };
    Some((length, Escape::Char(char::from_u32(code)?)))
}

/// A number in hex.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, digit| {
        number.checked_mul(16)?.checked_add(char::from(*digit).to_digit(16)?)
    })
}

fn percent(text: &[u8], form: bool, out: &mut Reading) {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let code = text.get(at + 1..at + 3).and_then(number).and_then(|code| code.try_into().ok());
        match (byte, code) {
            (b'%', Some(code)) => {
                out.push(code, (at, at + 3));
                at += 3;
                continue;
            }
            (b'+', _) if form => out.push(b' ', (at, at + 1)),
            _ => out.push(byte, (at, at + 1)),
        }
        at += 1;
    }
}

/// Hex digits in one row, two of them a byte, after the first `skip`.
fn hex(text: &[u8], skip: usize, out: &mut Reading) {
    let mut row = 0;
    for (at, byte) in text.iter().enumerate() {
        if !byte.is_ascii_hexdigit() {
            out.gap();
            row = 0;
            continue;
        }
        row += 1;
        if row > skip && (row - skip) % 2 == 1 {
            if let Some(Ok(byte)) = text.get(at..at + 2).and_then(number).map(u8::try_from) {
                out.push(byte, (at, at + 2));
            }
        }
    }
}

/// Bytes as numbers with something between them: `[104, 117]`, `68:75`, `0x68, 0x75`, and groups of
/// them, `6875 6e74`.
fn numbers(text: &[u8], radix: u32, out: &mut Reading) {
    let row = |from: usize, is: &dyn Fn(u8) -> bool| {
        text.get(from..).unwrap_or_default().iter().take_while(|byte| is(**byte)).count()
    };
    let mut at = 0;
    while at < text.len() {
        let prefix = if radix == 16 && text.get(at..at + 2) == Some(b"0x") { 2 } else { 0 };
        let digits = row(at + prefix, &|byte| char::from(byte).is_digit(radix));
        let token = text.get(at + prefix..at + prefix + digits).unwrap_or_default();
        match (digits, radix) {
            (1..=2, 16) | (1..=3, 10) => {
                let token = std::str::from_utf8(token).unwrap_or_default();
                match u8::from_str_radix(token, radix) {
                    Ok(byte) => out.push(byte, (at, at + prefix + digits)),
                    Err(_) => out.gap(),
                }
            }
            (_, 16) if digits > 0 && digits % 2 == 0 => {
                for (index, pair) in token.chunks(2).enumerate() {
                    let byte = number(pair).and_then(|byte| byte.try_into().ok());
                    let start = at + prefix + 2 * index;
                    out.push(byte.unwrap_or(GAP), (start, start + 2));
                }
            }
            _ => out.gap(),
        }
        at += (prefix + digits).max(1);
        let between = row(at, &|byte| byte.is_ascii_whitespace() || b",:;-_|".contains(&byte));
        if digits == 0 || between == 0 {
            out.gap();
        }
        at += between;
    }
}

/// Quoted characters or pieces in a list, put together: `['h', 'u', 'n']`, `["hun", "ter"]`.
fn pieces(text: &[u8], out: &mut Reading) {
    let find = |quote: u8, from: usize| {
        Some(from + text.get(from..)?.iter().position(|byte| *byte == quote)?)
    };
    let mut at = 0;
    while let Some(&quote) = text.get(at) {
        if !matches!(quote, b'"' | b'\'') {
            at += 1;
            continue;
        }
        let mut open = at;
        let mut count = 0;
        while let Some(close) = piece_end(text, open, quote, find(quote, open + 1)) {
            for (place, byte) in text.iter().enumerate().take(close).skip(open + 1) {
                out.push(*byte, (place, place + 1));
            }
            count += 1;
            at = close;
            let rest = text.get(close + 1..).unwrap_or_default();
            let between = |byte: &&u8| byte.is_ascii_whitespace() || **byte == b',';
            let between = rest.iter().take_while(between).count();
            if between == 0 || rest.get(between) != Some(&quote) {
                break;
            }
            open = close + 1 + between;
        }
        out.gap();
        // A quote that closes nothing may open something.
        at += usize::from(count != 1);
    }
}

/// Where the piece that `open` begins ends: `'''` is a quoted quote.
fn piece_end(text: &[u8], open: usize, quote: u8, found: Option<usize>) -> Option<usize> {
    let is_quoted = found == Some(open + 1) && text.get(open + 2) == Some(&quote);
    if is_quoted { Some(open + 2) } else { found }
}

/// Both alphabets, after the first `skip` digits: one of four is where the secret's own bytes begin.
fn base64(text: &[u8], skip: usize, out: &mut Reading) {
    let (mut row, mut bits, mut have, mut start) = (0, 0_u32, 0_u32, 0);
    for (at, byte) in text.iter().enumerate() {
        let Some(digit) = base64_digit(*byte) else {
            // Long ones are broken into lines.
            if !matches!(byte, b'\r' | b'\n') {
                out.gap();
                (row, bits, have) = (0, 0, 0);
            }
            continue;
        };
        row += 1;
        if row <= skip {
            continue;
        }
        if have == 0 {
            start = at;
        }
        bits = bits << 6 | u32::from(digit);
        have += 6;
        if have >= 8 {
            have -= 8;
            let [.., byte] = (bits >> have).to_be_bytes();
            out.push(byte, (start, at + 1));
            bits &= (1 << have) - 1;
            start = at;
        }
    }
}

fn base64_digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}
