//! One call, borrowed: its site, its time and its values. What handlers and formats see.

use std::error::Error;
use std::fmt;
use std::num::NonZeroU64;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::SystemTime;

use crate::buffer;
use crate::clock::Timestamp;
use crate::level::Level;
use crate::site::{Key, Site};
use crate::value::Value;

/// A record on its way to the handlers.
///
/// ```
/// use std::io;
///
/// use logkit::Record;
/// use logkit::handler::Handler;
///
/// /// Counts the fields of what it is given.
/// struct CountFields(std::sync::atomic::AtomicUsize);
///
/// impl Handler for CountFields {
///     fn emit(&self, record: &Record<'_>) -> io::Result<()> {
///         self.0.fetch_add(record.fields().count(), std::sync::atomic::Ordering::Relaxed);
///         Ok(())
///     }
/// }
/// ```
pub struct Record<'a> {
    pub(crate) name: &'static str,
    pub(crate) site: &'static Site,
    /// What the standard format begins the message with, where the call site has it at hand.
    pub(crate) opening: Option<&'a [u8]>,
    pub(crate) time: Timestamp,
    /// The fields', as many as the site has names, then the message's, as many as it has pieces or
    /// one fewer.
    values: &'a [Value<'a>],
    pub(crate) error: Option<&'a (dyn Error + 'static)>,
    pub(crate) parent: Parent,
    /// Where the masked values of the record's node are counted.
    pub(crate) masked: Option<&'a AtomicU64>,
}

/// The span that a record belongs to in the host's eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// The thread's current one.
    Current,
    /// None: `parent: None`.
    Root,
    /// That of `parent: &span`.
    Span(NonZeroU64),
}

impl<'a> Record<'a> {
    pub(crate) fn new(name: &'static str, site: &'static Site, values: &'a [Value<'a>]) -> Self {
        Self {
            name,
            site,
            opening: None,
            time: Timestamp::now(),
            values,
            error: None,
            parent: Parent::Current,
            masked: None,
        }
    }

    /// The same record, logged at another time: for tests of formats.
    #[doc(hidden)]
    #[must_use]
    pub fn at(&self, time: SystemTime) -> Self {
        Self { time: time.into(), ..*self }
    }

    /// Counts values that a handler has masked.
    #[inline]
    #[cfg_attr(not(feature = "scrub"), expect(dead_code, reason = "scrubbers count"))]
    pub(crate) fn count_masked(&self, values: u64) {
        if let (1.., Some(masked)) = (values, self.masked) {
            masked.fetch_add(values, Relaxed);
        }
    }

    /// The values of the fields, by the site's names.
    #[inline]
    pub(crate) fn keyed(&self) -> impl Iterator<Item = (&'static Key, &'a Value<'a>)> + use<'a> {
        self.site.fields.iter().zip(self.values)
    }

    /// The arguments of the message.
    #[inline]
    pub(crate) fn arguments(&self) -> &'a [Value<'a>] {
        self.values.get(self.site.fields.len()..).unwrap_or_default()
    }

    /// The logger's name.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// How grave it is.
    pub fn level(&self) -> Level {
        self.site.level
    }

    /// When it was logged.
    pub fn time(&self) -> SystemTime {
        self.time.into()
    }

    /// The message; formatted, unescaped, when it is displayed.
    pub fn message(&self) -> Message<'a> {
        Message { pieces: self.site.message, arguments: self.arguments() }
    }

    /// The fields in the order of the call, without those that are `None`.
    pub fn fields(&self) -> impl Iterator<Item = (&'a str, Value<'a>)> + use<'a> {
        let shown = self.keyed().filter(|(_, value)| !matches!(value, Value::Empty));
        shown.map(|(key, value)| (key.name, *value))
    }

    /// The error of an `exception!`; its `source()`s are the chain.
    pub fn error(&self) -> Option<&'a (dyn Error + 'static)> {
        self.error
    }

    /// The module that logged it, as `module_path!()` says.
    pub fn module_path(&self) -> Option<&'a str> {
        Some(self.site.place.module_path)
    }

    /// The file that logged it, as `file!()` says.
    pub fn file(&self) -> Option<&'a str> {
        Some(self.site.place.file)
    }

    /// The line of the file.
    pub fn line(&self) -> Option<u32> {
        Some(self.site.place.line)
    }
}

impl fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("name", &self.name)
            .field("level", &self.level())
            .field("message", &format_args!("{}", self.message()))
            .finish_non_exhaustive()
    }
}

/// The message of a record.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    pieces: &'a [&'a str],
    arguments: &'a [Value<'a>],
}

impl Message<'_> {
    /// Whether the call had none.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        buffer::with_scratch(|scratch| {
            let mut arguments = self.arguments.iter();
            for piece in self.pieces {
                scratch.extend_from_slice(piece.as_bytes());
                if let Some(value) = arguments.next() {
                    value.push_raw(scratch);
                }
            }
            f.write_str(&String::from_utf8_lossy(scratch))
        })
    }
}
