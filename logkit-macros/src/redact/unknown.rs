//! Keys of `#[redact(..)]` that there are not, and what their authors meant.

use crate::nearest::nearest;
use crate::words::meaning;

/// Words for the whole mask, which needs no key.
const WHOLE: [&str; 13] = [
    "mask",
    "masked",
    "mask_all",
    "full",
    "hide",
    "hidden",
    "redact",
    "redacted",
    "secret",
    "sensitive",
    "true",
    "yes",
    "fixed",
];

/// Words that others use, each with the key of that meaning.
const OTHER_KEYS: &[(&str, &str)] = &[
    ("ignore", "skip"),
    ("none", "skip"),
    ("false", "skip"),
    ("no", "skip"),
    ("show", "skip"),
    ("plain", "skip"),
    ("visible", "skip"),
    ("public", "skip"),
    ("first", "keep_first"),
    ("prefix", "keep_first"),
    ("show_first", "keep_first"),
    ("last", "keep_last"),
    ("suffix", "keep_last"),
    ("show_last", "keep_last"),
    ("keep", "keep_last"),
    ("partial", "keep_last"),
    ("sha256", "hash"),
    ("hashed", "hash"),
    ("digest", "hash"),
    ("custom", "with"),
    ("using", "with"),
    ("function", "with"),
    ("value", "text"),
    ("replacement", "text"),
    ("placeholder", "text"),
    ("elements", "each"),
    ("items", "each"),
];

/// The error for an unknown key, which may be alone or have a value.
pub(super) fn unknown(typed: &str, is_alone: bool, known: &[&str]) -> String {
    if WHOLE.contains(&typed) {
        return format!(
            "unknown key `{typed}`: without a key, the whole value is masked; write `#[redact]`"
        );
    }
    let meant = match meaning(OTHER_KEYS, typed) {
        Some(key) if known.contains(&key) => Some(key),
        _ => nearest(typed, known.iter().copied()),
    };
    match meant {
        Some(key @ ("keep_first" | "keep_last")) if is_alone => {
            format!("unknown key `{typed}`; write `{key} = 4`")
        }
        Some(key) => format!("unknown key `{typed}`; write `{key}`"),
        None => format!("unknown key `{typed}`; expected {}", listed(known)),
    }
}

/// The keys as a list in a sentence.
fn listed(keys: &[&str]) -> String {
    let mut list = String::new();
    for (index, key) in keys.iter().enumerate() {
        let before = match index {
            0 => "",
            _ if index + 1 == keys.len() => " or ",
            _ => ", ",
        };
        list.push_str(before);
        list.push('`');
        list.push_str(key);
        list.push('`');
    }
    list
}
