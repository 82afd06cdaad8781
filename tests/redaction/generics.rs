//! Bounds are required only for shown fields; a masked field needs none.

use std::fmt::{Debug, Display};
use std::marker::PhantomData;
use std::sync::Arc;

use logkit::Redact;

/// A type without any trait: no `Debug`, no `Clone`, no `Default`.
struct Opaque;

/// Compiles if `T` has `Debug`, for types without a value to print.
fn is_debug<T: Debug + ?Sized>() {}

#[test]
fn generics_of_every_kind() {
    #[derive(Redact)]
    struct Generic<'a, T: ?Sized, U, const N: usize>
    where
        U: Copy,
    {
        shown: [U; N],
        #[redact]
        hidden: PhantomData<T>,
        #[redact(keep_last = 2)]
        kept: &'a str,
        tail: &'a T,
    }
    let value = Generic { shown: [1, 2], hidden: PhantomData, kept: "abcdefgh", tail: "tail" };
    assert_eq!(
        format!("{value:?}"),
        r#"Generic { shown: [1, 2], hidden: [redacted], kept: ****gh, tail: "tail" }"#
    );
}

#[test]
fn defaults_and_inline_bounds_of_parameters_are_no_obstacle() {
    #[derive(Redact)]
    struct Defaulted<T: Display = u8, const N: usize = 2>(#[redact] [T; N]);
    assert_eq!(format!("{:?}", Defaulted::<u8>([1, 2])), "Defaulted([redacted])");
}

#[test]
fn a_masked_field_needs_no_bound() {
    #[derive(Redact)]
    struct Secret<T>(#[redact] T);
    #[derive(Redact)]
    struct Outer<T> {
        // `Secret<T>` must be `Debug`, not `T`.
        inner: Arc<Secret<T>>,
        #[redact]
        own: Option<T>,
    }
    let outer = Outer { inner: Arc::new(Secret(Opaque)), own: Some(Opaque) };
    assert_eq!(format!("{outer:?}"), "Outer { inner: Secret([redacted]), own: [redacted] }");
}

#[test]
fn a_shown_associated_type_is_bound_itself() {
    #[derive(Redact)]
    struct Peeked<I: Iterator> {
        next: Option<I::Item>,
        #[redact]
        rest: I,
    }
    struct Opaques;
    impl Iterator for Opaques {
        type Item = u8;
        fn next(&mut self) -> Option<u8> {
            None
        }
    }
    let value = Peeked { next: Some(1), rest: Opaques };
    assert_eq!(format!("{value:?}"), "Peeked { next: Some(1), rest: [redacted] }");
}

#[test]
fn a_type_may_contain_itself() {
    #[derive(Redact)]
    struct List<T> {
        shown: u8,
        #[redact]
        head: T,
        tail: Option<Box<List<T>>>,
    }
    #[derive(Redact)]
    enum Tree<T> {
        Leaf(#[redact] Opaque),
        Node(Vec<(Self, T)>),
    }
    let list = List {
        shown: 1,
        head: Opaque,
        tail: Some(Box::new(List { shown: 2, head: Opaque, tail: None })),
    };
    assert_eq!(
        format!("{list:?}"),
        "List { shown: 1, head: [redacted], \
         tail: Some(List { shown: 2, head: [redacted], tail: None }) }"
    );
    assert_eq!(
        format!("{:?}", Tree::Node(vec![(Tree::Leaf(Opaque), 1)])),
        "Node([(Leaf([redacted]), 1)])"
    );
}

#[test]
fn the_last_field_may_be_unsized() {
    #[derive(Redact)]
    struct Shown<T: ?Sized>(#[redact] u8, T);
    #[derive(Redact)]
    struct Hidden<T: ?Sized>(u8, #[redact] T);
    #[derive(Redact)]
    struct Kept(u8, #[redact(keep_first = 1)] str);

    let shown: &Shown<[u8]> = &Shown(1, [2, 3]);
    assert_eq!(format!("{shown:?}"), "Shown([redacted], [2, 3])");
    let hidden: &Hidden<dyn Display> = &Hidden(1, 2_u8);
    assert_eq!(format!("{hidden:?}"), "Hidden(1, [redacted])");
    is_debug::<Kept>();
}

/// `type: true` if the type is `LogSafe`, as the compiler decides it.
macro_rules! log_safe {
    ($($type:ty: $safe:literal;)*) => { $({
        struct Probe<T>(PhantomData<T>);
        impl<T: logkit::redact::LogSafe> Probe<T> {
            #[allow(dead_code, reason = "used only for types that are safe")]
            fn is_safe(&self) -> bool {
                true
            }
        }
        trait Otherwise {
            #[allow(dead_code, reason = "used only for types that are not safe")]
            fn is_safe(&self) -> bool {
                false
            }
        }
        impl<T> Otherwise for Probe<T> {}
        assert_eq!(Probe::<$type>(PhantomData).is_safe(), $safe, stringify!($type));
    })* };
}

#[test]
fn a_generic_wrapper_is_as_safe_as_what_it_shows() {
    #[derive(Redact)]
    #[allow(dead_code, reason = "only the type is looked at")]
    struct Plain<T>(#[redact] u8, T);

    #[derive(Redact)]
    #[allow(dead_code, reason = "only the type is looked at")]
    struct Inside<T> {
        #[redact]
        id: u8,
        list: Vec<Option<T>>,
    }

    #[derive(Redact)]
    #[allow(dead_code, reason = "only the type is looked at")]
    struct Projected<I: Iterator>(#[redact] u8, I::Item);

    #[derive(Redact)]
    #[allow(dead_code, reason = "only the type is looked at")]
    struct Qualified<I: Iterator>(#[redact] u8, <I as Iterator>::Item);

    #[derive(Redact)]
    #[allow(dead_code, reason = "only the type is looked at")]
    enum Choice<A, B> {
        First(A),
        #[redact]
        Second(B),
    }

    #[derive(Redact)]
    #[allow(dead_code, reason = "only the type is looked at")]
    struct Masked<T>(#[redact] T);

    #[derive(Redact)]
    #[allow(dead_code, reason = "only the type is looked at")]
    struct Skipped<T> {
        #[redact]
        id: u8,
        #[redact(skip)]
        token: T,
    }

    log_safe! {
        Plain<u64>: true;
        Plain<String>: false;
        Plain<Plain<u64>>: true;
        Plain<Plain<String>>: false;
        Inside<bool>: true;
        Inside<String>: false;
        Projected<std::vec::IntoIter<u64>>: true;
        Projected<std::vec::IntoIter<String>>: false;
        Qualified<std::vec::IntoIter<u64>>: true;
        Qualified<std::vec::IntoIter<String>>: false;
        Choice<u64, String>: true;
        Choice<String, u64>: false;
        Masked<String>: true;
        Skipped<u64>: true;
        Skipped<String>: false;
    }
}
