//! References and smart pointers: a trait that a type has, a pointer to the type has too.

/// Implements a trait for every pointer whose target has it. The body's methods call those of `**self`.
macro_rules! for_pointers {
    ($trait:ident $body:tt) => {
        for_pointers! { @each $trait $body
            &T, &mut T, Box<T>, std::rc::Rc<T>, std::sync::Arc<T>
        }
    };
    (@each $trait:ident $body:tt $($pointer:ty),+) => {
        $(for_pointers! { @one $trait $body $pointer })+
    };
    (@one $trait:ident { $($body:tt)* } $pointer:ty) => {
        impl<T: $trait + ?Sized> $trait for $pointer {
            $($body)*
        }
    };
}

pub(crate) use for_pointers;
