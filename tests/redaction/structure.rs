//! The input of a structured format: nested parts, masks in place, numbers as numbers.

#![allow(clippy::items_after_statements, reason = "a type is beside its test")]
#![allow(clippy::format_push_string, reason = "as plain as can be")]
#![allow(clippy::redundant_allocation, clippy::vec_box, reason = "pointers are looked through")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::{self, Debug, Display};
use std::rc::Rc;
use std::sync::Arc;

use logkit::redact::{ShapeKind, Visitor};
use logkit::{Redact, Value, keep_last, masked};

struct Opaque;

/// Writes JSON in the simplest way.
fn json(value: &dyn Redact) -> String {
    let mut out = String::new();
    write(&mut out, value);
    // The output is always well-formed.
    serde_json::from_str::<serde_json::Value>(&out).expect(&out);
    out
}

fn write(out: &mut String, value: &dyn Redact) {
    let shape = value.shape();
    if let Some(tag) = shape.tag() {
        *out += &format!("{{{tag:?}:");
    }
    let (open, close) = match shape.kind() {
        ShapeKind::One => ("", ""),
        ShapeKind::Object => ("{", "}"),
        ShapeKind::List => ("[", "]"),
        kind => panic!("{kind:?}"),
    };
    *out += open;
    let mut first = true;
    value
        .parts(&mut Visitor::new(&mut |name, part| {
            if !std::mem::take(&mut first) {
                *out += ",";
            }
            if shape.kind() == ShapeKind::Object {
                *out += &format!("{:?}:", name.to_string());
            }
            match part {
                Value::Empty => *out += "null",
                Value::I64(_) | Value::U64(_) | Value::F64(_) | Value::Bool(_) => {
                    *out += &part.to_string();
                }
                Value::Redact(part) => write(out, part),
                part => *out += &format!("{:?}", part.to_string()),
            }
            Ok(())
        }))
        .unwrap();
    *out += close;
    if shape.tag().is_some() {
        *out += "}";
    }
}

#[derive(Redact)]
struct Card {
    holder: &'static str,
    cents: u64,
    #[redact(keep_last = 4)]
    number: String,
    #[redact]
    cvv: Opaque,
}

fn card() -> Card {
    Card { holder: "Ada", cents: 1999, number: "4111111111111111".into(), cvv: Opaque }
}

const CARD: &str = r#"{"holder":"Ada","cents":1999,"number":"****1111","cvv":"[redacted]"}"#;

#[test]
fn fields_are_what_they_are() {
    #[derive(Debug)]
    struct Plain {
        _inner: u8,
    }
    #[derive(Redact)]
    struct Fields<'a> {
        int: i32,
        float: f64,
        truth: bool,
        text: String,
        there: Option<u8>,
        gone: Option<u8>,
        pointer: Box<&'a str>,
        plain: Plain,
        list: Vec<u8>,
        #[redact]
        secret: u64,
    }
    let fields = Fields {
        int: -1,
        float: 0.5,
        truth: true,
        text: "a\"b".into(),
        there: Some(1),
        gone: None,
        pointer: Box::new("c"),
        plain: Plain { _inner: 1 },
        list: vec![1, 2],
        secret: 17,
    };
    assert_eq!(
        json(&fields),
        r#"{"int":-1,"float":0.5,"truth":true,"text":"a\"b","there":1,"gone":null,"pointer":"c","#
            .to_owned()
            + r#""plain":"Plain { _inner: 1 }","list":[1,2],"secret":"[redacted]"}"#
    );
}

#[test]
fn a_key_that_masks_itself_is_masked_as_a_name() {
    #[derive(Redact, PartialEq, Eq, PartialOrd, Ord)]
    struct Email(#[redact] &'static str);
    impl Display for Email {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }
    #[derive(Redact)]
    struct Maps {
        plain: BTreeMap<Email, u8>,
        nested: BTreeMap<Email, Card>,
        #[redact(each)]
        masked: BTreeMap<Email, u8>,
        texts: BTreeMap<&'static str, u8>,
        numbers: BTreeMap<u8, u8>,
    }
    let email = || Email("ada@example.com");
    let maps = Maps {
        plain: [(email(), 1)].into(),
        nested: [(email(), card())].into(),
        masked: [(email(), 2)].into(),
        texts: [("a \"b\"\n", 3)].into(),
        numbers: [(7, 4)].into(),
    };
    assert_eq!(
        json(&maps),
        r#"{"plain":{"Email([redacted])":1},"nested":{"Email([redacted])":"#.to_owned()
            + CARD
            + r#"},"masked":{"Email([redacted])":"[redacted]"},"#
            + &format!("\"texts\":{{{:?}:3}},", "a \"b\"\n")
            + r#""numbers":{"7":4}}"#
    );
}

#[test]
fn collections_of_plain_values_are_lists_and_objects() {
    #[derive(Debug)]
    struct Plain;
    #[derive(Redact)]
    struct Collections<'a> {
        array: [f64; 2],
        slice: &'a [&'a str],
        set: BTreeSet<u8>,
        options: Option<Vec<Option<u8>>>,
        gone: Option<Vec<u8>>,
        map: BTreeMap<u8, String>,
        pair: (u8, Card),
        shared: Arc<Vec<bool>>,
        empty: Vec<String>,
        // Not a `Value`, though each element could be logged without a sigil.
        other: Vec<Plain>,
        nested: Vec<Vec<u8>>,
        #[redact]
        secrets: Vec<u64>,
    }
    let value = Collections {
        array: [0.5, 1.5],
        slice: &["a\"b", "c"],
        set: BTreeSet::from([2, 1]),
        options: Some(vec![Some(1), None]),
        gone: None,
        map: BTreeMap::from([(7, "seven".to_owned())]),
        pair: (1, card()),
        shared: Arc::new(vec![true]),
        empty: vec![],
        other: vec![Plain],
        nested: vec![vec![1]],
        secrets: vec![17],
    };
    let expected = r#"{"array":[0.5,1.5],"slice":["a\"b","c"],"set":[1,2],"options":[1,null],"#
        .to_owned()
        + r#""gone":null,"map":{"7":"seven"},"pair":[1,"#
        + CARD
        + r#"],"shared":[true],"empty":[],"other":"[Plain]","nested":"[[1]]","secrets":"[redacted]"}"#;
    assert_eq!(json(&value), expected);
    assert_eq!(
        format!("{value:?}").find("array: [0.5, 1.5], slice: [\"a\\\"b\", \"c\"], set: {1, 2}"),
        Some("Collections { ".len())
    );
}

#[test]
fn masked_types_nest_in_every_container() {
    #[derive(Redact)]
    struct Wallet {
        card: Card,
        #[redact]
        key: Opaque,
    }
    assert_eq!(
        json(&Wallet { card: card(), key: Opaque }),
        format!(r#"{{"card":{CARD},"key":"[redacted]"}}"#)
    );

    #[derive(Redact)]
    struct Holds<T: Debug>(T, #[redact] u8);
    // A generic field is known only by its bounds.
    assert_eq!(json(&Holds(5, 1)), r#"["5","[redacted]"]"#);

    assert_eq!(json(&Some(card())), CARD);
    assert_eq!(json(&None::<Card>), "null");
    assert_eq!(json(&vec![card(), card()]), format!("[{CARD},{CARD}]"));
    assert_eq!(json(&[card()]), format!("[{CARD}]"));
    assert_eq!(json(&&[card()][..]), format!("[{CARD}]"));
    assert_eq!(json(&Box::new(Rc::new(Arc::new(card())))), CARD);
    assert_eq!(json(&(card(), masked("x"))), format!(r#"[{CARD},"[redacted]"]"#));
    assert_eq!(json(&BTreeMap::from([("a", card())])), format!(r#"{{"a":{CARD}}}"#));
    assert_eq!(json(&HashMap::from([(7, Some(card()))])), format!(r#"{{"7":{CARD}}}"#));

    #[derive(Redact, PartialEq, Eq, PartialOrd, Ord)]
    struct Pin(#[redact] u16);
    let pins = BTreeSet::from([Pin(4711), Pin(1234)]);
    assert_eq!(json(&pins), r#"["[redacted]","[redacted]"]"#);
}

#[test]
fn fields_nest_where_their_type_says_what_they_are() {
    #[derive(Redact)]
    struct Holds<'a> {
        option: Option<Card>,
        list: Vec<Box<Card>>,
        slice: &'a [Card],
        map: BTreeMap<String, Arc<Card>>,
        pair: (Card, Card),
        #[redact]
        own: u8,
    }
    let cards = [card()];
    let holds = Holds {
        option: Some(card()),
        list: vec![Box::new(card())],
        slice: &cards,
        map: [("a".into(), Arc::new(card()))].into(),
        pair: (card(), card()),
        own: 1,
    };
    assert_eq!(
        json(&holds),
        format!(
            r#"{{"option":{CARD},"list":[{CARD}],"slice":[{CARD}],"map":{{"a":{CARD}}},"pair":[{CARD},{CARD}],"own":"[redacted]"}}"#
        )
    );
}

#[test]
fn enums_and_tuples_are_as_serde_has_them() {
    #[derive(Redact)]
    enum Login {
        Anonymous,
        Token(#[redact] Opaque),
        Pair(u8, #[redact] Opaque),
        Password {
            user: u8,
            #[redact]
            password: Opaque,
        },
        #[redact(name)]
        Hidden(Opaque),
        #[redact(name)]
        Word,
    }
    #[derive(Redact)]
    struct Key(#[redact(keep_first = 1)] &'static str);
    assert_eq!(json(&Login::Anonymous), r#""Anonymous""#);
    assert_eq!(json(&Login::Token(Opaque)), r#"{"Token":"[redacted]"}"#);
    assert_eq!(json(&Login::Pair(1, Opaque)), r#"{"Pair":[1,"[redacted]"]}"#);
    assert_eq!(
        json(&Login::Password { user: 1, password: Opaque }),
        r#"{"Password":{"user":1,"password":"[redacted]"}}"#
    );
    assert_eq!(json(&Login::Hidden(Opaque)), r#""[redacted]""#);
    assert_eq!(json(&Login::Word), r#""[redacted]""#);
    assert_eq!(json(&Key("secret")), r#""s****""#);
}

#[test]
fn masks_keep_the_structure_they_show() {
    #[derive(Redact)]
    struct Masks {
        #[redact(each)]
        list: Vec<Opaque>,
        #[redact(each, keep_last = 1)]
        map: BTreeMap<u8, &'static str>,
        #[redact(show_none)]
        gone: Option<Opaque>,
        #[redact(show_none, each)]
        there: Option<[Opaque; 2]>,
        #[redact(each)]
        one: Option<Opaque>,
        #[redact(text = "text")]
        text: Opaque,
        #[redact(with = nothing)]
        with: Opaque,
    }
    fn nothing(_: &Opaque, _: &mut logkit::redact::Mask<'_>) -> fmt::Result {
        Err(fmt::Error)
    }
    let masks = Masks {
        list: vec![Opaque],
        map: [(1, "secret")].into(),
        gone: None,
        there: Some([Opaque, Opaque]),
        one: Some(Opaque),
        text: Opaque,
        with: Opaque,
    };
    assert_eq!(
        json(&masks),
        r#"{"list":["[redacted]"],"map":{"1":"****t"},"gone":null,"#.to_owned()
            + r#""there":["[redacted]","[redacted]"],"one":"[redacted]","text":"text","#
            + r#""with":"[redacted]"}"#
    );
}

#[test]
fn an_implementation_by_hand_is_the_text_of_its_debug() {
    struct Hand;
    impl Debug for Hand {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "Hand({})", keep_last(1, "secret"))
        }
    }
    impl Redact for Hand {}
    assert_eq!(json(&Hand), r#""Hand(****t)""#);
}

#[test]
fn it_ends_at_the_first_error_and_allocates_nothing() {
    let card = card();
    let mut seen = 0;
    let ended = card.parts(&mut Visitor::new(&mut |_, _| {
        seen += 1;
        Err(fmt::Error)
    }));
    assert_eq!((ended, seen), (Err(fmt::Error), 1));
    let spent =
        allocation_counter::measure(|| card.parts(&mut Visitor::new(&mut |_, _| Ok(()))).unwrap());
    assert_eq!(spent.count_total, 0);
}

#[test]
fn packed_and_unsized_types_have_parts() {
    #[derive(Redact)]
    #[repr(C, packed(2))]
    struct Packed(u64, #[redact] Opaque);
    assert_eq!(json(&Packed(7, Opaque)), r#"[7,"[redacted]"]"#);

    #[derive(Redact)]
    struct Tail<T: ?Sized>(#[redact] u8, T);
    let tail: &Tail<[u8]> = &Tail(1, [2, 3]);
    assert_eq!(json(&tail), r#"["[redacted]","[2, 3]"]"#);
    #[derive(Redact)]
    struct Text(#[redact] u8, str);
    fn is_redact<T: Redact + ?Sized>() {}
    is_redact::<Text>();
}
