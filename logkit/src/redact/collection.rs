//! Whose elements `#[redact(each)]` masks one by one, and whose `None` `#[redact(show_none)]` shows.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use crate::redact::map_key::MapKey;

/// How a collection prints.
#[derive(Clone, Copy)]
pub enum Print {
    /// `[a, b]`
    List,
    /// `{a, b}`
    Set,
    /// `{key: a}`
    Map,
    /// `None`
    None,
    /// `Some(a)`
    Some,
}

/// Takes an element, and the key of a map's element.
pub(crate) type Visit<'a, T> = dyn FnMut(Option<MapKey<'_>>, &T) -> fmt::Result + 'a;

/// A collection.
#[diagnostic::on_unimplemented(
    message = "`each` masks the elements of a collection, and `{Self}` is none",
    label = "no collection",
    note = "slices, arrays, `Vec`, `VecDeque`, sets, `Option`, and maps whose keys have `Display` \
            are collections; for anything else leave `each` out, or write `with = path`"
)]
pub trait Collection {
    /// The type of its elements: a map's values, not its keys.
    type Item;
    /// How it prints.
    fn print(&self) -> Print;
    /// Calls `visit` for each element, in the collection's order.
    ///
    /// # Errors
    ///
    /// The first one of `visit`.
    fn visit(&self, visit: &mut Visit<'_, Self::Item>) -> fmt::Result;
}

macro_rules! one_by_one {
    ($($print:ident [$($generics:tt)*] $type:ty;)*) => { $(
        impl<$($generics)*> Collection for $type {
            type Item = T;
            fn print(&self) -> Print {
                Print::$print
            }
            fn visit(&self, visit: &mut Visit<'_, T>) -> fmt::Result {
                self.iter().try_for_each(|item| visit(None, item))
            }
        }
    )* };
}

one_by_one! {
    List [T] [T];
    List [T, const N: usize] [T; N];
    List [T] Vec<T>;
    List [T] VecDeque<T>;
    Set [T] BTreeSet<T>;
    Set [T, S] HashSet<T, S>;
}

macro_rules! key_by_key {
    ($([$($generics:tt)*] $type:ty;)*) => { $(
        impl<K: fmt::Debug + fmt::Display, $($generics)*> Collection for $type {
            type Item = V;
            fn print(&self) -> Print {
                Print::Map
            }
            fn visit(&self, visit: &mut Visit<'_, V>) -> fmt::Result {
                self.iter().try_for_each(|(key, item)| {
                    visit(Some(MapKey::new(key)), item)
                })
            }
        }
    )* };
}

key_by_key! {
    [V] BTreeMap<K, V>;
    [V, S] HashMap<K, V, S>;
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

/// An `Option`, or a pointer to one.
#[diagnostic::on_unimplemented(
    message = "`show_none` is for an `Option`, and `{Self}` is none",
    label = "no `Option`",
    note = "leave `show_none` out"
)]
pub trait OptionLike {
    /// The type of the value that there may be.
    type Some;
    /// Returns the value, if there is one.
    fn as_option(&self) -> Option<&Self::Some>;
}

impl<T> OptionLike for Option<T> {
    type Some = T;
    fn as_option(&self) -> Option<&T> {
        self.as_ref()
    }
}

macro_rules! by_pointer {
    ($($pointer:ty),*) => {$(
        impl<T: Collection + ?Sized> Collection for $pointer {
            type Item = T::Item;
            fn print(&self) -> Print {
                (**self).print()
            }
            fn visit(&self, visit: &mut Visit<'_, T::Item>) -> fmt::Result {
                (**self).visit(visit)
            }
        }

        impl<T: OptionLike + ?Sized> OptionLike for $pointer {
            type Some = T::Some;
            fn as_option(&self) -> Option<&T::Some> {
                (**self).as_option()
            }
        }
    )*};
}

by_pointer!(&T, &mut T, Box<T>, Rc<T>, Arc<T>);
