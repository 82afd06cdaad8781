//! The rules of logger names.

/// The longest name, in bytes.
const MAX: usize = 128;

/// Whether the name is made of lowercase letters, digits and underscores, joined by dots.
pub(crate) fn is_valid(name: &str) -> bool {
    name.len() <= MAX
        && name.split('.').all(|segment| {
            !segment.is_empty()
                && segment.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
        })
}

/// What is wrong with a name that is not valid.
pub(crate) fn what_is_wrong(name: &str) -> String {
    if name.is_empty() {
        "logger name is empty".to_owned()
    } else if name.len() > MAX {
        format!("logger name is {} bytes long, {MAX} are the most", name.len())
    } else {
        format!(
            "logger name {name:?} is not lowercase letters, digits and underscores, joined by dots"
        )
    }
}

/// The nearest name that is valid; `None` where nothing of it is left.
pub(crate) fn mended(name: &str) -> Option<String> {
    let mut mended = String::new();
    for segment in name.replace("::", ".").split(['.', '/']).map(mended_segment) {
        if segment.is_empty() {
            continue;
        }
        let dot = if mended.is_empty() { "" } else { "." };
        let room = MAX.saturating_sub(mended.len() + dot.len());
        if room == 0 {
            break;
        }
        mended.push_str(dot);
        // Only ASCII is left, so every place is a border.
        mended.push_str(&segment[..segment.len().min(room)]);
    }
    (!mended.is_empty()).then_some(mended)
}

/// `PaymentGateway` and `payment-gateway` are `payment_gateway`.
fn mended_segment(segment: &str) -> String {
    let mut mended = String::new();
    let mut after_small = false;
    for c in segment.chars() {
        if c.is_ascii_uppercase() && after_small {
            mended.push('_');
        }
        after_small = c.is_ascii_lowercase() || c.is_ascii_digit();
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9') => mended.push(c),
            _ if mended.ends_with('_') => {}
            _ => mended.push('_'),
        }
    }
    mended.trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{is_valid, mended};

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
    fn what_is_mended_is_valid() {
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
            assert_eq!(mended(name).as_deref(), expected, "{name}");
        }
        for name in ["x".repeat(300), "ab.".repeat(60), format!("{}.b", "a".repeat(127))] {
            let mended = mended(&name).unwrap();
            assert!(is_valid(&mended), "{mended}");
        }
    }
}
