//! A token of each vendor's row is found, and its near misses are not.

use super::VENDORS;
use crate::scrub::Scrubber;
use crate::scrub::token::CharClass;

/// Returns characters of the class, without words in them.
fn filler(class: CharClass, length: usize) -> String {
    let alphabet = "x7Q2mB9kVt4cD0e1f3a5b6".chars();
    let of_class: Vec<char> =
        alphabet.filter(|c| u8::try_from(*c).is_ok_and(|b| class.has(b))).collect();
    of_class.into_iter().cycle().take(length).collect()
}

fn is_found(token: &str) -> bool {
    let text = format!("got {token} now");
    Scrubber::new().scrub(&text) != text
}

#[test]
fn each_row_has_a_source_and_a_month() {
    for vendor in VENDORS {
        let (year, month) = vendor.entered.split_once('-').unwrap_or_default();
        assert!(year.len() == 4 && month.len() == 2, "{}", vendor.name);
        assert!(vendor.source.len() > 10 && !vendor.name.is_empty(), "{}", vendor.prefix);
    }
}

#[test]
fn a_token_of_each_row_is_masked_and_near_misses_are_not() {
    let mut wrong = Vec::new();
    for vendor in VENDORS {
        let shape = vendor.shape;
        let before =
            shape.before.map_or_else(String::new, |(class, least)| filler(class, least.into()));
        let head = format!("{before}{}", vendor.prefix);
        let token = format!("{head}{}", filler(shape.class, shape.least.into()));
        let mut check = |kind: &str, token: &str, expected: bool| {
            if is_found(token) != expected {
                wrong.push(format!("{} {}: {kind}", vendor.name, vendor.prefix));
            }
        };
        check("a token", &token, true);
        if shape.least > 0 {
            check("one character short", &token[..token.len() - 1], false);
            let middle = head.len() + usize::from(shape.least) / 2;
            check(
                "another alphabet",
                &format!("{}!{}", &token[..middle], &token[middle + 1..]),
                false,
            );
        }
        if shape.most == shape.least {
            check("one character longer", &format!("{token}7"), false);
        }
        match shape.before {
            Some(_) => check("too little before it", &token[1..], false),
            None if !shape.keeps_prefix => check("inside a word", &format!("word{token}"), false),
            None => {}
        }
        let lower = vendor.prefix.to_ascii_lowercase();
        if lower != vendor.prefix {
            check("in small letters", &token.replace(vendor.prefix, &lower), false);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn tokens_with_several_parts_are_masked_whole() {
    let part = |length| filler(CharClass::Word, length);
    for token in [
        format!("ghs_{}_{}.{}.{}", part(7), part(36), part(300), part(86)),
        format!("glpat-{}.01.0w1abcdef", part(27)),
        format!("glrt-t1_{}.01.0w1abcdef", part(27)),
        format!("dp.st.prd.{}", part(43)),
        format!("v4.local.{}.{}", part(88), part(30)),
        format!("FLWSECK-{}-{}-X", part(32), part(12)),
        format!("FLWSECK_TEST{}", part(12)),
        format!("HRKU-AA{}", part(58)),
        format!("{}:APA91b{}", part(11), part(134)),
        format!("IQoJb3JpZ2luX2Vj{}%2F{}%3D", part(30), part(60)),
    ] {
        assert_eq!(Scrubber::new().scrub(&format!("got {token}, ok")), "got [redacted], ok");
    }
}

#[test]
fn a_token_of_an_old_vault_is_masked_at_every_place() {
    let token = format!("s.{}", filler(CharClass::Alnum, 24));
    for (before, after) in
        [("", ""), ("got ", " now"), ("t=", ""), ("\"", "\""), ("(", ")"), ("vault:", ",")]
    {
        for token in [token.clone(), format!("{token}.a1B2c")] {
            let text = format!("{before}{token}{after}");
            assert_eq!(Scrubber::new().scrub(&text), format!("{before}[redacted]{after}"));
        }
    }
    let near = [
        token[..token.len() - 1].to_owned(),
        format!("{token}7"),
        format!("x{token}"),
        format!("{token}()"),
        token.to_ascii_lowercase(),
        "s.parseTheWholeThingAtOnceX".to_owned(),
    ];
    for near in near {
        assert!(!is_found(&near), "{near}");
    }
}
