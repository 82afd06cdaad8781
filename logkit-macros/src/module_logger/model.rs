//! An annotated item, understood.

use proc_macro2::{Ident, TokenStream};

use crate::paths::Runtime;

pub(crate) struct Model {
    pub(crate) runtime: Runtime,
    pub(crate) name: Name,
    /// A variant of the runtime's `Level`; `Off` is its own.
    pub(crate) level: Option<&'static str>,
    pub(crate) propagate: bool,
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
}

/// `static LOGGER: Logger;`
pub(crate) struct Static {
    /// `#[..] pub(crate) static LOGGER: Logger`
    pub(crate) head: TokenStream,
    pub(crate) ident: Ident,
}
