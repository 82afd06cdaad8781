//! Bounds are required only for shown fields; a masked field needs none.

#![allow(clippy::items_after_statements, reason = "a type precedes its assertion")]

use std::collections::BTreeMap;
use std::fmt::{Debug, Display};
use std::marker::PhantomData;
use std::sync::Arc;

use logkit::redact::Redacted;
use logkit::{Redact, Sensitive};

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
        inner: Option<Secret<T>>,
        #[redact]
        own: Option<T>,
    }
    let outer = Outer { inner: Some(Secret(Opaque)), own: Some(Opaque) };
    assert_eq!(format!("{outer:?}"), "Outer { inner: Some(Secret([redacted])), own: [redacted] }");

    // Behind a pointer it might contain `Shared<T>`, so there it is said.
    #[derive(Redact)]
    #[redact(bound = "")]
    struct Shared<T> {
        inner: Arc<Secret<T>>,
        #[redact]
        own: Option<T>,
    }
    let shared = Shared { inner: Arc::new(Secret(Opaque)), own: Some(Opaque) };
    assert_eq!(format!("{shared:?}"), "Shared { inner: Secret([redacted]), own: [redacted] }");
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

/// As with std's `derive(Debug)`.
#[test]
fn generic_types_may_contain_each_other() {
    mod issue {
        use logkit::Redact;

        #[derive(Redact)]
        pub(super) struct Order<T> {
            pub(super) id: T,
            #[redact]
            pub(super) note: String,
            pub(super) lines: Vec<Line<T>>,
        }
        #[derive(Redact)]
        pub(super) struct Line<T> {
            #[redact]
            pub(super) sku: String,
            pub(super) split_from: Option<Box<Order<T>>>,
        }
    }
    let line = issue::Line { sku: "s".into(), split_from: None };
    let order = issue::Order { id: 1_u8, note: "n".into(), lines: vec![line] };
    assert_eq!(
        format!("{order:?}"),
        "Order { id: 1, note: [redacted], lines: [Line { sku: [redacted], split_from: None }] }"
    );

    // No type of the circle shows the parameter itself.
    #[derive(Redact)]
    struct Node<T>(#[redact] T, Vec<Edge<T>>);
    #[derive(Redact)]
    struct Edge<T>(#[redact] T, Option<Box<Node<T>>>);
    let node = Node(1_u8, vec![Edge(2, Some(Box::new(Node(3, vec![]))))]);
    assert_eq!(
        format!("{node:?}"),
        "Node([redacted], [Edge([redacted], Some(Node([redacted], [])))])"
    );

    // Only one of them is behind a pointer.
    #[derive(Redact)]
    struct Outer<T>(#[redact] u8, Inner<T>);
    #[derive(Redact)]
    struct Inner<T>(T, #[redact] u8, Option<Arc<Outer<T>>>);
    let outer = Outer(1, Inner("a", 2, None));
    assert_eq!(format!("{outer:?}"), "Outer([redacted], Inner(\"a\", [redacted], None))");

    // Three of them, with two parameters, a lifetime, a constant and an enum.
    #[derive(Redact)]
    enum First<'a, K, V: Copy, const N: usize> {
        End(#[redact] K),
        Next(&'a Second<'a, K, V, N>),
    }
    #[derive(Redact)]
    struct Second<'a, K, V: Copy, const N: usize> {
        #[redact]
        key: [K; N],
        third: BTreeMap<u8, Third<'a, K, V, N>>,
    }
    #[derive(Redact)]
    struct Third<'a, K, V: Copy, const N: usize>(
        V,
        #[redact(keep_last = 1)] &'a str,
        Vec<First<'a, K, V, N>>,
    );
    let third = Third('v', "secret", vec![First::End(1_i8)]);
    let second = Second { key: [2_i8, 3], third: BTreeMap::from([(7, third)]) };
    assert_eq!(
        format!("{:?}", First::Next(&second)),
        "Next(Second { key: [redacted], third: {7: Third('v', ****t, [End([redacted])])} })"
    );

    // An associated type goes around.
    #[derive(Redact)]
    struct Head<I: Iterator>(#[redact] u8, Option<Box<Tail<I::Item>>>);
    #[derive(Redact)]
    struct Tail<T>(T, #[redact] u8, Vec<Head<std::vec::IntoIter<T>>>);
    let head: Head<std::vec::IntoIter<u8>> = Head(1, Some(Box::new(Tail(5, 2, vec![]))));
    assert_eq!(format!("{head:?}"), "Head([redacted], Some(Tail(5, [redacted], [])))");

    // One of them derives `Debug` as before.
    #[derive(Redact)]
    struct Ours<T>(#[redact] T, Vec<Theirs<T>>);
    #[derive(Debug)]
    struct Theirs<T>(T, Option<Box<Ours<T>>>);
    assert_eq!(
        format!("{:?}", Ours(1, vec![Theirs(2, None)])),
        "Ours([redacted], [Theirs(2, None)])"
    );
}

#[test]
fn a_bound_of_the_user_replaces_all_others() {
    /// `Debug` for some parameters only.
    struct Shown<T>(T);
    impl<T: Display> Debug for Shown<T> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "Shown({})", self.0)
        }
    }
    #[derive(Redact)]
    #[redact(bound = "T: Display")]
    struct Displayed<T>(#[redact] u8, Box<Shown<T>>);
    let displayed = Displayed(1, Box::new(Shown("a")));
    assert_eq!(format!("{displayed:?}"), "Displayed([redacted], Shown(a))");

    /// A circle that goes by two names, through an associated type that std's derive cannot bind.
    trait Family {
        type Member;
    }
    impl Family for u8 {
        type Member = char;
    }
    #[derive(Redact)]
    #[redact(bound = "F::Member: Debug")]
    struct Parent<F: Family>(#[redact] u8, Vec<Child<F>>);
    #[derive(Redact)]
    #[redact(bound = "F::Member: Debug")]
    struct Child<F: Family>(F::Member, Option<Box<Parent<F>>>, #[redact] u8);
    let parent: Parent<u8> = Parent(1, vec![Child('c', None, 2)]);
    assert_eq!(format!("{parent:?}"), "Parent([redacted], [Child('c', None, [redacted])])");
}

/// A field of a packed type is copied before it is printed.
#[test]
fn packed_generic_types_need_copies_of_what_they_show() {
    mod twin {
        #[derive(Debug)]
        #[repr(Rust, packed)]
        pub(super) struct Plain<T> {
            pub(super) v: T,
            pub(super) s: u32,
        }
    }
    #[derive(Redact)]
    #[repr(Rust, packed)]
    struct Plain<T> {
        v: T,
        #[redact]
        s: u32,
    }
    let twin = format!("{:?}", twin::Plain { v: 1_u16, s: 3 });
    assert_eq!(format!("{:?}", Plain { v: 1_u16, s: 3 }), twin.replace('3', "[redacted]"));

    #[derive(Redact)]
    #[repr(C, packed(2))]
    struct Parts<'a, T, U, const N: usize>(&'a [U], [T; N], Option<T>, #[redact] u64);
    let parts = Parts(&["a"], [1_u64, 2], Some(3), 4);
    assert_eq!(format!("{parts:?}"), "Parts([\"a\"], [1, 2], Some(3), [redacted])");

    // What it does not show it does not copy.
    #[derive(Redact)]
    #[repr(Rust, packed)]
    struct Hidden<T>(u32, #[redact] T);
    assert_eq!(format!("{:?}", Hidden(1, Opaque)), "Hidden(1, [redacted])");

    #[derive(Redact)]
    #[repr(Rust, packed)]
    struct Kept<T>(#[redact(keep_last = 2)] T, PhantomData<Opaque>);
    assert_eq!(
        format!("{:?}", Kept("abcdef", PhantomData)),
        format!("Kept(****ef, {:?})", PhantomData::<Opaque>)
    );

    #[derive(Redact)]
    #[repr(Rust, packed)]
    struct Projected<I: Iterator>(I::Item, #[redact] u8);
    let projected: Projected<std::vec::IntoIter<u32>> = Projected(7, 1);
    assert_eq!(format!("{projected:?}"), "Projected(7, [redacted])");
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

    #[derive(Redact)]
    #[redact(nested)]
    #[allow(dead_code, reason = "only the type is looked at")]
    struct Holder<T>(T);

    #[derive(Redact)]
    #[redact(nested)]
    #[allow(dead_code, reason = "only the type is looked at")]
    struct Nested<T> {
        token: Holder<T>,
        key: Option<Sensitive<T>>,
    }

    log_safe! {
        Nested<u64>: true;
        Nested<String>: false;
        Holder<String>: false;
        Sensitive<String>: true;
        // A view has no type of what it shows.
        Redacted<'static>: false;
        &'static dyn Redact: false;
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
