//! The output of each mask of `#[redact(..)]`, and nothing else.

#![allow(clippy::items_after_statements, reason = "a type is beside its test")]
#![allow(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "that is the field's type"
)]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::fmt::{self, Debug, Write};
use std::sync::{Arc, Mutex};

use logkit::Redact;
use logkit::redact::Mask;

struct Opaque;

/// Shows the first byte of a text; fails or panics for certain texts.
fn first_byte(value: &str, mask: &mut Mask<'_>) -> fmt::Result {
    write!(mask, "{}", &value[..1])?;
    match value {
        "err" => Err(fmt::Error),
        "panic" => panic!("a mask that gives up"),
        _ => mask.write_str("\n\x1b****"),
    }
}

#[test]
fn a_larger_rest_can_be_asked_for() {
    #[derive(Redact)]
    struct Key(#[redact(keep_first = 2, keep_last = 1, min_hidden = 8)] &'static str);
    assert_eq!(format!("{:?}", Key("abcdefghijk")), "Key(ab****k)");
    assert_eq!(format!("{:?}", Key("abcdefghij")), "Key(****)");
    // A smaller number than the default has no effect.
    #[derive(Redact)]
    struct Few(#[redact(keep_first = 2, min_hidden = 1)] &'static str);
    assert_eq!(format!("{:?}{:?}", Few("abcdef"), Few("abcde")), "Few(ab****)Few(****)");
}

#[test]
fn a_function_shows_what_it_writes_or_nothing() {
    #[derive(Redact)]
    struct Key {
        #[redact(with = first_byte)]
        key: String,
    }
    let shown = |key: &str| format!("{:?}", Key { key: key.into() });
    assert_eq!(shown("abc"), r"Key { key: a\n\u{1b}**** }");
    assert_eq!(shown("err"), "Key { key: [redacted] }");
    assert_eq!(shown("panic"), "Key { key: [redacted] }");
    // Output of the failed mask does not appear in the next one.
    assert_eq!(shown("xyz"), r"Key { key: x\n\u{1b}**** }");
}

#[test]
fn a_function_may_be_generic_and_its_value_of_any_type() {
    fn size<T>(value: &[T], mask: &mut Mask<'_>) -> fmt::Result {
        write!(mask, "{} of them", value.len())
    }
    fn some<T>(value: &Option<T>, mask: &mut Mask<'_>) -> fmt::Result {
        mask.write_str(if value.is_some() { "set" } else { "not set" })
    }
    #[derive(Redact)]
    struct Generic<'a, T> {
        #[redact(with = some::<T>)]
        one: Option<T>,
        #[redact(with = some)]
        other: Option<&'a T>,
    }
    #[derive(Redact)]
    struct Tail(#[redact] u8, #[redact(with = size::<u8>)] [u8]);
    let value = Generic { one: Some(Opaque), other: None };
    assert_eq!(format!("{value:?}"), "Generic { one: set, other: not set }");
    fn is_debug<T: Debug + ?Sized>() {}
    is_debug::<Tail>();
}

#[test]
fn locked_poisoned_and_borrowed_values_are_harmless() {
    fn peek(value: &Mutex<u8>, mask: &mut Mask<'_>) -> fmt::Result {
        let value = value.try_lock().map_err(|_| fmt::Error)?;
        write!(mask, "{}", *value % 2)
    }
    fn borrow(value: &RefCell<u8>, mask: &mut Mask<'_>) -> fmt::Result {
        write!(mask, "{}", *value.borrow() % 2)
    }
    #[derive(Redact)]
    struct Locks {
        #[redact(with = peek)]
        lock: Mutex<u8>,
        #[redact(with = borrow)]
        cell: RefCell<u8>,
    }
    let locks = Locks { lock: Mutex::new(3), cell: RefCell::new(3) };
    assert_eq!(format!("{locks:?}"), "Locks { lock: 1, cell: 1 }");
    let _locked = locks.lock.lock().unwrap();
    let _borrowed = locks.cell.borrow_mut();
    assert_eq!(format!("{locks:?}"), "Locks { lock: [redacted], cell: [redacted] }");
}

#[test]
fn a_text_is_the_same_for_every_value() {
    #[derive(Redact)]
    struct Key<T>(#[redact(text = "<a \"key\"\n>")] T);
    assert_eq!(format!("{:?}", Key(Opaque)), r#"Key(<a "key"\n>)"#);
    assert_eq!(format!("{:#?}", Key(None::<u8>)), "Key(\n    <a \"key\"\\n>,\n)");
}

#[test]
fn none_is_shown_where_allowed() {
    #[derive(Redact)]
    struct Maybe<T> {
        #[redact(show_none)]
        whole: Option<T>,
        #[redact(show_none, keep_last = 2)]
        kept: Box<Option<&'static str>>,
        #[redact(text = "set", show_none)]
        text: Arc<Option<T>>,
        #[redact(show_none, with = first_byte)]
        with: Option<String>,
    }
    let none = Maybe::<Opaque> { whole: None, kept: None.into(), text: None.into(), with: None };
    assert_eq!(format!("{none:?}"), "Maybe { whole: None, kept: None, text: None, with: None }");
    let some = Maybe {
        whole: Some(Opaque),
        kept: Some("abcdefgh").into(),
        text: Some(Opaque).into(),
        with: Some("abc".into()),
    };
    assert_eq!(
        format!("{some:?}"),
        r"Maybe { whole: [redacted], kept: ****gh, text: set, with: a\n\u{1b}**** }"
    );
}

#[test]
fn each_element_gets_its_mask() {
    #[derive(Redact)]
    struct Many<'a, T> {
        #[redact(each)]
        whole: Vec<T>,
        #[redact(each, keep_last = 2)]
        kept: [&'a str; 2],
        #[redact(text = "x", each)]
        slice: &'a [T],
        #[redact(each, with = first_byte)]
        queue: VecDeque<String>,
        #[redact(each)]
        set: BTreeSet<u8>,
        #[redact(each, keep_first = 1)]
        map: BTreeMap<&'a str, String>,
        #[redact(each)]
        numbers: HashMap<u8, T>,
        #[redact(each)]
        one: Option<T>,
        #[redact(each, show_none, keep_first = 1)]
        list: Option<Vec<String>>,
        #[redact(each, show_none)]
        gone: Option<Box<[T]>>,
    }
    let many = Many {
        whole: vec![Opaque, Opaque],
        kept: ["abcdefgh", "short"],
        slice: &[Opaque],
        queue: ["abc".into(), "panic".into()].into(),
        set: [1, 2].into(),
        map: [("a", "secret".into()), ("b", "s".into())].into(),
        numbers: [(7, Opaque)].into(),
        one: Some(Opaque),
        list: Some(vec!["secret".into()]),
        gone: None,
    };
    assert_eq!(
        format!("{many:?}"),
        "Many { whole: [[redacted], [redacted]], kept: [****gh, ****], slice: [x], \
         queue: [a\\n\\u{1b}****, [redacted]], set: {[redacted], [redacted]}, \
         map: {\"a\": s****, \"b\": ****}, numbers: {7: [redacted]}, one: Some([redacted]), \
         list: [s****], gone: None }"
    );
    #[derive(Redact)]
    struct Pretty(#[redact(each)] HashMap<&'static str, u8>);
    assert_eq!(
        format!("{:#?}", Pretty([("a", 1)].into())),
        "Pretty(\n    {\n        \"a\": [redacted],\n    },\n)"
    );
}

#[test]
fn each_of_a_generic_type_is_bound_by_its_elements() {
    #[derive(Redact)]
    struct Kept<C>(#[redact(each, keep_last = 1)] C);
    assert_eq!(format!("{:?}", Kept(["secret"])), "Kept([****t])");
    #[derive(Redact)]
    struct Maybe<C>(#[redact(each, show_none, keep_last = 1)] C);
    assert_eq!(format!("{:?}", Maybe(Some(["secret"]))), "Maybe([****t])");
    #[derive(Redact)]
    struct Tree<T> {
        #[redact(keep_last = 1)]
        name: T,
        #[redact(each)]
        children: Vec<Tree<T>>,
    }
    let leaf = Tree { name: "abcdef", children: vec![] };
    let tree = Tree { name: "secret", children: vec![leaf] };
    assert_eq!(format!("{tree:?}"), "Tree { name: ****t, children: [[redacted]] }");
}

#[test]
fn all_fields_or_all_but_some() {
    #[derive(Redact)]
    #[redact(all)]
    struct All {
        #[redact(skip)]
        id: u8,
        password: Opaque,
        #[redact(keep_last = 1)]
        token: &'static str,
    }
    let all = All { id: 1, password: Opaque, token: "secret" };
    assert_eq!(format!("{all:?}"), "All { id: 1, password: [redacted], token: ****t }");

    #[derive(Redact)]
    #[redact(strict)]
    enum Strict {
        Nothing,
        Id(#[redact(skip)] u8),
        #[redact]
        Password(Opaque),
    }
    assert_eq!(
        format!("{:?}", [Strict::Nothing, Strict::Id(1), Strict::Password(Opaque)]),
        "[Nothing, Id(1), Password([redacted])]"
    );
    #[derive(Redact)]
    #[redact(strict, crate = ::logkit)]
    struct Harmless(#[redact(skip)] u8);
    assert_eq!(format!("{:?}", Harmless(1)), "Harmless(1)");
}

#[test]
fn a_variant_hides_its_fields_or_all_of_it() {
    #[derive(Redact)]
    enum Status {
        Single,
        #[redact]
        Married {
            to: Opaque,
            #[redact(keep_first = 1)]
            at: &'static str,
        },
        #[redact(name)]
        Divorced,
        #[redact(name)]
        Widowed(Opaque, u8),
    }
    let married = Status::Married { to: Opaque, at: "secret" };
    assert_eq!(format!("{:?}", Status::Single), "Single");
    assert_eq!(format!("{married:?}"), "Married { to: [redacted], at: s**** }");
    assert_eq!(format!("{:?}", Status::Divorced), "[redacted]");
    assert_eq!(format!("{:#?}", Status::Widowed(Opaque, 1)), "[redacted]");
}

#[test]
fn flags_of_a_format_string_change_nothing() {
    #[derive(Redact)]
    struct Flags(
        #[redact(with = first_byte)] String,
        #[redact(text = "text")] u8,
        #[redact(show_none)] Option<u8>,
        #[redact(each)] [u8; 1],
    );
    let value = Flags("abc".into(), 1, None, [255]);
    let plain = r"Flags(a\n\u{1b}****, text, None, [[redacted]])";
    assert_eq!(format!("{value:?}"), plain);
    assert_eq!(format!("{value:40?}"), plain);
    assert_eq!(format!("{value:.1?}"), plain);
    assert_eq!(format!("{value:+08.2x?}"), plain);
}

#[test]
fn packed_fields_are_copied() {
    fn odd(value: &u64, mask: &mut Mask<'_>) -> fmt::Result {
        write!(mask, "{}", value % 2)
    }
    #[derive(Redact)]
    #[repr(C, packed(2))]
    struct Packed(#[redact(with = odd)] u64, #[redact(show_none)] Option<u32>, #[redact] Opaque);
    assert_eq!(format!("{:?}", Packed(3, None, Opaque)), "Packed(1, None, [redacted])");
}

#[test]
fn writing_them_allocates_nothing() {
    #[derive(Redact)]
    struct Flags<'a>(
        #[redact(with = first_byte)] String,
        #[redact(text = "text")] u8,
        #[redact(show_none, keep_last = 4)] Option<&'a str>,
        #[redact(each, keep_last = 4)] &'a [&'a str],
    );
    let value = Flags("abc".into(), 1, Some("0123456789"), &["0123456789"]);
    let mut line = String::with_capacity(1024);
    // The thread's buffer grows once.
    write!(line, "{value:?}").unwrap();
    let spent = allocation_counter::measure(|| write!(line, "{value:?}").unwrap());
    assert_eq!(spent.count_total, 0);
}
