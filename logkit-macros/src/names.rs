//! The rules of logger names, and the nearest valid name to one that breaks them.

use crate::words::trimmed;

/// The maximum length of a name, in bytes.
const MAX: usize = 128;

/// Returns true for lowercase letters, digits and underscores in segments joined by dots.
pub(crate) fn is_valid(name: &str) -> bool {
    let mut before = b'.';
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'_' => {}
            b'.' if before != b'.' => {}
            _ => return false,
        }
        before = byte;
    }
    before != b'.' && name.len() <= MAX
}

/// Describes the rule that an invalid name breaks.
pub(crate) fn describe_error(name: &str) -> String {
    if name.is_empty() {
        "logger name is empty".to_owned()
    } else if name.len() > MAX {
        format!("logger name is {} bytes long; at most {MAX} are allowed", name.len())
    } else {
        format!(
            "invalid logger name {name:?}; expected lowercase letters, digits and underscores, \
             joined by dots"
        )
    }
}

/// The nearest valid name; `None` if no character of the name can be kept.
pub(crate) fn suggestion(name: &str) -> Option<String> {
    let mut suggestion = String::new();
    let mut rest = name;
    while !rest.is_empty() {
        let (segment, after) = split_segment(rest);
        rest = after;
        let segment = suggested_segment(segment);
        if segment.is_empty() {
            continue;
        }
        let dot = if suggestion.is_empty() { "" } else { "." };
        let room = MAX.saturating_sub(suggestion.len() + dot.len());
        if room == 0 {
            break;
        }
        suggestion.push_str(dot);
        // Only ASCII is left, so every index is a character boundary.
        suggestion.push_str(&segment[..segment.len().min(room)]);
    }
    (!suggestion.is_empty()).then_some(suggestion)
}

/// Splits a name after its first segment.
fn split_segment(name: &str) -> (&str, &str) {
    for (at, c) in name.char_indices() {
        if matches!(c, '.' | '/' | ':') {
            return (name.get(..at).unwrap_or_default(), name.get(at + 1..).unwrap_or_default());
        }
    }
    (name, "")
}

/// Turns `PaymentGateway` and `payment-gateway` into `payment_gateway`.
fn suggested_segment(segment: &str) -> String {
    let mut suggestion = String::new();
    let mut after_small = false;
    for c in segment.chars() {
        if c.is_ascii_uppercase() && after_small {
            suggestion.push('_');
        }
        after_small = c.is_ascii_lowercase() || c.is_ascii_digit();
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9') => suggestion.push(c),
            _ if suggestion.ends_with('_') => {}
            _ => suggestion.push('_'),
        }
    }
    trimmed(&suggestion, "_").to_owned()
}

#[cfg(test)]
mod tests {
    use super::{is_valid, suggestion};

    #[test]
    fn valid_names() {
        for name in ["a", "payments", "payments.gateway", "net.http_2", "_", "0", &"x".repeat(128)]
        {
            assert!(is_valid(name), "{name}");
        }
        for name in ["", ".", "a.", ".a", "a..b", "A", "a b", "a-b", "ä", &"x".repeat(129)] {
            assert!(!is_valid(name), "{name}");
        }
    }

    #[test]
    fn suggestions_are_valid() {
        let cases = [
            ("Payments", Some("payments")),
            ("payments-gateway", Some("payments_gateway")),
            ("payments..gateway.", Some("payments.gateway")),
            ("payments::gateway", Some("payments.gateway")),
            (" pay ments ", Some("pay_ments")),
            ("größe", Some("gr_e")),
            ("PaymentGateway", Some("payment_gateway")),
            ("HTTP2Client", Some("http2_client")),
            ("a__b-C", Some("a_b_c")),
            ("", None),
            ("...", None),
            ("日本", None),
        ];
        for (name, expected) in cases {
            assert_eq!(suggestion(name).as_deref(), expected, "{name}");
        }
        for name in ["x".repeat(300), "ab.".repeat(60), format!("{}.b", "a".repeat(127))] {
            let suggestion = suggestion(&name).unwrap();
            assert!(is_valid(&suggestion), "{suggestion}");
        }
    }
}
