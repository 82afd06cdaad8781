//! A value that outlives the call it came with: what others hand out for the time of a call only.

use std::error::Error;
use std::fmt;

use crate::record::value::{Value, chain};
use crate::redact::Masked;
use crate::util::buffer;

/// A value of its own.
#[derive(Clone)]
pub(crate) enum OwnedValue {
    I64(i64),
    U64(u64),
    I128(i128),
    U128(u128),
    F64(f64),
    Bool(bool),
    Text(Box<str>),
    /// Text that shows its own borders, as the `Debug` of a string does.
    Quoted(Quoted),
    Bytes(Box<[u8]>),
    Error(OwnedError),
    /// Not kept at all.
    Masked,
}

impl OwnedValue {
    /// What the `Debug` writes, or a marker in its place.
    pub(crate) fn debug(value: &dyn fmt::Debug) -> Self {
        let text = text_of(&Value::Debug(value));
        if is_quoted(&text) { Self::Quoted(Quoted(text)) } else { Self::Text(text) }
    }

    /// The text that a message or a `Display` makes, however it comes here.
    pub(crate) fn shown(value: &dyn fmt::Debug) -> Self {
        Self::Text(text_of(&Value::Debug(value)))
    }

    /// What the `Display` writes, or a marker in its place.
    #[cfg(feature = "log")]
    pub(crate) fn display(value: &dyn fmt::Display) -> Self {
        Self::Text(text_of(&Value::Display(value)))
    }

    /// What the error and its sources say.
    pub(crate) fn error(error: &(dyn Error + 'static)) -> Self {
        Self::Error(OwnedError::new(error))
    }

    /// The value, as formats take it.
    pub(crate) fn value(&self) -> Value<'_> {
        match self {
            Self::I64(number) => Value::I64(*number),
            Self::U64(number) => Value::U64(*number),
            Self::I128(number) => Value::I128(number),
            Self::U128(number) => Value::U128(number),
            Self::F64(number) => Value::F64(*number),
            Self::Bool(truth) => Value::Bool(*truth),
            Self::Text(text) => Value::Str(text),
            Self::Quoted(text) => Value::Debug(text),
            Self::Bytes(bytes) => Value::Bytes(bytes),
            Self::Error(error) => Value::Error(error),
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

/// Whether the text is one string literal: then no part of it can pass for anything beside it.
fn is_quoted(text: &str) -> bool {
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let Some(inside) = inside else { return false };
    let mut escapes = false;
    let is_open = inside.bytes().any(|byte| match byte {
        _ if escapes => {
            escapes = false;
            false
        }
        b'\\' => {
            escapes = true;
            false
        }
        byte => byte == b'"',
    });
    !is_open && !escapes
}

/// Text whose `Debug` is the text itself.
#[derive(Clone)]
pub(crate) struct Quoted(Box<str>);

impl fmt::Debug for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an error said, and its source.
#[derive(Clone)]
pub(crate) struct OwnedError {
    text: Box<str>,
    source: Option<Box<Self>>,
}

impl OwnedError {
    /// Asks each of them once, and keeps a marker for one that fails.
    pub(crate) fn new(error: &(dyn Error + 'static)) -> Self {
        let mut texts: Vec<Box<str>> =
            chain(error).map(|error| text_of(&Value::Display(&error))).collect();
        let last = Self { text: texts.pop().unwrap_or_default(), source: None };
        let wrap = |source, text| Self { text, source: Some(Box::new(source)) };
        texts.into_iter().rev().fold(last, wrap)
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

#[cfg(test)]
mod tests {
    use super::is_quoted;

    #[test]
    fn only_a_whole_literal_shows_its_borders() {
        for text in [r#""""#, r#""a b=c""#, r#""say \"hi\"""#, r#""\\""#] {
            assert!(is_quoted(text), "{text}");
        }
        for text in ["", "\"", "a", "\"a", r#""a" b="c""#, r#""a\""#, r#""\\" a""#, r#" "a""#] {
            assert!(!is_quoted(text), "{text}");
        }
    }
}
