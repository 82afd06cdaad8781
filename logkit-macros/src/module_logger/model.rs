//! An annotated item, understood.

use proc_macro2::{Ident, Span, TokenStream};

use crate::paths::Runtime;

pub(crate) struct Model {
    pub(crate) runtime: Runtime,
    pub(crate) name: Name,
    /// A variant of the runtime's `Level`; `Off` is its own.
    pub(crate) level: Option<&'static str>,
    pub(crate) propagate: bool,
    pub(crate) strict: bool,
    pub(crate) shape: Shape,
}

pub(crate) enum Name {
    Given(String),
    /// The last segment of `module_path!()`.
    OfModule,
}

pub(crate) enum Shape {
    Module(Module),
    Static(Static),
}

/// `mod payments { .. }`
pub(crate) struct Module {
    /// `#[..] pub mod payments`
    pub(crate) head: TokenStream,
    /// `//! ..` and `#![..]`, which have to stay first.
    pub(crate) inner_attributes: TokenStream,
    pub(crate) items: TokenStream,
    pub(crate) logger_visibility: TokenStream,
    /// Some of its imports are bypasses, so that nothing need be said of their being unused.
    pub(crate) has_bypass: bool,
}

/// `static LOGGER: Logger;`
pub(crate) struct Static {
    /// `#[..] pub(crate) static LOGGER`
    pub(crate) head: TokenStream,
    pub(crate) ident: Ident,
    /// The type as the user wrote it; `None` where it was left out, which has been noted.
    pub(crate) of: Option<TokenStream>,
    /// The user's token that an error about the type belongs to.
    pub(crate) type_span: Span,
}
