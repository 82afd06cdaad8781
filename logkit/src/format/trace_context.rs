//! The trace and the span that a record belongs to, as distributed tracing identifies them.

use std::fmt;
use std::io::Write as _;
use std::sync::Arc;

use crate::util::catch_panic::catch_panic;
use crate::util::reentry;

/// The identifiers of a trace and of a span in it, in the sizes of
/// [W3C Trace Context](https://www.w3.org/TR/trace-context/#traceparent-header-field-values).
///
/// ```
/// use logkit::TraceContext;
///
/// let context = TraceContext::new(0x4bf92f3577b34da6a3ce929d0e0e4736, 0x00f067aa0ba902b7).unwrap();
/// assert_eq!(context.to_string(), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00");
/// assert_eq!(TraceContext::new(0, 1), None);
/// ```
///
/// Other crates' identifiers consist of the same bytes, in network order:
/// `u128::from_be_bytes(trace_id.to_bytes())`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TraceContext {
    trace_id: u128,
    span_id: u64,
    is_sampled: bool,
}

impl TraceContext {
    /// Returns the context, not sampled; `None` if an identifier is zero, which W3C calls invalid.
    pub const fn new(trace_id: u128, span_id: u64) -> Option<Self> {
        if trace_id == 0 || span_id == 0 {
            return None;
        }
        Some(Self { trace_id, span_id, is_sampled: false })
    }

    /// Returns the context with the flag `sampled` set or cleared.
    #[must_use]
    pub const fn with_sampled(self, is_sampled: bool) -> Self {
        Self { is_sampled, ..self }
    }

    /// The trace's identifier; lines show it as 32 hexadecimal digits.
    pub const fn trace_id(self) -> u128 {
        self.trace_id
    }

    /// The span's identifier; lines show it as 16 hexadecimal digits.
    pub const fn span_id(self) -> u64 {
        self.span_id
    }

    /// Returns `true` if the caller may have recorded the trace.
    pub const fn is_sampled(self) -> bool {
        self.is_sampled
    }

    pub(super) fn push_trace_id(self, out: &mut Vec<u8>) {
        // Writing to a vector cannot fail.
        let _ = write!(out, "{:032x}", self.trace_id);
    }

    pub(super) fn push_span_id(self, out: &mut Vec<u8>) {
        let _ = write!(out, "{:016x}", self.span_id);
    }
}

/// Writes the context as the header `traceparent`, version 00.
impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { trace_id, span_id, is_sampled } = *self;
        write!(f, "00-{trace_id:032x}-{span_id:016x}-{:02x}", u8::from(is_sampled))
    }
}

/// The closure that finds the current trace.
#[derive(Clone)]
pub(super) struct TraceSource(Arc<dyn Fn() -> Option<TraceContext> + Send + Sync>);

impl TraceSource {
    pub(super) fn new(find: impl Fn() -> Option<TraceContext> + Send + Sync + 'static) -> Self {
        Self(Arc::new(find))
    }

    /// Calls the closure. It is the user's code: it may panic, and it may log through this format,
    /// which calls it again.
    pub(super) fn find(&self) -> Option<TraceContext> {
        let _scope = reentry::enter_value()?;
        catch_panic(|| (self.0)()).ok().flatten()
    }
}

impl fmt::Debug for TraceSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TraceSource")
    }
}
