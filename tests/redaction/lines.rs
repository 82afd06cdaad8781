//! A line shows a value as its `Debug` does, although the line is written without it.

use std::fmt;

use logkit::handler::Memory;
use logkit::{Logger, Redact, info, module_logger};
use proptest::prelude::*;

#[module_logger("lines")]
static LOGGER: Logger;

/// A value of which only the `Debug` is known.
struct Opaque<'a>(&'a dyn fmt::Debug);

impl fmt::Debug for Opaque<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[derive(Clone, Redact)]
enum Payment {
    Card(Card, Option<u8>),
    Transfer {
        text: &'static str,
        #[redact(keep_first = 4)]
        iban: String,
    },
    #[redact]
    Hidden(String),
    None,
    Pair(i8, #[redact(text = "(key)")] u32),
}

#[derive(Clone, Redact)]
struct Card {
    holder: String,
    #[redact(keep_last = 4)]
    number: String,
    limits: Vec<i64>,
    rates: (f32, f64),
    big: (i128, u128),
    is_valid: bool,
    letter: char,
    nick: Option<String>,
    #[redact(each)]
    codes: Vec<String>,
    signed: i16,
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{0,12}", "[0-9]{8,20}", "[ -~]{0,20}", any::<String>()]
}

/// Texts of partial masks. A bracket in one would be balanced for a value that is known to be derived,
/// and not for another one.
fn numbers() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9]{8,20}", r#"[^\[\](){}"'=]{0,20}"#]
}

fn cards() -> impl Strategy<Value = Card> {
    let parts = (any::<[i64; 2]>(), any::<(f32, f64)>(), any::<(i128, u128)>(), any::<i16>());
    (texts(), numbers(), parts, any::<(bool, char)>(), prop::option::of(texts())).prop_map(
        |(holder, number, (limits, rates, big, signed), (is_valid, letter), nick)| {
            let (limits, codes) = (limits.to_vec(), vec![holder.clone()]);
            Card { holder, number, limits, rates, big, is_valid, letter, nick, codes, signed }
        },
    )
}

fn payments() -> impl Strategy<Value = Payment> {
    prop_oneof![
        3 => (cards(), any::<Option<u8>>()).prop_map(|(card, code)| Payment::Card(card, code)),
        1 => numbers().prop_map(|iban| Payment::Transfer { text: "a \"text\"\n", iban }),
        1 => texts().prop_map(Payment::Hidden),
        1 => Just(Payment::None),
        1 => any::<(i8, u32)>().prop_map(|(left, right)| Payment::Pair(left, right)),
    ]
}

proptest! {
    #[test]
    fn a_derived_value_is_written_as_its_debug(payment in payments()) {
        let memory = Memory::new();
        LOGGER.set_handlers(vec![Box::new(memory.clone())]);
        info!(?payment, "paid");
        info!(payment = ?Opaque(&payment), "paid");
        let lines: Vec<String> =
            memory.lines().iter().map(|line| line.split_once(" - ").unwrap().1.to_owned()).collect();
        prop_assert_eq!(&lines[0], &lines[1]);
    }
}
