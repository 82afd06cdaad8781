//! `value.redacted()` for serde: the value's parts, in the layout of serde's derive.

use std::fmt;

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::record::shape::{Shape, ShapeKind};
use crate::record::value::{Redact, Redacted, Value, Visitor};

impl Serialize for Redacted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.value();
        let shape = value.shape();
        let Some(tag) = shape.tag() else {
            return Untagged(value, shape).serialize(serializer);
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(tag, &Untagged(value, shape))?;
        map.end()
    }
}

/// A value's parts, without the tag of its shape.
struct Untagged<'a>(&'a dyn Redact, Shape<'a>);

impl Serialize for Untagged<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.1.kind() {
            ShapeKind::One => {
                let mut serializer = Some(serializer);
                let mut done = None;
                let visit: &mut dyn FnMut(Value<'_>, Value<'_>) -> fmt::Result = &mut |_, part| {
                    done = serializer.take().map(|to| SerializedPart(part).serialize(to));
                    Ok(())
                };
                let visited = self.0.parts(&mut Visitor::new(visit));
                let missing = || Err(S::Error::custom("a value without its part"));
                visited.map_err(S::Error::custom)?;
                done.unwrap_or_else(missing)
            }
            ShapeKind::Object => {
                let mut map = serializer.serialize_map(None)?;
                each(self.0, |name, part| {
                    map.serialize_entry(&SerializedName(name), &SerializedPart(part))
                })?;
                map.end()
            }
            ShapeKind::List => {
                let mut list = serializer.serialize_seq(None)?;
                each(self.0, |_, part| list.serialize_element(&SerializedPart(part)))?;
                list.end()
            }
        }
    }
}

/// Serializes the parts up to the first error, and returns it.
fn each<E: Error>(
    value: &dyn Redact,
    mut write: impl FnMut(Value<'_>, Value<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut failure = None;
    let mut visit = |name: Value<'_>, part: Value<'_>| {
        write(name, part).map_err(|error| {
            failure = Some(error);
            fmt::Error
        })
    };
    let visited = value.parts(&mut Visitor::new(&mut visit));
    match failure {
        Some(error) => Err(error),
        None => visited.map_err(E::custom),
    }
}

/// Names are always text.
struct SerializedName<'a>(Value<'a>);

impl Serialize for SerializedName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Str(name) => serializer.serialize_str(name),
            other => serializer.collect_str(&other),
        }
    }
}

struct SerializedPart<'a>(Value<'a>);

impl Serialize for SerializedPart<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Empty => serializer.serialize_none(),
            Value::I64(number) => serializer.serialize_i64(number),
            Value::U64(number) => serializer.serialize_u64(number),
            Value::I128(number) => serializer.serialize_i128(*number),
            Value::U128(number) => serializer.serialize_u128(*number),
            Value::F32(number) => serializer.serialize_f32(number),
            Value::F64(number) => serializer.serialize_f64(number),
            Value::Bool(truth) => serializer.serialize_bool(truth),
            Value::Char(c) => serializer.serialize_char(c),
            Value::Str(text) => serializer.serialize_str(text),
            Value::Redact(value) => Redacted::new(value).serialize(serializer),
            other => serializer.collect_str(&other),
        }
    }
}
