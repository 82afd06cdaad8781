//! `each` and `show_none` on types that they do not apply to.

use std::collections::BTreeMap;

#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
struct NoDisplay;

#[derive(logkit::Redact)]
struct Card {
    #[redact(each)]
    number: String,
    #[redact(show_none, keep_last = 4)]
    holder: String,
}

#[derive(logkit::Redact)]
struct Keys(#[redact(each)] BTreeMap<NoDisplay, String>);

#[derive(logkit::Redact)]
struct Elements(#[redact(each, keep_last = 4)] Vec<u64>);

fn main() {}
