//! Specialization for expansions, which do not know the types of values: method resolution tries a
//! probe's own methods, whose bounds must hold, before those of the probe that it derefs to.
//!
//! A question is a method of one name on several steps, each with the bound of its answer. The last
//! one has no bound. No trait needs to be in scope, so user code cannot get in the way.

use std::marker::PhantomData;
use std::ops::Deref;

/// A question about the type `T`, at one of its steps.
#[derive(Debug)]
pub struct Probe<T: ?Sized, Step = First>(PhantomData<fn(&T) -> Step>);

// A method takes a copy, which is one step less for the compiler than a reference.
impl<T: ?Sized, Step> Clone for Probe<T, Step> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized, Step> Copy for Probe<T, Step> {}

impl<T: ?Sized> Probe<T> {
    /// A probe for the type of the value.
    #[inline]
    pub fn of(_: &T) -> Self {
        Self(PhantomData)
    }
}

impl<T: ?Sized> Probe<T, Fifth> {
    /// A probe for a value whose type may not be asked for: an answer for `dyn Error + 'static` would
    /// be chosen for `dyn Error + 'a`, too, and then not compile.
    #[inline]
    pub fn plain(_: &T) -> Self {
        Self(PhantomData)
    }
}

macro_rules! steps {
    ($first:ident $($next:ident $($rest:ident)*)?) => {
        /// A step of [`Probe`].
        #[derive(Debug)]
        pub struct $first;

        $(
            impl<T: ?Sized> Deref for Probe<T, $first> {
                type Target = Probe<T, $next>;

                #[inline]
                fn deref(&self) -> &Self::Target {
                    &Probe(PhantomData)
                }
            }

            steps! { $next $($rest)* }
        )?
    };
}

steps! { First Second Third Fourth Fifth }
