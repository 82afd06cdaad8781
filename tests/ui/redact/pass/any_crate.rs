//! The expansion compiles in a crate that forbids much and has names of its own for everything.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications)]
#![deny(rust_2018_idioms, single_use_lifetimes, trivial_casts, let_underscore_drop)]
#![deny(unused_lifetimes, unit_bindings, variant_size_differences)]

#[expect(unused_macros, reason = "meant to clash")]
macro_rules! match_everything {
    () => {};
}

/// Ours.
pub mod std {}
/// Ours.
pub mod core {}
/// Ours.
pub mod alloc {}
/// Ours.
pub mod fmt {}
/// Ours, with the runtime under another name.
pub mod logkit {
    /// The real one.
    pub use ::logkit as runtime;
}
/// Ours.
pub struct Debug;
/// Ours.
pub struct Formatter;
/// Ours.
pub struct Masked;

/// Ours, for every type there is.
pub trait Everything {
    /// As `DebugStruct` has it.
    fn field(&self) {}
    /// The same.
    fn finish(&self) {}
}

impl<T: ?::std::marker::Sized> Everything for T {}

/// Reached by its own path.
#[derive(::logkit::Redact)]
#[redact(crate = logkit::runtime)]
pub struct Renamed<'a, T> {
    /// Shown.
    pub shown: T,
    /// Masked.
    #[redact]
    pub masked: Masked,
    /// Kept.
    #[redact(keep_first = 2, keep_last = 2)]
    pub kept: &'a str,
}

#[derive(::logkit::Redact)]
struct Private<T>(T, #[redact] u8);

/// Has a private type in its bounds.
#[derive(::logkit::Redact)]
pub struct Public<T>(Private<T>, #[redact] u8);

/// Has an associated type of the same name as a variant.
#[derive(::logkit::Redact)]
pub enum Ambiguous {
    /// A variant.
    Item(#[redact] u8),
}

impl ::std::iter::Iterator for Ambiguous {
    type Item = u8;
    fn next(&mut self) -> ::std::option::Option<u8> {
        let Ambiguous::Item(item) = self;
        ::std::option::Option::Some(*item)
    }
}

/// Has no value.
#[derive(::logkit::Redact)]
pub enum Never {}

fn main() {
    let renamed = Renamed {
        shown: 1_u8,
        masked: Masked,
        kept: "abcdefghij",
    };
    ::std::assert_eq!(
        ::std::format!("{renamed:?}"),
        "Renamed { shown: 1, masked: [redacted], kept: ab****ij }"
    );
    ::std::assert_eq!(
        ::std::format!("{:?}", Public(Private(1_u8, 2), 3)),
        "Public(Private(1, [redacted]), [redacted])"
    );
    ::std::assert_eq!(
        ::std::format!("{:?}", Ambiguous::Item(1)),
        "Item([redacted])"
    );
    let _ = (Debug, Formatter);
}
