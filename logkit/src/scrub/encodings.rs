//! Lists the encodings in which a registered secret may occur in a text.

use std::fmt::Write as _;
use std::ops::Range;

use crate::format::escape;

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A secret in one encoding.
pub(super) struct EncodedForm {
    pub(super) text: Vec<u8>,
    /// The base64 characters before and after it hold some of the secret's bits, too.
    shared: (bool, bool),
}

impl EncodedForm {
    fn whole_text(text: impl Into<Vec<u8>>) -> Self {
        Self { text: text.into(), shared: (false, false) }
    }

    /// Extends an occurrence by the base64 characters that share its bits, and by the padding.
    pub(super) fn whole(&self, text: &[u8], found: Range<usize>) -> Range<usize> {
        let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
        let Range { mut start, mut end } = found;
        let before = start.checked_sub(1).and_then(|before| text.get(before));
        if self.shared.0 && before.is_some_and(is_base64) {
            start -= 1;
        }
        if self.shared.1 && text.get(end).is_some_and(is_base64) {
            end += 1;
            while text.get(end) == Some(&b'=') {
                end += 1;
            }
        }
        start..end
    }
}

/// Returns all encodings of a secret, without duplicates.
pub(super) fn forms(secret: &[u8]) -> Vec<EncodedForm> {
    let mut forms: Vec<EncodedForm> = Vec::new();
    if let Ok(text) = std::str::from_utf8(secret) {
        // Escaped text may be escaped again: a `Debug` in a quoted value, JSON in a message.
        let once = ESCAPES.map(|escape| escape(text));
        let twice = once.iter().flat_map(|text| ESCAPES.map(|escape| escape(text)));
        let texts = std::iter::once(text.to_owned()).chain(twice).chain(once.iter().cloned());
        forms.extend(texts.map(EncodedForm::whole_text));
        // A form's plus for a space. The search itself decodes percent escapes.
        forms.push(EncodedForm::whole_text(text.replace(' ', "+")));
    }
    forms.push(EncodedForm::whole_text(secret.escape_ascii().to_string()));
    let hex = |upper: bool| {
        secret.iter().fold(String::new(), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = if upper { write!(hex, "{byte:02X}") } else { write!(hex, "{byte:02x}") };
            hex
        })
    };
    forms.extend([hex(false), hex(true)].map(EncodedForm::whole_text));
    // The `Debug` of bytes, without the brackets.
    let list: Vec<String> = secret.iter().map(u8::to_string).collect();
    forms.push(EncodedForm::whole_text(list.join(", ")));
    for alphabet in [STANDARD, URL] {
        forms.extend([0, 1, 2].map(|shift| base64(secret, shift, alphabet)));
    }
    forms.sort_by(|a, b| a.text.cmp(&b.text));
    forms.dedup_by(|a, b| a.text == b.text && a.shared == b.shared);
    forms
}

const ESCAPES: [fn(&str) -> String; 5] = [
    |text| with(|out| escape::push(out, text)),
    |text| with(|out| escape::push_json(out, text)),
    |text| text.escape_debug().to_string(),
    |text| {
        let debug = format!("{text:?}");
        debug.get(1..debug.len() - 1).unwrap_or_default().to_owned()
    },
    // The quoted value of a field: a space forces the quotes.
    |text| {
        let word = with(|out| escape::push_word(out, &format!(" {text}")));
        word.get(2..word.len() - 1).unwrap_or_default().to_owned()
    },
];

fn with(push: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    push(&mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// Returns the base64 characters that depend on the secret alone, when `shift` other bytes precede
/// it in its group of three.
fn base64(secret: &[u8], shift: usize, alphabet: &[u8; 64]) -> EncodedForm {
    let bits = (shift + secret.len()) * 8;
    // Skips characters that hold bits of the preceding bytes, and an incomplete last one.
    let (first, end) = ((shift * 8).div_ceil(6), bits / 6);
    let bit = |index: usize| {
        let byte = (index / 8).checked_sub(shift).and_then(|at| secret.get(at)).unwrap_or(&0);
        usize::from(byte >> (7 - index % 8) & 1)
    };
    let character = |index: usize| {
        let value = (6 * index..6 * index + 6).fold(0, |value, index| value << 1 | bit(index));
        alphabet.get(value).copied().unwrap_or_default()
    };
    EncodedForm { text: (first..end).map(character).collect(), shared: (shift > 0, bits % 6 != 0) }
}

#[cfg(test)]
mod tests {
    use super::{STANDARD, base64};

    #[test]
    fn base64_is_that_of_rfc_4648() {
        let text = |shift| String::from_utf8(base64(b"foobar", shift, STANDARD).text).unwrap();
        assert_eq!(text(0), "Zm9vYmFy");
        // `xfoobar` is `eGZvb2Jhcg==`, `xxfoobar` is `eHhmb29iYXI=`.
        assert_eq!(text(1), "Zvb2Jhc");
        assert_eq!(text(2), "mb29iYX");
    }
}
