//! What a logger's static holds: what its attribute says, and the byte that call sites compare with.

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use crate::level::LevelFilter;

/// The threshold of a logger that nobody has asked yet: every level passes the call site's
/// comparison, and the first call finds out.
pub(crate) const ASK: u8 = 0;

/// A logger as declared.
#[derive(Debug)]
pub struct Declaration {
    pub(crate) name: &'static str,
    pub(crate) level: Option<LevelFilter>,
    pub(crate) propagate: bool,
    threshold: AtomicU8,
}

impl Declaration {
    /// `name` has been checked by the macro.
    pub const fn new(name: &'static str, level: Option<LevelFilter>, propagate: bool) -> Self {
        Self { name, level, propagate, threshold: AtomicU8::new(ASK) }
    }

    /// The number that a level has to reach; [`ASK`] until somebody has asked.
    #[inline]
    pub(crate) fn threshold(&self) -> u8 {
        self.threshold.load(Relaxed)
    }

    pub(crate) fn set_threshold(&self, level: LevelFilter) {
        self.threshold.store(level.threshold(), Relaxed);
    }
}

/// The last segment of a module's path, `match` for `r#match`: the name of a logger that was given
/// none.
///
/// # Panics
///
/// At compile time, where that is no logger name.
pub const fn name_of_module(path: &'static str) -> &'static str {
    let bytes = path.as_bytes();
    let mut start = bytes.len();
    while start > 0 && !matches!(bytes[start - 1], b':' | b'#') {
        start -= 1;
        assert!(
            matches!(bytes[start], b'a'..=b'z' | b'0'..=b'9' | b'_'),
            "the module's name is no logger name (lowercase letters, digits and underscores); \
             write `#[module_logger(\"some.name\")]`"
        );
    }
    let (_, name) = bytes.split_at(start);
    match std::str::from_utf8(name) {
        Ok(name) => name,
        // It is ASCII, as has just been looked at.
        Err(_) => path,
    }
}

#[cfg(test)]
mod tests {
    use super::name_of_module;

    #[test]
    fn a_module_gives_its_last_segment() {
        assert_eq!(name_of_module("shop"), "shop");
        assert_eq!(name_of_module("shop::payments::gateway_2"), "gateway_2");
        assert_eq!(name_of_module("shop::r#match"), "match");
    }

    #[test]
    #[should_panic(expected = "the module's name is no logger name")]
    fn what_is_no_name_is_refused() {
        name_of_module("shop::Payments");
    }
}
