//! Secrets of 10 bytes and of 10 MiB, which take the same time to mask.

use logkit::Redact;
use logkit_bench::measure::{Case, Group, Limit};

use crate::structs::case;

#[derive(Redact)]
struct Ends(#[redact(keep_first = 3, keep_last = 2)] String);

#[derive(Redact)]
#[allow(dead_code, reason = "all of it is masked")]
struct Whole(#[redact] String);

pub(crate) fn groups() -> [Group; 2] {
    let [short, long] = [10, 10 << 20].map(|bytes| "k".repeat(bytes));
    [
        group(
            "both ends of a secret",
            case("both ends of 10 bytes", Ends(short.clone())),
            case("both ends of 10 MiB", Ends(long.clone())),
        ),
        group("a secret", case("10 bytes", Whole(short)), case("10 MiB", Whole(long))),
    ]
}

fn group(title: &'static str, short: Case, long: Case) -> Group {
    // The two times must be equal, apart from noise.
    let long = long.limit(Limit::Times(1.1));
    Group { title, cases: vec![short.without_allocations(), long.without_allocations()] }
}
