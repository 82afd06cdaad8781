//! The standard types, each listed once with the traits that it has.
//!
//! * Plain types have a value of their own: `ToValue`. Those of which no value can be a secret are
//!   `LogSafe`, and those whose `Display` and `Debug` are nothing but the value are `Primitive`.
//! * Collections have what their elements have: `Redact` (and with it `ToValue`) and `LogSafe`. Of plain
//!   elements they are a `PlainCollection`. `Collection` is for masks on elements of any type.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize};
use std::num::{
    NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128, NonZeroUsize, Wrapping,
};
use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use crate::record::argument::Primitive;
use crate::record::shape::{Shape, TextForm};
use crate::record::to_value::ToValue;
use crate::record::value::{Redact, Value, Visitor};
use crate::redact::collection::{Collection, PlainCollection, Print, Visit};
use crate::redact::map_key::MapKey;
use crate::redact::safe::LogSafe;
use crate::util::pointers::for_pointers;

/// `[marker traits] |value| its Value => types`
macro_rules! plain {
    ($($markers:tt |$this:ident| $value:expr => $($type:ty),+;)*) => { $($(
        impl ToValue for $type {
            #[inline]
            #[allow(clippy::cast_lossless, reason = "of pointer-sized integers: 64 bits hold all")]
            #[allow(clippy::useless_conversion, reason = "one conversion for several widths")]
            fn to_value(&self) -> Value<'_> {
                let $this = self;
                $value
            }
        }
        plain! { @mark $markers $type }
    )+)* };
    (@mark [$($marker:ident)*] $type:ty) => { $(impl $marker for $type {})* };
}

plain! {
    [LogSafe Primitive] |number| Value::I64((*number).into()) => i16, i32, i64;
    [LogSafe Primitive] |number| Value::U64((*number).into()) => u32, u64;
    [LogSafe Primitive] |number| Value::I64(*number as i64) => isize;
    [LogSafe Primitive] |number| Value::U64(*number as u64) => usize;
    [LogSafe Primitive] |number| Value::I128(number) => i128;
    [LogSafe Primitive] |number| Value::U128(number) => u128;
    [LogSafe Primitive] |truth| Value::Bool(*truth) => bool;
    [LogSafe] |number| Value::F32(*number) => f32;
    [LogSafe] |number| Value::F64(*number) => f64;
    [LogSafe] |number| Value::I64(number.get().into()) => NonZeroI16, NonZeroI32, NonZeroI64;
    [LogSafe] |number| Value::U64(number.get().into()) => NonZeroU32, NonZeroU64;
    [LogSafe] |number| Value::I64(number.get() as i64) => NonZeroIsize;
    [LogSafe] |number| Value::U64(number.get() as u64) => NonZeroUsize;
    [LogSafe] |number| Value::Display(number) => NonZeroI128, NonZeroU128;
    [LogSafe] |value| Value::Debug(value) => (), Duration, Instant, SystemTime, Ordering, ErrorKind;
    // A list of bytes, of characters or of UTF-16 code units may be a text.
    [Primitive] |unit| Value::U64((*unit).into()) => u8, u16;
    [Primitive] |byte| Value::I64((*byte).into()) => i8;
    [] |unit| Value::U64(unit.get().into()) => NonZeroU8, NonZeroU16;
    [] |byte| Value::I64(byte.get().into()) => NonZeroI8;
    [] |c| Value::Char(*c) => char;
    // A text may be anything, even a `&'static str`, and so may a name in a file system. Strict loggers
    // accept literals and constants by their tokens.
    [Primitive] |text| Value::Str(text) => str, String;
    [] |bytes| Value::Bytes(bytes) => [u8];
    [] |text| os_text(text) => OsStr, OsString;
    [] |path| os_text(path.as_os_str()) => Path, PathBuf;
    [] |text| Value::Display(text) => fmt::Arguments<'_>;
    // An address may identify a person.
    [] |address| Value::Display(address) => IpAddr, Ipv4Addr, Ipv6Addr;
    [] |address| Value::Display(address) => SocketAddr, SocketAddrV4, SocketAddrV6;
    [] |error| Value::Error(error) => dyn Error + 'static, dyn Error + Send + 'static;
    [] |error| Value::Error(error) => dyn Error + Sync + 'static, dyn Error + Send + Sync + 'static;
}

/// Text, unless it is not Unicode.
fn os_text(text: &OsStr) -> Value<'_> {
    text.to_str().map_or(Value::Bytes(text.as_encoded_bytes()), Value::Str)
}

/// The methods of `Redact` and `PlainCollection` for a `Collection`.
macro_rules! nested {
    (|$item:ident| $part:expr) => {
        fn shape(&self) -> Shape<'_> {
            self.print().shape()
        }
        fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
            self.visit(&mut |key, $item| match key {
                Some(key) => visitor.entry(Value::Display(&key), $part),
                None => visitor.item($part),
            })
        }
    };
}

/// `Print [other parameters] type of T;`
macro_rules! sequences {
    ($($print:ident $parameters:tt $type:ty;)*) => { $(
        sequences! { @structure $print $parameters $type }
        sequences! { @value $parameters $type }
    )* };
    (@structure $print:ident [$($parameters:tt)*] $type:ty) => {
        impl<T, $($parameters)*> Collection for $type {
            type Item = T;
            fn print(&self) -> Print {
                Print::$print
            }
            fn visit(&self, visit: &mut Visit<'_, T>) -> fmt::Result {
                self.iter().try_for_each(|item| visit(None, item))
            }
        }
        impl<T: Redact, $($parameters)*> Redact for $type {
            nested!(|item| Value::Redact(item));
        }
        impl<T: ToValue, $($parameters)*> PlainCollection for $type {
            nested!(|item| item.to_value());
        }
        impl<T: LogSafe, $($parameters)*> LogSafe for $type {}
    };
    (@value [$($parameters:tt)*] $type:ty) => {
        // The error about elements without `Redact` is that of `ToValue` for the collection: it names
        // `?value` first.
        #[diagnostic::do_not_recommend]
        impl<T: Redact, $($parameters)*> ToValue for $type {
            #[inline]
            fn to_value(&self) -> Value<'_> {
                Value::Redact(self)
            }
        }
    };
}

sequences! {
    List [const N: usize] [T; N];
    List [] Vec<T>;
    List [] VecDeque<T>;
    Set [] BTreeSet<T>;
    Set [S] HashSet<T, S>;
}

// A slice has no size, so only a pointer to it can be a value.
sequences! { @structure List [] [T] }
sequences! { @value [] &[T] }
sequences! { @value [] &mut [T] }
sequences! { @value [] Box<[T]> }
sequences! { @value [] Rc<[T]> }
sequences! { @value [] Arc<[T]> }

/// `[other parameters] type of K and V;`
macro_rules! maps {
    ($([$($parameters:tt)*] $type:ty;)*) => { $(
        impl<K: fmt::Debug + fmt::Display, V, $($parameters)*> Collection for $type {
            type Item = V;
            fn print(&self) -> Print {
                Print::Map
            }
            fn visit(&self, visit: &mut Visit<'_, V>) -> fmt::Result {
                self.iter().try_for_each(|(key, item)| visit(Some(MapKey::new(key)), item))
            }
        }
        /// The keys show. They are named by `Display`, unless `Debug` writes something else.
        impl<K: fmt::Debug + fmt::Display, V: Redact, $($parameters)*> Redact for $type {
            nested!(|item| Value::Redact(item));
        }
        impl<K: fmt::Debug + fmt::Display, V: ToValue, $($parameters)*> PlainCollection for $type {
            nested!(|item| item.to_value());
        }
        #[diagnostic::do_not_recommend]
        impl<K: fmt::Debug + fmt::Display, V: Redact, $($parameters)*> ToValue for $type {
            #[inline]
            fn to_value(&self) -> Value<'_> {
                Value::Redact(self)
            }
        }
        impl<K: LogSafe, V: LogSafe, $($parameters)*> LogSafe for $type {}
    )* };
}

maps! {
    [] BTreeMap<K, V>;
    [S] HashMap<K, V, S>;
}

macro_rules! tuples {
    ($(($($type:ident $index:tt),+))*) => { $(
        impl<$($type: Redact),+> Redact for ($($type,)+) {
            tuples!(@methods |item| Value::Redact(item), $($index)+);
        }
        impl<$($type: ToValue),+> PlainCollection for ($($type,)+) {
            tuples!(@methods |item| item.to_value(), $($index)+);
        }
        #[diagnostic::do_not_recommend]
        impl<$($type: Redact),+> ToValue for ($($type,)+) {
            #[inline]
            fn to_value(&self) -> Value<'_> {
                Value::Redact(self)
            }
        }
        impl<$($type: LogSafe),+> LogSafe for ($($type,)+) {}
    )* };
    (@methods |$item:ident| $part:expr, $($index:tt)+) => {
        fn shape(&self) -> Shape<'_> {
            Shape::list()
        }
        fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
            $({
                let $item = &self.$index;
                visitor.item($part)?;
            })+
            Ok(())
        }
    };
}

tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
}

impl<T> Collection for Option<T> {
    type Item = T;
    fn print(&self) -> Print {
        if self.is_some() { Print::Some } else { Print::None }
    }
    fn visit(&self, visit: &mut Visit<'_, T>) -> fmt::Result {
        self.iter().try_for_each(|item| visit(None, item))
    }
}

/// The methods of `Redact` and `PlainCollection` for an `Option`, which does not show.
macro_rules! optional {
    () => {
        fn shape(&self) -> Shape<'_> {
            self.as_ref().map_or(Shape::one(), T::shape)
        }
        fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
            match self {
                Some(value) => value.parts(visitor),
                None => visitor.item(Value::Empty),
            }
        }
    };
}

impl<T: Redact> Redact for Option<T> {
    optional!();
}

impl<T: PlainCollection> PlainCollection for Option<T> {
    optional!();
}

#[diagnostic::do_not_recommend]
impl<T: ToValue> ToValue for Option<T> {
    #[inline]
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Empty, T::to_value)
    }
}

impl<T: ToValue> ToValue for Wrapping<T> {
    #[inline]
    fn to_value(&self) -> Value<'_> {
        self.0.to_value()
    }
}

impl<T: ToValue + ToOwned + ?Sized> ToValue for Cow<'_, T> {
    #[inline]
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl<T: Primitive + ToOwned + ?Sized> Primitive for Cow<'_, T> {}

impl<T: LogSafe> LogSafe for Option<T> {}
impl<T: LogSafe, E: LogSafe> LogSafe for Result<T, E> {}
impl<T: LogSafe> LogSafe for Range<T> {}
impl<T: LogSafe> LogSafe for RangeInclusive<T> {}
impl<T: LogSafe> LogSafe for Wrapping<T> {}

for_pointers!(ToValue {
    #[inline]
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
});

for_pointers!(Redact {
    fn shape(&self) -> Shape<'_> {
        (**self).shape()
    }
    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        (**self).parts(visitor)
    }
    fn __form(&self) -> TextForm<'_> {
        (**self).__form()
    }
});

for_pointers!(Primitive {});
for_pointers!(LogSafe {});

#[cfg(test)]
mod tests;
