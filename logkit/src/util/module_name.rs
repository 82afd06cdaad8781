//! The name of a logger whose attribute has none: the path of its module, with dots.

use std::fmt;

/// The maximum length of a logger's name, in bytes; the same as for names in attributes.
const MAX_NAME: usize = 128;
/// The capacity for an error message; a longer one is cut.
const MAX_MESSAGE: usize = 640;

/// A module's path as a logger's name: `my_crate::shop::r#match` is `my_crate.shop.match`.
pub struct ModuleName(Text<MAX_NAME>);

impl ModuleName {
    /// Converts the output of `module_path!()`.
    ///
    /// # Panics
    ///
    /// At compile time, if the path is longer than 128 bytes, or a segment has characters other than
    /// lowercase letters, digits and underscores. The message says what to write instead.
    #[track_caller]
    pub const fn of(path: &str) -> Self {
        let mut name = Text::new();
        let bytes = path.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match bytes[at] {
                b':' => {
                    name.push(b'.');
                    at += 1;
                }
                // The prefix of a raw identifier.
                b'#' => name.length = name.length.saturating_sub(1),
                byte @ (b'a'..=b'z' | b'0'..=b'9' | b'_') => name.push(byte),
                _ => refuse(path, "is not a logger name", &suggestion(path)),
            }
            at += 1;
        }
        if name.overflowed {
            refuse(path, "is too long for a logger name", &suggestion(last_segment(path)));
        }
        Self(name)
    }

    /// The name.
    pub const fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for ModuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ModuleName").field(&self.as_str()).finish()
    }
}

/// Stops the compilation, at the attribute.
#[track_caller]
const fn refuse(path: &str, reason: &str, suggestion: &Text<MAX_NAME>) -> ! {
    let mut message = Text::<MAX_MESSAGE>::new();
    message.push_str("the module path `");
    message.push_str(path);
    message.push_str("` ");
    message.push_str(reason);
    message.push_str("; write `#[module_logger(\"");
    message.push_str(suggestion.as_str());
    message.push_str("\")]`");
    panic!("{}", message.as_str())
}

/// The nearest valid name: `shop::PaymentGateway` gives `shop.payment_gateway`.
const fn suggestion(path: &str) -> Text<MAX_NAME> {
    let bytes = path.as_bytes();
    let mut name = Text::new();
    let mut before = 0;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b':' => {
                name.push(b'.');
                at += 1;
            }
            b'#' => name.length = name.length.saturating_sub(1),
            byte if byte.is_ascii_uppercase() => {
                if matches!(before, b'a'..=b'z' | b'0'..=b'9') {
                    name.push(b'_');
                }
                name.push(byte.to_ascii_lowercase());
            }
            byte if byte.is_ascii() => name.push(byte),
            // One underscore for a whole run of other characters.
            _ if before.is_ascii() => name.push(b'_'),
            _ => {}
        }
        before = bytes[if at < bytes.len() { at } else { bytes.len() - 1 }];
        at += 1;
    }
    name
}

const fn last_segment(path: &str) -> &str {
    let mut start = path.len();
    while start > 0 && path.as_bytes()[start - 1] != b':' {
        start -= 1;
    }
    let (_, segment) = path.as_bytes().split_at(start);
    match std::str::from_utf8(segment) {
        Ok(segment) => segment,
        Err(_) => path,
    }
}

/// ASCII text, and pieces of UTF-8, put together at compile time.
struct Text<const N: usize> {
    bytes: [u8; N],
    length: usize,
    overflowed: bool,
}

impl<const N: usize> Text<N> {
    const fn new() -> Self {
        Self { bytes: [0; N], length: 0, overflowed: false }
    }

    /// Appends a byte, if there is room.
    const fn push(&mut self, byte: u8) {
        if self.length < N {
            self.bytes[self.length] = byte;
            self.length += 1;
        } else {
            self.overflowed = true;
        }
    }

    const fn push_str(&mut self, text: &str) {
        let mut at = 0;
        while at < text.len() {
            self.push(text.as_bytes()[at]);
            at += 1;
        }
    }

    const fn as_str(&self) -> &str {
        let (bytes, _) = self.bytes.split_at(self.length);
        match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => match std::str::from_utf8(bytes.split_at(error.valid_up_to()).0) {
                Ok(text) => text,
                Err(_) => "",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ModuleName, suggestion};

    #[test]
    fn a_path_becomes_a_name_with_dots() {
        for (path, name) in [
            ("shop", "shop"),
            ("shop::payments::gateway_2", "shop.payments.gateway_2"),
            ("shop::r#match", "shop.match"),
            ("r#try::bar::r#r", "try.bar.r"),
        ] {
            assert_eq!(ModuleName::of(path).as_str(), name);
        }
        let longest = format!("{}::{}", "a".repeat(60), "b".repeat(67));
        assert_eq!(ModuleName::of(&longest).as_str().len(), 128);
    }

    #[test]
    fn a_suggestion_is_a_valid_name() {
        for (path, name) in [
            ("shop::PaymentGateway", "shop.payment_gateway"),
            ("shop::HTTP2Client", "shop.http2_client"),
            ("shop::größe", "shop.gr_e"),
            ("shop::日本::r#Match", "shop._.match"),
        ] {
            assert_eq!(suggestion(path).as_str(), name);
            ModuleName::of(&name.replace('.', "::"));
        }
    }

    #[test]
    #[should_panic(expected = "the module path `shop::Payments` is not a logger name; write \
                               `#[module_logger(\"shop.payments\")]`")]
    fn an_uppercase_segment_is_refused() {
        ModuleName::of("shop::Payments");
    }

    #[test]
    #[should_panic(expected = "is too long for a logger name; write `#[module_logger(\"b\")]`")]
    fn a_long_path_is_refused() {
        ModuleName::of(&format!("{}::b", "a".repeat(127)));
    }
}
