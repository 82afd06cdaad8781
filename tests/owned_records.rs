//! An owned record is written as the record was, in every format and after its call has returned.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use logkit::handler::Handler;
use logkit::redact::{Redacted, Shape, Visitor};
use logkit::{
    Format, Level, Logger, OwnedRecord, Record, Redact, Value, exception, info, module_logger, warn,
};

#[module_logger("owned")]
static LOGGER: Logger;

/// Keeps each record with the lines that the formats make of the original.
#[derive(Clone, Default)]
struct Keep(Arc<Mutex<Vec<Kept>>>);

/// A record and its lines.
type Kept = (OwnedRecord, [String; 2]);

impl Handler for Keep {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        self.0.lock().unwrap().push((record.to_owned(), lines(record)));
        Ok(())
    }
}

fn lines(record: &Record<'_>) -> [String; 2] {
    [Format::standard(), Format::json()].map(|format| {
        let mut line = Vec::new();
        format.push(&mut line, record);
        String::from_utf8(line).unwrap()
    })
}

/// The copies of the records that `log` logs. Each is written as its original was.
fn kept(log: impl FnOnce()) -> Vec<OwnedRecord> {
    // The logger's handlers belong to one test at a time.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let keep = Keep::default();
    LOGGER.set_handlers(vec![Box::new(keep.clone())]);
    log();
    LOGGER.clear_handlers();
    let kept = std::mem::take(&mut *keep.0.lock().unwrap());
    let check = |(record, original): (OwnedRecord, [String; 2])| {
        assert_eq!(record.with_record(lines), original);
        #[allow(clippy::redundant_closure_for_method_calls, reason = "the method has one lifetime")]
        let again = record.with_record(|record| record.to_owned());
        assert_eq!(again.with_record(lines), original, "a copy of the copy");
        record
    };
    kept.into_iter().map(check).collect()
}

#[derive(Redact)]
struct Order {
    id: u64,
    cards: Vec<Card>,
    state: State,
    #[redact]
    #[allow(dead_code, reason = "its mask does not read it")]
    note: String,
}

#[derive(Redact)]
struct Card {
    holder: String,
    #[redact(keep_last = 4)]
    number: String,
}

#[derive(Redact)]
enum State {
    Paid {
        load: f64,
        mark: char,
        #[redact]
        #[allow(dead_code, reason = "its mask does not read it")]
        receipt: String,
    },
}

/// A value that fails after its first part.
struct Broken;

impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Broken")
    }
}

impl Redact for Broken {
    fn shape(&self) -> Shape<'_> {
        Shape::list()
    }

    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        visitor.item(Value::U64(1))?;
        panic!("scripted");
    }
}

/// A value that contains itself.
struct Endless;

impl fmt::Debug for Endless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Endless")
    }
}

impl Redact for Endless {
    fn shape(&self) -> Shape<'_> {
        Shape::object().with_tag("endless")
    }

    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        visitor.part("self", Value::Redact(self))
    }
}

fn redacted(value: &impl Redact) -> Redacted<'_> {
    Redacted::new(value)
}

#[test]
fn every_kind_of_value_is_kept_as_it_is_written() {
    let order = Order {
        id: 7,
        cards: vec![Card { holder: "Ada".into(), number: "4111111111111111".into() }],
        state: State::Paid { load: 1.0, mark: '=', receipt: "r-17".into() },
        note: "private".into(),
    };
    let records = kept(|| {
        info!(i = -1, u = 2_u8, wide = i128::MIN, wider = u128::MAX, "{} {}", 3, "four");
        info!(
            single = 0.1_f32,
            double = 1e300,
            whole = 1.0,
            truth = true,
            c = '"',
            "{} {}",
            1.0,
            'c'
        );
        info!(text = "two words", bytes = &b"\0a"[..], none = None::<u8>, text_with_equals = %"a=b", "{:?}", "quoted");
        info!(debug = ?Some("a b"), forged = ?format_args!("ready admin=true"), "{}", "x\ny");
        info!("nothing but a message");
        info!(?order.cards, order = &order, broken = redacted(&Broken), endless = redacted(&Endless), "nested");
        info!(id = 1, id = None::<u8>, id = 2, "repeated");
        warn!(only = "fields");
    });
    assert_eq!(records.len(), 8);
    let [_, json] = records[5].with_record(lines);
    assert!(json.contains(r#""cards":[{"holder":"Ada","number":"****1111"}]"#), "{json}");
}

#[test]
fn accessors_are_those_of_the_record() {
    let records = kept(|| info!(order_id = 7, gone = None::<u8>, name = %"Ada", "packed {}", 3));
    let [record] = &records[..] else { panic!("{records:?}") };
    assert_eq!((record.name(), record.level()), ("owned", Level::Info));
    assert_eq!(record.message(), "packed 3");
    assert_eq!(record.field("order_id"), Some(7.into()));
    assert_eq!(record.field("name"), Some("Ada".into()));
    assert_eq!(record.field("gone"), None);
    assert_eq!(record.fields().map(|(name, _)| name).collect::<Vec<_>>(), ["order_id", "name"]);
    assert_eq!(record.module_path(), Some(module_path!()));
    assert_eq!((record.file(), record.spans().count()), (Some(file!()), 0));
    assert!(record.line().is_some() && record.time().is_some() && record.error().is_none());
    assert!(format!("{record:?}").contains("packed 3"), "{record:?}");
}

#[test]
fn an_error_keeps_its_chain() {
    #[derive(Debug)]
    struct Refused(std::num::ParseIntError);
    impl fmt::Display for Refused {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("refused")
        }
    }
    impl Error for Refused {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }
    let refused = Refused("x".parse::<u8>().unwrap_err());
    let records = kept(|| {
        exception!(&refused, "order failed");
        info!(error = &refused as &dyn Error, "order failed");
    });
    let source = records[0].error().and_then(Error::source).map(ToString::to_string);
    assert_eq!(source.as_deref(), Some("invalid digit found in string"));
    let shown = Value::from("refused: invalid digit found in string");
    assert_eq!(records[1].field("error"), Some(shown));
}

#[test]
fn a_field_masked_by_name_is_not_kept() {
    const TOKEN: &str = "token";
    let records = kept(|| info!({ TOKEN } = "hunter2", user = "ada", "signed in"));
    assert_eq!(records[0].field("token").unwrap().to_string(), "[redacted]");
    assert_eq!(records[0].field("user"), Some("ada".into()));
}

#[test]
fn a_value_is_formatted_once() {
    struct Counted(AtomicUsize);
    impl fmt::Display for Counted {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "call {}", self.0.fetch_add(1, Relaxed) + 1)
        }
    }
    #[derive(Clone, Default)]
    struct Own(Arc<Mutex<Vec<OwnedRecord>>>);
    impl Handler for Own {
        fn emit(&self, record: &Record<'_>) -> io::Result<()> {
            self.0.lock().unwrap().push(record.to_owned());
            Ok(())
        }
    }
    #[module_logger("owned.counted")]
    static COUNTED: Logger;

    let (own, counted) = (Own::default(), Counted(AtomicUsize::new(0)));
    COUNTED.set_handlers(vec![Box::new(own.clone())]);
    info!(logger: COUNTED, "{counted}");
    let records = own.0.lock().unwrap();
    assert_eq!(records[0].message(), "call 1");
    records[0].with_record(lines);
    assert_eq!(counted.0.into_inner(), 1);
}
