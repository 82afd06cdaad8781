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

/// The nearest name that is valid; `None` where nothing of it is left.
pub(crate) fn mended(name: &str) -> Option<String> {
    let plain: String = name
        .trim()
        .replace("::", ".")
        .chars()
        .map(|c| match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9' | '_' | '.') => c,
            '/' => '.',
            _ => '_',
        })
        .collect();
    let segments = plain.split('.').map(|segment| segment.trim_matches('_'));
    let mut mended = String::new();
    for segment in segments.filter(|segment| !segment.is_empty()) {
        let dot = usize::from(!mended.is_empty());
        let room = MAX.saturating_sub(mended.len() + dot);
        if room == 0 {
            break;
        }
        mended.push_str(if dot > 0 { "." } else { "" });
        // Only ASCII is left, so every place is a border.
        mended.push_str(&segment[..segment.len().min(room)]);
    }
    (!mended.is_empty()).then_some(mended)
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
            ("größe", Some("gr__e")),
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
