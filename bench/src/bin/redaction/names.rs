//! The cost of masking by name for each field of a known call site: name, verdict and value
//! together must take no longer than reading the field.

use std::hint::black_box;
use std::io;

use logkit::handler::Handler;
use logkit::{Logger, Record, info, module_logger};
use logkit_bench::measure::{Case, Group, Limit};

#[module_logger("names")]
static LOGGER: Logger;

/// A name that the macros do not see, so that it is masked at run time.
const KEY: &str = "api_key";

/// The limit, in nanoseconds for each field.
const MOST: f64 = 2.0;

/// Reads every field.
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
