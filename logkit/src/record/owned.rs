//! Values that outlive their log call: texts are formatted and structures copied, masks in place.

use std::error::Error;
use std::fmt;

use crate::record::shape::{Shape, ShapeKind};
use crate::record::value::{Redact, Value, Visitor};
use crate::record::write::{chain, guard};
use crate::redact::mask::Masked;
use crate::util::buffer;

/// A structure that contains itself is copied no deeper than this.
const MAX_DEPTH: usize = 64;

/// The owned form of a [`Value`]. It is formatted exactly as the original.
#[derive(Clone, Debug)]
pub(crate) enum OwnedValue {
    /// A field that is left out.
    Empty,
    I64(i64),
    U64(u64),
    I128(i128),
    U128(u128),
    F32(f32),
    F64(f64),
    Bool(bool),
    Char(char),
    Text(Box<str>),
    Bytes(Box<[u8]>),
    /// The text of a `Display`.
    Display(Box<str>),
    /// The text of a `Debug`.
    Debug(Verbatim),
    Error(OwnedError),
    /// The parts of a value that masks its own secrets.
    Structure(Box<OwnedStructure>),
    /// A value that is masked because of its field's name. It is not copied.
    Masked,
}

impl OwnedValue {
    /// Copies the value. A marker replaces a value whose formatting fails.
    pub(crate) fn new(value: &Value<'_>) -> Self {
        match *value {
            Value::Empty => Self::Empty,
            Value::I64(number) => Self::I64(number),
            Value::U64(number) => Self::U64(number),
            Value::I128(number) => Self::I128(*number),
            Value::U128(number) => Self::U128(*number),
            Value::F32(number) => Self::F32(number),
            Value::F64(number) => Self::F64(number),
            Value::Bool(truth) => Self::Bool(truth),
            Value::Char(c) => Self::Char(c),
            Value::Str(text) => Self::Text(text.into()),
            Value::Bytes(bytes) => Self::Bytes(bytes.into()),
            Value::Display(_) => Self::Display(text_of(value)),
            Value::Debug(_) => Self::Debug(Verbatim(text_of(value))),
            Value::Error(error) => Self::error(error),
            Value::Redact(value) => Self::Structure(Box::new(OwnedStructure::new(value))),
        }
    }

    /// The text of a message.
    #[cfg(feature = "layer")]
    pub(crate) fn shown(value: &dyn fmt::Debug) -> Self {
        Self::Text(text_of(&Value::Debug(value)))
    }

    /// The texts of the error and its sources.
    pub(crate) fn error(error: &(dyn Error + 'static)) -> Self {
        Self::Error(OwnedError::new(error))
    }

    /// About how many bytes of memory the value takes.
    #[cfg(feature = "queue")]
    pub(crate) fn footprint(&self) -> usize {
        let behind = match self {
            Self::Text(text) | Self::Display(text) | Self::Debug(Verbatim(text)) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
            Self::Error(error) => error.footprint(),
            Self::Structure(structure) => structure.footprint(),
            _ => 0,
        };
        size_of::<Self>() + behind
    }

    /// Lends the value.
    pub(crate) fn value(&self) -> Value<'_> {
        match self {
            Self::Empty => Value::Empty,
            Self::I64(number) => Value::I64(*number),
            Self::U64(number) => Value::U64(*number),
            Self::I128(number) => Value::I128(number),
            Self::U128(number) => Value::U128(number),
            Self::F32(number) => Value::F32(*number),
            Self::F64(number) => Value::F64(*number),
            Self::Bool(truth) => Value::Bool(*truth),
            Self::Char(c) => Value::Char(*c),
            Self::Text(text) => Value::Str(text),
            Self::Bytes(bytes) => Value::Bytes(bytes),
            Self::Display(text) => Value::Display(text),
            Self::Debug(text) => Value::Debug(text),
            Self::Error(error) => Value::Error(error),
            Self::Structure(structure) => Value::Redact(&**structure),
            Self::Masked => Value::Redact(&Masked),
        }
    }
}

fn text_of(value: &Value<'_>) -> Box<str> {
    buffer::with_scratch(|scratch| {
        value.push_raw(scratch);
        String::from_utf8_lossy(scratch).into()
    })
}

/// Text whose `Debug` is the text itself.
#[derive(Clone)]
pub(crate) struct Verbatim(Box<str>);

impl fmt::Debug for Verbatim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The owned form of a [`Redact`] value: its `Debug` for text, its parts for structured formats.
#[derive(Clone)]
pub(crate) struct OwnedStructure {
    debug: Box<str>,
    kind: ShapeKind,
    tag: Option<Box<str>>,
    parts: Vec<(OwnedValue, OwnedValue)>,
}

impl OwnedStructure {
    /// Copies the value. If the user's code fails, a marker is the only part.
    fn new(value: &dyn Redact) -> Self {
        let mut copy = Err(fmt::Error);
        // The guard undoes what is written to its buffer. Here that is nothing.
        let guarded = guard(&mut Vec::new(), &mut |_| {
            copy = Self::with_depth(value, MAX_DEPTH);
            copy.as_ref().map(drop).map_err(|error| *error)
        });
        let marker = |marker: &str| Self {
            debug: text_of(&Value::Redact(value)),
            kind: ShapeKind::One,
            tag: None,
            parts: vec![(OwnedValue::Empty, OwnedValue::Text(marker.into()))],
        };
        match (guarded, copy) {
            (Ok(()), Ok(copy)) => copy,
            (guarded, _) => marker(guarded.err().unwrap_or_default()),
        }
    }

    #[cfg(feature = "queue")]
    fn footprint(&self) -> usize {
        let parts = self.parts.iter().map(|(name, part)| name.footprint() + part.footprint());
        let tag = self.tag.as_ref().map_or(0, |tag| tag.len());
        size_of::<Self>() + self.debug.len() + tag + parts.sum::<usize>()
    }

    /// Copies the value and at most `depth` levels of its parts.
    ///
    /// # Errors
    ///
    /// There are more levels, or the user's code fails.
    fn with_depth(value: &dyn Redact, depth: usize) -> Result<Self, fmt::Error> {
        let depth = depth.checked_sub(1).ok_or(fmt::Error)?;
        let shape = value.shape();
        let mut parts = Vec::new();
        let mut copied = Ok(());
        let mut visit = |name: Value<'_>, part: Value<'_>| {
            copied?;
            let part = match part {
                Value::Redact(value) => match Self::with_depth(value, depth) {
                    Ok(copy) => OwnedValue::Structure(Box::new(copy)),
                    Err(error) => {
                        copied = Err(error);
                        return copied;
                    }
                },
                part => OwnedValue::new(&part),
            };
            parts.push((OwnedValue::new(&name), part));
            copied
        };
        value.parts(&mut Visitor::new(&mut visit))?;
        copied?;
        let debug = text_of(&Value::Redact(value));
        Ok(Self { debug, kind: shape.kind(), tag: shape.tag().map(Into::into), parts })
    }
}

impl fmt::Debug for OwnedStructure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.debug)
    }
}

impl Redact for OwnedStructure {
    fn shape(&self) -> Shape<'_> {
        let shape = match self.kind {
            ShapeKind::One => Shape::one(),
            ShapeKind::Object => Shape::object(),
            ShapeKind::List => Shape::list(),
        };
        self.tag.as_deref().map_or(shape, |tag| shape.with_tag(tag))
    }

    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        for (name, part) in &self.parts {
            visitor.entry(name.value(), part.value())?;
        }
        Ok(())
    }
}

/// The text of an error, and its source.
#[derive(Clone)]
pub(crate) struct OwnedError {
    text: Box<str>,
    source: Option<Box<Self>>,
}

impl OwnedError {
    /// Formats each error of the chain once; one that fails is replaced by a marker.
    pub(crate) fn new(error: &(dyn Error + 'static)) -> Self {
        let mut texts = Vec::new();
        for error in chain(error) {
            texts.push(text_of(&Value::Display(&error)));
        }
        let mut copy = Self { text: texts.pop().unwrap_or_default(), source: None };
        while let Some(text) = texts.pop() {
            copy = Self { text, source: Some(Box::new(copy)) };
        }
        copy
    }
}

impl OwnedError {
    /// About how many bytes of memory the chain takes.
    #[cfg(feature = "queue")]
    pub(crate) fn footprint(&self) -> usize {
        let chain = std::iter::successors(Some(self), |error| error.source.as_deref());
        chain.map(|error| size_of::<Self>() + error.text.len()).sum()
    }
}

impl fmt::Display for OwnedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for OwnedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl Error for OwnedError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
