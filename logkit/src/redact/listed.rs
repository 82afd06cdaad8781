//! Collections of plain values, which a structured format takes apart as it does those of `Redact`
//! types.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use crate::redact::key::Key;
use crate::redact::structure::{Shape, Visitor};
use crate::to_value::ToValue;
use crate::value::Value;

/// A collection whose elements can be logged as they are.
pub trait Listed {
    /// What the elements make up.
    fn shape(&self) -> Shape<'_>;
    /// Hands each element to `visit`, in order.
    ///
    /// # Errors
    ///
    /// The first one of `visit`.
    fn parts(&self, visit: &mut Visitor<'_>) -> fmt::Result;
}

macro_rules! list {
    ($([$($generics:tt)*] $type:ty;)*) => { $(
        impl<T: ToValue, $($generics)*> Listed for $type {
            fn shape(&self) -> Shape<'_> {
                Shape::list()
            }
            fn parts(&self, visit: &mut Visitor<'_>) -> fmt::Result {
                self.iter().try_for_each(|item| visit(Value::Empty, item.to_value()))
            }
        }
    )* };
}

list! {
    [] [T];
    [const N: usize] [T; N];
    [] Vec<T>;
    [] VecDeque<T>;
    [] BTreeSet<T>;
    [S] HashSet<T, S>;
}

macro_rules! map {
    ($([$($generics:tt)*] $type:ty;)*) => { $(
        impl<K: fmt::Debug + fmt::Display, V: ToValue, $($generics)*> Listed for $type {
            fn shape(&self) -> Shape<'_> {
                Shape::object()
            }
            fn parts(&self, visit: &mut Visitor<'_>) -> fmt::Result {
                self.iter().try_for_each(|(key, item)| visit(Value::Display(&Key::new(key)), item.to_value()))
            }
        }
    )* };
}

map! {
    [] BTreeMap<K, V>;
    [S] HashMap<K, V, S>;
}

macro_rules! tuple {
    ($(($($item:ident $index:tt),+);)*) => { $(
        impl<$($item: ToValue),+> Listed for ($($item,)+) {
            fn shape(&self) -> Shape<'_> {
                Shape::list()
            }
            fn parts(&self, visit: &mut Visitor<'_>) -> fmt::Result {
                $(visit(Value::Empty, self.$index.to_value())?;)+
                Ok(())
            }
        }
    )* };
}

tuple! {
    (A 0);
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
    (A 0, B 1, C 2, D 3, E 4);
    (A 0, B 1, C 2, D 3, E 4, F 5);
}

macro_rules! by_pointer {
    ($($pointer:ty),*) => { $(
        impl<T: Listed + ?Sized> Listed for $pointer {
            fn shape(&self) -> Shape<'_> {
                (**self).shape()
            }
            fn parts(&self, visit: &mut Visitor<'_>) -> fmt::Result {
                (**self).parts(visit)
            }
        }
    )* };
}

by_pointer!(&T, &mut T, Box<T>, Rc<T>, Arc<T>);

impl<T: Listed> Listed for Option<T> {
    fn shape(&self) -> Shape<'_> {
        self.as_ref().map_or(Shape::one(), T::shape)
    }
    fn parts(&self, visit: &mut Visitor<'_>) -> fmt::Result {
        match self {
            Some(list) => list.parts(visit),
            None => visit(Value::Empty, Value::Empty),
        }
    }
}
