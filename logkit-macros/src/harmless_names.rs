//! Names of secrets that a crate declares harmless in its `Cargo.toml`: the comparison, for the lint
//! at compile time and for third parties' statements at run time. `logkit` compiles this file through a
//! symlink, beside that of the list.

use super::secret_names::words;

/// Words in front of a harmless one that make the name one of a secret all the same: `token` allows
/// `input_token`, and not `access_token`.
#[rustfmt::skip]
const CREDENTIALS: &[&str] = &[
    "access", "account", "admin", "api", "auth", "authorization", "bank", "bearer", "bot", "card",
    "client", "csrf", "id", "jwt", "login", "oauth", "password", "personal", "private", "refresh",
    "reset", "sas", "secret", "security", "service", "session", "xsrf",
];

/// Returns true if the name ends with one of the harmless ones, in any style and in the plural too,
/// and no word before it is that of a credential. Digits and single letters at the end do not count.
pub(crate) fn allows<'a>(mut harmless: impl Iterator<Item = &'a str>, name: &str) -> bool {
    let mut found = words(name);
    while found.last().is_some_and(|last| last.chars().nth(1).is_none()) {
        found.pop();
    }
    harmless.any(|harmless| {
        let phrase = words(harmless);
        let start = found.len().checked_sub(phrase.len());
        let ends = start.and_then(|start| found.split_at_checked(start));
        ends.is_some_and(|(before, end)| {
            !phrase.is_empty()
                && end.iter().zip(&phrase).all(|(word, expected)| is_same(word, expected))
                && !before.iter().any(|word| is_credential(word))
        })
    })
}

fn is_same(word: &str, expected: &str) -> bool {
    let singular = |word: &str| word.strip_suffix(['s', 'S']).unwrap_or(word).to_lowercase();
    singular(word) == singular(expected)
}

fn is_credential(word: &str) -> bool {
    CREDENTIALS.iter().any(|known| word.eq_ignore_ascii_case(known))
}
