//! Keys that occur once in a line, so that readers that keep one value for each lose none.

use crate::format::layout::repeats;

/// Returns the names with the second `id` as `id#2`, or with the next number that makes no other name
/// of it. `reserved` are names that the line has already.
pub(super) fn unique(reserved: &[&str], names: &[&str]) -> Vec<String> {
    let repeats = repeats(names);
    let mut keys: Vec<String> = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let before = names.get(..index).unwrap_or_default();
        let is_reserved = reserved.contains(name);
        let mut same = 0;
        if repeats {
            for other in before {
                same += usize::from(other == name);
            }
        }
        if !is_reserved && same == 0 {
            keys.push((*name).to_owned());
            continue;
        }
        let mut number = 1 + usize::from(is_reserved) + same;
        let mut key = format!("{name}#{number}");
        while names.contains(&key.as_str())
            || reserved.contains(&key.as_str())
            || keys.contains(&key)
        {
            number += 1;
            key = format!("{name}#{number}");
        }
        keys.push(key);
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
