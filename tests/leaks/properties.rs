//! Random structs of random texts: the hidden parts do not influence the output.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::sync::{Mutex, PoisonError};

use logkit::handler::Memory;
use logkit::redact::Mask;
use logkit::{Format, Logger, Redact, info, module_logger};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use crate::search::Needles;

#[module_logger("properties")]
static LOGGER: Logger;

/// A field for each mask, and one that is shown.
#[derive(Clone, Debug, Default)]
struct Texts {
    shown: String,
    hidden: [String; FIELDS.len()],
}

/// The number of characters that a field's mask keeps at each end, and the least number to hide.
const FIELDS: [(usize, usize, usize); 9] = [
    (0, 0, 0),
    (0, 0, 0),
    (0, 0, 0),
    (0, 0, 0),
    (2, 0, 0),
    (0, 3, 0),
    (1, 2, 0),
    (0, 2, 9),
    (1, 1, 0),
];

#[derive(Redact)]
struct Every {
    shown: String,
    #[redact]
    whole: String,
    #[redact(text = "<set>")]
    text: String,
    #[redact(with = set)]
    with: String,
    #[redact(with = fails)]
    failing: String,
    #[redact(keep_first = 2)]
    first: String,
    #[redact(keep_last = 3)]
    last: Option<String>,
    #[redact(keep_first = 1, keep_last = 2)]
    both: Box<str>,
    #[redact(keep_last = 2, min_hidden = 9)]
    larger: String,
    #[redact(each, keep_first = 1, keep_last = 1)]
    each: Vec<String>,
    #[redact(each)]
    map: BTreeMap<u8, String>,
    #[redact(show_none)]
    some: Option<String>,
    #[cfg(feature = "hash")]
    #[redact(hash)]
    hash: String,
    variants: [Variant; 2],
    held: Vec<Option<Every>>,
}

#[derive(Redact)]
enum Variant {
    #[redact]
    Masked(String, String),
    #[redact(name)]
    Hidden { whole: String },
}

fn set(_: &str, mask: &mut Mask<'_>) -> fmt::Result {
    mask.write_str("is set")
}

fn fails(value: &str, mask: &mut Mask<'_>) -> fmt::Result {
    mask.write_str(value).and(Err(fmt::Error))
}

/// A struct of the first texts that contains those of the others.
fn every(all: &[Texts]) -> Every {
    let (Texts { shown, hidden }, rest) = all.split_first().expect("there are some");
    let [whole, text, with, failing, first, last, both, larger, each] = hidden.clone();
    Every {
        shown: shown.clone(),
        map: [(1, whole.clone()), (2, text.clone())].into(),
        some: Some(with.clone()),
        #[cfg(feature = "hash")]
        hash: failing.clone(),
        variants: [
            Variant::Masked(whole.clone(), text.clone()),
            Variant::Hidden { whole: with.clone() },
        ],
        last: Some(last),
        both: both.into(),
        each: vec![each],
        held: if rest.is_empty() { vec![None] } else { vec![Some(every(rest))] },
        whole,
        text,
        with,
        failing,
        first,
        larger,
    }
}

/// The value in every output, without times and hashes.
fn outputs(value: &Every) -> Vec<String> {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let (lines, json) = (Memory::new(), Memory::new().with_format(Format::json()));
    LOGGER.set_handlers(vec![Box::new(lines.clone()), Box::new(json.clone())]);
    info!(?value, "by ? and in the message: {value:?}");
    info!(value, view = %value.redacted(), "as it is and by %");
    let (lines, json) = (lines.lines(), json.lines());
    let line = |line: &String| line.split_once(" - ").expect("a time").1.to_owned();
    let object = |line: &String| line.split_once(",\"level\"").expect("a time").1.to_owned();
    let mut outputs = vec![format!("{value:?}"), format!("{value:#?}"), format!("{value:9.1?}")];
    outputs.extend(lines.iter().map(line).chain(json.iter().map(object)));
    #[cfg(feature = "serde")]
    outputs.push(serde_json::to_string(&value.redacted()).expect("it is JSON"));
    outputs.iter().map(|output| without_hashes(output)).collect()
}

/// Removes hashes, which depend on a random key and on the text.
fn without_hashes(output: &str) -> String {
    let mut pieces = output.split("hash:");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        let digits = piece.bytes().take_while(u8::is_ascii_hexdigit).count();
        text + "hash:" + if digits == 16 { &piece[16..] } else { piece }
    })
}

/// The part of a text that a mask keeps, computed in the simplest way: segment all of it, then cut.
fn kept((first, last, larger): (usize, usize, usize), text: &str) -> Option<(String, String)> {
    let all: Vec<&str> = text.graphemes(true).collect();
    let hidden = all.len().checked_sub(first + last)?;
    (first + last > 0 && hidden >= (first + last).max(4).max(larger))
        .then(|| (all[..first].concat(), all[all.len() - last..].concat()))
}

/// The same texts with other hidden characters, and another number of them; `None` if those would
/// be part of a kept character.
fn others(texts: &Texts, filler: &str) -> Option<Texts> {
    let mut others = texts.clone();
    for (index, text) in others.hidden.iter_mut().enumerate() {
        let kept_before = kept(FIELDS[index], text);
        *text = match &kept_before {
            Some((head, tail)) => format!("{head}{filler}{tail}"),
            // This is too short for the ends that a longer text keeps.
            None if index > 3 => filler.graphemes(true).take(4).collect(),
            None => filler.to_owned(),
        };
        if kept(FIELDS[index], text) != kept_before {
            return None;
        }
    }
    Some(others)
}

/// Pieces of every kind of text, and characters that formats must escape.
fn wild() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        "[a-zA-Z0-9]{1,6}",
        "[\\\\\"' =:,{}\\[\\]*<>]{1,3}",
        "[א-תا-ي\u{202e}\u{2066}\u{200f}]{1,3}",
        "[a-z][\u{300}-\u{310}]{1,3}",
        prop::sample::select(vec!["👩‍👩‍👧", "👍🏽", "🇩🇪", "🏴‍☠️", "\u{200d}", "\u{600}", "각", "क्ष"])
            .prop_map(String::from),
        prop::sample::select(vec!["\r\n", "\u{1b}[31m", "\0", "\u{9b}", "\u{2028}", "[redacted]"])
            .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

fn texts(hidden: impl Strategy<Value = String>) -> impl Strategy<Value = Texts> {
    let hidden = prop::collection::vec(hidden, FIELDS.len());
    (wild(), hidden).prop_map(|(shown, hidden)| Texts {
        shown,
        hidden: hidden.try_into().expect("as many as there are fields"),
    })
}

/// Texts that have no piece in common with fixed output or its escapes, long enough that all masks
/// keep their ends.
fn strange() -> impl Strategy<Value = String> {
    prop_oneof!["[G-Zא-תα-ω]{14,40}", "(🔑|👍🏽|🇩🇪|👩‍👩‍👧|k\u{301}|Q|\u{1b}|ß|7){14,40}"]
}

proptest! {
    #[test]
    fn hidden_parts_do_not_change_the_output(
        all in prop::collection::vec(texts(wild()), 1..4), filler in "[g-z]{12,40}",
    ) {
        let others: Option<Vec<Texts>> = all.iter().map(|texts| others(texts, &filler)).collect();
        prop_assume!(others.is_some());
        let others = others.unwrap_or_default();
        // The hidden parts differ, so the comparison can fail.
        prop_assert_ne!(&all[0].hidden, &others[0].hidden);
        // Not `prop_assert_eq!`, which prints the values.
        prop_assert!(outputs(&every(&all)) == outputs(&every(&others)), "it shows");
    }

    #[test]
    fn secrets_of_every_length_look_alike(
        one in "[g-z]{6,12}", more in "[g-z]{13,200}", ends in "[0-9]{3}",
    ) {
        // Every mask keeps the same parts.
        let secret = |hidden: &str| format!("{ends}{hidden}{ends}");
        let same = |hidden| Texts { shown: "ada".into(), hidden: [(); 9].map(|()| secret(hidden)) };
        let (one, more) = (outputs(&every(&[same(&one)])), outputs(&every(&[same(&more)])));
        for (one, more) in one.iter().zip(&more) {
            prop_assert_eq!(one.len(), more.len());
        }
        prop_assert!(one == more, "they do not");
    }
}

proptest! {
    // Thousands of pieces are searched for in each output.
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_piece_of_a_hidden_part_shows(all in prop::collection::vec(texts(strange()), 1..3)) {
        let shown = |texts: &Texts| Texts { shown: "ada".into(), ..texts.clone() };
        let all: Vec<Texts> = all.iter().map(shown).collect();
        let mut ends = String::new();
        let mut needles = Needles::default();
        for (index, text) in all.iter().flat_map(|texts| texts.hidden.iter().enumerate()) {
            let (head, tail) = kept(FIELDS[index], text).unwrap_or_default();
            needles.add(&text[head.len()..text.len() - tail.len()]);
            ends += &format!("{head}\n{tail}\n");
        }
        prop_assert!(!needles.is_empty());
        // At most three characters are kept in one place, so no piece of four is among them.
        prop_assert_eq!(needles.find_in(&ends), None);
        for output in outputs(&every(&all)) {
            prop_assert_eq!(needles.find_in(&output), None);
        }
    }
}

/// The search finds a secret that is shown.
#[test]
fn a_leaking_mask_is_detected() {
    #[derive(Redact)]
    struct Tells(#[redact(with = first_four)] String);
    fn first_four(value: &str, mask: &mut Mask<'_>) -> fmt::Result {
        mask.write_str(&value[..4])
    }
    let telling = Tells("QVKZ GWXY".into());
    assert!(Needles::of("QVKZ GWXY").find_in(&format!("{telling:?}")).is_some());
    assert_eq!(without_hashes("a hash: hash:0123456789abcdef, b"), "a hash: hash:, b");
}
