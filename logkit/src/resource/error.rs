//! The errors of opening and closing a resource.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// The error type of the functions that open and close a resource; `?` converts other errors to it.
pub(super) type BoxError = Box<dyn Error + Send + Sync>;

/// The reason why a [`Resource`](crate::Resource) could not be opened or closed. Requires the feature
/// `resource`.
///
/// All tasks that waited for one attempt to open get clones of one error, so the original error is its
/// [`source`](Error::source).
#[derive(Clone)]
pub struct ResourceError {
    name: &'static str,
    kind: ResourceErrorKind,
    source: Option<Arc<dyn Error + Send + Sync>>,
    /// The other resources through which this one needs itself.
    through: Vec<&'static str>,
}

/// The kinds of [`ResourceError`]. Requires the feature `resource`.
///
/// ```
/// use logkit::{ResourceError, ResourceErrorKind};
///
/// /// A host that is down may be up again later; a circle of resources is a mistake in the program.
/// fn may_succeed_later(error: &ResourceError) -> bool {
///     error.kind() == ResourceErrorKind::OpenFailed
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResourceErrorKind {
    /// The opening function returned an error.
    OpenFailed,
    /// The opening function panicked.
    OpenPanicked,
    /// The closing function returned an error.
    CloseFailed,
    /// The closing function panicked.
    ClosePanicked,
    /// The resource was requested after [`shutdown`](crate::shutdown()) had begun.
    ShutDown,
    /// The function that opens or closes the resource requested the resource itself, directly or through
    /// other resources.
    Recursive,
}

impl ResourceError {
    pub(super) fn new(name: &'static str, kind: ResourceErrorKind) -> Self {
        Self { name, kind, source: None, through: Vec::new() }
    }

    pub(super) fn with_source(self, source: BoxError) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    pub(super) fn through(self, through: Vec<&'static str>) -> Self {
        Self { through, ..self }
    }

    /// The name of the resource.
    pub fn resource(&self) -> &'static str {
        self.name
    }

    /// The kind of the error.
    pub fn kind(&self) -> ResourceErrorKind {
        self.kind
    }
}

impl fmt::Display for ResourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name;
        match self.kind {
            ResourceErrorKind::OpenFailed => write!(f, "opening `{name}` failed"),
            ResourceErrorKind::OpenPanicked => write!(f, "opening `{name}` panicked"),
            ResourceErrorKind::CloseFailed => write!(f, "closing `{name}` failed"),
            ResourceErrorKind::ClosePanicked => write!(f, "closing `{name}` panicked"),
            ResourceErrorKind::ShutDown => {
                write!(f, "`{name}` cannot be opened: the process is shutting down")
            }
            ResourceErrorKind::Recursive if !self.through.is_empty() => {
                write!(f, "`{name}` depends on itself through `{}`", self.through.join("`, `"))
            }
            ResourceErrorKind::Recursive => {
                write!(f, "`{name}` was requested by the function that opens or closes it")
            }
        }
    }
}

/// Without the text of the source, which may contain more than its `Display` shows.
impl fmt::Debug for ResourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResourceError")
            .field("resource", &self.name)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl Error for ResourceError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
