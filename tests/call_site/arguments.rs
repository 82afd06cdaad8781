//! Arguments: evaluated only when enabled, once, in order, and borrowed.

#![allow(clippy::pedantic, clippy::style, clippy::complexity, reason = "written in every way")]
#![allow(unused_qualifications, reason = "as above")]

use std::cell::RefCell;

use logkit::{Level, module_logger};

use support::lines::lines;

thread_local!(static SEEN: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) });

fn see(what: &'static str) -> &'static str {
    SEEN.with_borrow_mut(|seen| seen.push(what));
    what
}

fn seen(run: impl FnOnce()) -> Vec<&'static str> {
    SEEN.take();
    run();
    SEEN.take()
}

fn failure(what: &'static str) -> std::num::ParseIntError {
    see(what).parse::<u8>().unwrap_err()
}

#[module_logger("call_site.evaluated", level = "off")]
mod evaluated {
    use logkit::Level;

    use super::{failure, see};

    pub(super) fn all() {
        info!(parent: { see("parent"); None }, a = see("a"), b = %see("b"), "{} {c}", see("c0"), c = see("c"));
        info!("{:>1$}", see("d"), see("width").len());
        event!({ see("level"); Level::Info }, e = ?see("e"));
        exception!(failure("error"), f = see("f"), "{}", see("g"), h = see("h"));
        let twice = "twice";
        info!("{0} {0} {twice} {twice}", see("i"));
    }
}

#[test]
fn arguments_are_evaluated_once_in_order_and_only_when_enabled() {
    let off = seen(|| drop(lines(&evaluated::LOGGER, evaluated::all)));
    assert_eq!(off, ["level"]);
    let _on = evaluated::LOGGER.override_level(Level::Info);
    let on = seen(|| {
        assert_eq!(
            lines(&evaluated::LOGGER, evaluated::all),
            [
                "INFO - c0 c a=a b=b",
                "INFO -     d",
                "INFO - e=\"e\"",
                "ERROR - g f=f h=h error=\"invalid digit found in string\"",
                "INFO - i i twice twice",
            ]
        );
    });
    let expected =
        ["parent", "a", "b", "c0", "c", "d", "width", "level", "e", "error", "f", "h", "g", "i"];
    assert_eq!(on, expected);
}

#[module_logger("call_site.borrowed")]
mod borrowed {
    pub(super) struct NotCopy(pub(super) String);

    pub(super) fn all(pair: (NotCopy, NotCopy)) -> (NotCopy, NotCopy) {
        let text = String::from("text");
        info!(text, pair.0.0, "{} {text} {:>5}", pair.1.0, pair.0.0);
        let mut pair = pair;
        // A field next to one that is exclusively borrowed.
        let first = &mut pair.0;
        info!(second = %pair.1.0);
        first.0.push_str(&text);
        info!(sum = %{ let text = "moved in"; text });
        pair
    }
}

#[test]
fn expressions_are_borrowed_and_not_moved() {
    let pair = || (borrowed::NotCopy("a".to_owned()), borrowed::NotCopy("b".to_owned()));
    let lines = lines(&borrowed::LOGGER, || assert_eq!(borrowed::all(pair()).0.0, "atext"));
    assert_eq!(
        lines,
        ["INFO - b text     a text=text pair.0.0=a", "INFO - second=b", "INFO - sum=\"moved in\""]
    );
}

#[module_logger("call_site.positions")]
mod positions {
    use std::ops::Add;

    pub(super) fn all() -> Result<(), std::num::ParseIntError> {
        match 1 {
            0 => info!("never"),
            _ => info!("arm"),
        }
        let nothing: () = info!("value");
        let closure = |x: u8| info!(x, "closure");
        closure(2);
        if true {
            info!("tail")
        } else {
            info!("never")
        }
        [3].iter().for_each(|x| info!(x, "each"));
        generic::<_, 2>(4_u8, 5);
        info!("{}", "6".parse::<u8>()?);
        info!(nothing = ?nothing, "{}", { info!("inner"); "outer" });
        'label: {
            info!(x = if true { break 'label } else { 7 });
        }
        info!(x = "x".parse::<u8>()?, "returns early");
        Ok(())
    }

    fn generic<T: Add<Output = T> + std::fmt::Display + Copy, const N: usize>(a: T, b: T) -> T
    where
        [u8; N]: Sized,
    {
        info!(a = %a, n = N, "{} {:>3}", a + b, b);
        a + b
    }

    pub(super) fn commas<const N: usize>() {
        use std::collections::HashMap;
        let (a, b, c, d) = (1, 2, 3, 4);
        info!(x = HashMap::<u8, u8>::new().len(), y = Vec::<HashMap<u8, Vec<u8>>>::new().len());
        info!(x = <HashMap<u8, u8> as IntoIterator>::into_iter(HashMap::new()).len(), y = 1);
        info!(x = a < b, y = c > d, z = a << b, w = c >> a, "{} {}", a < b, c > d);
        info!(x = a as u8, y = (b as u64), z = a as usize, "{}", size_of::<(u8, [u8; 2])>());
        info!(x = [1, 2].len(), y = (|x: u8, y: u8| x + y)(1, 2), z = ?{ let v: Vec<u8> = vec![1, 2]; v });
        info!(x = { a == b }, y = a != b, z = a <= b, v = a >= b, w = !(a == b));
        info!(
            x = (|x: &[u8]| -> usize { x.len() })(&[1, 2]),
            y = match a {
                1 => 2,
                _ => 3,
            },
            N
        );
        info!(x = -a, y = *&b, z = &c, s = ?&[d][..], r = ?(0..2), i = if a < b { 1 } else { 2 });
    }
}

#[test]
fn a_statement_can_be_any_expression() {
    let run = || assert!(positions::all().is_err());
    assert_eq!(
        lines(&positions::LOGGER, run),
        [
            "INFO - arm",
            "INFO - value",
            "INFO - closure x=2",
            "INFO - tail",
            "INFO - each x=3",
            "INFO - 9   5 a=4 n=2",
            "INFO - 6",
            "INFO - inner",
            "INFO - outer nothing=()",
        ]
    );
    assert_eq!(
        lines(&positions::LOGGER, positions::commas::<3>),
        [
            "INFO - x=0 y=0",
            "INFO - x=0 y=1",
            "INFO - true false x=true y=false z=4 w=1",
            "INFO - 3 x=1 y=2 z=1",
            "INFO - x=2 y=3 z=[1, 2]",
            "INFO - x=false y=true z=true v=false w=true",
            "INFO - x=2 y=2 N=3",
            "INFO - x=-1 y=2 z=3 s=[4] r=0..2 i=1",
        ]
    );
}
