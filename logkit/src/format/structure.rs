//! A value with parts in a text line: the text that its `Debug` writes, put together from the fields
//! without `core::fmt`.

use std::fmt::{self, Write as _};

use crate::format::{debug_text, escape};
use crate::record::shape::TextForm;
use crate::record::value::{Field, Redact, Value, Visitor};
use crate::record::write::contain;
use crate::redact::mask::PART;
use crate::util::buffer;
use crate::util::line::Line;

/// The hidden part of a partial mask, as a block of constant size.
const HIDDEN: &[u8; 4] = PART.as_bytes().first_chunk().unwrap();

/// Appends the text of the value, so that no field of it can pass for a field of the line.
#[inline(never)]
pub(super) fn push(line: &mut Line, value: &dyn Redact) {
    let start = line.length();
    let mut writer = StructureWriter { line, is_delimited: true };
    let written = contain(&mut || writer.push(value));
    let StructureWriter { line, is_delimited } = writer;
    if let Err(marker) = written {
        // Half a value may be half a secret.
        line.truncate(start);
        line.push_bytes(marker.as_bytes());
    } else if !is_delimited {
        line.with_vec(|out| {
            buffer::with_scratch(|scratch| debug_text::delimit(out, start, true, scratch));
        });
    }
}

/// Returns `true` for a shown end of a masked text of which no format escapes anything.
#[inline]
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

struct StructureWriter<'a> {
    line: &'a mut Line,
    /// All text so far is known to show its own end: names, numbers, quoted text and masks.
    is_delimited: bool,
}

impl StructureWriter<'_> {
    fn push(&mut self, value: &dyn Redact) -> fmt::Result {
        // Names are identifiers, in which nothing needs an escape.
        let (name, open, close) = match value.__form() {
            TextForm::Other => return self.push_debug(&value),
            TextForm::Word(word) => {
                self.line.push_bytes(word.as_bytes());
                return Ok(());
            }
            TextForm::Kept(head, tail) => return self.push_kept(head, tail, &value),
            TextForm::Struct(name) | TextForm::StructVariant(name) => (name, *b" { ", *b" }"),
            TextForm::Tuple(name, _) | TextForm::TupleVariant(name, _) => (name, *b"(  ", *b") "),
        };
        self.line.push_bytes(name.as_bytes());
        let mut is_first = true;
        let mut visit = |label: &str, field: Field<'_>| {
            let mut label = label.as_bytes();
            if is_first {
                is_first = false;
                label = label.get(2..).unwrap_or_default();
                self.line.push_array(&open, if label.is_empty() { 1 } else { 3 });
            }
            self.line.push_bytes(label);
            self.push_field(field)
        };
        value.parts(&mut Visitor::of_fields(&mut visit))?;
        if !is_first {
            self.line.push_array(&close, if close == *b" }" { 2 } else { 1 });
        }
        Ok(())
    }

    fn push_field(&mut self, field: Field<'_>) -> fmt::Result {
        if !field.debugs_as_value {
            return self.push_debug(field.debug);
        }
        match field.value {
            Value::Debug(debug) => return self.push_debug(debug),
            Value::Redact(value) => return self.push(value),
            Value::Str(text) => return self.push_quoted(text),
            Value::U64(number) => self.line.push_u64(number),
            Value::I64(number) => self.line.push_i64(number),
            Value::Bool(truth) => {
                self.line.push_bytes(if truth { b"true" } else { b"false" });
            }
            value => {
                self.is_delimited = false;
                self.line.with_vec(|out| value.push_raw(out));
            }
        }
        Ok(())
    }

    /// Appends the `Debug` of a text.
    fn push_quoted(&mut self, text: &str) -> fmt::Result {
        let start = self.line.length();
        self.line.push(b'"');
        if !escape::push_plain(self.line, text) {
            self.line.truncate(start);
            return self.push_debug(&text);
        }
        self.line.push(b'"');
        Ok(())
    }

    /// Appends a partial mask, of which `value` has the `Debug`.
    fn push_kept(&mut self, head: &str, tail: &str, value: &dyn fmt::Debug) -> fmt::Result {
        if !is_plain(head) || !is_plain(tail) {
            return self.push_debug(value);
        }
        if !head.is_empty() {
            self.line.push_bytes(head.as_bytes());
        }
        self.line.push_array(HIDDEN, HIDDEN.len());
        self.line.push_bytes(tail.as_bytes());
        Ok(())
    }

    #[inline(never)]
    fn push_debug(&mut self, value: &dyn fmt::Debug) -> fmt::Result {
        self.is_delimited = false;
        self.line.with_vec(|out| write!(Raw(out), "{value:?}"))
    }
}

/// Text that is appended as it is.
struct Raw<'a>(&'a mut Vec<u8>);

impl fmt::Write for Raw<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}
