//! Values that are secrets only by their names: of every kind, under names in every style, by every
//! way into a record, in every format.

mod kinds;
mod random;
mod typed;
mod ways;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use logkit::{info, keep_first, keep_last, masked, redact, unmasked};

use self::kinds::Kind;
use self::ways::{HARMLESS, NAMES, Name, WAYS};
use crate::corpus;
use crate::routes::{self, LOGGER, Place, Written};
use crate::search::Needles;
use crate::secrets::{api_key, card, password};
use crate::statements::{Field, Fields, Said};

/// The fields around the value; all of them are shown.
fn neighbours(name: &'static str, value: Field) -> Fields {
    let text = |text: &str| Field::Text(text.to_owned());
    vec![
        ("user", text("ada")),
        (name, value),
        ("token_count", Field::Number(5)),
        ("author", text("Ada Lovelace")),
    ]
}

/// Describes the error of a case, without any piece of the secret; `None` if it is right.
fn verdict(case: &str, needles: &Needles, written: &Written) -> Option<String> {
    let Written { text, shown, wanted } = written;
    if let Some(found) = needles.find_in(text) {
        return Some(format!("{case}: leaks, {found}"));
    }
    if !text.contains("[redacted]") && !corpus::is_unseen(case) {
        return Some(format!("{case}: has no mask"));
    }
    (shown != wanted).then(|| format!("{case}: shows\n    {shown:?}\n  and not\n    {wanted:?}"))
}

/// Logs a value of the kind under the name in every way and format.
fn play(name: &Name, kind: &Kind, mut take: impl FnMut(String, String, Written)) {
    for &(place, way, log) in WAYS {
        for &(route, run) in routes::ALL {
            let log = || {
                let mut said = None;
                (kind.give)(&mut |given| said = log(name, given));
                said
            };
            let before = LOGGER.stats().dropped;
            let Some(written) = run(place, &log) else { continue };
            let format = format!("{}{route}", place.name());
            let case = format!("{}/{}/{way}/{format}", kind.name, name.text);
            assert_eq!(LOGGER.stats().dropped, before, "{case}");
            take(case, format, written);
        }
    }
}

#[test]
fn every_value_with_the_name_of_a_secret_is_masked() {
    redact::add_secret_name("zodiac sign");
    let _turn = routes::turn();
    let (mut names, mut wrong) = (BTreeSet::new(), Vec::new());
    let mut outputs: BTreeMap<String, String> = BTreeMap::new();
    for kind in kinds::all() {
        let needles = kind.needles();
        for name in NAMES {
            play(name, &kind, |case, format, written| {
                wrong.extend(verdict(&case, &needles, &written));
                *outputs.entry(format).or_default() += &(written.text + "\n");
                assert!(names.insert(case.clone()), "twice: {case}");
            });
        }
    }
    corpus::write(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("leaks/named"), &outputs);
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), names.len(), wrong.join("\n"));
    assert!(names.len() >= 6_500, "no more than {} cases", names.len());
}

#[test]
fn under_a_harmless_name_every_value_is_shown() {
    let _turn = routes::turn();
    for kind in kinds::all() {
        let needles = kind.needles();
        play(&HARMLESS, &kind, |case, _, written| {
            let verdict = verdict(&case, &needles, &written).unwrap_or_default();
            let leaks = verdict.starts_with(&format!("{case}: leaks, "));
            assert_ne!(leaks, corpus::is_unseen(&case), "{case}: {verdict}");
            assert_eq!(needles.find_in(&verdict), None);
        });
    }
}

#[test]
fn explicit_masks_hold_on_every_route() {
    let (card, key, word) = (card(), api_key(), password());
    let mut needles = Needles::of(&word);
    needles.add(&card[..card.len() - 4]);
    needles.add(&key[7..]);
    let log = || {
        info!(
            user = "ada",
            card_number = keep_last(4, &card),
            apiKey = keep_first(7, &key),
            "x-auth-token" = masked(&word),
            password = unmasked("public"),
            "decided"
        );
        let shown = |mask: &str| Field::Debug(mask.to_owned());
        Some(Said::info("decided").fields(vec![
            ("user", Field::Text("ada".to_owned())),
            ("card_number", shown("****6467")),
            ("apiKey", shown("sk_live****")),
            ("x-auth-token", shown("[redacted]")),
            ("password", Field::Text("public".to_owned())),
        ]))
    };
    let _turn = routes::turn();
    for place in [Place::Logger, Place::WithinHost, Place::Root] {
        for &(route, run) in routes::ALL {
            let Some(written) = run(place, &log) else { continue };
            let case = format!("{}{route}", place.name());
            assert_eq!(verdict(&case, &needles, &written), None);
        }
    }
}
