//! How collections, and pointers to them, are taken apart: the same for elements that mask
//! themselves and for those that can be logged as they are.

use std::fmt;

use crate::record::value::{Redact, Shape, Value, Visitor};
use crate::redact::map_key::MapKey;

/// Implements a trait that has the methods of [`Redact`](crate::redact::Redact) for every usual
/// collection, and for what leads to one: `Trait of Bound, |item| part`. The bound is the elements'.
macro_rules! collections {
    ($trait:ident of $bound:ident, |$item:ident| $part:expr) => {
        collections! { @list $trait, |$item| $part;
            [T: $bound] [T];
            [T: $bound, const N: usize] [T; N];
            [T: $bound] Vec<T>;
            [T: $bound] std::collections::VecDeque<T>;
            [T: $bound] std::collections::BTreeSet<T>;
            [T: $bound, S] std::collections::HashSet<T, S>;
        }
        collections! { @map $trait, |$item| $part;
            [V: $bound,] std::collections::BTreeMap<K, V>;
            [V: $bound, S] std::collections::HashMap<K, V, S>;
        }
        collections! { @tuple $trait of $bound, |$item| $part;
            (A 0);
            (A 0, B 1);
            (A 0, B 1, C 2);
            (A 0, B 1, C 2, D 3);
            (A 0, B 1, C 2, D 3, E 4);
            (A 0, B 1, C 2, D 3, E 4, F 5);
        }
        collections! { @pointer $trait; &T, &mut T, Box<T>, std::rc::Rc<T>, std::sync::Arc<T> }

        impl<T: $trait> $trait for Option<T> {
            fn shape(&self) -> Shape<'_> {
                self.as_ref().map_or(Shape::one(), T::shape)
            }
            fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
                match self {
                    Some(value) => value.parts(visitor),
                    None => visitor.item(Value::Empty),
                }
            }
        }
    };
    (@list $trait:ident, |$item:ident| $part:expr; $([$($generics:tt)*] $type:ty;)*) => { $(
        impl<$($generics)*> $trait for $type {
            fn shape(&self) -> Shape<'_> {
                Shape::list()
            }
            fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
                self.iter().try_for_each(|$item| visitor.item($part))
            }
        }
    )* };
    (@map $trait:ident, |$item:ident| $part:expr; $([$($generics:tt)*] $type:ty;)*) => { $(
        /// The keys show; `Display` makes names of them, unless `Debug` says something else.
        impl<K: fmt::Debug + fmt::Display, $($generics)*> $trait for $type {
            fn shape(&self) -> Shape<'_> {
                Shape::object()
            }
            fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
                self.iter().try_for_each(|(key, $item)| visitor.entry(Value::Display(&MapKey::new(key)), $part))
            }
        }
    )* };
    (
        @tuple $trait:ident of $bound:ident, |$item:ident| $part:expr;
        $(($($type:ident $index:tt),+);)*
    ) => { $(
        impl<$($type: $bound),+> $trait for ($($type,)+) {
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
        }
    )* };
    (@pointer $trait:ident; $($pointer:ty),*) => { $(
        impl<T: $trait + ?Sized> $trait for $pointer {
            fn shape(&self) -> Shape<'_> {
                (**self).shape()
            }
            fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
                (**self).parts(visitor)
            }
        }
    )* };
}
pub(super) use collections;

collections!(Redact of Redact, |item| Value::Redact(item));
