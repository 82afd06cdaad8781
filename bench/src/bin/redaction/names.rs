//! What the name scrub adds for each field of a call site that is known: no more than looking at the
//! field at all takes, names, verdict and value together.

use std::hint::black_box;
use std::io;

use logkit::handler::Handler;
use logkit::{Logger, Record, info, module_logger};
use logkit_bench::measure::{Case, Group, Limit};

#[module_logger("names")]
static LOGGER: Logger;

/// A name that no macro sees, so that it is masked at run time.
const KEY: &str = "api_key";

/// Nanoseconds for a field.
const MOST: f64 = 2.0;

/// Looks at every field.
struct Look;

impl Handler for Look {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        for field in record.fields() {
            black_box(field);
        }
        Ok(())
    }
}

pub(crate) fn groups() -> [Group; 2] {
    LOGGER.set_handlers(vec![Box::new(Look)]);
    let group = |title, few: Case, many: Case| Group {
        title,
        cases: vec![
            few.without_allocations(),
            many.limit(Limit::Adds(8.0 * MOST)).without_allocations(),
        ],
    };
    [
        group(
            "fields, none of them a secret",
            Case::new("4 fields, shown", four),
            Case::new("12 fields, shown", twelve),
        ),
        group(
            "fields, one of them a secret",
            Case::new("4 fields, one masked", four_one_masked),
            Case::new("12 fields, one masked", twelve_one_masked),
        ),
    ]
}

fn four() {
    let n = black_box(7_u64);
    info!(a = n, b = n, c = n, d = n);
}

fn twelve() {
    let n = black_box(7_u64);
    info!(a = n, b = n, c = n, d = n, e = n, f = n, g = n, h = n, i = n, j = n, k = n, l = n);
}

fn four_one_masked() {
    let n = black_box(7_u64);
    info!({ KEY } = n, b = n, c = n, d = n);
}

fn twelve_one_masked() {
    let n = black_box(7_u64);
    info!({ KEY } = n, b = n, c = n, d = n, e = n, f = n, g = n, h = n, i = n, j = n, k = n, l = n);
}
