//! The characters that `keep_first` and `keep_last` show, and the types that they accept.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use logkit::redact::KeepText;
use logkit::{Redact, keep_first, keep_last, masked};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// Applies the attribute to `text`, with so many characters kept.
fn keep(first: usize, last: usize, text: &str) -> logkit::redact::PartialMask<'_> {
    logkit::__private::keep(logkit::__private::KeptEnds { first, last, min_hidden: 0 }, Some(text))
}

/// Returns the output of both, as text.
fn both<const FIRST: usize, const LAST: usize>(text: &str) -> String {
    keep(FIRST, LAST, text).to_string()
}

#[test]
fn whole_masks_are_constant() {
    assert_eq!(masked("").to_string(), "[redacted]");
    assert_eq!(masked("hunter2").to_string(), "[redacted]");
    assert_eq!(masked(&None::<u8>).to_string(), "[redacted]");
    assert_eq!(masked(&Vec::<u8>::new()).to_string(), "[redacted]");
    assert_eq!(masked(&true).to_string(), "[redacted]");
}

#[test]
fn as_many_stay_hidden_as_are_shown_and_never_fewer_than_four() {
    assert_eq!(keep_first(4, "abcdefgh").to_string(), "abcd****");
    assert_eq!(keep_first(4, "abcdefg").to_string(), "****");
    assert_eq!(keep_first(4, "").to_string(), "****");
    assert_eq!(keep_first(1, "abcde").to_string(), "a****");
    assert_eq!(keep_first(1, "abcd").to_string(), "****");
    assert_eq!(keep_last(4, "4111111111111111").to_string(), "****1111");
    assert_eq!(keep_last(5, "abcdefghi").to_string(), "****");
    assert_eq!(keep_last(5, "abcdefghij").to_string(), "****fghij");
    assert_eq!(both::<2, 2>("abcdefyz"), "ab****yz");
    assert_eq!(both::<2, 2>("abcdeyz"), "****");
    assert_eq!(both::<3, 2>("abcdefghi"), "****");
    assert_eq!(both::<3, 2>("abcdefghij"), "abc****ij");
    assert_eq!(keep_first(0, "abcdefgh").to_string(), "****");
    assert_eq!(keep_first(usize::MAX, "abcdefgh").to_string(), "****");
    assert_eq!(both::<{ usize::MAX }, { usize::MAX }>("abcdefgh"), "****");
}

#[test]
fn characters_are_what_a_person_sees() {
    let family = "👩‍👩‍👧‍👦";
    let kiss = "🧑🏻‍❤️‍💋‍🧑🏼";
    assert_eq!(keep_first(1, &family.repeat(5)).to_string(), format!("{family}****"));
    assert_eq!(keep_last(1, &kiss.repeat(5)).to_string(), format!("****{kiss}"));
    // A hundred bytes, but only four characters: too few.
    assert_eq!(keep_first(1, &family.repeat(4)).to_string(), "****");
    // A flag is two letters; cutting one in half would show another country.
    assert_eq!(keep_last(1, "🇦🇹🇩🇪🇫🇷🇮🇹🇵🇱").to_string(), "****🇵🇱");
    assert_eq!(keep_first(1, "🇦🇹🇩🇪🇫🇷🇮🇹🇵🇱").to_string(), "🇦🇹****");
    // A letter and its accent.
    assert_eq!(keep_first(1, "e\u{301}abcd").to_string(), "e\u{301}****");
    assert_eq!(keep_last(1, "abcde\u{301}").to_string(), "****e\u{301}");
    // Hebrew and Arabic are kept in the order of their letters in memory.
    assert_eq!(keep_first(2, "שלום עולם").to_string(), "של****");
    assert_eq!(keep_last(1, "مرحبا").to_string(), "****ا");
}

#[test]
fn kept_characters_are_escaped() {
    assert_eq!(keep_first(4, "a\nb\x1bcdefgh").to_string(), r"a\nb\u{1b}****");
    // CR LF is one character, and escaped as two.
    assert_eq!(keep_first(1, "\r\nabcd").to_string(), r"\r\n****");
    assert_eq!(keep_last(3, "abcd\0\x7f\u{9b}").to_string(), r"****\u{0}\u{7f}\u{9b}");
    assert_eq!(keep_first(2, "\u{2028}\u{2029}abcd").to_string(), r"\u{2028}\u{2029}****");
    for c in "\u{61c}\u{200e}\u{200f}\u{202a}\u{202e}\u{2066}\u{2069}".chars() {
        let shown = keep_first(2, &format!("a{c}bcdefgh")).to_string();
        assert!(shown.contains(r"\u{") && !shown.contains(c), "{shown}");
    }
}

#[test]
fn flags_of_a_format_string_change_nothing() {
    let (whole, kept) = (masked("hunter2"), keep_first(2, "hunter2"));
    let all = [
        format!("{whole}{kept}"),
        format!("{whole:?}{kept:?}"),
        format!("{whole:#?}{kept:#?}"),
        format!("{whole:40}{kept:40}"),
        format!("{whole:*>40?}{kept:*^40?}"),
        format!("{whole:.3}{kept:.3}"),
        format!("{whole:+x?}{kept:#X?}"),
        format!("{whole:05.1?}{kept:-05.1}"),
    ];
    for one in all {
        assert_eq!(one, "[redacted]hu****");
    }
}

#[test]
fn every_type_that_holds_text_is_accepted() {
    fn check(value: &(impl KeepText + ?Sized)) {
        assert_eq!(keep_first(1, value).to_string(), "a****");
    }
    check("abcde");
    check(&"abcde");
    check(&String::from("abcde"));
    check(&Box::leak(String::from("abcde").into_boxed_str()));
    check(&Cow::Borrowed("abcde"));
    check(&Box::<str>::from("abcde"));
    check(&Rc::<str>::from("abcde"));
    check(&Arc::<str>::from("abcde"));
    check(&Arc::new(String::from("abcde")));
    check(&Some("abcde"));
    check(&Some(&mut String::from("abcde")));
    check(&Some(Some(Arc::<str>::from("abcde"))));
    check(&Box::new(Some(Cow::Borrowed("abcde"))));
}

#[test]
fn none_and_short_cannot_be_told_apart() {
    #[derive(Redact)]
    struct Key(#[redact(keep_last = 4)] Option<String>);
    for key in [None, Some(""), Some("short")] {
        assert_eq!(format!("{:?}", Key(key.map(Into::into))), "Key(****)");
    }
}

#[test]
fn the_attribute_keeps_what_the_functions_keep() {
    #[derive(Redact)]
    struct Both<T> {
        #[redact(keep_first = 2, keep_last = 3)]
        both: T,
        #[redact(keep_last = 3, keep_first = 2)]
        turned: Option<T>,
    }
    let value = Both { both: "abcdefghijklm", turned: Some("abcdefghijklm") };
    assert_eq!(format!("{value:?}"), "Both { both: ab****klm, turned: ab****klm }");
    assert_eq!(format!("{value:#?}"), "Both {\n    both: ab****klm,\n    turned: ab****klm,\n}");
}

/// Pieces of every kind that UAX #29 has a rule for.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        "[a-z]{1,4}",
        Just("\r\n".into()),
        Just("🇩🇪".into()),
        Just("🇩".into()),
        Just("👩‍👩‍👧".into()),
        Just("👍🏽".into()),
        Just("\u{200d}".into()),
        Just("\u{301}".into()),
        Just("\u{600}".into()),
        Just("각".into()),
        Just("ᄀ".into()),
        Just("क्ष".into()),
        Just("क्".into()),
        Just("\u{1b}[0m".into()),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// The rule in its simplest form: segment the whole text, then cut.
fn plainly(first: usize, last: usize, text: &str) -> Option<(String, String)> {
    let all: Vec<&str> = text.graphemes(true).collect();
    let hidden = all.len().checked_sub(first + last)?;
    (hidden >= (first + last).max(4))
        .then(|| (all[..first].concat(), all[all.len() - last..].concat()))
}

/// Letters that occur in neither the mask nor an escape, for hidden parts.
fn hidden() -> impl Strategy<Value = String> {
    "[G-Zα-ωא-ת]{4,64}"
}

proptest! {
    #[test]
    fn counting_from_both_ends_is_counting_all(
        text in pieces(), first in 0_usize..6, last in 0_usize..6,
    ) {
        let shown = keep(first, last, &text).to_string();
        match plainly(first, last, &text) {
            None => prop_assert_eq!(shown, "****"),
            Some((head, tail)) => {
                let plain = |c: char| !c.is_control();
                if head.chars().chain(tail.chars()).all(plain) && !shown.contains('\\') {
                    prop_assert_eq!(shown, format!("{head}****{tail}"));
                }
            }
        }
    }

    #[test]
    fn nothing_of_the_hidden_part_shows(
        head in "[0-9]{0,6}", hidden in hidden(), tail in "[0-9]{0,6}",
    ) {
        let (first, last) = (head.len(), tail.len());
        let text = format!("{head}{hidden}{tail}");
        let shown = keep(first, last, &text).to_string();
        prop_assert!(!hidden.chars().any(|c| shown.contains(c)), "{}", shown);
    }

    #[test]
    fn the_length_of_the_hidden_part_does_not_show(
        head in "[0-9]{0,3}", one in "[g-z]{6,64}", two in "[g-z]{6,64}", tail in "[0-9]{0,3}",
    ) {
        let shown = |hidden: &str| {
            let text = format!("{head}{hidden}{tail}");
            keep(head.len(), tail.len(), &text).to_string()
        };
        prop_assert_eq!(shown(&one), format!("{head}****{tail}"));
        prop_assert_eq!(shown(&one), shown(&two));
    }

    #[test]
    fn no_four_characters_of_the_rest_show(
        text in "[a-zA-Z0-9 ÄÖÜäöü🔑👍🏽]{0,40}", first in 0_usize..8, last in 0_usize..8,
    ) {
        let shown = keep(first, last, &text).to_string();
        let all: Vec<&str> = text.graphemes(true).collect();
        // Text that the kept ends contain, too, does not come from the hidden part.
        let kept = shown.split_once("****").unwrap();
        let rest = all.get(first..all.len().saturating_sub(last)).unwrap_or_default();
        for piece in rest.windows(4).map(<[_]>::concat) {
            let by_chance = text.starts_with(kept.0) && kept.0.contains(&piece)
                || text.ends_with(kept.1) && kept.1.contains(&piece);
            prop_assert!(by_chance || !shown.contains(&piece), "{} in {}", piece, shown);
        }
    }
}
