//! The key of a map: printed by its `Debug`, and named by its `Display` in structured formats.

use std::fmt::{self, Write as _};

use crate::util::buffer;

/// A key, which is not masked.
#[derive(Clone, Copy)]
pub struct MapKey<'a> {
    debug: &'a dyn fmt::Debug,
    display: &'a dyn fmt::Display,
}

impl<'a> MapKey<'a> {
    pub(super) fn new<K: fmt::Debug + fmt::Display>(key: &'a K) -> Self {
        Self { debug: key, display: key }
    }
}

impl fmt::Debug for MapKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.debug.fmt(f)
    }
}

/// The text of the key's `Display` if its `Debug` writes the same text, with or without quotes.
/// Otherwise the `Debug` may be a mask, so its text is used.
impl fmt::Display for MapKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        buffer::with_scratch(|scratch| {
            write!(Bytes(scratch), "{}", self.display)?;
            let display = String::from_utf8_lossy(scratch);
            let mut debug = String::new();
            write!(debug, "{:?}", self.debug)?;
            let is_same = debug == display || debug == format!("{display:?}");
            f.write_str(if is_same { &display } else { &debug })
        })
    }
}

struct Bytes<'a>(&'a mut Vec<u8>);

impl fmt::Write for Bytes<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::{self, Write as _};

    use super::MapKey;

    /// A key whose `Debug` fails.
    struct Failing;

    impl fmt::Debug for Failing {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            Err(fmt::Error)
        }
    }

    impl fmt::Display for Failing {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a key")
        }
    }

    #[test]
    fn the_text_is_the_display_unless_the_debug_differs() {
        assert_eq!(MapKey::new(&7).to_string(), "7");
        assert_eq!(MapKey::new(&"a\nb").to_string(), "a\nb");
        assert_eq!(MapKey::new(&std::net::Ipv4Addr::LOCALHOST).to_string(), "127.0.0.1");
        assert_eq!(MapKey::new(&crate::masked("k")).to_string(), "[redacted]");
    }

    #[test]
    fn an_error_of_the_debug_is_an_error_and_no_panic() {
        assert!(write!(String::new(), "{}", MapKey::new(&Failing)).is_err());
    }
}
