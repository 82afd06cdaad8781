//! The masks that the derive writes for fields, other than a constant word: a policy, and the
//! layers (`each`, `show_none`) around it.

use std::fmt;

use crate::record::shape::Shape;
use crate::record::value::{Redact, Value, Visitor};
use crate::redact::collection::{Collection, OptionLike, Print};
use crate::redact::custom_mask::CustomMask;
use crate::redact::graphemes::KeptEnds;
use crate::redact::mask::{FixedText, Masked, keep};
use crate::redact::text::KeepText;

/// A way to write a `T` that shows no more than its author allows.
pub trait Policy<T: ?Sized>: Copy {
    /// Writes the mask. Flags of the format string have no effect.
    ///
    /// # Errors
    ///
    /// Returns the error of the formatter.
    fn write(self, value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// The value for structured formats.
    fn shape(self, _value: &T) -> Shape<'_> {
        Shape::one()
    }

    /// Passes the parts of the value to `visitor`.
    ///
    /// # Errors
    ///
    /// Returns the first error of `visitor`.
    fn parts(self, value: &T, visitor: &mut Visitor<'_>) -> fmt::Result {
        visitor.item(Value::Display(&Policed { value, policy: self }))
    }
}

impl<T: ?Sized> Policy<T> for Masked {
    fn write(self, _value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self, f)
    }
}

impl<T: ?Sized> Policy<T> for FixedText {
    fn write(self, _value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self, f)
    }
}

impl<T: KeepText + ?Sized> Policy<T> for KeptEnds {
    fn write(self, value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&keep(self, value.text()), f)
    }
}

impl<T: ?Sized> Policy<T> for CustomMask<T> {
    fn write(self, value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        CustomMask::write(self, value, f)
    }
}

/// The policy for every element of a collection: `#[redact(each)]`.
#[derive(Clone, Copy, Debug)]
pub struct Each<P>(pub P);

impl<T: Collection + ?Sized, P: Policy<T::Item>> Policy<T> for Each<P> {
    fn write(self, value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(policy) = self;
        match value.print() {
            Print::List => {
                let mut list = f.debug_list();
                value.visit(&mut |_, item| {
                    list.entry(&Policed { value: item, policy });
                    Ok(())
                })?;
                list.finish()
            }
            Print::Set => {
                let mut set = f.debug_set();
                value.visit(&mut |_, item| {
                    set.entry(&Policed { value: item, policy });
                    Ok(())
                })?;
                set.finish()
            }
            Print::Map => {
                let mut map = f.debug_map();
                value.visit(&mut |key, item| {
                    let key = key.as_ref().map_or(&"" as &dyn fmt::Debug, |key| key);
                    map.entry(&key, &Policed { value: item, policy });
                    Ok(())
                })?;
                map.finish()
            }
            Print::None => f.write_str("None"),
            Print::Some => value.visit(&mut |_, item| {
                f.debug_tuple("Some").field(&Policed { value: item, policy }).finish()
            }),
        }
    }

    fn shape(self, value: &T) -> Shape<'_> {
        value.print().shape()
    }

    fn parts(self, value: &T, visitor: &mut Visitor<'_>) -> fmt::Result {
        if matches!(value.print(), Print::None) {
            return visitor.item(Value::Empty);
        }
        value.visit(&mut |key, item| {
            let name = key.as_ref().map_or(Value::Empty, |key| Value::Display(key));
            visitor.entry(name, Value::Redact(&Policed { value: item, policy: self.0 }))
        })
    }
}

/// The policy for the content of an `Option`, whose `None` is shown: `#[redact(show_none)]`.
#[derive(Clone, Copy, Debug)]
pub struct ShowNone<P>(pub P);

impl<T: OptionLike + ?Sized, P: Policy<T::Some>> Policy<T> for ShowNone<P> {
    fn write(self, value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match value.as_option() {
            Some(value) => self.0.write(value, f),
            None => f.write_str("None"),
        }
    }

    fn shape(self, value: &T) -> Shape<'_> {
        value.as_option().map_or(Shape::one(), |value| self.0.shape(value))
    }

    fn parts(self, value: &T, visitor: &mut Visitor<'_>) -> fmt::Result {
        match value.as_option() {
            Some(value) => self.0.parts(value, visitor),
            None => visitor.item(Value::Empty),
        }
    }
}

/// A value behind its policy.
pub struct Policed<'a, T: ?Sized, P> {
    value: &'a T,
    policy: P,
}

impl<'a, T: ?Sized, P> Policed<'a, T, P> {
    /// Combines a value with its policy. `P` has no bound here, so that a policy for another type
    /// is one error, not two.
    pub fn new(value: &'a T, policy: P) -> Self {
        Self { value, policy }
    }
}

impl<T: ?Sized, P: Policy<T>> fmt::Display for Policed<'_, T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.policy.write(self.value, f)
    }
}

impl<T: ?Sized, P: Policy<T>> fmt::Debug for Policed<'_, T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<T: ?Sized, P: Policy<T>> Redact for Policed<'_, T, P> {
    fn shape(&self) -> Shape<'_> {
        self.policy.shape(self.value)
    }

    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        self.policy.parts(self.value, visitor)
    }
}
