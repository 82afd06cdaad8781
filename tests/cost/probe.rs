//! The program that the suite `cost` measures, built in release mode.

use std::hint::black_box;

use logkit::handler::Stream;
use logkit::{Format, Logger, Redact, debug, info, module_logger};

#[module_logger("net")]
static LOGGER: Logger;

/// Disabled, because the level is INFO.
#[unsafe(no_mangle)]
#[inline(never)]
pub fn disabled(x: u64) {
    debug!(x, "m {}", x)
}

/// Two interpolated values and two fields.
#[inline(never)]
fn enabled(number: u64, user: &str, status: u16, path: &str) {
    info!(status, path, "request {} for user {}", number, user)
}

#[derive(Redact)]
struct Card {
    holder: String,
    #[redact(keep_last = 4)]
    number: String,
    #[redact]
    cvv: String,
}

/// A value of three fields, two of them masked, and another value.
#[inline(never)]
fn masked(card: &Card, cents: u64) {
    info!(?card, cents, "charging")
}

#[inline(never)]
fn eight_fields(x: u64) {
    info!(a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, "m")
}

#[inline(never)]
fn sixteen_fields(x: u64) {
    info!(
        a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, //
        i = x, j = x, k = x, l = x, m = x, n = x, o = x, p = x, "m"
    )
}

#[inline(never)]
fn twenty_four_fields(x: u64) {
    info!(
        a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, //
        i = x, j = x, k = x, l = x, m = x, n = x, o = x, p = x, //
        q = x, r = x, s = x, t = x, u = x, v = x, w = x, x = x, "m"
    )
}

/// Logs as many lines as the first argument says, in the format and with the fields that the second
/// and the third one name, to a writer that discards them.
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |index: usize| arguments.get(index).map(String::as_str).unwrap_or_default();
    let lines: u64 = argument(0).parse().unwrap_or(0);
    let format = if argument(1) == "json" { Format::json() } else { Format::standard() };
    LOGGER.set_handlers(vec![Box::new(Stream::new(std::io::sink()).with_format(format))]);
    disabled(black_box(1));
    let card = Card {
        holder: "Ada Lovelace".into(),
        number: "4111111111111111".into(),
        cvv: "737".into(),
    };
    for number in 0..lines {
        match argument(2) {
            "masked" => masked(black_box(&card), 1999),
            "8" => eight_fields(black_box(1)),
            "16" => sixteen_fields(black_box(1)),
            "24" => twenty_four_fields(black_box(1)),
            _ => enabled(1_000_000 + number, black_box("alice"), 200, black_box("/api/v1/items")),
        }
    }
    assert_eq!(LOGGER.stats().written, lines);
}
