//! Names of secrets that a crate declares harmless in its `Cargo.toml`: the comparison, for the lint
//! at compile time and for third parties' statements at run time. `logkit` compiles this file through a
//! symlink, beside that of the list.

use super::secret_names::{singular, words};

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
pub(crate) fn allows<'a>(harmless: impl Iterator<Item = &'a str>, name: &str) -> bool {
    let mut found = words(name);
    while found.last().is_some_and(|last| is_letter(last)) {
        found.pop();
    }
    for harmless in harmless {
        let phrase = words(harmless);
        let start = found.len().checked_sub(phrase.len());
        let ends = start.and_then(|start| found.split_at_checked(start));
        if let (false, Some((before, end))) = (phrase.is_empty(), ends) {
            if are_same(end, &phrase) && !has_credential(before) {
                return true;
            }
        }
    }
    false
}

fn is_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next();
    letters.as_str().is_empty()
}

/// Compares as many words as both have.
fn are_same(words: &[&str], expected: &[&str]) -> bool {
    for (index, word) in words.iter().enumerate() {
        if expected.get(index).is_some_and(|expected| !is_same(word, expected)) {
            return false;
        }
    }
    true
}

fn is_same(word: &str, expected: &str) -> bool {
    singular(word).to_lowercase() == singular(expected).to_lowercase()
}

fn has_credential(words: &[&str]) -> bool {
    words.iter().any(|word| CREDENTIALS.contains(&word.to_ascii_lowercase().as_str()))
}
