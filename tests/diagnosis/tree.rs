//! Two declarations of one logger.

use logkit::{Level, LevelFilter, logger_tree};
use support::logger::RuntimeLogger;

fn declare(name: &str, level: Option<LevelFilter>, propagate: bool) {
    // A logger that is made at run time is known from its first use.
    let _ = RuntimeLogger::new(name, level, propagate).logger.level();
}

/// The lines of the tree below its table that are about a name.
fn notes(name: &str) -> Vec<String> {
    let tree = logger_tree().to_string();
    let start = format!("{name} has ");
    tree.lines().filter(|line| line.starts_with(&start)).map(str::to_owned).collect()
}

#[test]
fn declarations_that_disagree_are_listed() {
    declare("twice", Some(Level::Debug.into()), false);
    assert_eq!(notes("twice").len(), 0);
    declare("twice", Some(LevelFilter::OFF), true);
    declare("twice", None, false);
    assert_eq!(
        notes("twice"),
        ["twice has 3 declarations that disagree: level DEBUG and no propagate; level OFF and \
          propagate; no level and no propagate. The most verbose level holds, and one that \
          propagates is enough."]
    );
    let tree = logger_tree();
    let row = tree.rows().find(|row| row.name() == "twice").unwrap();
    assert_eq!((row.level(), row.propagate()), (LevelFilter::DEBUG, true));
    let declared: Vec<_> = row.declarations().map(|one| (one.level(), one.propagate())).collect();
    assert_eq!(
        declared,
        [(Some(LevelFilter::DEBUG), false), (Some(LevelFilter::OFF), true), (None, false)]
    );
}

#[test]
fn declarations_that_agree_are_not() {
    declare("agreed", Some(Level::Info.into()), true);
    declare("agreed", Some(Level::Info.into()), true);
    // It takes any level.
    declare("agreed", None, true);
    assert_eq!(notes("agreed").len(), 0);
    let tree = logger_tree();
    let row = tree.rows().find(|row| row.name() == "agreed").unwrap();
    assert_eq!(row.declarations().count(), 3);
}
