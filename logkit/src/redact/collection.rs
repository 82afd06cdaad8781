//! The traits of collections: their elements can be visited, to be masked one by one or nested.

use std::fmt;

use crate::record::shape::Shape;
use crate::record::value::Visitor;
use crate::redact::map_key::MapKey;
use crate::util::pointers::for_pointers;

/// The way in which a collection is printed.
#[derive(Clone, Copy, Debug)]
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

impl Print {
    /// The shape of the elements in structured formats, where an `Option` does not show.
    pub(super) fn shape(self) -> Shape<'static> {
        match self {
            Self::List | Self::Set => Shape::list(),
            Self::Map => Shape::object(),
            Self::None | Self::Some => Shape::one(),
        }
    }
}

/// A function of an element, and of its key in a map.
pub(crate) type Visit<'a, T> = dyn FnMut(Option<MapKey<'_>>, &T) -> fmt::Result + 'a;

/// A collection, whose elements `#[redact(each)]` masks.
#[diagnostic::on_unimplemented(
    message = "expected a collection, found `{Self}`: `each` masks the elements of a collection",
    label = "expected a collection",
    note = "slices, arrays, `Vec`, `VecDeque`, sets, `Option`, and maps whose keys have `Display` \
            are collections; for another type remove `each`, or write `with = path`"
)]
pub trait Collection {
    /// The type of the elements: of a map's values, not of its keys.
    type Item;
    /// The way in which the collection is printed.
    fn print(&self) -> Print;
    /// Calls `visit` for each element, in the collection's order.
    ///
    /// # Errors
    ///
    /// Returns the first error of `visit`.
    fn visit(&self, visit: &mut Visit<'_, Self::Item>) -> fmt::Result;
}

for_pointers!(Collection {
    type Item = T::Item;
    fn print(&self) -> Print {
        (**self).print()
    }
    fn visit(&self, visit: &mut Visit<'_, T::Item>) -> fmt::Result {
        (**self).visit(visit)
    }
});

/// An `Option` or a pointer to one, whose `None` `#[redact(show_none)]` shows.
#[diagnostic::on_unimplemented(
    message = "expected an `Option`, found `{Self}`: `show_none` shows the `None` of an `Option`",
    label = "expected an `Option`",
    note = "remove `show_none`"
)]
pub trait OptionLike {
    /// The type of the value inside.
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

for_pointers!(OptionLike {
    type Some = T::Some;
    fn as_option(&self) -> Option<&T::Some> {
        (**self).as_option()
    }
});

/// A collection of values that have no parts of their own, which structured formats nest like one of
/// `Redact` values.
pub trait PlainCollection {
    /// The shape of the collection.
    fn shape(&self) -> Shape<'_>;
    /// Passes each element to `visitor`, in order.
    ///
    /// # Errors
    ///
    /// Returns the first error of `visitor`.
    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result;
}

for_pointers!(PlainCollection {
    fn shape(&self) -> Shape<'_> {
        (**self).shape()
    }
    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        (**self).parts(visitor)
    }
});
