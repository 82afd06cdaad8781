//! The corpus: every shape by every route in every format, each under its name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use logkit::handler::Stream;

use crate::quiet::panics_of;
use crate::routes::{LOGGER, Place, Written};
use crate::shapes::WITHIN;
use crate::statements::Statement;
use crate::subject::Shape;
use crate::{prints, routes, shapes, statements, third_parties};
use support::shared::Shared;

/// The output of one case, under its name.
struct Case {
    name: String,
    /// The format, which names the file of the output.
    format: String,
    written: Written,
    /// The number of records that did not arrive.
    lost: u64,
}

/// Runs all cases of a shape, without printing their panics.
fn cases(shape: &Shape) -> Vec<Case> {
    let _turn = routes::turn();
    let mut cases = Vec::new();
    panics_of(|| play(shape, &mut cases));
    cases
}

fn play(shape: &Shape, cases: &mut Vec<Case>) {
    for &(print, run) in prints::ALL.iter().filter(|_| !shape.is_broken) {
        cases.extend(run(shape).map(|written| Case {
            name: format!("{}/{print}", shape.name),
            format: print.to_owned(),
            written,
            lost: 0,
        }));
    }
    for (place, statement, log) in statements() {
        for &(route, run) in routes::ALL {
            let before = LOGGER.stats().dropped;
            let written = run(place, &|| log(shape));
            let lost = LOGGER.stats().dropped - before;
            let format = format!("{}{route}", place.name());
            let name = format!("{}/{statement}/{format}", shape.name);
            cases.extend(written.map(|written| Case { name, format, written, lost }));
        }
    }
}

/// The statements that are made in each place.
fn statements() -> impl Iterator<Item = (Place, &'static str, Statement)> {
    let all: &[(Place, &'static [(&'static str, Statement)])] = &[
        (Place::Logger, statements::ALL),
        (Place::WithinHost, third_parties::SPANS),
        (Place::Root, statements::ALL),
        (Place::Root, third_parties::SPANS),
        (Place::Root, third_parties::EVENTS),
        #[cfg(feature = "log")]
        (Place::Bridge, third_parties::key_values::ALL),
    ];
    all.iter().flat_map(|&(place, all)| all.iter().map(move |&(name, log)| (place, name, log)))
}

/// Describes the error of a case, without any piece of the secret; `None` if it is right.
fn verdict(shape: &Shape, case: &Case) -> Option<String> {
    let Written { text, shown, wanted } = &case.written;
    let name = &case.name;
    if let Some(found) = shape.needles.find_in(text) {
        return Some(format!("{name}: leaks, {found}"));
    }
    if case.lost > 0 {
        return Some(format!("{name}: does not arrive"));
    }
    // The message shows nothing of the secret.
    (shown != wanted).then(|| format!("{name}: shows\n    {shown:?}\n  and not\n    {wanted:?}"))
}

#[test]
fn every_value_is_masked_on_every_route() {
    let within = Shared::default();
    WITHIN.set_handlers(vec![Box::new(Stream::new(within.clone()))]);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("leaks");
    let (mut names, mut wrong, mut count) = (BTreeSet::new(), Vec::new(), 0);
    let mut outputs: BTreeMap<String, String> = BTreeMap::new();
    for shape in shapes::all() {
        for case in cases(&shape) {
            wrong.extend(verdict(&shape, &case));
            *outputs.entry(case.format).or_default() += &(case.written.text + "\n");
            count += 1;
            assert!(names.insert(case.name.clone()), "twice: {}", case.name);
        }
        wrong.extend(shape.needles.find_in(&within.text()).map(|found| format!("within: {found}")));
    }
    outputs.insert("within".to_owned(), within.text());
    write(&folder, &outputs);
    assert!(wrong.is_empty(), "{} of {count} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 19_000, "no more than {count} cases");

    assert!(within.text().lines().count() > 9, "nothing was logged from within");
}

/// Writes the outputs where tests/secrets/scan.py looks for them.
pub(crate) fn write(folder: &Path, outputs: &BTreeMap<String, String>) {
    fs::create_dir_all(folder).expect("the target directory can be written to");
    for (format, output) in outputs {
        let file = File::create(folder.join(format!("{format}.txt")));
        file.and_then(|mut file| file.write_all(output.as_bytes())).expect("as above");
    }
}

/// The checks must fail for a wrong output.
#[test]
fn a_leak_is_reported_with_the_name_of_its_case() {
    let secret = crate::secrets::password();
    let shape =
        Shape::new("leaky", &[&secret], || crate::subject::Plain(crate::secrets::password()), {
            "[redacted]"
        });
    let cases = cases(&shape);
    assert!(cases.len() > 150);
    for case in cases.iter().filter(|case| !is_unseen(&case.name)) {
        let verdict = verdict(&shape, case).expect(&case.name);
        assert!(verdict.starts_with(&format!("{}: leaks, ", case.name)), "{}", case.name);
        assert!(shape.needles.find_in(&verdict).is_none(), "{}", case.name);
    }
}

/// Returns true for a layer that is a handler, which sees none of the host's spans.
pub(crate) fn is_unseen(name: &str) -> bool {
    name.contains("in_span") && name.ends_with("t.layer")
}

#[test]
fn shown_text_must_match_exactly() {
    let shape =
        Shape::new("empty", &["never there"], || crate::subject::Plain("shows"), "\"hidden\"");
    let cases = cases(&shape);
    let is_seen = |case: &Case| verdict(&shape, case).is_some_and(|said| said.contains("and not"));
    // There is no mask to count, and neither an error nor a span in a record that is kept.
    let shows_nothing = |name: &str| {
        let is_kept = name.ends_with("memory_records");
        name.ends_with("/flags")
            || is_kept && (name.contains("/exception/") || name.contains("in_span"))
    };
    for case in &cases {
        let is_bare = is_unseen(&case.name) || shows_nothing(&case.name);
        assert_eq!(is_seen(case), !is_bare, "{}", case.name);
    }
}
