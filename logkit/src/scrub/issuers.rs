//! The table of the ranges from which issuers take card numbers (ISO/IEC 7812).
//!
//! Timestamps start with 1 in any unit until 2039, so no range does.

use std::ops::RangeInclusive;

/// A range of prefixes with the lengths of its numbers.
struct Issuer {
    #[expect(dead_code, reason = "documents the row")]
    brand: &'static str,
    /// The first and the last prefix, of the same number of digits.
    from: &'static [u8],
    to: &'static [u8],
    lengths: RangeInclusive<usize>,
}

const fn issuer(
    brand: &'static str,
    from: &'static [u8],
    to: &'static [u8],
    lengths: RangeInclusive<usize>,
) -> Issuer {
    Issuer { brand, from, to, lengths }
}

/// By the brands' own publications, as collected in Wikipedia's "Payment card number" (2026-11) and in
/// Braintree's `credit-card-type` (10.0).
#[rustfmt::skip]
const ISSUERS: &[Issuer] = &[
    issuer("Visa", b"4", b"4", 13..=13), issuer("Visa", b"4", b"4", 16..=16), issuer("Visa", b"4", b"4", 19..=19),
    issuer("Mastercard", b"51", b"55", 16..=16), issuer("Mastercard", b"2221", b"2720", 16..=16),
    issuer("American Express", b"34", b"34", 15..=15), issuer("American Express", b"37", b"37", 15..=15),
    issuer("Diners Club", b"300", b"305", 14..=14), issuer("Diners Club", b"300", b"305", 16..=16),
    issuer("Diners Club", b"3095", b"3095", 14..=14), issuer("Diners Club", b"3095", b"3095", 16..=16),
    issuer("Diners Club", b"36", b"36", 14..=14), issuer("Diners Club", b"36", b"36", 16..=16),
    issuer("Diners Club", b"38", b"39", 14..=14), issuer("Diners Club", b"38", b"39", 16..=16),
    issuer("Discover", b"6011", b"6011", 16..=19), issuer("Discover", b"644", b"649", 16..=19),
    issuer("Discover", b"65", b"65", 16..=19),
    issuer("JCB", b"3528", b"3589", 16..=19),
    issuer("UnionPay", b"62", b"62", 16..=19), issuer("UnionPay", b"81", b"81", 16..=19),
    issuer("Mir", b"2200", b"2204", 16..=19),
    issuer("RuPay", b"60", b"60", 16..=16), issuer("RuPay", b"508", b"508", 16..=16), issuer("RuPay", b"82", b"82", 16..=16),
    issuer("Bancontact", b"6703", b"6703", 16..=19), issuer("Dankort", b"5019", b"5019", 16..=16),
    issuer("Verve", b"506099", b"506198", 16..=19), issuer("Verve", b"507865", b"507964", 16..=19),
    issuer("Elo", b"504175", b"504175", 16..=16), issuer("Elo", b"506699", b"506778", 16..=16),
    issuer("Elo", b"509000", b"509999", 16..=16), issuer("Elo", b"627780", b"627780", 16..=16),
    issuer("Elo", b"636297", b"636297", 16..=16), issuer("Elo", b"636368", b"636369", 16..=16),
    issuer("Hipercard", b"637095", b"637095", 16..=16), issuer("Hipercard", b"637568", b"637612", 16..=16),
    issuer("InstaPayment", b"637", b"639", 16..=16), issuer("InterPayment", b"636", b"636", 16..=19),
    issuer("Troy", b"9792", b"9792", 16..=16), issuer("UzCard", b"8600", b"8600", 16..=16),
    issuer("Humo", b"9860", b"9860", 16..=16), issuer("Napas", b"9704", b"9704", 16..=19),
    issuer("LankaPay", b"357111", b"357111", 16..=16), issuer("Borica", b"2205", b"2205", 16..=16),
    // Only the ranges that its banks use.
    issuer("Maestro", b"5018", b"5018", 12..=19), issuer("Maestro", b"5020", b"5020", 12..=19),
    issuer("Maestro", b"5038", b"5038", 12..=19), issuer("Maestro", b"5612", b"5612", 12..=19),
    issuer("Maestro", b"5641", b"5641", 12..=19), issuer("Maestro", b"5893", b"5893", 12..=19),
    issuer("Maestro", b"6304", b"6304", 12..=19), issuer("Maestro", b"6390", b"6390", 12..=19),
    issuer("Maestro", b"6759", b"6759", 12..=19), issuer("Maestro", b"6761", b"6763", 12..=19),
    issuer("Maestro", b"6799", b"6799", 12..=19),
];

/// Returns whether an issuer uses the prefix and the length of these digits, each from 0 to 9.
pub(super) fn is_issued(digits: &[u8]) -> bool {
    ISSUERS.iter().any(|issuer| {
        let prefix = digits.iter().take(issuer.from.len()).map(|digit| digit + b'0');
        issuer.lengths.contains(&digits.len())
            && prefix.clone().ge(issuer.from.iter().copied())
            && prefix.le(issuer.to.iter().copied())
    })
}
