//! The form of a target of third parties.

/// The form of a target, as a regular expression for [`is_target`]. A rule covers the targets below it
/// without a `*`.
#[cfg(feature = "config")]
pub(crate) const TARGET: &str =
    r#"^[^\x00- \x7f*;"'`:.]([^\x00- \x7f*;"'`]*[^\x00- \x7f*;"'`:.])?$"#;

/// Returns whether a text has the form of a target, a name or a path: no other one can be covered. By
/// bytes, because tables of Unicode would weigh on every program.
pub(crate) fn is_target(text: &str) -> bool {
    let text = text.as_bytes();
    let is_separator = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b':' | b'.'));
    let is_odd = |byte: &u8| byte.is_ascii_control() || b" *;\"'`".contains(byte);
    !is_separator(text.first()) && !is_separator(text.last()) && !text.iter().any(is_odd)
}

#[cfg(test)]
mod tests {
    use super::is_target;

    #[test]
    fn a_target_is_a_name_or_a_path() {
        for target in ["hyper", "hyper::client", "tokio-postgres", "größe", "a", "shop.cart", "@x"]
        {
            assert!(is_target(target), "{target}");
        }
        for text in ["", "*", "hyper::*", "hyper::", "::hyper", "hyper.", "a b", "a;b", "a\tb", ":"]
        {
            assert!(!is_target(text), "{text}");
        }
    }
}
