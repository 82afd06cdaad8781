//! Targets for fuzzers, which `cargo test` runs with random input.

#![cfg(test)]

mod escaping;
#[expect(unreachable_pub, reason = "the library of the suites exports the items")]
#[path = "../../tests/support/hostile.rs"]
mod hostile;
#[expect(unreachable_pub, reason = "the library of the suites exports the items")]
#[path = "../../tests/support/readers.rs"]
mod readers;
#[allow(dead_code, reason = "rotation uses more of the names' grammar than the target")]
mod sink;
mod templates;

/// Makes a text of a fuzzer's bytes: of the bytes themselves, or of a part for each byte. Which of both
/// is the first byte's choice.
fn text(bytes: &[u8], parts: &[&str]) -> String {
    match bytes.split_first() {
        Some((choice, rest)) if choice % 4 > 0 => rest
            .iter()
            .filter_map(|byte| parts.get(usize::from(*byte) % parts.len()))
            .copied()
            .collect(),
        Some((_, rest)) => String::from_utf8_lossy(rest).into_owned(),
        None => String::new(),
    }
}
