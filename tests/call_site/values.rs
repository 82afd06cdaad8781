//! Every kind of value, in every notation.

#![allow(clippy::pedantic, clippy::style, clippy::complexity, reason = "written in every way")]
#![allow(unused_qualifications, reason = "as above")]

use std::borrow::Cow;
use std::num::{NonZeroU8, Wrapping};
use std::rc::Rc;
use std::sync::Arc;

use support::lines::lines;

#[derive(Debug)]
struct Card {
    rank: u16,
}

impl std::fmt::Display for Card {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{}", self.rank)
    }
}

#[logkit::module_logger("call_site.typed", level = "trace")]
mod typed {
    use super::{Arc, Card, Cow, NonZeroU8, Rc, Wrapping};

    pub(super) fn numbers_and_texts() {
        let none: Option<u8> = None;
        info!(some = Some(1), none, nested = Some(Some("x")), nothing = Some(none));
        info!(wide = u128::MAX, deep = i128::MIN, small = -1_i8, size = usize::MAX);
        info!(nonzero = NonZeroU8::MIN, wrapping = Wrapping(3_u8), half = 0.5, tenth = 0.1_f32);
        info!(
            cow = Cow::from("a"),
            owned = Cow::<str>::Owned("b".to_owned()),
            c = 'c',
            truth = true
        );
        info!(arc = Arc::<str>::from("d"), rc = Rc::new(5), boxed = Box::<str>::from("e"));
        let mut count = 6;
        info!(reference = &&&7, exclusive = &mut count, text = *&"f", string = String::from("g"));
    }

    pub(super) fn sigils() {
        let card = Card { rank: 7 };
        info!(?card, %card.rank, "a");
        info!(%card);
        info!(of = %card, by = ?card, twice = display(&card), thrice = debug(&card));
        info!(message = "b");
        info!(message = %card, count = 1);
        info!(message = format_args!("{} {card}", 1));
    }

    pub(super) fn keys() {
        const KEY: &str = "constant";
        mod constants {
            pub(super) const OTHER: &str = "by.path";
        }
        let r#type = "t";
        info!(order.id = 1, "quoted" = 2, "x-request-id" = ?3, user.address.street = %4);
        info!({ KEY } = 5, { constants::OTHER } = 6);
        info!(r#type, r#match = 7, pair.0 = 8);
        info!({ order.id = 9, r#type }, "packed");
        info!({ { KEY } = 10 }, "packed");
    }

    pub(super) fn messages() {
        let (order, total, r#type) = (Card { rank: 1 }, 3, "t");
        let width = 4;
        info!("{order} of {total}, {order:?}, {0}, {0:?}, {total:>width$}, {:>+1$.2}", 0.5, 7);
        info!("{{{}}} {{}}", 1);
        info!("{type} {:#x} {:#?} {:e}", 255, Some(1), 1500.0);
        info!("{0} {1} {0} {name}", 1, 2, name = "n");
        info!("{:p}", std::ptr::without_provenance::<u8>(16));
        info!(concat!("a", "{}", "b"), 1);
        info!("{:*^9}|{:<4}|{:05}", "mid", 'c', -42);
        info!("{}", *Box::<str>::from("unsized"));
        info!("line\none");
    }
}

#[test]
fn a_field_is_written_as_its_type_says() {
    assert_eq!(
        lines(&typed::LOGGER, typed::numbers_and_texts),
        [
            "INFO - some=1 nested=x",
            "INFO - wide=340282366920938463463374607431768211455 \
             deep=-170141183460469231731687303715884105728 small=-1 size=18446744073709551615",
            "INFO - nonzero=1 wrapping=3 half=0.5 tenth=0.1",
            "INFO - cow=a owned=b c=c truth=true",
            "INFO - arc=d rc=5 boxed=e",
            "INFO - reference=7 exclusive=6 text=f string=g",
        ]
    );
    assert_eq!(
        lines(&typed::LOGGER, typed::sigils),
        [
            "INFO - a card=Card { rank: 7 } card.rank=7",
            "INFO - card=#7",
            "INFO - of=#7 by=Card { rank: 7 } twice=#7 thrice=Card { rank: 7 }",
            "INFO - b",
            "INFO - #7 count=1",
            "INFO - 1 #7",
        ]
    );
    assert_eq!(
        lines(&typed::LOGGER, typed::keys),
        [
            "INFO - order.id=1 quoted=2 x-request-id=3 user.address.street=4",
            "INFO - constant=5 by.path=6",
            "INFO - type=t match=7 pair.0=8",
            "INFO - packed order.id=9 type=t",
            "INFO - packed constant=10",
        ]
    );
    assert_eq!(
        lines(&typed::LOGGER, typed::messages),
        [
            "INFO - #1 of 3, Card { rank: 1 }, 0.5, 0.5,    3,   +0.50",
            "INFO - {1} {}",
            "INFO - t 0xff Some(\\n    1,\\n) 1.5e3",
            "INFO - 1 2 1 n",
            "INFO - 0x10",
            "INFO - a1b",
            "INFO - ***mid***|c   |-0042",
            "INFO - unsized",
            "INFO - line\\none",
        ]
    );
}
