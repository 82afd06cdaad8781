//! Names of secrets in the plural, such as `tokens`: a number under one is a count, and only the compiler
//! knows whether a variable is a number.

use crate::allowance::secret;
use crate::secret_names::is_plural;
use crate::tokens::api::{Delimiter, TokenTree};
use crate::tokens::{ExprKind, all, punct, ungrouped};

/// Returns true if the value, logged under the name if there is one, is not a secret if it is a number or a bool: the names
/// that tell of secrets are in the plural, and the value is a variable, a field or a getter.
pub(crate) fn is_count(name: &str, value: &[TokenTree]) -> bool {
    if !is_plain(value) {
        return false;
    }
    let ExprKind::Path(path) = ExprKind::of(value) else { return false };
    let (of_name, of_path) = (secret(name).is_some(), secret(&path).is_some());
    (of_name || of_path) && (!of_name || is_plural(name)) && (!of_path || is_plural(&path))
}

/// Returns true for names with dots and empty parentheses between them, also behind references. An element
/// of a list, `tokens[0]`, is one of the secrets.
fn is_plain(value: &[TokenTree]) -> bool {
    if let Some(inside) = ungrouped(value) {
        return is_plain(&inside);
    }
    let is_part = |token: &TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Group(group) => {
            group.delimiter() == Delimiter::Parenthesis && group.stream().is_empty()
        }
        TokenTree::Punct(_) => matches!(punct(token), Some('.' | '&' | '*')),
        TokenTree::Literal(_) => false,
    };
    all(value, &is_part)
}

#[cfg(test)]
mod tests {
    use super::is_count;
    use crate::tokens::api::TokenStream;

    fn counts(name: &str, value: &str) -> bool {
        let value: TokenStream = value.parse().unwrap();
        is_count(name, &value.into_iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_plain_value_under_a_plural_can_be_a_count() {
        for (name, value) in [
            ("tokens", "n"),
            ("tokens", "&self.total"),
            ("session_ids", "sessions.active()"),
            ("apiKeys", "*n"),
            ("seen", "tokens"),
            ("tokens", "usage.tokens"),
        ] {
            assert!(counts(name, value), "{name} = {value}");
        }
        assert!(counts("", "tokens") && counts("", "self.cookies()"));
        for (name, value) in [
            ("token", "n"),
            ("tokens", "password"),
            ("password", "tokens"),
            ("tokens", "tokens[0]"),
            ("tokens", "tokens.0"),
            ("tokens", "n.get(1)"),
            ("tokens", "format!(\"{n}\")"),
            ("pins", "n"),
            ("otps", "n"),
            ("backup_codes", "n"),
            ("card_numbers", "n"),
            ("ibans", "n"),
            ("user", "n"),
        ] {
            assert!(!counts(name, value), "{name} = {value}");
        }
    }
}
