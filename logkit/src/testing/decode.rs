//! Decodes a text in every supported way, and maps each decoded byte to its source.

use std::ops::Range;

/// Separates decoded bytes that are not adjacent; never part of UTF-8.
const GAP: u8 = 0xff;
/// Nesting limit of escapes: a JSON string within a JSON string within a `Debug`.
const MAX_LAYERS: usize = 3;

/// Start and end in the source text, in bytes.
pub(super) type ByteSpan = (usize, usize);

/// A text decoded in one way.
#[derive(Clone, Debug, Default)]
pub(super) struct DecodedView {
    /// The name of the encoding; empty for the text itself.
    pub(super) form: String,
    pub(super) bytes: Vec<u8>,
    /// The source of each byte.
    pub(super) spans: Vec<ByteSpan>,
    /// Letters keep their meaning, so a search in another case makes sense.
    pub(super) is_text: bool,
}

/// Appends the decoded bytes to a view.
type Decoder = fn(&[u8], &mut DecodedView);

/// Decoders whose result is text that may be encoded further, each with a byte that its encoding
/// always contains.
const LAYERS: [(&str, u8, Decoder); 3] = [
    ("escaped", b'\\', escaped),
    ("percent-encoded", b'%', |text, out| percent(text, false, out)),
    ("form-encoded", b'+', |text, out| percent(text, true, out)),
];

/// Decoders whose result is bytes.
const ENCODINGS: [(&str, Decoder); 9] = [
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

/// Calls `take` with every view of `text`, first the text itself. Without `encodings`, only with
/// views that are text.
pub(super) fn each(text: &str, encodings: bool, mut take: impl FnMut(&DecodedView)) {
    let mut layers = vec![DecodedView {
        form: String::new(),
        bytes: text.into(),
        spans: (0..text.len()).map(|at| (at, at + 1)).collect(),
        is_text: true,
    }];
    let mut fresh = 0..1;
    for _ in 0..MAX_LAYERS {
        for index in fresh.clone() {
            for (form, sign, reader) in LAYERS {
                let layer = layers.get(index).filter(|layer| layer.bytes.contains(&sign));
                let Some(view) = layer.map(|layer| layer.read(form, reader)) else { continue };
                if layers.iter().all(|layer| layer.bytes != view.bytes) {
                    layers.push(DecodedView { is_text: true, ..view });
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

impl DecodedView {
    /// Decodes this view once more; spans still refer to the source text.
    fn read(&self, form: &str, reader: Decoder) -> Self {
        let between = if self.form.is_empty() { "" } else { ", " };
        let mut out = Self { form: format!("{form}{between}{}", self.form), ..Self::default() };
        reader(&self.bytes, &mut out);
        for span in &mut out.spans {
            *span = self.span(span.0..span.1);
        }
        out
    }

    /// Returns the source of a range of decoded bytes.
    pub(super) fn span(&self, bytes: Range<usize>) -> ByteSpan {
        let of = |at: usize| self.spans.get(at).copied().unwrap_or_default();
        (of(bytes.start).0, of(bytes.end.saturating_sub(1)).1)
    }

    pub(super) fn push(&mut self, byte: u8, span: ByteSpan) {
        self.bytes.push(byte);
        self.spans.push(span);
    }

    fn gap(&mut self) {
        if self.bytes.last().is_some_and(|last| *last != GAP) {
            self.push(GAP, (0, 0));
        }
    }
}

/// Decodes the escapes of Rust, JSON and similar languages. Copies everything else.
fn escaped(text: &[u8], out: &mut DecodedView) {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let found = if byte == b'\\' { escape(text.get(at..).unwrap_or_default()) } else { None };
        match found {
            Some((length, Escape::Byte(byte))) => {
                out.push(byte, (at, at + length));
                at += length;
            }
            Some((length, Escape::Char(c))) => {
                let span = (at, at + length);
                c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push(byte, span));
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

/// Decodes the escape at the start of `text`; returns its length, too.
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

/// Decodes `\u{1f600}`, `\u00e9`, or a surrogate pair.
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

/// Parses hexadecimal digits.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, digit| {
        number.checked_mul(16)?.checked_add(char::from(*digit).to_digit(16)?)
    })
}

fn percent(text: &[u8], form: bool, out: &mut DecodedView) {
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

/// Decodes uninterrupted hex digits, two per byte, after the first `skip`.
fn hex(text: &[u8], skip: usize, out: &mut DecodedView) {
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

/// Decodes separated numbers: `[104, 117]`, `68:75`, `0x68, 0x75`, and groups of hex bytes,
/// `6875 6e74`.
fn numbers(text: &[u8], radix: u32, out: &mut DecodedView) {
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

/// Joins quoted characters or strings of a list: `['h', 'u', 'n']`, `["hun", "ter"]`.
fn pieces(text: &[u8], out: &mut DecodedView) {
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
            for (span, byte) in text.iter().enumerate().take(close).skip(open + 1) {
                out.push(*byte, (span, span + 1));
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
        // A lone quote may open the next string.
        at += usize::from(count != 1);
    }
}

/// Returns the closing quote of the string that starts at `open`: `'''` is a quoted quote.
fn piece_end(text: &[u8], open: usize, quote: u8, found: Option<usize>) -> Option<usize> {
    let is_quoted = found == Some(open + 1) && text.get(open + 2) == Some(&quote);
    if is_quoted { Some(open + 2) } else { found }
}

/// Decodes both base64 alphabets after the first `skip` digits: the secret may start at any of four
/// digits of a group.
fn base64(text: &[u8], skip: usize, out: &mut DecodedView) {
    let (mut row, mut bits, mut have, mut start) = (0, 0_u32, 0_u32, 0);
    for (at, byte) in text.iter().enumerate() {
        let Some(digit) = base64_digit(*byte) else {
            // Long base64 text is broken into lines.
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
