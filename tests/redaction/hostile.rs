//! Values made to cost time or memory.

use std::fmt::Write;
use std::time::{Duration, Instant};

use logkit::{Redact, keep_first, keep_last, masked};

const MIB: usize = 1024 * 1024;

/// 10 MiB of one kind of trouble each, with the output of the first and the last character behind a
/// mask.
fn giants() -> Vec<(String, &'static str, &'static str)> {
    let many = |piece: &str| piece.repeat(10 * MIB / piece.len());
    vec![
        (many("x"), "x****", "****x"),
        (many("\r\n"), r"\r\n****", r"****\r\n"),
        // One character each, of 10 MiB: to show it takes a walk over all of it.
        (format!("a{}", many("\u{301}")), "****", "****"),
        (many("👩\u{200d}"), "****", "****"),
        (many("क्"), "****", "****"),
        // The start of the last flag depends on that of the first one.
        (many("🇩🇪"), "🇩🇪****", "****"),
        // The trouble is in the hidden part.
        (format!("abcd{}efgh", many("\u{301}")), "****", "****"),
    ]
}

#[test]
fn ten_mebibytes_take_no_longer_than_ten_bytes() {
    let giants = giants();
    let started = Instant::now();
    for (text, first, last) in &giants {
        for _ in 0..100 {
            assert_eq!(keep_first(1, text).to_string(), *first);
            assert_eq!(keep_last(1, text).to_string(), *last);
            assert_eq!(masked(text).to_string(), "[redacted]");
        }
    }
    // Walking 14 GB would take minutes; the bounded walk takes milliseconds.
    let took = started.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn writing_a_mask_allocates_nothing() {
    #[derive(Redact)]
    struct Card<'a> {
        #[redact]
        cvv: u64,
        #[redact(keep_first = 4, keep_last = 4)]
        number: &'a str,
        #[redact(keep_first = 1)]
        holder: Option<String>,
    }

    let number = "4111111111111111\n".repeat(MIB);
    let card = Card { cvv: 737, number: &number, holder: Some("\x1bAda Lovelace".into()) };
    let mut line = String::with_capacity(1024);
    let spent = allocation_counter::measure(|| {
        write!(line, "{card:?} {card:#?} {}", keep_last(4, &number)).unwrap();
    });
    assert_eq!(spent.count_total, 0);
    assert!(
        line.starts_with(r"Card { cvv: [redacted], number: 4111****111\n, holder: \u{1b}****"),
        "{line}"
    );
}
