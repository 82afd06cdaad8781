//! Lists the encodings in which a registered secret may occur in a text.

use std::ops::Range;

use crate::format::escape;

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A secret in one encoding.
#[derive(PartialEq, Eq)]
pub(super) struct EncodedForm {
    pub(super) text: Vec<u8>,
    pub(super) shared: SharedBits,
    /// The secret itself.
    pub(super) is_plain: bool,
}

/// The sides of a form on which base64 characters hold some of the secret's bits, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SharedBits {
    before: bool,
    after: bool,
}

impl EncodedForm {
    fn whole_text(text: impl Into<Vec<u8>>) -> Self {
        Self { text: text.into(), shared: SharedBits::default(), is_plain: false }
    }
}

impl SharedBits {
    /// Extends an occurrence by the base64 characters that share its bits, and by the padding.
    pub(super) fn whole(self, text: &[u8], found: Range<usize>) -> Range<usize> {
        let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
        let Range { mut start, mut end } = found;
        let before = start.checked_sub(1).and_then(|before| text.get(before));
        if self.before && before.is_some_and(is_base64) {
            start -= 1;
        }
        if self.after && text.get(end).is_some_and(is_base64) {
            end += 1;
            while text.get(end) == Some(&b'=') {
                end += 1;
            }
        }
        start..end
    }
}

/// Returns all encodings of a secret, the secret first. The search itself decodes escapes and percent
/// encoding.
pub(super) fn forms(secret: &[u8]) -> Vec<EncodedForm> {
    let mut forms: Vec<EncodedForm> =
        vec![EncodedForm { is_plain: true, ..EncodedForm::whole_text(secret) }];
    if let Ok(text) = std::str::from_utf8(secret) {
        // A message escapes control characters and no backslashes, which no decoder can undo.
        forms.push(EncodedForm::whole_text(with(|out| escape::push(out, text))));
        // A form's plus for a space.
        forms.push(EncodedForm::whole_text(text.replace(' ', "+")));
        forms.extend(in_markup(text).map(EncodedForm::whole_text));
        // SQL and CSV double a quote.
        forms.extend(
            ["'", "\""]
                .map(|quote| text.replace(quote, &quote.repeat(2)))
                .map(EncodedForm::whole_text),
        );
    }
    forms.extend([b"0123456789abcdef", b"0123456789ABCDEF"].map(|digits| {
        let hex = secret.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let digit = |half: u8| digits.get(usize::from(half)).copied().unwrap_or_default();
        EncodedForm::whole_text(hex.map(digit).collect::<Vec<u8>>())
    }));
    // The `Debug` and the JSON of bytes, without the brackets.
    let list: Vec<String> = secret.iter().map(u8::to_string).collect();
    forms.extend([", ", ","].map(|separator| EncodedForm::whole_text(list.join(separator))));
    for alphabet in [STANDARD, URL] {
        forms.extend([0, 1, 2].map(|shift| base64(secret, shift, alphabet)));
    }
    let rest = forms.split_off(1);
    for form in rest {
        if !forms.iter().any(|known| known.text == form.text && known.shared == form.shared) {
            forms.push(form);
        }
    }
    forms
}

/// Returns the text in XML and HTML, whose writers escape quotes in different ways or not at all.
fn in_markup(text: &str) -> [String; 5] {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let quoted = |double, single| text.replace('"', double).replace('\'', single);
    [
        quoted("\"", "'"),
        quoted("&quot;", "'"),
        quoted("&quot;", "&apos;"),
        quoted("&quot;", "&#x27;"),
        quoted("&#34;", "&#39;"),
    ]
}

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
    EncodedForm {
        text: (first..end).map(character).collect(),
        shared: SharedBits { before: shift > 0, after: bits % 6 != 0 },
        is_plain: false,
    }
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
