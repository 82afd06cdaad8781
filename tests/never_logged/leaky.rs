//! Leaks of a type are reported with the trait or format that leaks.

#![allow(clippy::items_after_statements, reason = "a type precedes its assertion")]

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use logkit::redact::{Redact, Shape, Visitor};
use logkit::testing::assert_never_logged;
use logkit::{ToValue, Value};

use crate::assertions::{CANARY, fails};

/// Displays a given text.
macro_rules! shows {
    ($type:ident: $trait:ident, $self:ident $f:ident => $write:expr) => {
        impl fmt::$trait for $type {
            fn fmt(&$self, $f: &mut fmt::Formatter<'_>) -> fmt::Result {
                $write
            }
        }
    };
}

/// Its `Debug` shows nothing of the secret.
macro_rules! quiet {
    ($($type:ident),+) => { $(
        struct $type;
        shows!($type: Debug, self f => f.write_str("quiet"));
    )+ };
}

#[test]
fn a_derived_debug() {
    #[derive(Debug)]
    struct Login {
        key: &'static str,
    }
    let wanted = ["in `{:?}`: all of it, as it is: bytes 14..30 of 33", "in `{:#?}`: "];
    fails(CANARY, &wanted, || assert_never_logged(CANARY, || Login { key: CANARY }));
    fails(CANARY, &wanted, || assert_never_logged!(CANARY, || Login { key: CANARY }));
}

#[test]
fn a_debug_that_shows_it_by_its_flags() {
    struct Long;
    shows!(Long: Debug, self f => f.write_str(if f.alternate() { CANARY } else { "Long" }));
    fails(CANARY, &["in `{:#?}`: ", "in `{:#x?}`: "], || assert_never_logged(CANARY, || Long));

    struct Cut;
    shows!(Cut: Debug, self f => f.write_str(f.precision().map_or("Cut", |_| CANARY)));
    fails(CANARY, &["in `{:.1?}`: "], || assert_never_logged(CANARY, || Cut));

    struct Wide;
    shows!(Wide: Debug, self f => f.write_str(f.width().map_or("Wide", |_| CANARY)));
    fails(CANARY, &["in `{:200?}`: "], || assert_never_logged(CANARY, || Wide));
}

#[test]
fn a_debug_that_shows_it_the_hundredth_time() {
    /// Shows the secret unless it is printed first.
    struct Later(std::cell::Cell<u32>);
    shows!(Later: Debug, self f => {
        let Later(times) = self;
        times.set(times.get() + 1);
        f.write_str(if times.get() > 20 { CANARY } else { "Later" })
    });
    fails(CANARY, &["`Err(value).unwrap()`"], || {
        assert_never_logged(CANARY, || Later(std::cell::Cell::new(0)));
    });
}

#[test]
fn a_display_an_error_and_its_sources() {
    quiet!(Display, Outer, Inner);
    shows!(Display: Display, self f => f.write_str(CANARY));
    fails(CANARY, &["in `{}`: ", "in the text line of `%value`: ", "in the JSON line of"], || {
        assert_never_logged!(CANARY, || Display);
    });
    // The function sees only `Debug`.
    assert_never_logged(CANARY, || Display);

    #[derive(Debug)]
    struct Innermost(&'static str);
    shows!(Innermost: Display, self f => f.write_str("innermost"));
    shows!(Inner: Display, self f => f.write_str("inner"));
    shows!(Outer: Display, self f => f.write_str("outer"));
    impl Error for Innermost {}
    impl Error for Inner {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&Innermost(CANARY))
        }
    }
    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&Inner)
        }
    }
    let wanted = ["in `{:?}` of source 2 of the error of the returned value: all of it"];
    fails(CANARY, &wanted, || assert_never_logged!(CANARY, || Outer));
    fails(CANARY, &wanted, || assert_never_logged!(CANARY, || Err::<(), _>(Outer)));
    fails(CANARY, &wanted, || assert_never_logged!(CANARY, || Box::new(Outer)));
    fails(CANARY, &wanted, || assert_never_logged!(CANARY, || Arc::new(Outer) as Arc<dyn Error>));
    fails(CANARY, &wanted, || {
        assert_never_logged!(CANARY, || Box::<dyn Error + Send + Sync>::from(Box::new(Outer)));
    });
    fails(CANARY, &wanted, || {
        assert_never_logged!(CANARY, || Err::<u8, Box<dyn Error>>(Box::new(Outer)));
    });
    fails(CANARY, &wanted, || assert_never_logged!(CANARY, || anyhow::Error::new(Outer)));
    fails(CANARY, &wanted, || {
        assert_never_logged!(CANARY, || Err::<u8, _>(anyhow::Error::new(Outer)));
    });
    assert_never_logged!(CANARY, || Ok::<_, Outer>(1));
}

#[test]
fn the_display_of_a_results_error_and_of_one_that_borrows() {
    struct Borrows<'a>(&'a str);
    impl fmt::Debug for Borrows<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Borrows")
        }
    }
    impl fmt::Display for Borrows<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }
    impl Error for Borrows<'_> {}
    let text = String::from(CANARY);
    let wanted = ["in `{}` of the error of the returned value: ", "in the text line of `%error`: "];
    fails(CANARY, &wanted, || assert_never_logged!(CANARY, || Err::<(), _>(Borrows(&text))));
    fails(CANARY, &wanted, || assert_never_logged!(CANARY, || Borrows(&text)));
    let borrows = Borrows(&text);
    fails(CANARY, &wanted, || assert_never_logged!(CANARY, || &borrows));
}

#[test]
fn in_generic_code_the_bounds_are_known() {
    fn debug<T: fmt::Debug>(value: &T) {
        assert_never_logged!(CANARY, || value);
    }
    fn display<T: fmt::Debug + fmt::Display>(value: &T) {
        assert_never_logged!(CANARY, || value);
    }
    quiet!(Shows);
    shows!(Shows: Display, self f => f.write_str(CANARY));
    debug(&Shows);
    fails(CANARY, &["in `{}`: "], || display(&Shows));
}

#[test]
fn the_parts_of_redact_and_a_field() {
    quiet!(Parts, Field);
    impl Redact for Parts {
        fn shape(&self) -> Shape<'_> {
            Shape::object()
        }
        fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
            visitor.part("key", Value::Redact(&Half))
        }
    }
    #[derive(Debug)]
    struct Half;
    impl Redact for Half {
        fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
            visitor.item(Value::Str(CANARY))?;
            Err(fmt::Error)
        }
    }
    fails(CANARY, &["in the parts of `Redact`: "], || assert_never_logged!(CANARY, || Parts));

    impl ToValue for Field {
        fn to_value(&self) -> Value<'_> {
            Value::Str(CANARY)
        }
    }
    let wanted = ["in the text line of `value`: ", "in the JSON line of `value`: "];
    fails(CANARY, &wanted, || assert_never_logged!(CANARY, || Field));
}

#[test]
fn output_before_a_failure() {
    struct Errs;
    shows!(Errs: Debug, self f => f.write_str(CANARY).and(Err(fmt::Error)));
    fails(CANARY, &["in `{:?}`: all of it"], || assert_never_logged(CANARY, || Errs));

    struct Panics;
    shows!(Panics: Debug, self f => {
        f.write_str(CANARY)?;
        panic!("half-way")
    });
    fails(CANARY, &["in `{:?}`: all of it"], || assert_never_logged(CANARY, || Panics));

    struct Tells;
    shows!(Tells: Debug, self _f => panic!("no way to print {CANARY}"));
    let wanted = ["in a panic's message in `{:?}`: all of it, as it is: bytes 16..32 of 32 (at "];
    fails(CANARY, &wanted, || assert_never_logged(CANARY, || Tells));

    struct Drops;
    shows!(Drops: Debug, self f => f.write_str("Drops"));
    impl Drop for Drops {
        fn drop(&mut self) {
            panic!("cannot close {CANARY}");
        }
    }
    let wanted = ["in a panic's message in the value's destructor: "];
    fails(CANARY, &wanted, || assert_never_logged(CANARY, || Drops));
}

#[test]
fn up_to_a_dozen_leaks_are_listed() {
    fails(CANARY, &["the secret shows, ", "\n  and ", " times more"], || {
        assert_never_logged(CANARY, || CANARY);
    });
}

#[test]
fn the_failure_is_located_at_the_test() {
    let function = line!() + 1;
    let hooked = crate::assertions::place(|| assert_never_logged(CANARY, || CANARY));
    assert_eq!(hooked, Some((file!().to_owned(), function)));
    let hooked = crate::assertions::place(|| assert_never_logged!(CANARY, || CANARY));
    assert_eq!(hooked, Some((file!().to_owned(), function + 2)));
}

#[test]
fn an_empty_secret_is_a_mistake() {
    let message = crate::assertions::said(|| assert_never_logged("", || ()));
    assert!(message.unwrap().contains("canaries"));
}
