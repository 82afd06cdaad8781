//! Keys that occur once in a line, so that readers that keep one value for each lose none.

use std::borrow::Cow;

use crate::format::layout::repeats;

/// Returns the names with the second `id` as `id#2`, or with the next number that makes no other name
/// of it. `reserved` are names that the line has already.
pub(super) fn unique<'a>(reserved: &[&str], names: &[&'a str]) -> Vec<Cow<'a, str>> {
    let repeats = repeats(names);
    let mut keys: Vec<Cow<'a, str>> = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let before = names.get(..index).unwrap_or_default();
        let is_reserved = reserved.contains(name);
        let same = if repeats { before.iter().filter(|other| *other == name).count() } else { 0 };
        if !is_reserved && same == 0 {
            keys.push(Cow::Borrowed(name));
            continue;
        }
        let mut number = 1 + usize::from(is_reserved) + same;
        let mut key = format!("{name}#{number}");
        let is_taken = |key: &str, keys: &[Cow<'_, str>]| {
            let list = names.iter().chain(reserved);
            list.copied().chain(keys.iter().map(|other| &**other)).any(|other| other == key)
        };
        while is_taken(&key, &keys) {
            number += 1;
            key = format!("{name}#{number}");
        }
        keys.push(Cow::Owned(key));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::unique;

    #[test]
    fn repeated_and_reserved_names_are_numbered() {
        for (reserved, names, expected) in [
            (&[][..], &["a", "b"][..], &["a", "b"][..]),
            (&[], &["a", "a", "a"], &["a", "a#2", "a#3"]),
            (&[], &["a", "a#2", "a"], &["a", "a#2", "a#3"]),
            (&["time"], &["time", "a"], &["time#2", "a"]),
            (&["a"], &["a", "a#2", "a"], &["a#3", "a#2", "a#4"]),
        ] {
            assert_eq!(unique(reserved, names), expected);
        }
    }
}
