//! The expansion compiles under strict lints, in a crate that shadows every name.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications)]
#![deny(rust_2018_idioms, single_use_lifetimes, trivial_casts, let_underscore_drop)]
#![deny(unused_lifetimes, unit_bindings, variant_size_differences)]

#[expect(unused_macros, reason = "meant to clash")]
macro_rules! match_everything {
    () => {};
}

/// Shadows a crate.
pub mod std {}
/// Shadows a crate.
pub mod core {}
/// Shadows a crate.
pub mod alloc {}
/// Shadows a module.
pub mod fmt {}
/// Shadows a crate, and has the runtime under another name.
pub mod logkit {
    /// The runtime.
    pub use ::logkit as runtime;
}
/// Shadows a trait.
pub struct Debug;
/// Shadows a type.
pub struct Formatter;
/// Shadows a type.
pub struct Masked;

/// A blanket trait for every type.
pub trait Everything {
    /// Has the name of a method of `DebugStruct`.
    fn field(&self) {}
    /// Has the name of a method of `DebugStruct`.
    fn finish(&self) {}
}

impl<T: ?::std::marker::Sized> Everything for T {}

/// Uses the derive by its full path.
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
